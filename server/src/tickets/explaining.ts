import { sql } from 'kysely'
import { notFound } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import type { DeliveryStatus, Named, Via } from './ticket.ts'

export type Explained = {
  direction: 'in' | 'out' | 'note'
  at: Date
  subject: string
  author: Named
  held: boolean
  messageIdHeader: string | null
  /** The Date of the mail, which its sender wrote. */
  writtenAt: Date | null
  inReplyTo: string | null
  references: string[]
  parserVersion: number | null
  delivery: {
    status: DeliveryStatus
    via: Via | null
    envelopeFrom: string
    envelopeTo: string[]
    attempts: number
    error: string | null
    response: string | null
    queuedAt: Date
    sentAt: Date | null
  } | null
}

/** What a message is known by, and, when it went out, what became of it. */
export async function explainMessage(
  tx: Tx,
  { ticketId, messageId }: { ticketId: string; messageId: string },
): Promise<Explained> {
  type Row = Omit<Explained, 'delivery'> & { status: DeliveryStatus | null } & NonNullable<Explained['delivery']>
  const { rows } = await sql<Row>`
    select m.direction, m.at, m.subject, json_build_object('name', m.from_name, 'address', m.from_address) as author, m.held,
      m.message_id_header as "messageIdHeader", m.sent_at as "writtenAt", m.in_reply_to as "inReplyTo",
      m.reference_ids as "references", m.parser_version as "parserVersion", d.status, d.via, d.envelope_from as "envelopeFrom", d.envelope_to as "envelopeTo",
      d.attempts, d.error, d.response, d.queued_at as "queuedAt", d.sent_at as "sentAt"
    from message m left join delivery d on d.message_id = m.id where m.id = ${messageId} and m.ticket_id = ${ticketId}`.execute(
    tx.db,
  )
  const [row] = rows
  if (!row) throw notFound()
  const { status, via, envelopeFrom, envelopeTo, attempts, error, response, queuedAt, sentAt, ...rest } = row
  const delivery = { status, via, envelopeFrom, envelopeTo, attempts, error, response, queuedAt, sentAt }
  return { ...rest, delivery: status === null ? null : delivery }
}

export type Referred = { messageId: string; ticketId: string; ticketNumber: number; subject: string; at: Date }

/** The message that an id in somebody's evidence is of, where it stands now; the one on this ticket first. */
export async function messageOfHeader(tx: Tx, header: string, ticketId: string): Promise<Referred | null> {
  const { rows } = await sql<Referred>`
    select m.id as "messageId", m.ticket_id as "ticketId", t.number as "ticketNumber", m.subject, m.at
    from message m join ticket t on t.id = m.ticket_id where m.message_id_header = ${header}
    order by m.ticket_id = ${ticketId} desc, m.at limit 1`.execute(tx.db)
  return rows[0] ?? null
}
