import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'
import type { DeliveryStatus, Named } from './ticket.ts'

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
  /** Those whom the next attempt is for: whoever has it is not sent it again. */
  envelopeTo: string[]
  mailboxId: string | null
  /** The mailbox whose way out it takes, the sender that has taken it, and when it was written. */
  wayOf: string | null
  claimedBy: string | null
  queuedAt: Date
  message: {
    id: string
    messageIdHeader: string
    inReplyTo: string | null
    subject: string
    text: string
    html: string | null
    forwardedId: string | null
    hasFiles: boolean
    to: Named[]
    cc: Named[]
    /** The date that it leaves with. */
    at: Date
    writtenAt: Date
    author: string
    /** The mailbox it is written from. The envelope may name another sender, or none. */
    from: string
    /** The address that it is written from, where that is not the mailbox's own. */
    identity: (Named & { id: string }) | null
    automatic: 'acknowledgement' | null
  }
  ticket: { id: string; number: number; subject: string }
}

const threadMax = 10

/** Locked, so that two senders never take the same one. What was taken back is on no ticket, and not found. */
export async function deliveryToSend(
  tx: Tx,
  deliveryId: string,
  { isLocked = true }: { isLocked?: boolean } = {},
): Promise<DeliveryToSend | undefined> {
  const { rows } = await sql<DeliveryOut>`
    select d.id, d.status, d.attempts, d.next_try_at, d.raw, d.raw_sha256, d.envelope_from, d.mailbox_id as way_of, d.claimed_by, d.queued_at,
      array(select r.address from delivery_recipient r where r.delivery_id = d.id and r.state in ('queued', 'sending', 'unsure')
        order by r.position) as envelope_to,
      m.id as message_id, m.message_id_header, m.in_reply_to, m.subject, m.text, m.html, m.forwarded_id,
      exists (select 1 from attachment a where a.message_id = m.id) as has_files, m.to_addresses, m.cc_addresses, m.at,
      m.from_name, m.from_address, m.automatic, m.identity_id, i.mailbox_address, i.name as identity_name,
      t.id as ticket_id, t.number, t.subject as ticket_subject, t.mailbox_id
    from delivery d join message m on m.id = d.message_id join ticket t on t.id = m.ticket_id
      left join lateral (select b.address as mailbox_address, i.name from send_identity i join mailbox b on b.id = i.mailbox_id
        where i.id = m.identity_id) i on true
    where d.id = ${deliveryId} and d.status <> 'cancelled' ${isLocked ? sql`for update of d` : sql``}`.execute(tx.db)
  const row = rows[0]
  if (!row) return undefined
  if (!row.message_id_header) throw new Error('the reply of this delivery has no Message-ID')
  return {
    id: row.id,
    status: row.status,
    attempts: row.attempts,
    nextTryAt: row.next_try_at,
    raw: row.raw,
    rawSha256: row.raw_sha256,
    envelopeFrom: row.envelope_from,
    envelopeTo: row.envelope_to,
    mailboxId: row.mailbox_id,
    wayOf: row.way_of,
    claimedBy: row.claimed_by,
    queuedAt: row.queued_at,
    message: {
      id: row.message_id,
      messageIdHeader: row.message_id_header,
      inReplyTo: row.in_reply_to,
      subject: row.subject,
      text: row.text,
      html: row.html,
      forwardedId: row.forwarded_id,
      hasFiles: row.has_files,
      to: row.to_addresses,
      cc: row.cc_addresses,
      // Its date is the one of its leaving: what waited for an hour would else look late on its way.
      at: new Date(Math.max(row.next_try_at.getTime(), row.at.getTime())),
      writtenAt: row.at,
      author: row.from_name,
      from: row.mailbox_address ?? row.from_address,
      identity:
        row.identity_id === null
          ? null
          : { id: row.identity_id, name: row.identity_name ?? '', address: row.from_address },
      automatic: row.automatic,
    },
    ticket: { id: row.ticket_id, number: row.number, subject: row.ticket_subject },
  }
}

type DeliveryOut = {
  id: string
  status: DeliveryStatus
  attempts: number
  next_try_at: Date
  raw: Buffer | null
  raw_sha256: string | null
  envelope_from: string
  envelope_to: string[]
  way_of: string | null
  claimed_by: string | null
  queued_at: Date
  message_id: string
  message_id_header: string | null
  in_reply_to: string | null
  subject: string
  text: string
  html: string | null
  forwarded_id: string | null
  has_files: boolean
  to_addresses: Named[]
  cc_addresses: Named[]
  at: Date
  from_name: string
  from_address: string
  identity_id: string | null
  mailbox_address: string | null
  identity_name: string | null
  automatic: 'acknowledgement' | null
  ticket_id: string
  number: number
  ticket_subject: string
  mailbox_id: string | null
}

/** What was said before a message of ours, newest first; nothing held, internal or automatic, because it is quoted to the outside. */
export async function threadBefore(tx: Tx, { message, ticket }: DeliveryToSend): Promise<EarlierMessage[]> {
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
    where ticket_id = ${ticket.id} and id <> ${message.id} and direction in ('in', 'out') and at <= ${message.writtenAt} and not held and automatic is null
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
