import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'
import { newId } from '../platform/ids.ts'
import { beginIndexing } from '../search/index.ts'
import { indexWaiting } from './reindexing.ts'

/** Three years of messages in no order, on tickets that sleep and wake, in two organisations; each search against a look at all of them. */

type Said = { ticket: string; words: string[]; at: Date; id: string; n: number }

const vocabulary = ['apple', 'apricot', 'banana', 'cherry', 'damson', '注文', '文番', '注文番号']
const said: Said[] = []
const began = new Date()
let world: World

beforeAll(async () => {
  world = await openWorld()
  const some = fc.sample(
    fc.record({
      ticket: fc.nat(39),
      day: fc.nat(1_000),
      words: fc.subarray(vocabulary, { minLength: 1, maxLength: 4 }),
    }),
    { numRuns: 300, seed: 7 },
  )
  for (const orgId of [world.acme.orgId, world.globex.orgId]) await write(orgId, some)
  await indexWaiting(world.store)
})
afterAll(() => world.close())

async function write(orgId: string, some: { ticket: number; day: number; words: string[] }[]): Promise<void> {
  // The last 600 have no message: a status that many tickets have is searched another way than one that few have.
  const tickets = Array.from({ length: 640 }, () => newId(began))
  await world.rows(orgId, `insert into contact (id, email, created_at) values ($1, 'ada@example.com', now())`, [
    tickets[0],
  ])
  await world.rows(orgId, 'insert into ticket_counter (last_number) values (640)')
  await world.rows(
    orgId,
    `insert into ticket (id, number, subject, status, unread, requester_id, created_at, active_at, updated_at)
     select id, n, 'Matter', case when n > 40 or n % 4 = 0 then 'closed' when n % 4 = 1 then 'pending' else 'open' end, n % 3 = 0, $2,
       now(), now(), now()
     from unnest($1::uuid[]) with ordinality as t(id, n)`,
    [tickets, tickets[0]],
  )
  for (const [n, { ticket, day, words }] of some.entries()) {
    const one = {
      id: newId(began),
      ticket: tickets[ticket]!,
      at: new Date(Date.UTC(2024, 0, 1) + day * 86_400_000 + n),
      words,
    }
    if (orgId === world.acme.orgId) said.push({ ...one, n: ticket + 1 })
    await world.rows(orgId, `insert into message (id, ticket_id, direction, text, at) values ($1, $2, 'in', $3, $4)`, [
      one.id,
      one.ticket,
      words.join(' . '),
      one.at,
    ])
  }
  await world.as(orgId, beginIndexing)
}

const facets = {
  '': () => true,
  'status:closed': (n: number) => n % 4 === 0,
  'status:pending': (n: number) => n % 4 === 1,
  'is:unread': (n: number) => n % 3 === 0,
  '-status:pending is:read': (n: number) => n % 4 !== 1 && n % 3 !== 0,
}
type Facet = keyof typeof facets

type Asked = { wanted: string[]; unwanted: string[]; growing: boolean; facet: Facet; since: number | null }

function truth({ wanted, unwanted, growing, facet, since }: Asked): string[] {
  const last = wanted.at(-1)
  const hasWanted = ({ words }: Said) =>
    wanted.every((word) =>
      words.some(
        (one) =>
          one === word ||
          (/\p{Script=Han}/u.test(word) ? one.includes(word) : growing && word === last && one.startsWith(word)),
      ),
    )
  const barred = new Set(
    said
      .filter(({ words }) => words.some((one) => unwanted.some((word) => one.includes(word))))
      .map(({ ticket }) => ticket),
  )
  const answers = said
    .filter((one) => hasWanted(one) && !barred.has(one.ticket) && facets[facet](one.n))
    .filter(({ at }) => since === null || at.getTime() >= Date.UTC(since, 0, 1))
    .sort((a, b) => b.at.getTime() - a.at.getTime())
  return [...new Set(answers.map(({ ticket }) => ticket))]
}

const asked = fc.record({
  wanted: fc.subarray([...vocabulary, 'ap', '番号'], { maxLength: 2 }),
  unwanted: fc.subarray(['banana', 'damson', '文番'], { maxLength: 1 }),
  growing: fc.boolean(),
  facet: fc.constantFrom(...(Object.keys(facets) as Facet[])),
  since: fc.constantFrom(null, 2025, 2026),
})

test('whatever is asked, the pages together are the tickets that answer, in order, none missing and none twice', async () => {
  let found = 0
  await fc.assert(
    fc.asyncProperty(asked, fc.constantFrom(3, 7, 50), async (one, limit) => {
      fc.pre(one.wanted.length + one.unwanted.length > 0)
      const q = [
        one.facet,
        one.since ? `after:${one.since}` : '',
        ...one.unwanted.map((word) => `-${word}`),
        ...one.wanted,
      ].join(' ')
      const seen: string[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const text = encodeURIComponent(one.growing ? q : `${q} `)
        const { body } = await world.ask(
          'Kim',
          'GET',
          `/api/tickets?limit=${limit}&q=${text}${cursor && `&cursor=${cursor}`}`,
        )
        seen.push(...body.items.map(({ id }: { id: string }) => id))
        cursor = body.next_cursor
      }
      found += seen.length
      expect(seen).toEqual(truth(one))
    }),
    { numRuns: 40, seed: 11 },
  )
  expect(found).toBeGreaterThan(100)
}, 120_000)

test('every month is a slice of its own, and a month that is full goes on in a second one', async () => {
  const org = world.globex.orgId
  const slices = () => world.rows<{ from_at: Date }>(org, 'select from_at from search_slice order by from_at')
  expect((await slices()).length).toBeGreaterThan(30)
  const open = (subject: string) =>
    world.ask('Gus', 'POST', '/api/tickets', { subject, body: 'zeppelin', requester: { email: 'ada@example.com' } })
  await open('one')
  const before = await slices()
  await world.rows(org, 'update search_slice set messages = 25000')
  await open('two')
  // Single messages are counted once in a while, and then for all.
  const fill = () =>
    world.ask('Gus', 'POST', '/api/tickets', { subject: 'f', body: 'f', requester: { email: 'ada@example.com' } })
  for (let tries = 0; tries < 1_000 && (await slices()).length === before.length; tries++) await fill()
  const [next, ...more] = (await slices()).slice(before.length)
  expect([next!.from_at > new Date(), more]).toEqual([true, []])
  await world.rows(org, `update search_slice set from_at = clock_timestamp() where from_at > now()`)
  await open('three')
  await open('four')
  const subjects: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await world.ask('Gus', 'GET', `/api/tickets?limit=1&q=zeppelin${cursor && `&cursor=${cursor}`}`)
    subjects.push(...body.items.map(({ subject }: { subject: string }) => subject))
    cursor = body.next_cursor
  }
  expect(subjects).toEqual(['four', 'three', 'two', 'one'])
  const used = await world.rows(
    org,
    `select distinct slice from search_document d join message m on m.id = d.message_id where m.text = 'zeppelin'`,
  )
  expect(used).toHaveLength(2)
})
