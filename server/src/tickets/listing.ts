import { sql } from 'kysely'
import { usersById } from '../auth/index.ts'
import { contactsById } from '../people/index.ts'
import { invalid } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import type { TicketRow } from './shapes.ts'
import { type Status, statuses, type Ticket, tables } from './ticket.ts'

const live: Status[] = ['new', 'open', 'pending']

const columns = [
  'id', 'number', 'subject', 'status', 'priority', 'requester_id', 'assignee_user_id', 'preview', 'unread', 'message_count',
  'active_at', 'created_at', 'updated_at', 'version',
] as const // biome-ignore format: one list

/** What is asked of tickets themselves; what is absent asks nothing. */
export type Filter = {
  statuses?: Status[]
  /** Of one of these users; with `orNobody` also of none. */
  assignees?: string[]
  orNobody?: boolean
  isUnread?: boolean
  number?: number
}

type Page = { limit: number; cursor?: string | undefined; filter: Filter }

/** Newest activity first; the cursor is the sort key of the last row, so page 1,000 costs what page 1 costs. */
export async function listTickets(tx: Tx, { limit, cursor, filter }: Page) {
  const { statuses, assignees, orNobody, isUnread, number } = filter
  let query = tables(tx).selectFrom('ticket').select(columns)
  if (statuses) query = statuses.length > 0 ? query.where('status', 'in', statuses) : query.where(sql<boolean>`false`)
  if (assignees && orNobody && assignees.length === 0) query = query.where('assignee_user_id', 'is', null)
  else if (assignees?.length === 1 && !orNobody) query = query.where('assignee_user_id', '=', assignees[0]!)
  else if (assignees)
    query = query.where(
      sql<boolean>`(assignee_user_id = any(${assignees}::uuid[]) or ${orNobody ?? false} and assignee_user_id is null)`,
    )
  if (isUnread !== undefined) query = query.where('unread', '=', isUnread)
  if (number !== undefined) query = query.where('number', '=', number)
  if (cursor) {
    const [at, id] = readCursor(cursor)
    query = query.where(sql<boolean>`(active_at, id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  const rows = await query
    .orderBy('active_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: await asRows(tx, page),
    next_cursor: rows.length > limit && last ? writeCursor(last.active_at, last.id) : null,
  }
}

/** These tickets in this order; one that is gone is left out. */
export async function rowsById(tx: Tx, ids: readonly string[]) {
  const rows = await tables(tx)
    .selectFrom('ticket')
    .select(columns)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** Tickets in each status, and what waits: for the actor, and for nobody yet. */
export async function countTickets(tx: Tx) {
  const { rows } = await sql<{ status: Status; all: number; mine: number; unassigned: number }>`
    select status, count(*)::int as all, count(*) filter (where assignee_user_id::text = ${tx.actor.id})::int as mine,
      count(*) filter (where assignee_user_id is null)::int as unassigned
    from ticket group by status`.execute(tx.db)
  const of = (status: Status) => rows.find((row) => row.status === status)?.all ?? 0
  const waiting = rows.filter(({ status }) => live.includes(status))
  return {
    ...(Object.fromEntries(statuses.map((status) => [status, of(status)])) as Record<Status, number>),
    mine: waiting.reduce((sum, row) => sum + row.mine, 0),
    unassigned: waiting.reduce((sum, row) => sum + row.unassigned, 0),
  }
}

/** Rows as others see them, with names; in the order given. */
export async function asRows(tx: Tx, tickets: readonly Pick<Ticket, (typeof columns)[number]>[]): Promise<TicketRow[]> {
  const contacts = await contactsById(
    tx,
    tickets.map(({ requester_id }) => requester_id),
  )
  const users = await usersById(
    tx,
    tickets.flatMap(({ assignee_user_id }) => assignee_user_id ?? []),
  )
  const drafted = await draftsAmong(
    tx,
    tickets.map(({ id }) => id),
  )
  return tickets.map(({ requester_id, assignee_user_id, ...ticket }) => ({
    ...ticket,
    requester: contacts.get(requester_id) ?? { id: requester_id, name: '', email: '' },
    assignee: (assignee_user_id && users.get(assignee_user_id)) || null,
    has_draft: drafted.has(ticket.id),
  }))
}

async function draftsAmong(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0 || tx.actor.kind !== 'user') return new Set()
  const rows = await tables(tx)
    .selectFrom('draft')
    .select('ticket_id')
    .where(sql<boolean>`ticket_id = any(${ids}::uuid[])`)
    .where('user_id', '=', tx.actor.id)
    .execute()
  return new Set(rows.map(({ ticket_id }) => ticket_id))
}

const writeCursor = (at: Date, id: string) => Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url')

function readCursor(cursor: string): [string, string] {
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, string]
    if (!Number.isNaN(Date.parse(at)) && /^[0-9a-f-]{36}$/.test(id)) return [at, id]
  } catch {
    // Falls through: the same answer for every cursor that is not ours.
  }
  throw invalid('cursor: is not one that this list gave out')
}
