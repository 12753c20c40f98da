import { sql } from 'kysely'
import { notFound, problem } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { deliveryChanged } from './events.ts'
import { type DeliveryStatus, type Named, tables, type Verdict } from './ticket.ts'

export type EarlierMessage = {
  direction: 'in' | 'out'
  at: Date
  from: Named
  text: string
  messageIdHeader: string | null
  referenceIds: string[]
}

export type DeliveryToSend = {
  id: string
  status: DeliveryStatus
  attempts: number
  nextTryAt: Date
  raw: Buffer | null
  /** Where its bytes lie when its row does not hold them. */
  rawSha256: string | null
  envelopeFrom: string
  envelopeTo: string[]
  mailboxId: string | null
  message: {
    id: string
    messageIdHeader: string
    inReplyTo: string | null
    subject: string
    text: string
    to: Named[]
    cc: Named[]
    at: Date
    author: string
    /** The address it is written from. The envelope may name another sender, or none. */
    from: string
    automatic: 'acknowledgement' | null
  }
  ticket: { id: string; number: number; subject: string }
  /** What was said before, newest first; nothing held, internal or automatic, because it is quoted to the outside. */
  thread: EarlierMessage[]
}

const threadMax = 10

/** Locks the delivery, so that two senders never take the same one, and reads all that is needed to write its mail. */
export async function deliveryToSend(tx: Tx, deliveryId: string): Promise<DeliveryToSend | undefined> {
  const delivery = await tables(tx)
    .selectFrom('delivery')
    .selectAll()
    .where('id', '=', deliveryId)
    .forUpdate()
    .executeTakeFirst()
  if (!delivery) return undefined
  const { rows } = await sql<MessageOut>`
    select m.id, m.message_id_header, m.in_reply_to, m.subject, m.text, m.to_addresses, m.cc_addresses, m.at, m.from_name,
      m.from_address, m.automatic, t.id as ticket_id, t.number, t.subject as ticket_subject, t.mailbox_id
    from message m join ticket t on t.id = m.ticket_id where m.id = ${delivery.message_id}`.execute(tx.db)
  const row = rows[0]
  if (!row?.message_id_header) throw new Error('the reply of this delivery has no Message-ID')
  return {
    id: delivery.id,
    status: delivery.status,
    attempts: delivery.attempts,
    nextTryAt: delivery.next_try_at,
    raw: delivery.raw,
    rawSha256: delivery.raw_sha256,
    envelopeFrom: delivery.envelope_from,
    envelopeTo: delivery.envelope_to,
    mailboxId: row.mailbox_id,
    message: {
      id: row.id,
      messageIdHeader: row.message_id_header,
      inReplyTo: row.in_reply_to,
      subject: row.subject,
      text: row.text,
      to: row.to_addresses,
      cc: row.cc_addresses,
      at: row.at,
      author: row.from_name,
      from: row.from_address,
      automatic: row.automatic,
    },
    ticket: { id: row.ticket_id, number: row.number, subject: row.ticket_subject },
    thread: await threadBefore(tx, row),
  }
}

type MessageOut = {
  id: string
  message_id_header: string | null
  in_reply_to: string | null
  subject: string
  text: string
  to_addresses: Named[]
  cc_addresses: Named[]
  at: Date
  from_name: string
  from_address: string
  automatic: 'acknowledgement' | null
  ticket_id: string
  number: number
  ticket_subject: string
  mailbox_id: string | null
}

async function threadBefore(tx: Tx, { id, ticket_id, at }: MessageOut): Promise<EarlierMessage[]> {
  const { rows } = await sql<{
    direction: 'in' | 'out'
    at: Date
    from_name: string
    from_address: string
    text: string
    message_id_header: string | null
    reference_ids: string[]
  }>`
    select direction, at, from_name, from_address, coalesce(nullif(reply_text, ''), text) as text, message_id_header, reference_ids
    from message
    where ticket_id = ${ticket_id} and id <> ${id} and direction in ('in', 'out') and at <= ${at} and not held and automatic is null
      and not coalesce((verdict->>'auto_generated')::boolean, false)
    order by at desc, id desc limit ${threadMax}`.execute(tx.db)
  return rows.map((row) => ({
    direction: row.direction,
    at: row.at,
    from: { name: row.from_name, address: row.from_address },
    text: row.text,
    messageIdHeader: row.message_id_header,
    referenceIds: row.reference_ids,
  }))
}

export type DeliveryRecord = {
  status: DeliveryStatus
  error?: string | null
  response?: string | null
  via?: 'smtp' | 'outbox'
  nextTryAt?: Date
  /** Counts this as an attempt. */
  attempt?: boolean
}

/** What became of a delivery. Pages hear of it. */
export async function recordDelivery(tx: Tx, deliveryId: string, record: DeliveryRecord): Promise<void> {
  const { status, error, response, via, nextTryAt, attempt } = record
  const row = await tables(tx)
    .updateTable('delivery')
    .set((eb) => ({
      status,
      ...(error !== undefined && { error }),
      ...(response !== undefined && { response }),
      ...(via && { via }),
      ...(nextTryAt && { next_try_at: nextTryAt }),
      ...(attempt && { attempts: eb('attempts', '+', 1) }),
      ...(status === 'sent' && { sent_at: tx.now }),
    }))
    .where('id', '=', deliveryId)
    .returning(['ticket_id', 'message_id'])
    .executeTakeFirst()
  if (!row) throw notFound()
  if (status === 'sent') await sql`update message set sent_at = ${tx.now} where id = ${row.message_id}`.execute(tx.db)
  tx.emit(deliveryChanged, { ticketId: row.ticket_id, messageId: row.message_id, status })
}

export const notRetryable = problem('not-retryable', 409, 'Only a failed or unsure mail can be sent again')

/** A person decides that a failed or unsure mail goes out again: the same bytes, the same Message-ID. */
export async function requeueDelivery(
  tx: Tx,
  { ticketId, messageId }: { ticketId: string; messageId: string },
): Promise<{ deliveryId: string }> {
  const found = await tables(tx)
    .selectFrom('delivery')
    .select(['id', 'status'])
    .where('ticket_id', '=', ticketId)
    .where('message_id', '=', messageId)
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw notFound()
  if (found.status !== 'failed' && found.status !== 'unsure') throw notRetryable(`This mail is ${found.status}.`)
  await recordDelivery(tx, found.id, { status: 'queued', error: null, nextTryAt: tx.now })
  await tables(tx).updateTable('delivery').set({ attempts: 0 }).where('id', '=', found.id).execute()
  return { deliveryId: found.id }
}

/** Deliveries whose time has come. Their jobs may have been lost; nothing else may be. */
export async function dueDeliveries(
  tx: Tx,
  limit: number,
): Promise<{ ticketId: string; messageId: string; deliveryId: string }[]> {
  const rows = await tables(tx)
    .selectFrom('delivery')
    .select(['id', 'ticket_id', 'message_id'])
    .where('status', 'in', ['queued', 'sending'])
    .where('next_try_at', '<=', tx.now)
    .orderBy('next_try_at')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ticketId: row.ticket_id, messageId: row.message_id, deliveryId: row.id }))
}

export type OutboxRow = {
  id: string
  queuedAt: Date
  status: DeliveryStatus
  via: 'smtp' | 'outbox' | null
  to: string[]
  subject: string
  ticketId: string
  ticketNumber: number
  error: string | null
}

/** Everything that goes out, newest first. */
export async function listDeliveries(
  tx: Tx,
  { limit, cursor }: { limit: number; cursor?: { at: Date; id: string } | undefined },
): Promise<OutboxRow[]> {
  const { rows } = await sql<OutboxRow>`
    select ${outboxColumns} from delivery d join message m on m.id = d.message_id join ticket t on t.id = d.ticket_id
    ${cursor ? sql`where (d.queued_at, d.id) < (${cursor.at}, ${cursor.id}::uuid)` : sql``}
    order by d.queued_at desc, d.id desc limit ${limit}`.execute(tx.db)
  return rows
}

/** The mail as it was made: in its row, or in the blob store. */
type Composed = { raw: Buffer | null; rawSha256: string | null }

export async function readDelivery(tx: Tx, id: string): Promise<OutboxRow & Composed> {
  const { rows } = await sql<OutboxRow & Composed>`
    select ${outboxColumns}, d.raw, d.raw_sha256 as "rawSha256" from delivery d join message m on m.id = d.message_id join ticket t on t.id = d.ticket_id
    where d.id = ${id}`.execute(tx.db)
  if (!rows[0]) throw notFound()
  return rows[0]
}

const outboxColumns = sql`d.id, d.queued_at as "queuedAt", d.status, d.via, d.envelope_to as "to", m.subject, d.ticket_id as "ticketId",
  t.number as "ticketNumber", d.error`

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

export type SourceOf = {
  messageId: string
  direction: 'in' | 'out' | 'note'
  rawSha256: string | null
  /** The composed mail of a reply. */
  raw: Buffer | null
  html: string | null
  text: string
  verdict: Verdict | null
  recipient: unknown
  stitch: { reason: string; confidence: string; evidence: unknown } | null
  problems: string[]
  attachments: { id: string; position: number; contentId: string | null }[]
}

/** What the source page of one message of one ticket shows; missing when the message is of another ticket. */
export async function messageForSource(
  tx: Tx,
  { ticketId, messageId }: { ticketId: string; messageId: string },
): Promise<SourceOf> {
  const { rows } = await sql<
    Omit<SourceOf, 'attachments' | 'stitch'> & { reason: string | null; confidence: string; evidence: unknown }
  >`
    select m.id as "messageId", m.direction, coalesce(m.raw_sha256, d.raw_sha256) as "rawSha256", d.raw, m.html, m.text, m.verdict, m.recipient,
      m.stitch_reason as reason, m.stitch_confidence as confidence, m.stitch_evidence as evidence, m.problems
    from message m left join delivery d on d.message_id = m.id where m.id = ${messageId} and m.ticket_id = ${ticketId}`.execute(
    tx.db,
  )
  const row = rows[0]
  if (!row) throw notFound()
  const attachments = await sql<{ id: string; position: number; contentId: string | null }>`
    select id, position, content_id as "contentId" from attachment where message_id = ${messageId} order by position`.execute(
    tx.db,
  )
  const { reason, confidence, evidence, ...rest } = row
  return { ...rest, stitch: reason === null ? null : { reason, confidence, evidence }, attachments: attachments.rows }
}
