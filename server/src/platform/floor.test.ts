import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openWorld, password, type World } from '../../test/world.ts'
import { defineEvent } from './events.ts'
import { newId } from './ids.ts'
import { openKeys, seal, unseal } from './secrets.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const something = defineEvent('test.happened', z.object({ ticketId: z.string() }))

test('a unit of work that fails leaves nothing: no rows, no event', async () => {
  const ticketId = newId(world.store.clock())
  await expect(
    world.as(world.acme.orgId, async (tx) => {
      tx.emit(something, { ticketId })
      throw new Error('boom')
    }),
  ).rejects.toThrow('boom')
  expect(await world.rows(world.acme.orgId, 'select from event where ticket_id = $1', [ticketId])).toHaveLength(0)
})

test('the serving role cannot rewrite what happened', async () => {
  await expect(world.as(world.acme.orgId, (tx) => sql`update event set type = 'x'`.execute(tx.db))).rejects.toThrow(
    'permission denied',
  )
  await expect(world.as(world.acme.orgId, (tx) => sql`delete from event`.execute(tx.db))).rejects.toThrow(
    'permission denied',
  )
})

test('a query outside a unit of work sees nothing', async () => {
  await expect(world.store.pool.query('select * from ticket')).rejects.toThrow(
    /app\.org_id|invalid input syntax for type uuid/,
  )
})

test('a row of another organisation cannot be written', async () => {
  await expect(
    world.as(world.globex.orgId, (tx) =>
      sql`insert into contact (id, org_id, email, created_at) values (${tx.newId()}, ${world.acme.orgId}, 'x@y.example', now())`.execute(
        tx.db,
      ),
    ),
  ).rejects.toThrow('row-level security')
})

test('every table with org_id has forced row security and a policy, or cannot be touched by the role that serves', async () => {
  const columns = await world.rows(
    world.acme.orgId,
    `
    select c.relname,
      c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid)
        or not has_table_privilege('docket_app', c.oid, 'select, insert, update, delete, truncate, references, trigger') as safe
    from pg_class c join information_schema.columns k on k.table_name = c.relname and k.column_name = 'org_id' and k.table_schema = 'public'
    where c.relkind = 'r'`,
  )
  expect(columns.length).toBeGreaterThan(10)
  expect(columns.filter(({ safe }) => !safe)).toEqual([])
})

test('signing in by browser needs the CSRF token, sets a cookie that scripts cannot read, and signing out ends it', async () => {
  const csrf = await world.ask(null, 'GET', '/api/auth/csrf')
  const { csrf_token } = csrf.body
  const cookies = { cookie: `docket_csrf=${csrf_token}` }
  const wanted = { email: 'kim@acme.example', password }
  expect((await world.ask(null, 'POST', '/api/auth/login', wanted, cookies)).status).toBe(403)
  const entered = await world.ask(null, 'POST', '/api/auth/login', wanted, { ...cookies, 'x-csrf-token': csrf_token })
  expect(entered.status).toBe(200)
  expect(entered.headers.get('set-cookie')).toMatch(/docket_session=[^;]+;.*HttpOnly.*SameSite=Lax/i)
  const session = /docket_session=[^;]+/.exec(entered.headers.get('set-cookie')!)![0]
  const signedIn = { cookie: `docket_csrf=${csrf_token}; ${session}`, 'x-csrf-token': csrf_token }
  expect((await world.ask(null, 'GET', '/api/me', undefined, signedIn)).body.user).toMatchObject({
    name: 'Kim',
    role: 'agent',
  })
  expect((await world.ask(null, 'POST', '/api/tickets', {}, { cookie: signedIn.cookie })).body.code).toBe('csrf')
  expect((await world.ask(null, 'POST', '/api/auth/logout', {}, signedIn)).status).toBe(204)
  expect((await world.ask(null, 'GET', '/api/me', undefined, signedIn)).status).toBe(401)
})

test('a wrong password and an unknown address answer alike, and an eleventh try within a minute is refused', async () => {
  const { csrf_token } = (await world.ask(null, 'GET', '/api/auth/csrf')).body
  const headers = { cookie: `docket_csrf=${csrf_token}`, 'x-csrf-token': csrf_token, 'x-request-id': 'same' }
  const tried = (email: string) => world.ask(null, 'POST', '/api/auth/login', { email, password: 'wrong' }, headers)
  const [known, unknown] = [await tried('ana@acme.example'), await tried('nobody@acme.example')]
  expect([known.status, known.text]).toEqual([401, unknown.text])
  for (let i = 1; i < 10; i++) await tried('ana@acme.example')
  expect((await tried('ana@acme.example')).status).toBe(429)
})

test('a session ends when its time is over, and an unknown one never began', async () => {
  const { csrf_token } = (await world.ask(null, 'GET', '/api/auth/csrf')).body
  const csrf = { cookie: `docket_csrf=${csrf_token}`, 'x-csrf-token': csrf_token }
  const entered = await world.ask(null, 'POST', '/api/auth/login', { email: 'kim@acme.example', password }, csrf)
  const cookie = /docket_session=[^;]+/.exec(entered.headers.get('set-cookie')!)![0]
  expect((await world.ask(null, 'GET', '/api/me', undefined, { cookie })).status).toBe(200)
  await world.as(world.acme.orgId, (tx) => sql`update session set expires_at = ${tx.now}`.execute(tx.db))
  expect((await world.ask(null, 'GET', '/api/me', undefined, { cookie })).body.code).toBe('unauthenticated')
  expect((await world.ask(null, 'GET', '/api/me', undefined, { cookie: 'docket_session=gone' })).status).toBe(401)
})

test('malformed JSON is refused with a sentence', async () => {
  const { status, body } = await world.ask('Kim', 'POST', '/api/tickets', '{"subject":' as never, {
    'content-type': 'application/json',
  })
  expect(status).toBe(400)
  expect(body.detail).toMatch(/JSON/i)
})

test('ids sort by the instant they were made', () => {
  const [early, late] = [newId(new Date(1_000)), newId(new Date(2_000))]
  expect(early < late).toBe(true)
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('a secret moved to another row, or with one bit changed, cannot be opened', () => {
  const keys = openKeys(Buffer.alloc(32, 1))
  const place = { orgId: 'o', table: 't', column: 'c', row: 'r' }
  const sealed = seal(keys, place, 'hunter2')
  expect(unseal(keys, place, sealed)).toBe('hunter2')
  expect(() => unseal(keys, { ...place, row: 'other' }, sealed)).toThrow()
  expect(() => unseal(openKeys(Buffer.alloc(32, 2)), place, sealed)).toThrow()
  expect(() => unseal(keys, place, `${sealed.slice(0, -2)}AA`)).toThrow()
})

test('metrics are there for a scraper, and health for a supervisor', async () => {
  expect((await world.ask(null, 'GET', '/metrics')).text).toContain('http_request_duration_seconds')
  expect((await world.ask(null, 'GET', '/healthz')).status).toBe(200)
})
