import type { Keys } from '../../platform/secrets.ts'
import type { Tx } from '../../platform/work.ts'
import { deliveryReturned, type ReturnedDelivery, recordReport } from '../../tickets/index.ts'
import type { ReadMail } from '../parsing/parsed.ts'
import { verifyReturnAddress } from '../sending/returnAddress.ts'
import type { Stitch } from './stitching.ts'

type Arrived = { envelopeTo: string | null; read: ReadMail }

/** What other mail servers tell of our mails, by the mail that tells it. Only what is proven to be about a mail of ours is here. */
export async function reportsAmong<M extends Arrived>(
  tx: Tx,
  keys: Keys,
  mails: readonly M[],
): Promise<ReadonlyMap<M, ReturnedDelivery>> {
  const found = new Map<M, ReturnedDelivery>()
  for (const one of mails) {
    const { read, envelopeTo } = one
    if (read.mail.bounces.length === 0) continue
    const signed = await verifyReturnAddress(tx, keys, envelopeTo ?? read.mail.recipient.address ?? '')
    const delivery = await deliveryReturned(tx, {
      deliveryId: signed?.deliveryId,
      originalId: read.original,
      originalReferences: read.originalReferences,
    })
    if (delivery) found.set(one, delivery)
  }
  return found
}

/** It stands beside the mail that it is about, wakes nobody, and its sender need not take part. */
export const besideItsMail = ({ ticketId, messageId }: ReturnedDelivery, { read }: Arrived): Stitch => ({
  ticketId,
  reason: 'in_reply_to',
  confidence: 'high',
  evidence: { bounced_message_id: read.original ?? messageId },
  held: false,
})

/** Once the reports themselves stand in the thread. */
export async function heedReports(tx: Tx, reports: ReadonlyMap<Arrived, ReturnedDelivery>): Promise<void> {
  for (const [{ read }, delivery] of reports) await recordReport(tx, delivery, read.mail.bounces)
}
