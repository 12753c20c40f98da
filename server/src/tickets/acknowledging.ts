import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'
import { acknowledgementDeclined, acknowledgementQueued } from './events.ts'
import { writeMessage } from './opening.ts'
import { queueDelivery } from './queueing.ts'
import type { Authentication } from './shapes.ts'
import { lockTicket, type Status, type Verdict } from './ticket.ts'

/** What is known of the mail that opened a ticket and has no acknowledgement yet. */
export type Opener = {
  messageId: string
  ticketId: string
  number: number
  status: Status
  mailboxId: string
  rawSha256: string
  messageIdHeader: string | null
  from: string
  subject: string
  text: string
  verdict: Verdict
  authentication: Authentication['verdict']
  held: boolean
  at: Date
  /** A person has answered this ticket already. */
  isAnswered: boolean
  /** A person here has answered this address before, and the answer left. */
  isKnown: boolean
}

/** Of these messages the ones that opened their tickets by mail; oldest first, so that ceilings count in the order of arrival. */
export async function openersAmong(tx: Tx, messageIds: readonly string[]): Promise<Opener[]> {
  const { rows } = await sql<Opener>`
    select m.id as "messageId", t.id as "ticketId", t.number, t.status, t.mailbox_id as "mailboxId", m.raw_sha256 as "rawSha256",
      m.message_id_header as "messageIdHeader", m.from_address as "from", m.subject, left(m.text, 2000) as text, m.verdict,
      m.authentication->>'verdict' as authentication, m.held, m.at,
      exists (select from message a where a.ticket_id = t.id and a.direction = 'out' and a.author_user_id is not null) as "isAnswered",
      exists (
        select from ticket k join message o on o.ticket_id = k.id and o.direction = 'out' and o.author_user_id is not null
        join delivery d on d.message_id = o.id and d.status = 'sent' where k.requester_id = t.requester_id
      ) as "isKnown"
    from message m join ticket t on t.id = m.ticket_id
    where m.id = any(${messageIds}::uuid[]) and m.direction = 'in' and m.raw_sha256 is not null and m.authentication is not null
      and not exists (select from message e where e.ticket_id = m.ticket_id and (e.at, e.id) < (m.at, m.id))
      and not exists (select from acknowledgement a where a.message_id = m.id and a.outcome = 'sent')
    order by m.at, m.id`.execute(tx.db)
  return rows
}

export type Acknowledgement = {
  /** The envelope's recipient: where the mail came from. */
  returnPath: string
  mailbox: { address: string; name: string }
  subject: string
  text: string
}

/**
 * Our acknowledgement stands in the thread and counts as a message. It changes nothing else of the ticket: not its status, not its
 * place in the list, not who has read it, nor its version, because a person may be at work on it this moment.
 */
export async function acknowledgeMessage(tx: Tx, opener: Opener, it: Acknowledgement): Promise<void> {
  const { messageId, ticketId } = opener
  await lockTicket(tx, ticketId)
  const answerId = tx.newId()
  await writeMessage(tx, {
    id: answerId,
    ticket_id: ticketId,
    direction: 'out',
    automatic: 'acknowledgement',
    from_name: it.mailbox.name,
    from_address: it.mailbox.address,
    to_addresses: [{ name: '', address: opener.from }],
    subject: it.subject,
    message_id_header: `docket.${answerId}@${it.mailbox.address.slice(it.mailbox.address.lastIndexOf('@') + 1)}`,
    in_reply_to: opener.messageIdHeader,
    text: it.text,
    reply_text: it.text,
    at: tx.now,
  })
  const recipients = [{ address: it.returnPath, name: '', kind: 'to' as const }]
  const deliveryId = await queueDelivery(tx, { messageId: answerId, ticketId, from: '', recipients })
  await sql`update ticket set message_count = message_count + 1, updated_at = ${tx.now} where id = ${ticketId}`.execute(
    tx.db,
  )
  await sql`
    insert into acknowledgement (message_id, outcome, answer_id, at) values (${messageId}, 'sent', ${answerId}, ${tx.now})
    on conflict (message_id) do update set outcome = 'sent', reasons = '[]', answer_id = excluded.answer_id, at = excluded.at`.execute(
    tx.db,
  )
  tx.emit(acknowledgementQueued, { ticketId, messageId: answerId, deliveryId })
}

export type Declined = Pick<Opener, 'messageId' | 'ticketId'> & { reasons: readonly string[] }

/** Each mail that is not acknowledged keeps the reasons why. Deciding the same again changes nothing. */
export async function declineMessages(tx: Tx, declined: readonly Declined[]): Promise<void> {
  if (declined.length === 0) return
  const { rows } = await sql<{ message_id: string }>`
    insert into acknowledgement as a (message_id, outcome, reasons, at)
    select "messageId", 'declined', reasons, ${tx.now}
    from jsonb_to_recordset(${JSON.stringify(declined)}::jsonb) as d("messageId" uuid, reasons jsonb)
    on conflict (message_id) do update set reasons = excluded.reasons, at = excluded.at
      where a.outcome = 'declined' and a.reasons <> excluded.reasons
    returning message_id`.execute(tx.db)
  const changed = new Set(rows.map(({ message_id }) => message_id))
  for (const { messageId, ticketId } of declined)
    if (changed.has(messageId)) tx.emit(acknowledgementDeclined, { ticketId, messageId })
}
