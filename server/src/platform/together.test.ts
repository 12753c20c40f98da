import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'
import { replyQueued } from '../tickets/index.ts'
import { openTogether, type Together } from './together.ts'
import { systemActor } from './tx.ts'
import type { Tx } from './work.ts'

let world: World
let together: Together
beforeAll(async () => {
  world = await openWorld()
  together = openTogether(world.store, systemActor(world.acme.orgId, 'test'))
})
afterAll(() => world.close())

const transaction = async (tx: Tx) =>
  (await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(tx.db)).rows[0]!.id
const greet = (tx: Tx, email: string) =>
  sql`insert into contact (id, email, name, created_at) values (${tx.newId()}, ${email}, '', now())`.execute(tx.db)
const isKnown = async (email: string) =>
  (await world.rows(world.acme.orgId, 'select from contact where email = $1', [email])).length === 1
const of = (key: string) => ({ key, requestId: undefined })

test('what is asked for at once is one transaction, and so is what is asked for meanwhile; who changes the same goes after', async () => {
  const later: Promise<string>[] = []
  const first = together(async (tx) => {
    for (const key of ['c', 'd', 'd']) later.push(together(transaction, of(key)))
    return transaction(tx)
  }, of('a'))
  const [a, b] = await Promise.all([first, together(transaction, of('b'))])
  const [c, d, d2] = await Promise.all(later)
  expect([b === a, c === d, c === a, d2 === d]).toEqual([true, true, false, false])
})

test('of those that share a transaction the one that fails fails alone', async () => {
  let times = 0
  const [good, bad] = await Promise.allSettled([
    together(async (tx) => {
      times++
      await greet(tx, 'good@example.com')
      return 'done'
    }, of('good')),
    together(async (tx) => {
      await greet(tx, 'bad@example.com')
      throw new Error('not this one')
    }, of('bad')),
  ])
  expect(good).toEqual({ status: 'fulfilled', value: 'done' })
  expect(bad).toMatchObject({ status: 'rejected', reason: { message: 'not this one' } })
  expect([times, await isKnown('good@example.com'), await isKnown('bad@example.com')]).toEqual([2, true, false])
})

test('what may have been saved when the database goes away is not done again', async () => {
  let times = 0
  const works = await Promise.allSettled([
    together(async () => void times++, of('one')),
    together((tx) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx.db), of('two')),
  ])
  expect(works.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(times).toBe(1)
  expect(await together(transaction, of('three'))).toMatch(/^\d+$/)
})

test('the events of each carry the request that it belongs to', async () => {
  const ticketId = crypto.randomUUID()
  const say = (requestId: string) =>
    together(async (tx) => tx.emit(replyQueued, { ticketId, messageId: tx.newId(), deliveryId: tx.newId() }), {
      key: requestId,
      requestId,
    })
  await Promise.all([say('first'), say('second')])
  const said = await world.rows<{ request_id: string }>(
    world.acme.orgId,
    'select request_id from event where ticket_id = $1 order by request_id',
    [ticketId],
  )
  expect(said.map(({ request_id }) => request_id)).toEqual(['first', 'second'])
})
