import type { z } from 'zod'
import { usersById } from '../auth/index.ts'
import { recognize } from '../people/index.ts'
import { ticketsCreated } from '../platform/metrics.ts'
import { invalid } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { indexMessages } from '../search/index.ts'
import { messageReceived, ticketOpened } from './events.ts'
import { readTicket } from './reading.ts'
import type { Opening, TicketView } from './shapes.ts'
import { type Message, type Named, previewOf, tables, takeNumbers } from './ticket.ts'

/** A ticket by hand or by API: the requester's words, as if they had written. */
export async function openTicket(
  tx: Tx,
  { subject, body, requester, priority, assignee_user_id }: z.output<typeof Opening>,
): Promise<TicketView> {
  if (assignee_user_id) await mustBeUser(tx, assignee_user_id)
  const email = requester.email.trim().toLowerCase()
  const contacts = await recognize(tx, [{ address: email, name: requester.name }])
  const requester_id = contacts.get(email)!
  const mailbox = await tables(tx).selectFrom('mailbox').select('id').orderBy('created_at').limit(1).executeTakeFirst()
  const ticketId = tx.newId()
  const messageId = tx.newId()
  const at = tx.now

  await tables(tx)
    .insertInto('ticket')
    .values({
      id: ticketId,
      number: await takeNumbers(tx, 1),
      subject,
      status: 'new',
      priority,
      mailbox_id: mailbox?.id ?? null,
      requester_id,
      assignee_user_id: assignee_user_id ?? null,
      unread: true,
      preview: previewOf(body),
      message_count: 1,
      version: 1,
      created_at: at,
      active_at: at,
      updated_at: at,
      resolved_at: null,
      closed_at: null,
    })
    .execute()
  await tables(tx).insertInto('ticket_participant').values({ ticket_id: ticketId, address: email }).execute()
  await writeMessage(tx, {
    id: messageId,
    ticket_id: ticketId,
    direction: 'in',
    contact_id: requester_id,
    from_name: requester.name,
    from_address: email,
    subject,
    text: body,
    reply_text: body,
    at,
  })
  tx.emit(ticketOpened, { ticketId })
  tx.emit(messageReceived, { ticketId, messageId })
  ticketsCreated.inc({ channel: 'api' })
  return readTicket(tx, { id: ticketId })
}

type Written = Partial<Message> & Pick<Message, 'id' | 'ticket_id' | 'direction' | 'at' | 'text'>

/**
 * A message that did not come by mail; what is not named stays at its default. It is found by its words and, where it does not name
 * them itself, by the subject and the author `known` from elsewhere.
 */
export async function writeMessage(
  tx: Tx,
  message: Written,
  known: { subject?: string; author?: Named | undefined } = {},
): Promise<void> {
  const { to_addresses, ...rest } = message
  const row = { ...rest, ...(to_addresses ? { to_addresses: JSON.stringify(to_addresses) as never } : {}) }
  await tables(tx)
    .insertInto('message')
    .values(row as never)
    .execute()
  const own = message.from_address ? { name: message.from_name ?? '', address: message.from_address } : known.author
  await indexMessages(tx, [
    {
      messageId: message.id,
      subject: message.subject || known.subject || '',
      from: own ? [own] : [],
      to: to_addresses ?? [],
      filenames: [],
      hasAttachment: false,
      text: message.text,
    },
  ])
}

export async function mustBeUser(tx: Tx, id: string): Promise<void> {
  if (!(await usersById(tx, [id])).has(id))
    throw invalid('assignee_user_id: there is no such user', {
      errors: [{ field: 'assignee_user_id', message: 'there is no such user' }],
    })
}
