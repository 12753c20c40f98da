import { sql } from 'kysely'
import { traceparent } from '../platform/tracing.ts'
import type { Tx } from '../platform/work.ts'
import { tables } from './ticket.ts'

export type Outgoing = {
  messageId: string
  ticketId: string
  /** The envelope: `''` is the null sender, which nothing may answer. */
  from: string
  to: string
}

/** A message is on its way from the commit that writes it. */
export async function queueDelivery(tx: Tx, { messageId, ticketId, from, to }: Outgoing): Promise<string> {
  const id = tx.newId()
  await tables(tx)
    .insertInto('delivery')
    .values({
      id,
      message_id: messageId,
      ticket_id: ticketId,
      mailbox_id: wayOf(messageId) as never,
      request_id: tx.requestId,
      trace: traceparent() ?? null,
      status: 'queued',
      envelope_from: from,
      envelope_to: JSON.stringify([to]) as never,
      raw: null,
      attempts: 0,
      next_try_at: tx.now,
      error: null,
      response: null,
      via: null,
      queued_at: tx.now,
      sent_at: null,
    })
    .execute()
  return id
}

/** Whose way out it takes: of the mailbox that it is written from, else of its ticket. */
const wayOf = (messageId: string) => sql<string | null>`(
  select coalesce(b.id, t.mailbox_id) from message m join ticket t on t.id = m.ticket_id
    left join mailbox b on b.address = m.from_address where m.id = ${messageId})`
