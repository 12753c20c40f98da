import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'
import { beginAs } from './units.ts'

let world: World
let beginning: string
beforeAll(async () => {
  world = await openWorld()
  beginning = beginAs({ orgId: world.acme.orgId, kind: 'system' })
})
afterAll(() => world.close())

const insert = `insert into contact (id, email, name, created_at) values (uuidv7(), $1, '', now())`
const isKnown = async (email: string) =>
  (await world.rows(world.acme.orgId, 'select from contact where email = $1', [email])).length === 1

test('what is asked for at once is done in the order in which it was asked', async () => {
  const seen = await world.store.units(beginning, async ({ db, send }) => {
    const [, , { rows }] = await Promise.all([
      send(insert, ['first@example.com']),
      sql`update contact set name = name || 'second' where email = 'first@example.com'`.execute(db),
      sql<{ name: string }>`select name from contact where email = 'first@example.com'`.execute(db),
      sql`update contact set name = 'third' where email = 'first@example.com'`.execute(db),
    ])
    return rows
  })
  expect(seen).toEqual([{ name: 'second' }])
})

test('of many at once that one fails, nothing is kept, its own error is told, and the connection goes on', async () => {
  const failing = world.store.units(beginning, ({ db, send }) =>
    Promise.all([
      send(insert, ['lost@example.com']),
      sql`select 1 / 0`.execute(db),
      sql`select 1`.execute(db),
      send(insert, ['lost2@example.com']),
    ]),
  )
  await expect(failing).rejects.toThrow('division by zero')
  expect([await isKnown('lost@example.com'), await isKnown('lost2@example.com')]).toEqual([false, false])
  const alive = () => world.store.units(beginning, ({ db }) => sql`select 1`.execute(db))
  await Promise.all(Array.from({ length: 40 }, alive))
})

test('what goes together with the commit and fails, takes the rest with it', async () => {
  const failing = world.store.units(beginning, async ({ send, sendLast }) => {
    await send(insert, ['before@example.com'])
    sendLast(insert, ['before@example.com'])
  })
  await expect(failing).rejects.toThrow('duplicate key')
  expect(await isKnown('before@example.com')).toBe(false)
})

test('a failure that nobody heard of is no commit', async () => {
  const failing = world.store.units(beginning, async ({ send }) => {
    await send(insert, ['unheard@example.com'])
    send('select 1 / $1::int', [0]).catch(() => {})
  })
  await expect(failing).rejects.toThrow('had failed')
  expect(await isKnown('unheard@example.com')).toBe(false)
})

test('of another organisation nothing is seen, though `begin` is not waited for', async () => {
  const other = beginAs({ orgId: world.globex.orgId, kind: 'system' })
  const emails = (begun: string) =>
    world.store.units(
      begun,
      async ({ db }) => (await sql<{ email: string }>`select email from contact`.execute(db)).rows,
    )
  const [ours, theirs] = await Promise.all([emails(beginning), emails(other)])
  expect(ours.map(({ email }) => email)).toContain('first@example.com')
  expect(theirs.map(({ email }) => email)).not.toContain('first@example.com')
})

test('when it could not begin, nothing that it asked for is done', async () => {
  const failing = world.store.units(`begin; set local app.org_id = '${world.acme.orgId}'; select 1 / 0`, ({ send }) =>
    send(insert, ['early@example.com']),
  )
  await expect(failing).rejects.toThrow()
  expect(await isKnown('early@example.com')).toBe(false)
})

test('one that is over is not spoken to', async () => {
  let kept: (() => Promise<unknown>) | undefined
  await world.store.units(beginning, async ({ db }) => {
    kept = () => sql`select 1`.execute(db)
  })
  await expect(kept!()).rejects.toThrow('over')
})

test('a connection that breaks ends all that was asked for on it, and the next unit of work has another', async () => {
  const broken = world.store.units(beginning, ({ db }) =>
    Promise.all([
      sql`select pg_sleep(0.05)`.execute(db),
      sql`select pg_terminate_backend(pg_backend_pid())`.execute(db),
      sql`insert into contact (id, email, name, created_at) values (uuidv7(), 'after@example.com', '', now())`.execute(
        db,
      ),
    ]),
  )
  await expect(broken).rejects.toThrow()
  expect(await isKnown('after@example.com')).toBe(false)
  expect(await world.store.units(beginning, ({ db }) => sql`select 1 as one`.execute(db))).toMatchObject({
    rows: [{ one: 1 }],
  })
})

test('what a branch asks for when another has failed already is refused, and done in no transaction at all', async () => {
  let asked: Promise<unknown> | undefined
  const failing = world.store.units(beginning, ({ db, send }) =>
    Promise.all([
      sql`select 1 / 0`.execute(db),
      sql`select 1`.execute(db).catch(() => {
        // The rollback is on its way.
        asked = new Promise((done) => setImmediate(done)).then(() =>
          send('select set_config($1, $2, false)', ['app.x', 'y']),
        )
        asked.catch(() => {})
      }),
    ]),
  )
  await expect(failing).rejects.toThrow('division by zero')
  await expect(asked).rejects.toThrow('over')
})
