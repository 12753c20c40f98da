import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cable, openCable } from '../../../test/cable.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { makeStore } from '../../app/opening.ts'
import { openPool } from '../pool.ts'
import type { Store } from '../store.ts'
import { inTx, systemActor } from '../tx.ts'
import type { Tx } from '../work.ts'
import { isDatabaseAway } from './away.ts'

let world: World
let cable: Cable
let store: Store

beforeAll(async () => {
  world = await openWorld()
  const [, path] = /host=([^&]+)/.exec(world.store.connection)!
  cable = await openCable({ path: join(decodeURIComponent(path!), '.s.PGSQL.5432') })
  const url = world.store.connection.replace(/@(\/\w+)\?.*$/, `@127.0.0.1:${cable.port}$1`)
  store = makeStore(world.store.config, url)
})
afterAll(async () => {
  await store.live.close()
  await store.pool.end()
  await cable.close()
  await world.close()
})

const unit = <R>(work: (tx: Tx) => Promise<R>) => inTx(store, systemActor(world.acme.orgId, 'test'), work)
const insertContact = (tx: Tx, email: string) =>
  sql`insert into contact (id, email, created_at) values (${tx.newId()}, ${email}, ${tx.now})`.execute(tx.db)

test('a statement into silence is given up, and its transaction holds no lock once the line is whole', {
  timeout: 60_000,
}, async () => {
  const email = `${randomUUID()}@example.com`
  const cut = unit(async (tx) => {
    await insertContact(tx, email)
    await cable.cut('silent')
    await sql`select 1`.execute(tx.db)
  })
  expect(isDatabaseAway(await cut.catch((error) => error))).toBe(true)
  expect(store.presence.awaySince).toBeDefined()
  await cable.heal()
  // The unit that was cut still stands open on the server; without an end to it this insert would wait for its lock.
  await unit((tx) => insertContact(tx, email))
  expect(store.presence.awaySince).toBeUndefined()
  expect(await world.rows(world.acme.orgId, 'select 1 from contact where email = $1', [email])).toHaveLength(1)
})

test('when the answer to a commit is lost, it is said that nobody knows', { timeout: 60_000 }, async () => {
  const cut = unit(async (tx) => {
    await insertContact(tx, `${randomUUID()}@example.com`)
    await cable.cut('silent')
  })
  await expect(cut).rejects.toMatchObject({ code: 'outcome-unknown', status: 503 })
  await cable.heal()
})

test('a connection that breaks in the middle of a unit of work fails that unit and nothing else', async () => {
  const cut = unit(async () => {
    await cable.cut('reset')
    await new Promise((resolve) => setTimeout(resolve, 100))
  })
  await expect(cut).rejects.toThrow()
  await cable.heal()
  expect(await unit(async (tx) => (await sql`select 1 as one`.execute(tx.db)).rows)).toEqual([{ one: 1 }])
})

test('another server that refuses is not the database that is away', async () => {
  const refused = await fetch('http://127.0.0.1:1/').catch((error) => error)
  expect(refused).toBeInstanceOf(Error)
  expect(isDatabaseAway(refused)).toBe(false)
  const nowhere = openPool('postgres://nobody@127.0.0.1:1/nothing', 1)
  expect(isDatabaseAway(await nowhere.query('select 1').catch((error) => error))).toBe(true)
  await nowhere.end()
})

test('a database without room is known from what did not fit, until something is seen to fit', async () => {
  const full = `do $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$`
  await expect(unit((tx) => sql.raw(full).execute(tx.db))).rejects.toThrow('could not extend file')
  expect(store.presence.fullSince).toBeDefined()
  expect(store.presence.awaySince).toBeUndefined()
  store.presence.hasRoom()
  expect(store.presence.fullSince).toBeUndefined()
})
