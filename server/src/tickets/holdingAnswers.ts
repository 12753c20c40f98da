import type { Tx } from '../platform/work.ts'
import { noteAdded } from './events.ts'
import { writeMessage } from './opening.ts'
import type { Authentication } from './shapes.ts'
import { lockTicket, mergePath, type Named, tables } from './ticket.ts'

export type HeldAnswer = {
  ticketId: string
  from: Named
  subject: string
  text: string
  reply: string
  quoted: string
  /** Why it is held. */
  says: string
  authentication: Authentication
}

/**
 * What came as a colleague's answer to a notification and was not proven to be one: words of somebody outside, as a note, so that they
 * are never quoted to a customer. Colleagues see it at once; it wakes nobody and changes nothing else.
 */
export async function holdAnswer(tx: Tx, { ticketId, from, ...it }: HeldAnswer): Promise<string> {
  const ticket = await lockTicket(tx, ticketId)
  const messageId = tx.newId()
  await writeMessage(tx, {
    ...{ id: messageId, ticket_id: ticketId, direction: 'note', held: true, at: tx.now },
    ...{ from_name: from.name, from_address: from.address, subject: it.subject },
    ...{ text: it.text, reply_text: it.reply, quoted_text: it.quoted },
    authentication: JSON.stringify(it.authentication) as never,
    problems: JSON.stringify([it.says]) as never,
  })
  await tables(tx)
    .updateTable('ticket')
    .set({
      message_count: ticket.message_count + 1,
      version: ticket.version + 1,
      unread: ticket.status === 'spam' ? ticket.unread : true,
      updated_at: tx.now,
    })
    .where('id', '=', ticketId)
    .execute()
  tx.emit(noteAdded, { ticketId, messageId })
  return messageId
}

/** The ticket itself, or the one that it was merged into in the end. */
export async function leadsTo(tx: Tx, ticketId: string): Promise<string> {
  return (await mergePath(tx, ticketId)).at(-1)?.id ?? ticketId
}
