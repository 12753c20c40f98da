import { sql } from 'kysely'
import type { z } from 'zod'
import { recognize } from '../people/index.ts'
import { ticketsCreated } from '../platform/metrics.ts'
import type { Tx } from '../platform/work.ts'
import { indexMessages } from '../search/index.ts'
import { messageReceived, ticketOpened } from './events.ts'
import { mustWorkHere } from './mentioning.ts'
import { eventsOfNew, eventView, type Happened, mayDo } from './reading.ts'
import type { Opening, TicketView } from './shapes.ts'
import { type Message, type Named, nextNumbers, type Priority, previewOf, tables } from './ticket.ts'

/** A ticket by hand or by API: the requester's words, as if they had written. */
export async function openTicket(
  tx: Tx,
  { subject, body, requester, priority, assignee_user_id }: z.output<typeof Opening>,
): Promise<TicketView> {
  if (assignee_user_id) await mustWorkHere(tx, [assignee_user_id], 'assignee_user_id')
  const email = requester.email.trim().toLowerCase()
  const contacts = await recognize(tx, [{ address: email, name: requester.name }])
  const requester_id = contacts.get(email)!
  const ticketId = tx.newId()
  const messageId = tx.newId()
  tx.emit(ticketOpened, { ticketId })
  tx.emit(messageReceived, { ticketId, messageId })
  const message = {
    ...{ id: messageId, ticket_id: ticketId, direction: 'in', at: tx.now },
    ...{ contact_id: requester_id, from_name: requester.name, from_address: email },
    ...{ subject, text: body, reply_text: body },
  } satisfies Written
  await insertMessage(tx, message)
  const around = await lookAround(tx, { ticketId, requester_id, assignee_user_id })
  const { mailbox } = around
  const preview = previewOf(body)
  const number = await writeTicket(tx, {
    ...{ ticketId, subject, preview, email, requester_id, priority, assignee_user_id },
    mailbox_id: mailbox?.id,
  })
  await makeFindable(tx, message)
  ticketsCreated.inc({ channel: 'api' })
  return {
    ...{ id: ticketId, number, subject, status: 'new', priority, preview, ...around },
    events: around.events.map((event) => ({ ...event, ticket_number: number })),
    ...{ merged_into: null, participants: [email], links: [], undeliverable: [] },
    ...{ unread: true, undelivered: false, has_draft: false, message_count: 1, version: 1, drafts: [] },
    ...{ active_at: tx.now, created_at: tx.now, updated_at: tx.now },
    can: mayDo(tx.actor, around),
    reply_all: { to: [{ name: requester.name, address: email }], cc: [], left_out: [], reply_to: null },
    messages: [
      {
        ...{ id: messageId, direction: 'in', at: tx.now, subject, to: [], cc: [], bcc: [] },
        author: { kind: 'contact', name: requester.name, email },
        ...{ text: body, reply_text: body, quoted_text: '', has_html: false, has_source: false, held: false },
        ...{ attachments: [], verdict: null, authentication: null, stitch: null, problems: [], delivery: null },
        ...{ automatic: null, acknowledgement: null },
      },
    ],
  }
}

type Early = Omit<Happened, 'ticket_number'>
type Around = Pick<TicketView, 'mailbox' | 'requester' | 'assignee'> & { events: ReturnType<typeof eventView<Early>>[] }

/** What the answer tells of a ticket besides what was given, read before the number is taken: nobody waits for it. */
async function lookAround(
  tx: Tx,
  of: { ticketId: string; requester_id: string; assignee_user_id: string | undefined },
): Promise<Around> {
  await tx.flush()
  const { rows } = await sql<Omit<Around, 'events'> & { events: Early[] }>`
    select (select json_build_object('id', id, 'address', address, 'in_shadow', shadow_since is not null)
        from mailbox order by created_at limit 1) as mailbox,
      (select json_build_object('id', id, 'name', name) from app_user where id = ${of.assignee_user_id ?? null}::uuid) as assignee,
      json_build_object('id', id, 'name', name, 'email', email) as requester, ${eventsOfNew(sql`${of.ticketId}::uuid`)} as events
    from contact where id = ${of.requester_id}::uuid`.execute(tx.db)
  const { events, ...around } = rows[0]!
  return { ...around, events: events.map(eventView) }
}

type Fresh = {
  ticketId: string
  subject: string
  preview: string
  email: string
  requester_id: string
  priority: Priority
  assignee_user_id: string | undefined
  mailbox_id: string | undefined
}

/** The ticket, its number and whom it is with, in one statement and late: all who open tickets wait from here to the commit. */
async function writeTicket(
  tx: Tx,
  { ticketId, subject, preview, email, requester_id, priority, assignee_user_id, mailbox_id }: Fresh,
): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    with counted as (${nextNumbers(1)}),
    opened as (
      insert into ticket (id, number, subject, status, priority, mailbox_id, requester_id, assignee_user_id, preview, message_count,
        created_at, active_at, updated_at)
      select ${ticketId}::uuid, last_number, ${subject}, 'new', ${priority}, ${mailbox_id ?? null}::uuid,
        ${requester_id}::uuid, ${assignee_user_id ?? null}::uuid, ${preview}, 1, at, at, at
      from counted, (values (${tx.now}::timestamptz)) as now(at)
      returning number),
    taking_part as (insert into ticket_participant (ticket_id, address) values (${ticketId}, ${email}))
    select number from opened`.execute(tx.db)
  return rows[0]!.number
}

type Written = Partial<Message> & Pick<Message, 'id' | 'ticket_id' | 'direction' | 'at' | 'text'>

/**
 * A message that did not come by mail; what is not named stays at its default. It is found by its words and, where it does not name
 * them itself, by the subject and the author `known` from elsewhere.
 */
export async function writeMessage(tx: Tx, message: Written, known: Known = {}): Promise<void> {
  await Promise.all([insertMessage(tx, message), makeFindable(tx, message, known)])
}

type Known = { subject?: string; author?: Named | undefined; filenames?: string[] }

async function insertMessage(tx: Tx, written: Written): Promise<void> {
  const { to_addresses = [], cc_addresses = [], bcc_addresses = [], ...rest } = written
  const named = Object.entries({ to_addresses, cc_addresses, bcc_addresses })
  const row = { ...rest, ...Object.fromEntries(named.map(([name, people]) => [name, JSON.stringify(people)])) }
  await tables(tx)
    .insertInto('message')
    .values(row as never)
    .execute()
}

/** After its ticket: the number is one of the words that it is found by. */
async function makeFindable(tx: Tx, message: Written, known: Known = {}): Promise<void> {
  // Every ticket would be found by the words of its acknowledgement.
  if (message.automatic) return
  const own = message.from_address ? { name: message.from_name ?? '', address: message.from_address } : known.author
  await indexMessages(tx, [
    {
      messageId: message.id,
      subject: message.subject || known.subject || '',
      from: own ? [own] : [],
      to: [message.to_addresses, message.cc_addresses, message.bcc_addresses].flatMap((named) => named ?? []),
      filenames: known.filenames ?? [],
      hasAttachment: (known.filenames ?? []).length > 0,
      text: message.text,
    },
  ])
}
