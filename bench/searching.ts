import { parseArgs } from 'node:util'
import pg from 'pg'
import { removeDataDir, startDocket } from '../e2e/server.ts'
import { openDatabase } from '../server/src/platform/db/opening.ts'
import { vectorOf } from '../server/src/search/matching.ts'
import { wordsVersion } from '../server/src/search/words.ts'

/**
 * Search among many messages: five years of mail whose words are as unevenly common as those of a language, with words planted whose
 * answers are known. Every answer is compared with what a look at every single message says.
 */

const years = 5
const end = Date.UTC(2026, 10, 20)
const wordsAMail = 45
const vocabularyMax = 40_000
const batch = 2_000

export type Seeded = {
  messages: number
  tickets: number
  ticketOf: Int32Array
  isForeign(i: number): boolean
  seconds: number
}

/** Fills the demo organisation, and a second one with every tenth message, which must never come back. */
export async function seedSearch(
  dataDir: string,
  messages: number,
  say: (line: string) => void = () => {},
): Promise<Seeded> {
  const began = performance.now()
  const database = await openDatabase({ dataDir, databaseUrl: undefined, databaseOwnerUrl: undefined })
  const client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ id: string }>(`select id from org where slug = 'demo'`)
    const orgs = [rows[0]!.id, idOf('f', 1)] as const
    const { ticketOf, tickets } = threads(messages)
    const seeded = () => ({
      messages,
      tickets,
      ticketOf,
      isForeign: (i: number) => isForeign(ticketOf[i]!),
      seconds: (performance.now() - began) / 1000,
    })
    if ((await client.query(`select from org where slug = 'other'`)).rowCount) return seeded()
    await client.query(`insert into org (id, slug, name, created_at) values ($1, 'other', 'Other', now())`, [orgs[1]])
    for (const org of orgs) await people(client, org)
    await client.query('drop index search_document_words')
    for (let first = 0; first < messages; first += batch) {
      const all = Array.from({ length: Math.min(batch, messages - first) }, (_, i) => first + i)
      for (const [at, org] of orgs.entries())
        await write(
          client,
          org,
          all.filter((i) => isForeign(ticketOf[i]!) === (at === 1)),
          ticketOf,
          messages,
        )
      if (first % 100_000 === 0) say(`${first} of ${messages} messages written`)
    }
    say('indexing')
    await client.query(`set maintenance_work_mem = '1GB'`)
    await client.query(
      'create index search_document_words on search_document using gin (words) with (fastupdate = off)',
    )
    for (const table of ['ticket', 'message', 'search_document', 'contact'])
      await client.query(`vacuum analyze ${table}`)
    return seeded()
  } finally {
    await client.end()
    await database.release()
  }
}

const isForeign = (ticket: number) => ticket % 10 === 9

/** Two thirds of the messages answer a ticket: most a young one, some one that was long quiet. */
function threads(messages: number): { ticketOf: Int32Array; tickets: number } {
  const ticketOf = new Int32Array(messages)
  let tickets = 0
  for (let i = 0; i < messages; i++) {
    const dice = chance(i, 1)
    if (tickets < 10 || dice < 0.34) ticketOf[i] = tickets++
    else if (dice < 0.98) ticketOf[i] = Math.max(0, tickets - 1 - Math.floor(chance(i, 2) * 300))
    else ticketOf[i] = Math.floor(chance(i, 2) * tickets)
  }
  return { ticketOf, tickets }
}

async function people(client: pg.Client, org: string): Promise<void> {
  await client.query(`select set_config('app.org_id', $1, false)`, [org])
  await client.query(
    `insert into contact (id, email, name, created_at)
     select ('00000000-0000-4000-8000-' || $1 || lpad(to_hex(n), 11, '0'))::uuid, 'person' || n || '@mail' || n % 97 || '.example', 'Person ' || n, now()
     from generate_series(0, 4999) n`,
    [org.at(-1) === '1' ? '1' : '0'],
  )
}

/** Each batch as an import would: tickets, messages, documents. */
async function write(
  client: pg.Client,
  org: string,
  all: number[],
  ticketOf: Int32Array,
  messages: number,
): Promise<void> {
  if (all.length === 0) return
  const half = org.at(-1) === '1' ? '1' : '0'
  const contactOf = (ticket: number) =>
    `00000000-0000-4000-8000-${half}${(ticket % 5000).toString(16).padStart(11, '0')}`
  await client.query('begin')
  await client.query(`select set_config('app.org_id', $1, true)`, [org])
  const fresh = [...new Set(all.map((i) => ticketOf[i]!))]
  await client.query(
    `insert into ticket (id, number, subject, status, requester_id, unread, preview, message_count, created_at, active_at, updated_at)
     select id, number, 'Matter ' || number, status, requester, false, 'A preview of some words', 1, at, at, at
     from unnest($1::uuid[], $2::bigint[], $3::text[], $4::uuid[], $5::timestamptz[]) as t(id, number, status, requester, at)
     on conflict (id) do update set active_at = excluded.active_at, message_count = ticket.message_count + 1`,
    [
      fresh.map((ticket) => idOf('a', ticket)),
      fresh.map((ticket) => ticket + 1),
      fresh.map((ticket) => (ticket % 200 === 0 ? 'pending' : ticket % 100 === 1 ? 'open' : 'closed')),
      fresh.map(contactOf),
      fresh.map((ticket) => atOf(all.findLast((i) => ticketOf[i] === ticket)!, messages)),
    ],
  )
  const texts = all.map((i) => textOf(i, messages))
  await client.query(
    `insert into message (id, ticket_id, direction, contact_id, from_name, from_address, subject, text, reply_text, at)
     select id, ticket, 'in', contact, 'Person ' || n, 'person' || n || '@mail' || n % 97 || '.example', 'Matter', text, text, at
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::timestamptz[]) as m(id, ticket, contact, n, text, at)`,
    [
      all.map((i) => idOf('b', i)),
      all.map((i) => idOf('a', ticketOf[i]!)),
      all.map((i) => contactOf(ticketOf[i]!)),
      all.map((i) => ticketOf[i]! % 5000),
      texts,
      all.map((i) => atOf(i, messages)),
    ],
  )
  const vectors = all.map((i, at) => {
    const n = ticketOf[i]! % 5000
    return vectorOf({
      subject: 'Matter',
      from: [{ name: `Person ${n}`, address: `person${n}@mail${n % 97}.example` }],
      to: [],
      filenames: [],
      hasAttachment: hasAttachment(i),
      text: texts[at]!,
    })
  })
  await client.query('select index_messages($1::uuid[], $2::text[], $3, $4)', [
    all.map((i) => idOf('b', i)),
    vectors,
    new Date(end),
    wordsVersion,
  ])
  await client.query('commit')
}

/** Repeatable dice: SplitMix's finaliser over two numbers. */
function chance(i: number, salt: number): number {
  let x = (Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b)) | 0
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32
}

const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0')
const idOf = (kind: string, n: number) => `00000000-0000-7000-8${kind.repeat(3)}-${hex(n, 12)}`
const atOf = (i: number, messages: number) =>
  new Date(end - Math.round(((messages - i) / messages) * years * 365 * 86_400_000))
const hasAttachment = (i: number) => i % 33 === 5

/** What is planted where; the truth is computed from these alone. */
const planted: { word: string; stands(i: number, messages: number): boolean }[] = [
  { word: 'quetzalcoatl', stands: (i, all) => i % Math.ceil(all / 5) === 11 },
  { word: 'zirconium', stands: (i) => i % 2_000 === 7 },
  { word: 'warranty', stands: (i) => chance(i, 11) < 0.005 },
  { word: 'invoice', stands: (i) => chance(i, 12) < 0.05 },
  { word: 'regards', stands: (i) => chance(i, 13) < 0.5 },
  { word: 'faxmachine', stands: (i, all) => i < all * 0.02 && i % 2 === 0 },
  { word: 'modem', stands: (i, all) => i < all * 0.6 && chance(i, 14) < 0.3 },
  { word: '注文番号を確認', stands: (i) => i % 500 === 3 },
  { word: '返金', stands: (i) => i % 7 === 3 },
  { word: 'new york office', stands: (i) => i % 900 === 4 },
  { word: 'york is not new', stands: (i) => chance(i, 15) < 0.02 },
  { word: 'Rechnungsnummer', stands: (i) => i % 300 === 9 },
]
const has = (word: string) => planted.find((one) => one.word === word)!.stands

function textOf(i: number, messages: number): string {
  const words: string[] = []
  for (let n = 0; n < wordsAMail; n++) {
    // Zipf's law: the rank of a word is drawn evenly on the logarithm.
    const rank = Math.floor(vocabularyMax ** chance(i * wordsAMail + n, 21))
    words.push(`w${rank.toString(36)}`)
  }
  for (const [n, { word, stands }] of planted.entries())
    if (stands(i, messages)) words.splice(Math.floor(chance(i, 31 + n) * words.length), 0, `. ${word} .`)
  return words.join(' ')
}

type Case = {
  work: string
  q: string
  matches(i: number, seeded: Seeded): boolean
  /** No message of the ticket may. */
  excludes?(i: number, seeded: Seeded): boolean
  ofTicket?(ticket: number): boolean
  /** Which page is timed; those before it are read and compared. */
  page?: number
}

const word =
  (name: string) =>
  (i: number, { messages }: Seeded) =>
    has(name)(i, messages)
const isPending = (ticket: number) => ticket % 200 === 0
const isClosed = (ticket: number) => !isPending(ticket) && ticket % 100 !== 1
const newestMonth = end - 30 * 86_400_000
const cases: Case[] = [
  // The list itself: what any page of fifty tickets costs at this moment, however it was found.
  { work: 'no search, for comparison', q: '', matches: () => true },
  { work: 'rare (5 messages)', q: '"quetzalcoatl"', matches: word('quetzalcoatl') },
  { work: 'middling (0.05 %)', q: '"zirconium"', matches: word('zirconium') },
  { work: 'middling (0.5 %)', q: '"warranty"', matches: word('warranty') },
  { work: 'common (5 %)', q: '"invoice"', matches: word('invoice') },
  { work: 'common (50 %)', q: '"regards"', matches: word('regards') },
  { work: 'common (50 %), page 2', q: '"regards"', matches: word('regards'), page: 2 },
  { work: 'common (50 %), page 20', q: '"regards"', matches: word('regards'), page: 20 },
  { work: 'middling (0.5 %), page 20', q: '"warranty"', matches: word('warranty'), page: 20 },
  { work: 'absent', q: '"xylophonist"', matches: () => false },
  { work: 'only in the oldest 2 %', q: '"faxmachine"', matches: word('faxmachine') },
  { work: 'common until two years ago (30 %)', q: '"modem"', matches: word('modem') },
  { work: 'common and rare together', q: 'quetzalcoatl "regards"', matches: (i, s) => word('quetzalcoatl')(i, s) && word('regards')(i, s) },
  { work: 'two common together', q: 'invoice "regards"', matches: (i, s) => word('invoice')(i, s) && word('regards')(i, s) },
  { work: 'old and common together', q: 'faxmachine "regards"', matches: (i, s) => word('faxmachine')(i, s) && word('regards')(i, s) },
  { work: 'as it is typed: rechnungsn', q: 'rechnungsn', matches: word('Rechnungsnummer') },
  { work: 'as it is typed: re', q: 're', matches: (i, s) => word('Rechnungsnummer')(i, s) || word('regards')(i, s) },
  { work: 'Japanese, a pair of signs', q: '返金', matches: word('返金') },
  { work: 'Japanese, seven signs', q: '注文番号を確認', matches: word('注文番号を確認') },
  { work: 'Japanese, one sign', q: '金', matches: word('返金') },
  { work: 'a phrase', q: '"new york"', matches: word('new york office') },
  { work: 'from an address', q: 'from:person42@mail42.example', matches: (i, s) => s.ticketOf[i]! % 5000 === 42 },
  { work: 'from a domain, common word', q: 'from:@mail42.example "regards"', matches: (i, s) => (s.ticketOf[i]! % 5000) % 97 === 42 && word('regards')(i, s) },
  { work: 'a word but not another', q: '"regards" -invoice', matches: word('regards'), excludes: word('invoice') },
  { work: 'with attachment, common word', q: 'has:attachment "regards"', matches: (i, s) => hasAttachment(i) && word('regards')(i, s) },
  { work: 'before a month, common word', q: 'before:2023-01 "regards"', matches: (i, s) => atOf(i, s.messages).getTime() < Date.UTC(2023, 0, 1) && word('regards')(i, s) },
  { work: 'after a day, rare word', q: `after:${new Date(newestMonth).toISOString().slice(0, 10)} "zirconium"`, matches: (i, s) => atOf(i, s.messages).getTime() >= Math.floor(newestMonth / 86_400_000) * 86_400_000 && word('zirconium')(i, s) },
  { work: 'without a common word', q: '-"regards"', matches: () => true, excludes: word('regards') },
  { work: 'closed tickets (99 %), common word', q: 'status:closed "regards"', matches: word('regards'), ofTicket: isClosed },
  { work: 'pending tickets (0.5 %), common word', q: 'status:pending "regards"', matches: word('regards'), ofTicket: isPending },
  { work: 'pending tickets (0.5 %), word of 5 %', q: 'status:pending "invoice"', matches: word('invoice'), ofTicket: isPending },
  { work: 'pending tickets (0.5 %), middling word', q: 'status:pending "warranty"', matches: word('warranty'), ofTicket: isPending },
] // biome-ignore format: a table

/** The ids of the tickets that answer, by a look at every message. */
function truthOf({ matches, excludes, ofTicket }: Case, seeded: Seeded, enough: number): string[] {
  const { messages, ticketOf } = seeded
  const seen = new Set<number>()
  const barred = new Set<number>()
  if (excludes) for (let i = 0; i < messages; i++) if (excludes(i, seeded)) barred.add(ticketOf[i]!)
  for (let i = messages - 1; i >= 0 && seen.size < enough; i--) {
    const ticket = ticketOf[i]!
    if (seen.has(ticket) || isForeign(ticket) || barred.has(ticket) || (ofTicket && !ofTicket(ticket))) continue
    if (matches(i, seeded)) seen.add(ticket)
  }
  return [...seen].map((ticket) => idOf('a', ticket))
}

export type SearchFigure = { work: string; q: string; p50: number; p95: number; found: number; isRight: boolean }
type Page = { items: { id: string }[]; next_cursor: string | null }

/** Each question `times` times through the API, and whether every page up to the timed one is what it should be. */
export async function measureSearch(
  ask: (path: string) => Promise<unknown>,
  seeded: Seeded,
  times = 20,
): Promise<SearchFigure[]> {
  const figures: SearchFigure[] = []
  for (const one of cases) {
    const limit = 50
    const wanted = truthOf(one, seeded, limit * (one.page ?? 1) + 1)
    const found: string[] = []
    let path = `/api/tickets?limit=${limit}&q=${encodeURIComponent(one.q)}`
    let page = (await ask(path)) as Page
    found.push(...page.items.map(({ id }) => id))
    for (let n = 1; n < (one.page ?? 1) && page.next_cursor; n++) {
      path = `/api/tickets?limit=${limit}&q=${encodeURIComponent(one.q)}&cursor=${page.next_cursor}`
      page = (await ask(path)) as Page
      found.push(...page.items.map(({ id }) => id))
    }
    const isRight =
      one.q === '' ||
      (JSON.stringify(found) === JSON.stringify(wanted.slice(0, found.length)) &&
        (page.next_cursor === null ? found.length === wanted.length : found.length < wanted.length))
    const took: number[] = []
    for (let n = 0; n < times; n++) {
      const began = performance.now()
      await ask(path)
      took.push(performance.now() - began)
    }
    took.sort((a, b) => a - b)
    figures.push({
      work: one.work,
      q: one.q,
      p50: took[Math.floor(times * 0.5)]!,
      p95: took[Math.floor(times * 0.95)]!,
      found: found.length,
      isRight,
    })
  }
  return figures
}

/** What the same index does bare: the newest fifty messages with a word, over all of them at once. */
export async function measureSearchFloor(
  dataDir: string,
  wanted: readonly string[],
  times = 5,
): Promise<{ word: string; p50: number }[]> {
  const database = await openDatabase({ dataDir, databaseUrl: undefined, databaseOwnerUrl: undefined })
  const client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  try {
    await client.query(`set enable_seqscan = off`)
    const { rows } = await client.query<{ id: string }>(`select id from org where slug = 'demo'`)
    await client.query(`select set_config('app.org_id', $1, false)`, [rows[0]!.id])
    const slices = (
      await client.query<{ prefix: string }>('select search_slice_prefix(no) as prefix from search_slice')
    ).rows
    const out: { word: string; p50: number }[] = []
    for (const name of wanted) {
      const asked = slices.map(({ prefix }) => `'${prefix}${name}'`).join(' | ')
      const took: number[] = []
      for (let n = 0; n < times; n++) {
        const began = performance.now()
        await client.query(
          'select message_id from search_document where words @@ $1::tsquery order by at desc limit 50',
          [asked],
        )
        took.push(performance.now() - began)
      }
      out.push({ word: name, p50: took.sort((a, b) => a - b)[Math.floor(times / 2)]! })
    }
    return out
  } finally {
    await client.end()
    await database.release()
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      messages: { type: 'string', default: '1000000' },
      data: { type: 'string' },
      times: { type: 'string', default: '20' },
    },
  })
  const docket = await startDocket({ LOG_LEVEL: 'error' }, values.data)
  try {
    const seeded = await seedSearch(docket.dataDir, Number(values.messages), console.error)
    console.log(`${seeded.messages} messages on ${seeded.tickets} tickets, seeded in ${Math.round(seeded.seconds)} s`)
    for (const { work, q, p50, p95, found, isRight } of await measureSearch(
      await signIn(docket),
      seeded,
      Number(values.times),
    ))
      console.log(
        `${work.padEnd(44)} ${q.padEnd(36)} p50 ${p50.toFixed(1).padStart(7)}  p95 ${p95.toFixed(1).padStart(7)} ms  ${found} ${isRight ? 'right' : 'WRONG'}`,
      )
    for (const { word, p50 } of await measureSearchFloor(docket.dataDir, [
      'quetzalcoatl',
      'zirconium',
      'warranty',
      'invoice',
      'regards',
    ]))
      console.log(`floor: ${word.padEnd(37)} p50 ${p50.toFixed(1).padStart(7)} ms`)
  } finally {
    await docket.stop()
    if (!values.data) removeDataDir(docket.dataDir)
  }
}

/** Questions asked by a browser that is signed in. */
export async function signIn({
  url,
  password,
}: {
  url: string
  password: string
}): Promise<(path: string) => Promise<unknown>> {
  const { csrf_token } = (await (await fetch(`${url}/api/auth/csrf`)).json()) as { csrf_token: string }
  const entered = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': csrf_token, cookie: `docket_csrf=${csrf_token}` },
    body: JSON.stringify({ email: 'admin@demo.localhost', password }),
  })
  const cookie = entered.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  return async (path) => {
    const answer = await fetch(`${url}${path}`, { headers: { cookie } })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }
}
