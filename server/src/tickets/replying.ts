import type { z } from 'zod'
import { usersById } from '../auth/index.ts'
import { contactsById } from '../people/index.ts'
import { problem } from '../platform/problem.ts'
import type { Store } from '../platform/store.ts'
import type { Tx } from '../platform/work.ts'
import { noteAdded, replyQueued, ticketChanged } from './events.ts'
import { mustHaveSeen } from './guarding.ts'
import { leavesAt } from './leaving.ts'
import { writeMessage } from './opening.ts'
import { queueDelivery } from './queueing.ts'
import { readTicket } from './reading.ts'
import { mustNotBeInShadow } from './shadowing.ts'
import type { Replying, TicketView, Writing } from './shapes.ts'
import { lockTicket, previewOf, type Status, type Ticket, tables } from './ticket.ts'
import { endings } from './updating.ts'

export const noMailbox = problem('no-mailbox', 422, 'There is no mailbox to answer from')
export const nobodyToAnswer = problem(
  'nobody-to-answer',
  422,
  'The person behind this ticket has no address that can be answered',
)

/**
 * An answer to the requester. The message, its Message-ID and its delivery are one commit; the mail leaves after it, and whatever
 * happens on the way, the words are kept.
 */
export async function sendReply(tx: Tx, reply: z.output<typeof Replying>, store: Store): Promise<TicketView> {
  const { id, body, status: wanted } = reply
  const ticket = await lockTicket(tx, id)
  const status = wanted ?? (ticket.status === 'new' ? 'open' : ticket.status)
  if (reply.seen && !reply.force) await mustHaveSeen(tx, { ticketId: id, seen: reply.seen })
  const mailbox = await tables(tx)
    .selectFrom('mailbox')
    .select(['id', 'address', 'name'])
    .$if(ticket.mailbox_id !== null, (query) => query.where('id', '=', ticket.mailbox_id!))
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst()
  if (!mailbox) throw noMailbox('Add a mailbox first.')
  await mustNotBeInShadow(tx, { address: mailbox.address, mailboxId: mailbox.id })
  const requester = (await contactsById(tx, [ticket.requester_id])).get(ticket.requester_id)
  if (!requester || requester.email.endsWith('@invalid'))
    throw nobodyToAnswer('The mail that opened this ticket named no sender.')
  const author = (await usersById(tx, [tx.actor.id])).get(tx.actor.id)

  const answered = await tables(tx)
    .selectFrom('message')
    .select('message_id_header')
    .where('ticket_id', '=', id)
    .where('direction', '=', 'in')
    .where('message_id_header', 'is not', null)
    // What is held may be of somebody else: it is answered only where there is nothing better.
    .orderBy('held')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

  const messageId = tx.newId()
  await writeMessage(tx, {
    id: messageId,
    ticket_id: id,
    direction: 'out',
    author_user_id: tx.actor.id,
    from_name: author?.name ?? mailbox.name,
    from_address: mailbox.address,
    to_addresses: [{ name: requester.name, address: requester.email }],
    subject: /^re:/i.test(ticket.subject) ? ticket.subject : `Re: ${ticket.subject}`,
    message_id_header: `docket.${messageId}@${mailbox.address.slice(mailbox.address.lastIndexOf('@') + 1)}`,
    in_reply_to: answered?.message_id_header ?? null,
    text: body,
    reply_text: body,
    at: tx.now,
  })
  const deliveryId = await queueDelivery(tx, {
    messageId,
    ticketId: id,
    from: mailbox.address,
    recipients: [{ address: requester.email, name: requester.name, kind: 'to' }],
    leavesAt: await leavesAt(tx, store, reply.send_at),
    unlessAnswered: reply.unless_answered,
    undoes: { from: ticket, to: { status } },
  })
  await wrote(tx, ticket, { body, kind: 'reply', status })
  tx.emit(replyQueued, { ticketId: id, messageId, deliveryId })
  return readTicket(tx, { id })
}

/** Words for colleagues only. They never leave. */
export async function addNote(tx: Tx, { id, body, status }: z.output<typeof Writing>): Promise<TicketView> {
  const ticket = await lockTicket(tx, id)
  const author = (await usersById(tx, [tx.actor.id])).get(tx.actor.id)
  const messageId = tx.newId()
  const note = { direction: 'note', author_user_id: tx.actor.id, text: body, reply_text: body, at: tx.now } as const
  await writeMessage(
    tx,
    { id: messageId, ticket_id: id, ...note },
    { subject: ticket.subject, author: author && { name: author.name, address: author.email } },
  )
  await wrote(tx, ticket, { body, kind: 'note', status: status ?? ticket.status })
  tx.emit(noteAdded, { ticketId: id, messageId })
  return readTicket(tx, { id })
}

/** What both leave on the ticket: the writer's draft is used up, the list shows the answer, the status follows. */
async function wrote(
  tx: Tx,
  ticket: Ticket,
  { body, kind, status }: { body: string; kind: 'reply' | 'note'; status: Status },
): Promise<void> {
  await tables(tx)
    .updateTable('ticket')
    .set({
      status,
      ...(status !== ticket.status ? endings(tx, ticket, status) : {}),
      ...(kind === 'reply' ? { preview: previewOf(body), active_at: tx.now, unread: false, undelivered: false } : {}),
      message_count: ticket.message_count + 1,
      version: ticket.version + 1,
      updated_at: tx.now,
    })
    .where('id', '=', ticket.id)
    .execute()
  await tables(tx)
    .deleteFrom('draft')
    .where('ticket_id', '=', ticket.id)
    .where('user_id', '=', tx.actor.id)
    .where('kind', '=', kind)
    .execute()
  if (status !== ticket.status) tx.emit(ticketChanged, { ticketId: ticket.id, status: [ticket.status, status] })
}
