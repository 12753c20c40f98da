import fc from 'fast-check'
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'
import { inTx } from '../platform/tx.ts'
import { countTickets, foldCounts, foldOwnCounts } from './counting.ts'
import { statuses } from './ticket.ts'

let world: World
let kim: string
beforeAll(async () => {
  world = await openWorld()
  await world.rows(
    world.acme.orgId,
    `insert into contact (id, email, created_at) values (gen_random_uuid(), 'ada@example.com', now())`,
  )
  kim = (await world.rows<{ id: string }>(world.acme.orgId, `select id from app_user where name = 'Kim'`))[0]!.id
})
afterAll(() => world.close())

const status = fc.constantFrom(...statuses)
const assignee = fc.boolean().map((mine) => (mine ? 'kim' : null))
const change = fc.oneof(
  fc.record({ kind: fc.constant('open' as const), many: fc.integer({ min: 1, max: 5 }), status, assignee }),
  fc.record({ kind: fc.constant('move' as const), status, assignee, third: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ kind: fc.constant('remove' as const), third: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ kind: fc.constant('fold' as const) }),
)

test('whatever happens to tickets, the counts are those of the tickets', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
      for (const one of changes) await apply(one)
      expect(await counted()).toEqual(await recounted())
    }),
    { numRuns: 20 },
  )
})

test('many changes are folded into few amounts, and an organisation sees its own only', async () => {
  for (let i = 0; i < 260; i++) await apply({ kind: 'open', many: 1, status: 'open', assignee: null })
  const before = await counted()
  await foldCounts(world.store)
  const [{ amounts }] = (await world.rows<{ amounts: number }>(
    world.acme.orgId,
    'select count(*)::int as amounts from ticket_count',
  )) as [{ amounts: number }]
  expect(amounts).toBeLessThan(statuses.length * 3)
  expect(await counted()).toEqual(before)
  expect((await world.ask('Gus', 'GET', '/api/tickets/counts')).body).toMatchObject({ open: 0, unassigned: 0 })
})

test('those who fold at once, while tickets are opened, lose and double nothing', async () => {
  const opening = Array.from({ length: 20 }, () => apply({ kind: 'open', many: 3, status: 'new', assignee: 'kim' }))
  await Promise.all([...opening, ...Array.from({ length: 4 }, () => apply({ kind: 'fold' }))])
  expect(await counted()).toEqual(await recounted())
})

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

async function apply(one: Change): Promise<void> {
  const { orgId } = world.acme
  const user = 'assignee' in one && one.assignee ? kim : null
  await world.as(orgId, async (tx) => {
    if (one.kind === 'fold') return foldOwnCounts(tx)
    const run = (text: string, values: unknown[]) => tx.db.executeQuery(CompiledQuery.raw(text, values))
    if (one.kind === 'open')
      await run(
        `insert into ticket (id, number, subject, status, requester_id, assignee_user_id, created_at, active_at, updated_at)
        select gen_random_uuid(), floor(random() * 1e12)::bigint, 'x', $1, (select id from contact limit 1), $2::uuid, now(), now(), now()
        from generate_series(1, $3::int)`,
        [one.status, user, one.many],
      )
    else if (one.kind === 'move')
      await run('update ticket set status = $1, assignee_user_id = $2::uuid where number % 3 = $3', [
        one.status,
        user,
        one.third,
      ])
    else await run('delete from ticket where number % 3 = $1', [one.third])
  })
}

const counted = () =>
  inTx(world.store, { kind: 'user', id: kim, orgId: world.acme.orgId, roles: ['agent'] }, (tx) => countTickets(tx))

/** The same the slow way. */
async function recounted() {
  const rows = await world.rows<{ status: (typeof statuses)[number]; assignee_user_id: string | null }>(
    world.acme.orgId,
    'select status, assignee_user_id from ticket',
  )
  const live = rows.filter(({ status }) => ['new', 'open', 'pending'].includes(status))
  return {
    ...Object.fromEntries(statuses.map((status) => [status, rows.filter((row) => row.status === status).length])),
    mine: live.filter(({ assignee_user_id }) => assignee_user_id === kim).length,
    unassigned: live.filter(({ assignee_user_id }) => assignee_user_id === null).length,
  }
}
