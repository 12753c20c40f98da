import { sql } from 'kysely'
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
import { type Message, type Named, nextNumbers, type Priority, previewOf, tables } from './ticket.ts'

/** A ticket by hand or by API: the requester's words, as if they had written. */
export async function openTicket(
  tx: Tx,
  { subject, body, requester, priority, assignee_user_id }: z.output<typeof Opening>,
): Promise<TicketView> {
  if (assignee_user_id) await mustBeUser(tx, assignee_user_id)
  const email = requester.email.trim().toLowerCase()
  const contacts = await recognize(tx, [{ address: email, name: requester.name }])
  const requester_id = contacts.get(email)!
  const ticketId = tx.newId()
  const messageId = tx.newId()
  tx.emit(ticketOpened, { ticketId })
  tx.emit(messageReceived, { ticketId, messageId })
  // Before the number: its row is locked until the commit, and nobody of the organisation opens a ticket meanwhile.
  await tx.flush()
  await writeTicket(tx, {
    ticketId,
    subject,
    preview: previewOf(body),
    email,
    requester_id,
    priority,
    assignee_user_id,
  })
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
    at: tx.now,
  })
  ticketsCreated.inc({ channel: 'api' })
  return readTicket(tx, { id: ticketId })
}

type Fresh = {
  ticketId: string
  subject: string
  preview: string
  email: string
  requester_id: string
  priority: Priority
  assignee_user_id: string | undefined
}

/** The ticket, its number and whom it is with, in one statement: each more would be a round trip under the lock of the counter. */
async function writeTicket(
  tx: Tx,
  { ticketId, subject, preview, email, requester_id, priority, assignee_user_id }: Fresh,
): Promise<void> {
  await sql`
    with counted as (${nextNumbers(1)}),
    opened as (
      insert into ticket (id, number, subject, status, priority, mailbox_id, requester_id, assignee_user_id, preview, message_count,
        created_at, active_at, updated_at)
      select ${ticketId}::uuid, last_number, ${subject}, 'new', ${priority}, (select id from mailbox order by created_at limit 1),
        ${requester_id}::uuid, ${assignee_user_id ?? null}::uuid, ${preview}, 1, at, at, at
      from counted, (values (${tx.now}::timestamptz)) as now(at))
    insert into ticket_participant (ticket_id, address) values (${ticketId}, ${email})`.execute(tx.db)
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
  // Every ticket would be found by the same words.
  if (message.automatic) return
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
