import { type RawBuilder, sql } from 'kysely'
import { invalid } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import type { TicketRow } from './shapes.ts'
import { type Priority, type Status, statuses } from './ticket.ts'

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
  const rows = await rowsOf(tx, ordered(sql`(${pageOf({ limit: limit + 1, cursor, filter })}) page`, limit + 1))
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { items: page, next_cursor: rows.length > limit && last ? writeCursor(last.active_at, last.id) : null }
}

/**
 * Each kind of ticket that is asked for (a status, of an assignee) is walked along its own index in the order of the list, no further
 * than the page is long, and the walks are merged: the few live tickets among a million closed ones are found without passing those.
 */
function pageOf({ limit, cursor, filter }: Page): RawBuilder<unknown> {
  const { assignees, orNobody, isUnread, number } = filter
  const before = cursor ? readCursor(cursor) : undefined
  const walk = (kind: RawBuilder<unknown>) => {
    const asked = [
      kind,
      sql`merged_into is null`,
      ...(isUnread === undefined ? [] : [isUnread ? sql`unread` : sql`not unread`]),
      ...(number === undefined ? [] : [sql`number = ${number}`]),
      ...(before ? [sql`(active_at, id) < (${before[0]}::timestamptz, ${before[1]}::uuid)`] : []),
    ]
    return ordered(sql`ticket where ${sql.join(asked, sql` and `)}`, limit)
  }
  if (!filter.statuses && !assignees && isUnread === undefined) return walk(sql`true`)

  const wanted = statuses.filter((status) => filter.statuses?.includes(status) ?? true)
  const walks = wanted.flatMap((status) => {
    // Written into the text, as the limit is: of an array PostgreSQL cannot know how short it is.
    const kind = sql`status = ${sql.lit(status)}`
    if (!assignees) return [walk(kind)]
    const theirs =
      assignees.length > 0 ? [walkEach(assignees, (one) => walk(sql`${kind} and assignee_user_id = ${one}`))] : []
    return orNobody ? [...theirs, walk(sql`${kind} and assignee_user_id is null`)] : theirs
  })
  if (walks.length === 0) return sql`select * from ticket where false`
  return sql.join(
    walks.map((one) => sql`(${one})`),
    sql` union all `,
  )
}

function walkEach(ids: readonly string[], walk: (id: RawBuilder<unknown>) => RawBuilder<unknown>): RawBuilder<unknown> {
  if (ids.length === 1) return walk(sql`${ids[0]}::uuid`)
  return sql`select t.* from unnest(${[...new Set(ids)]}::uuid[]) as one(id) cross join lateral (${walk(sql`one.id`)}) t`
}

/**
 * Written into the text, and of two sizes only: with a parameter for it PostgreSQL cannot know that a page is short, and plans the
 * statement anew each time it is asked (0.3 ms, longer than the page takes).
 */
const ordered = (from: RawBuilder<unknown>, limit: number) =>
  sql`select * from ${from} order by active_at desc, id desc limit ${sql.lit(limit <= 51 ? 51 : 201)}`

export type FoundRow = Omit<TicketRow, 'requester' | 'assignee' | 'status' | 'priority'> & {
  status: Status
  priority: Priority
  requester_id: string
  requester_name: string
  requester_email: string
  assignee_id: string | null
  assignee_name: string
}

/** What a row of the list takes of `t`, with names. */
export function rowOfT({ actor }: Tx): RawBuilder<unknown> {
  // The system writes no drafts, and its name is no id.
  const writer = actor.kind === 'user' ? actor.id : null
  return sql`
    t.id, t.number, t.subject, t.status, t.priority, t.preview, t.unread, t.message_count, t.active_at, t.created_at, t.updated_at,
    t.version, t.undelivered, t.requester_id, c.name as requester_name, c.email as requester_email, u.id as assignee_id, u.name as assignee_name,
    exists (select from draft d where d.ticket_id = t.id and d.user_id = ${writer}::uuid) as has_draft`
}

export const namesOfT = sql`join contact c on c.id = t.requester_id left join app_user u on u.id = t.assignee_user_id`

/** Tickets as others see them, with names, in the order of the list. `found` selects from `ticket`. */
async function rowsOf(tx: Tx, found: RawBuilder<unknown>): Promise<TicketRow[]> {
  const { rows } = await sql<FoundRow>`
    select ${rowOfT(tx)} from (${found}) t ${namesOfT} order by t.active_at desc, t.id desc`.execute(tx.db)
  return rows.map(rowView)
}

export const rowView = <F extends FoundRow>({
  requester_id,
  requester_name,
  requester_email,
  assignee_id,
  assignee_name,
  ...row
}: F) => ({
  ...row,
  requester: { id: requester_id, name: requester_name, email: requester_email },
  assignee: assignee_id ? { id: assignee_id, name: assignee_name } : null,
})

/** These tickets in this order; one that is gone is left out. */
export async function rowsById(tx: Tx, ids: readonly string[]): Promise<TicketRow[]> {
  const rows = await rowsOf(tx, sql`select * from ticket where id = any(${ids}::uuid[])`)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
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
