import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'
import { inTx, systemActor } from '../platform/tx.ts'
import { openStore } from './opening.ts'

let world: World

beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

test('a store that is closed leaves no session open that would keep its command from ending', async () => {
  const { store, acme } = world
  const opened = await openStore({ ...store.config, databaseUrl: store.connection, logLevel: 'silent' })
  await inTx(opened.store, systemActor(acme.orgId, 'test'), (tx) => sql`select 1`.execute(tx.db))
  await opened.close()
  expect(opened.store.pool.ended).toBe(true)
})
