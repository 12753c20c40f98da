import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'
import { messageAuthenticated } from './events.ts'
import type { Authentication } from './shapes.ts'

/**
 * What was found out about senders, shown with their messages. Only the mail whose words are shown speaks for them: another delivery of
 * the same message may differ from it in what a reader does not see. Of several deliveries of that mail the best one stands.
 */
export async function authenticateMessages(
  tx: Tx,
  found: readonly { messageId: string; rawSha256: string; authentication: Authentication }[],
): Promise<void> {
  const rows = found.map(({ messageId, rawSha256, authentication }) => ({ messageId, rawSha256, authentication }))
  const { rows: changed } = await sql<{ messageId: string; ticketId: string | null; verdict: string }>`
    update message m set authentication = f.authentication
    from (select distinct on ("messageId") * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as f("messageId" uuid, "rawSha256" text, authentication jsonb)
      order by "messageId", authentication->>'verdict' = 'verified' desc) f
    where m.id = f."messageId" and m.raw_sha256 = f."rawSha256"
      and m.authentication->>'verdict' is distinct from 'verified' and m.authentication is distinct from f.authentication
    returning m.id as "messageId", m.ticket_id as "ticketId", m.authentication->>'verdict' as verdict`.execute(tx.db)
  for (const { messageId, ticketId, verdict } of changed)
    if (ticketId) tx.emit(messageAuthenticated, { ticketId, messageId, verdict })
}

/** The senders that the pages show of these messages. */
export async function sendersOf(tx: Tx, messageIds: readonly string[]): Promise<Map<string, string>> {
  if (messageIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; from_address: string }>`
    select id, from_address from message where id = any(${messageIds}::uuid[])`.execute(tx.db)
  return new Map(rows.map(({ id, from_address }) => [id, from_address]))
}
