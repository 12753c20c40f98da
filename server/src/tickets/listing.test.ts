import fc from 'fast-check'
import type { KyselyPlugin, RawNode, RootOperationNode } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'
import { inTx } from '../platform/tx.ts'
import type { Tx } from '../platform/work.ts'
import { type Filter, listTickets } from './listing.ts'
import { type Status, statuses } from './ticket.ts'

type Row = { id: string; status: Status; assignee_user_id: string | null; unread: boolean; number: number }

let world: World
let users: string[]
/** All tickets of Acme in the order of the list. */
let all: Row[]

const ticketsOfAcme = 4_000

beforeAll(async () => {
  world = await openWorld()
  for (const { orgId } of [world.acme, world.globex]) {
    await world.rows(
      orgId,
      `insert into contact (id, email, created_at) values (gen_random_uuid(), 'ada@example.com', now())`,
    )
    // Instants collide on purpose: many tickets at once, as an import makes them.
    await world.rows(
      orgId,
      `insert into ticket (id, number, subject, status, requester_id, assignee_user_id, unread, created_at, active_at, updated_at)
      select gen_random_uuid(), n, 'Ticket ' || n,
        case when n % 40 = 0 then (array['new', 'open', 'pending', 'resolved', 'spam'])[1 + n / 40 % 5] else 'closed' end,
        (select id from contact where org_id = current_setting('app.org_id')::uuid), case when n % 3 > 0 then (select id from app_user where org_id = current_setting('app.org_id')::uuid order by email offset n % 3 limit 1) end,
        n % 50 = 0, at, at, at
      from generate_series(1, ${ticketsOfAcme}) n, lateral (select timestamptz '2026-01-01' + interval '1 minute' * (n / 5)) as t(at)`,
    )
  }
  // Statistics, as autovacuum would have made them.
  await world.rows(world.acme.orgId, 'analyze ticket')
  users = (await world.rows<{ id: string }>(world.acme.orgId, 'select id from app_user order by email')).map(
    ({ id }) => id,
  )
  all = await world.rows<Row>(
    world.acme.orgId,
    'select id, status, assignee_user_id, unread, number from ticket order by active_at desc, id desc',
  )
})
afterAll(() => world.close())

test('under every filter and page size the list pages through completely, in order, without a gap or a double', async () => {
  const filters = fc.record(
    {
      statuses: fc.array(fc.constantFrom(...statuses), { maxLength: 4 }),
      assignees: fc.subarray(users),
      orNobody: fc.boolean(),
      isUnread: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(filters, fc.integer({ min: 40, max: 200 }), async (filter, limit) => {
      const listed = await asKim(async (tx) => {
        const ids: string[] = []
        let cursor: string | undefined
        do {
          const page = await listTickets(tx, { limit, cursor, filter })
          ids.push(...page.items.map(({ id }) => id))
          cursor = page.next_cursor ?? undefined
        } while (cursor)
        return ids
      })
      expect(listed).toEqual(all.filter((row) => isAskedFor(row, filter)).map(({ id }) => id))
    }),
    { numRuns: 25 },
  )
})

test('a ticket is found by its number under any other filter', async () => {
  const { items } = await asKim((tx) => listTickets(tx, { limit: 50, filter: { statuses: ['closed'], number: 3_999 } }))
  expect(items.map(({ number }) => number)).toEqual([3_999])
})

const deep = Buffer.from(JSON.stringify(['2026-01-01T02:00:00.000Z', 'ffffffff-ffff-ffff-ffff-ffffffffffff'])).toString(
  'base64url',
)
const cases: [string, () => Filter, number][] = [
  ['everything', () => ({}), 1],
  ['the live ones', () => ({ statuses: ['new', 'open', 'pending'] }), 3],
  ['one person’s closed ones', () => ({ statuses: ['closed'], assignees: [users[1]!] }), 1],
  ['one person’s', () => ({ assignees: [users[1]!] }), statuses.length],
  ['nobody’s live ones', () => ({ statuses: ['new', 'open'], assignees: [], orNobody: true }), 2],
  ['the unread ones', () => ({ isUnread: true }), statuses.length],
]
test.each(cases)(
  'a far page of %s reads no more tickets than it shows, through the index, under row security',
  async (_, filter, kinds) => {
    const limit = 50
    const scans = await asKim((tx) =>
      scansOf(tx, (watched) => listTickets(watched, { limit, cursor: deep, filter: filter() })),
    )
    expect(scans.length).toBeGreaterThan(0)
    expect(scans.map(({ type }) => type)).not.toContain('Seq Scan')
    expect(scans.reduce((sum, { read }) => sum + read, 0)).toBeLessThanOrEqual((limit + 1) * kinds)
  },
)

const asKim = <R>(work: (tx: Tx) => Promise<R>): Promise<R> =>
  inTx(world.store, { kind: 'user', id: users[1]!, orgId: world.acme.orgId, roles: ['agent'] }, work)

const isAskedFor = (row: Row, { statuses, assignees, orNobody, isUnread }: Filter): boolean =>
  (!statuses || statuses.includes(row.status)) &&
  (!assignees || (row.assignee_user_id ? assignees.includes(row.assignee_user_id) : Boolean(orNobody))) &&
  (isUnread === undefined || row.unread === isUnread)

type Node = {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Node[]
}

/** How the tickets were read by the queries of `work`: each asked for its plan, and run, instead of for its rows. */
async function scansOf(tx: Tx, work: (tx: Tx) => Promise<unknown>): Promise<{ type: string; read: number }[]> {
  const plans: Node[] = []
  const explaining: KyselyPlugin = {
    transformQuery({ node }) {
      if (node.kind !== 'RawNode') return node
      const [first, ...rest] = (node as RawNode).sqlFragments
      return { ...node, sqlFragments: [`explain (analyze, format json) ${first}`, ...rest] } as RootOperationNode
    },
    async transformResult({ result }) {
      for (const row of result.rows as { 'QUERY PLAN'?: { Plan: Node }[] }[])
        if (row['QUERY PLAN']) plans.push(row['QUERY PLAN'][0]!.Plan)
      return { ...result, rows: [] }
    },
  }
  await work({ ...tx, db: tx.db.withPlugin(explaining) as Tx['db'] })
  const flat = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flat)]
  return plans
    .flatMap(flat)
    .filter((node) => node['Relation Name'] === 'ticket')
    .map((node) => ({
      type: node['Node Type'],
      read: Math.round((node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']),
    }))
}
