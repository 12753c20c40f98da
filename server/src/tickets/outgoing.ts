import { sql } from 'kysely'
import { onlyChecked } from '../platform/db/onlyChecked.ts'
import type { Tx } from '../platform/work.ts'
import { deliveryChanged } from './events.ts'
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

/** The files of a mail of ours. */
export async function outgoingFiles(tx: Tx, messageId: string): Promise<OutgoingFile[]> {
  const { rows } = await sql<OutgoingFile>`
    select a.id, a.filename, a.content_type as "contentType", a.content_id as "contentId", a.size, a.sha256,
      a.blob or coalesce(o.blob, false) as filed, om.raw_sha256 as "rawSha256", coalesce(o.position, a.position) as position
    from attachment a left join attachment o on o.id = a.copy_of left join message om on om.id = o.message_id
    where a.message_id = ${messageId} order by a.position`.execute(tx.db)
  return rows
}

export type Made = {
  deliveryId: string
  /** Who has claimed it; whoever claims nothing is not asked. */
  by: string | undefined
  messageId: string
  messageIdHeader: string
  /** Small ones stand in their row, large ones in the blob store. */
  bytes: { raw: Buffer } | { rawSha256: string }
  returnToken: string | null
  envelopeFrom: string
  inReplyTo: string | null
  references: string[]
  /** Content that is here already, under another message, is not claimed a second time. */
  fingerprint: string
  wordsFingerprint: string | null
  weakFingerprint: string | null
  /** It leaves now, and until then its sender is at it; not given, it is only kept. */
  until: Date | undefined
}

/**
 * The mail as it will be sent, each time, and what stitching and loop protection must know of it; with `until`, pages hear that it is on
 * its way. Says on which ticket it stands now; undefined when another has made it meanwhile, or it is not to leave any more. The row stays
 * locked: whoever moves the message waits.
 */
export async function recordMade(tx: Tx, made: Made): Promise<{ ticketId: string } | undefined> {
  const { deliveryId, by, messageId, bytes, inReplyTo, references, returnToken, until } = made
  const [raw, sha256] = 'raw' in bytes ? [bytes.raw, null] : [null, bytes.rawSha256]
  const { rows } = await sql<{ ticketId: string }>`
    with made as (
      update delivery set raw = ${raw}, raw_sha256 = ${sha256}, return_token = coalesce(${returnToken}, return_token),
        envelope_from = case when ${returnToken}::text is null then envelope_from else ${made.envelopeFrom} end,
        status = case when ${until ?? null}::timestamptz is null then status else 'sending' end,
        attempts = attempts + case when ${until ?? null}::timestamptz is null then 0 else 1 end,
        next_try_at = coalesce(${until ?? null}, next_try_at)
      where id = ${deliveryId} and ${onlyChecked(sql`status = 'queued'`)} and raw is null and raw_sha256 is null
        and (${by ?? null}::uuid is null or claimed_by = ${by ?? null}::uuid)
      returning ticket_id),
    under_way as (
      update delivery_recipient set state = 'sending', says = null, at = ${tx.now}
      where delivery_id = ${deliveryId} and state in ('queued', 'sending', 'unsure')
        and ${until ?? null}::timestamptz is not null and exists (select from made))
    update message m set message_id_header = ${made.messageIdHeader}, in_reply_to = ${inReplyTo}, reference_ids = ${references},
      fingerprint = (select ${made.fingerprint}::text where not exists (select 1 from message where fingerprint = ${made.fingerprint})),
      words_fingerprint = ${made.wordsFingerprint}, weak_fingerprint = ${made.weakFingerprint}
    from made where m.id = ${messageId} returning made.ticket_id as "ticketId"`.execute(tx.db)
  const [row] = rows
  if (row && until) tx.emit(deliveryChanged, { ticketId: row.ticketId, messageId, status: 'sending' })
  return row
}

/** What comes back comes to another address than ours: whom it leaves by writes the envelope himself. */
export async function returnsElsewhere(tx: Tx, deliveryId: string): Promise<void> {
  await sql`update delivery set return_token = null where id = ${deliveryId}`.execute(tx.db)
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
