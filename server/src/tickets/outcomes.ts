import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'

/** What a mail that was taken in came to, besides work on a ticket. */
export const suppressions = ['own', 'quarantine', 'loop', 'bounce', 'blocked', 'spam', 'auto_reply'] as const
export type Outcome = 'ticket' | (typeof suppressions)[number]

/** Each message has one outcome; the first that is true of it. */
export async function outcomesOf(tx: Tx, messageIds: readonly string[]): Promise<Map<string, Outcome>> {
  if (messageIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; outcome: Outcome }>`
    select m.id, case
      when m.direction <> 'in' then 'own'
      when m.ticket_id is null then 'quarantine'
      when (m.verdict->>'loop')::boolean or m.stitch_reason = 'returned' then 'loop'
      when (m.verdict->>'bounce')::boolean then 'bounce'
      when (m.verdict->>'spam')::boolean and m.verdict->'reasons'->>-1 like '%is blocked here%' then 'blocked'
      when t.status = 'spam' then 'spam'
      when (m.verdict->>'vacation')::boolean then 'auto_reply'
      else 'ticket' end as outcome
    from message m left join ticket t on t.id = m.ticket_id
    where m.id = any(${messageIds}::uuid[])`.execute(tx.db)
  return new Map(rows.map(({ id, outcome }) => [id, outcome]))
}

/** The words a person knows a message by, and where it is. */
export async function headingsOf(
  tx: Tx,
  messageIds: readonly string[],
): Promise<Map<string, { subject: string; from: string; ticketId: string | null }>> {
  if (messageIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; subject: string; from: string; ticketId: string | null }>`
    select id, subject, from_address as "from", ticket_id as "ticketId" from message
    where id = any(${messageIds}::uuid[])`.execute(tx.db)
  return new Map(rows.map(({ id, ...heading }) => [id, heading]))
}
