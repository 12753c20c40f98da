import type { Tx } from '../platform/work.ts'
import { tables } from './ticket.ts'

export type Recipient = { address: string; name: string; kind: 'to' | 'cc' | 'bcc' }

export type Outgoing = {
  messageId: string
  ticketId: string
  /** The envelope: `''` is the null sender, which nothing may answer. */
  from: string
  recipients: readonly Recipient[]
}

/** A message is on its way from the commit that writes it. */
export async function queueDelivery(tx: Tx, { messageId, ticketId, from, recipients }: Outgoing): Promise<string> {
  const id = tx.newId()
  await tables(tx)
    .insertInto('delivery')
    .values({
      id,
      message_id: messageId,
      ticket_id: ticketId,
      status: 'queued',
      envelope_from: from,
      envelope_to: JSON.stringify(recipients.map(({ address }) => address)) as never,
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
