import { sql } from 'kysely'
import type { z } from 'zod'
import { listUsers } from '../auth/index.ts'
import type { Tx } from '../platform/work.ts'
import {
  type Facet,
  type Found,
  findTickets,
  indexedDownTo,
  type Marked,
  parseQuery,
  type Query,
  rangesIn,
  refused,
  snippetOf,
} from '../search/index.ts'
import { type Filter, listTickets, rowsById } from './listing.ts'
import type { Listing, Match } from './shapes.ts'
import { type Named, type Status, statuses } from './ticket.ts'

/**
 * The list, and the search in it. What is asked only of tickets (status:, assignee:, is:) is the list with a filter, newest activity
 * first; words and what is asked of messages are searched, newest matching message first.
 */
export async function searchTickets(tx: Tx, { q, ...listing }: z.output<typeof Listing>) {
  const { limit, cursor } = listing
  const base = { status: listing.status, assignee_user_id: listing.assignee_user_id }
  if (!q?.trim()) return listTickets(tx, { limit, cursor, filter: await filterOf(tx, [], base) })
  const query = parseQuery(q, tx.now)
  const filter = await filterOf(tx, query.facets, base)
  const isOfMessages = query.wanted.length + query.unwanted.length > 0 || query.from || query.before
  if (!isOfMessages) {
    if (query.isWordless) return { items: [], next_cursor: null }
    return listTickets(tx, { limit, cursor, filter })
  }
  return find(tx, query, { limit, cursor, filter })
}

async function find(
  tx: Tx,
  query: Query,
  { limit, cursor, filter }: { limit: number; cursor?: string | undefined; filter: Filter },
) {
  const first = await numbered(tx, query, filter)
  const shown = cursor || !first ? [] : [first]
  const found = await findTickets(tx, query, {
    facets: { ...filter, butNot: first },
    after: cursor === afterFirst ? undefined : cursor,
    limit: limit + 1 - shown.length,
  })
  const page = found.slice(0, limit - shown.length)
  const rows = await rowsById(tx, [...shown, ...page.map(({ ticketId }) => ticketId)])
  const matches = await matchesOf(tx, query, page)
  const downTo = await indexedDownTo(tx)
  return {
    items: rows.map((row) => {
      const match = matches.get(row.id)
      return match ? { ...row, match: { ...match, subject: rangesIn(row.subject, query, 'subject') } } : row
    }),
    next_cursor: found.length > page.length ? (page.at(-1)?.place ?? afterFirst) : null,
    ...(downTo === null ? {} : { notice: sentenceOf(downTo) }),
  }
}

/** The cursor of a page that held the numbered ticket and no other. */
const afterFirst = 'first'

/** A lone number is a ticket's number first, and a word besides. */
async function numbered(
  tx: Tx,
  { wanted, unwanted, from, before }: Query,
  filter: Filter,
): Promise<string | undefined> {
  const [term] = wanted
  const word = term?.words[0]?.word ?? ''
  if (wanted.length + unwanted.length !== 1 || from || before) return undefined
  if (term?.field !== 'anywhere' || term.words.length !== 1 || !/^\d{1,15}$/.test(word)) return undefined
  const { items } = await listTickets(tx, { limit: 1, filter: { ...filter, number: Number(word) } })
  return items[0]?.id
}

type Asked = { status?: readonly Status[] | undefined; assignee_user_id?: string | undefined }

async function filterOf(tx: Tx, facets: readonly Facet[], { status, assignee_user_id }: Asked): Promise<Filter> {
  const filter: Filter = {}
  const narrow = (wanted: readonly Status[]) => {
    filter.statuses = (filter.statuses ?? statuses).filter((one) => wanted.includes(one))
  }
  if (status?.length) narrow(status)
  const people: People[] = []
  if (assignee_user_id === 'none') people.push({ ids: [], orNobody: true })
  else if (assignee_user_id)
    people.push({ ids: [assignee_user_id === 'me' ? tx.actor.id : assignee_user_id], orNobody: false })
  for (const facet of facets) {
    if (facet.name === 'status') narrow(statusesOf(facet))
    else if (facet.name === 'assignee') people.push(await peopleOf(tx, facet))
    else if (facet.name === 'is') filter.isUnread = isUnreadOf(facet)
    else throw refused('tag: tickets have no tags yet')
  }
  if (people.length > 0) {
    filter.assignees = people.map(({ ids }) => ids).reduce((some, others) => some.filter((id) => others.includes(id)))
    filter.orNobody = people.every(({ orNobody }) => orNobody)
  }
  return filter
}

function statusesOf({ value, isNot }: Facet): Status[] {
  const named = value.toLowerCase().split(',').filter(Boolean)
  const unknown = named.find((name) => !statuses.some((status) => status === name))
  if (unknown) throw refused(`status: takes ${statuses.join(', ')}, or several with commas; not ${unknown}`)
  return statuses.filter((status) => named.includes(status) !== isNot)
}

type People = { ids: string[]; orNobody: boolean }

async function peopleOf(tx: Tx, { value, isNot }: Facet): Promise<People> {
  const users = await listUsers(tx)
  const name = value.toLowerCase()
  const meant = users.filter(({ id, name: full, email }) =>
    name === 'me' ? id === tx.actor.id : name !== 'none' && `${full} ${email}`.toLowerCase().includes(name),
  )
  if (meant.length === 0 && name !== 'none' && name !== 'me')
    throw refused(`assignee: takes me, none or a name; nobody here is called ${value}`)
  if (!isNot) return { ids: meant.map(({ id }) => id), orNobody: name === 'none' }
  return { ids: users.filter((user) => !meant.includes(user)).map(({ id }) => id), orNobody: name !== 'none' }
}

function isUnreadOf({ value, isNot }: Facet): boolean {
  if (!/^(un)?read$/i.test(value)) throw refused('is: knows is:unread and is:read')
  return /^unread$/i.test(value) !== isNot
}

/** Enough of a message to show where it answers. */
const textMax = 60_000

async function matchesOf(tx: Tx, query: Query, found: readonly Found[]): Promise<Map<string, Omit<Match, 'subject'>>> {
  if (found.length === 0) return new Map()
  const { rows } = await sql<{ id: string; text: string; from: Named; to: Named[]; filenames: string[] }>`
    select m.id, left(m.text, ${textMax}) as text, m.to_addresses || m.cc_addresses as to,
      json_build_object('name', m.from_name, 'address', m.from_address) as from,
      array(select filename from attachment a where a.org_id = m.org_id and a.message_id = m.id order by position) as filenames
    from message m where m.id = any(${found.map(({ messageId }) => messageId)}::uuid[])`.execute(tx.db)
  const messages = new Map(rows.map((row) => [row.id, row]))
  return new Map(
    found.flatMap(({ ticketId, messageId, at }) => {
      const message = messages.get(messageId)
      return message ? [[ticketId, { message_id: messageId, at, ...bestOf(query, message) }] as const] : []
    }),
  )
}

type Shown = { text: string; from: Named; to: Named[]; filenames: string[] }

/** The words of the mail, else who wrote it to whom, else what was attached; when only the subject answers, how it begins. */
function bestOf(query: Query, { text, from, to, filenames }: Shown): Marked & { part: Match['part'] } {
  const inText = snippetOf(text, query)
  if (inText) return { part: 'text', ...inText }
  const line = (people: Named[]) =>
    people
      .slice(0, 20)
      .map(({ name, address }) => `${name} <${address}>`.trim())
      .join(', ')
  for (const [part, whole] of [
    ['from', line([from])],
    ['to', line(to)],
    ['attachment', filenames.join(', ')],
  ] as const) {
    const ranges = rangesIn(whole, query, part === 'attachment' ? 'text' : part)
    if (ranges.length > 0) return { part, text: whole, ranges }
  }
  return {
    part: 'text',
    text: text.slice(0, 1_000).replace(/\s+/g, ' ').trim().slice(0, 160).toWellFormed(),
    ranges: [],
  }
}

/** An id begins with the milliseconds at which it was made. */
function sentenceOf(downTo: string): string {
  const made = Number.parseInt(downTo.replaceAll('-', '').slice(0, 12), 16)
  const until = made < 0xf000_0000_0000 ? ` that came before ${new Date(made).toISOString().slice(0, 10)}` : ''
  return `Messages${until} are still being indexed and may be missing here.`
}
