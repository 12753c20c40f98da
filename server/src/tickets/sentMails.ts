import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'

/** Mails of ours by Message-ID. */
export async function sentByMessageId(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, { messageId: string; ticketId: string }>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; ticket_id: string; message_id_header: string }>`
    select id, ticket_id, message_id_header from message
    where direction = 'out' and ticket_id is not null and message_id_header = any(${ids as string[]})`.execute(tx.db)
  return new Map(rows.map((row) => [row.message_id_header, { messageId: row.id, ticketId: row.ticket_id }]))
}

export type Sent = { messageId: string; ticketId: string }

/** Those of these messages that we sent, and their tickets. */
export async function sentByIds(tx: Tx, ids: readonly string[]): Promise<Map<string, Sent>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; ticket_id: string }>`
    select id, ticket_id from message
    where direction = 'out' and ticket_id is not null and id = any(${ids as string[]}::uuid[])`.execute(tx.db)
  return new Map(rows.map((row) => [row.id, { messageId: row.id, ticketId: row.ticket_id }]))
}
