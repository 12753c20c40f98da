import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'
import { askedOnce } from './askedOnce.ts'
import { inOneTx, systemActor } from './tx.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

test('is asked once in a transaction, by all who share it, and anew in the next', async () => {
  const actor = systemActor(world.acme.orgId, 'test')
  let times = 0
  const shared = () =>
    inOneTx(
      world.store,
      actor,
      ['a', 'a', 'b'].map((what) => ({
        requestId: undefined,
        work: (tx) =>
          askedOnce(tx, what, async () => {
            times++
            return (await sql<{ one: number }>`select 1 as one`.execute(tx.db)).rows
          }),
      })),
    )
  expect(await shared()).toEqual([[{ one: 1 }], [{ one: 1 }], [{ one: 1 }]])
  expect(times).toBe(2)
  await shared()
  expect(times).toBe(4)
})
