import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'
import { type Forwarded, forwardedBy } from './forwarding.ts'
import { tables } from './ticket.ts'

export type OutgoingFile = {
  id: string
  filename: string
  contentType: string
  contentId: string | null
  size: number
  sha256: string
  /** Its bytes are a blob of their own; else they lie in this mail, at this place among its files. */
  filed: boolean
  rawSha256: string | null
  position: number
}

export type OutgoingParts = { html: string | null; forwarded: Forwarded | null; files: OutgoingFile[] }

/** What a mail of ours is made of, beside its words. */
export async function outgoingParts(tx: Tx, messageId: string): Promise<OutgoingParts> {
  const message = await sql<{ html: string | null }>`select html from message where id = ${messageId}`.execute(tx.db)
  const files = await sql<OutgoingFile>`
    select a.id, a.filename, a.content_type as "contentType", a.content_id as "contentId", a.size, a.sha256,
      a.blob or coalesce(o.blob, false) as filed, om.raw_sha256 as "rawSha256", coalesce(o.position, a.position) as position
    from attachment a left join attachment o on o.id = a.copy_of left join message om on om.id = o.message_id
    where a.message_id = ${messageId} order by a.position`.execute(tx.db)
  return {
    html: message.rows[0]?.html ?? null,
    forwarded: await forwardedBy(tx, messageId),
    files: files.rows,
  }
}

export type Made = {
  deliveryId: string
  messageId: string
  messageIdHeader: string
  /** Small ones stand in their row, large ones in the blob store. */
  bytes: { raw: Buffer } | { rawSha256: string }
  returnToken: string | null
  envelopeFrom: string
  inReplyTo: string | null
  references: string[]
  fingerprint: string | null
  wordsFingerprint: string | null
  weakFingerprint: string | null
}

/**
 * The mail as it will be sent, each time, and what stitching and loop protection must know of it. Says on which ticket it stands now;
 * undefined when another has made it meanwhile, or it is not to leave any more. The row stays locked: whoever moves the message waits.
 */
export async function recordMade(tx: Tx, made: Made): Promise<{ ticketId: string } | undefined> {
  const { deliveryId, messageId, bytes, inReplyTo, references, returnToken } = made
  const row = await tables(tx)
    .updateTable('delivery')
    .set({
      ...('raw' in bytes ? { raw: bytes.raw } : { raw_sha256: bytes.rawSha256 }),
      ...(returnToken && { return_token: returnToken, envelope_from: made.envelopeFrom }),
    })
    .where('id', '=', deliveryId)
    .where('status', '=', 'queued')
    .where('raw', 'is', null)
    .where('raw_sha256', 'is', null)
    .returning('ticket_id')
    .executeTakeFirst()
  if (!row) return undefined
  await sql`
    update message set message_id_header = ${made.messageIdHeader}, in_reply_to = ${inReplyTo}, reference_ids = ${references},
      fingerprint = ${made.fingerprint}, words_fingerprint = ${made.wordsFingerprint}, weak_fingerprint = ${made.weakFingerprint}
    where id = ${messageId}`.execute(tx.db)
  return { ticketId: row.ticket_id }
}

export type DeliveryOf = { deliveryId: string; messageId: string; ticketId: string }

/** The delivery whose envelope sender was signed so. */
export async function deliveryOfReturn(tx: Tx, token: string): Promise<DeliveryOf | undefined> {
  const row = await tables(tx)
    .selectFrom('delivery')
    .select(['id', 'message_id', 'ticket_id'])
    .where('return_token', '=', token)
    .executeTakeFirst()
  return row && { deliveryId: row.id, messageId: row.message_id, ticketId: row.ticket_id }
}
