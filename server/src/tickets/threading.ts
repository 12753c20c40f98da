import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'

/** What is true of every message of a ticket. */
export type Facts = {
  /** Each answers another mail: it is a piece of a thread that began elsewhere. */
  onlyAnswers: boolean
  /** Each came through a mailing list; nobody here has written on it. */
  onlyList: boolean
}

export async function threadFacts(tx: Tx, ids: readonly string[]): Promise<Map<string, Facts>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Facts & { ticket_id: string }>`
    select ticket_id,
      bool_and(direction <> 'in' or in_reply_to is not null or reference_ids <> '{}') as "onlyAnswers",
      bool_and(direction = 'in' and coalesce((verdict->>'list')::boolean, false)) as "onlyList"
    from message where ticket_id = any(${ids}::uuid[]) group by ticket_id`.execute(tx.db)
  return new Map(rows.map(({ ticket_id, ...facts }) => [ticket_id, facts]))
}

export type ThreadLink = { older: string; newer: string; reason: string }

/** Pairs of tickets that a mail must not make one of, one of which is among these: they are linked, or a person undid their merge. */
export async function linksOf(tx: Tx, ids: readonly string[]): Promise<ThreadLink[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<ThreadLink>`
    select case when a.number < b.number then a.id else b.id end as older,
      case when a.number < b.number then b.id else a.id end as newer, p.reason
    from (
      select ticket_id, linked_id, reason from ticket_link where ticket_id = any(${ids}::uuid[]) or linked_id = any(${ids}::uuid[])
      union all
      select from_id, into_id, 'unmerged' from ticket_move
      where undone_at is not null and (from_id = any(${ids}::uuid[]) or into_id = any(${ids}::uuid[]))
    ) as p join ticket a on a.id = p.ticket_id join ticket b on b.id = p.linked_id`.execute(tx.db)
  return rows
}

/** Tickets of these people that somebody wrote on since then, the latest hundred of each. */
export async function recentTicketsOf(
  tx: Tx,
  { senders, mailboxIds, since }: { senders: readonly string[]; mailboxIds: readonly string[]; since: Date },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select t.id from unnest(${senders}::text[]) as s(email) join contact c on c.email = s.email
    cross join lateral (
      select id from ticket where requester_id = c.id and active_at >= ${since} and mailbox_id = any(${mailboxIds}::uuid[])
      order by active_at desc limit 100) as t`.execute(tx.db)
  return rows.map(({ id }) => id)
}
