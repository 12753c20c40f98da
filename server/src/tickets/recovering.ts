import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'
import { messageRecovered } from './events.ts'

/**
 * Mails that nobody could read when they came stand on tickets now, taken in as silently as history. Somebody must see them all the
 * same: their tickets are open and unread, at the time of today. Nothing goes out for it; the event has no reaction.
 */
export async function surfaceTickets(tx: Tx, messageIds: readonly string[]): Promise<void> {
  const { rows } = await sql<{ messageId: string; ticketId: string }>`
    select id as "messageId", ticket_id as "ticketId" from message
    where id = any(${messageIds}::uuid[]) and ticket_id is not null and direction = 'in'
      and not coalesce((verdict->>'vacation')::boolean, false) and not coalesce((verdict->>'bounce')::boolean, false)
    order by ticket_id, id`.execute(tx.db)
  if (rows.length === 0) return
  const ticketIds = [...new Set(rows.map(({ ticketId }) => ticketId))]
  await sql`
    update ticket set unread = true, active_at = ${tx.now}, updated_at = ${tx.now}, version = version + 1,
      status = case when status in ('pending', 'resolved', 'closed') then 'open' else status end, resolved_at = null, closed_at = null
    where id = any(${ticketIds}::uuid[]) and status <> 'spam'`.execute(tx.db)
  for (const on of rows) tx.emit(messageRecovered, on)
}
