import { SendFailed, type SentBy, type WayOut } from '../../connectors/mailOut.ts'
import { deliveriesTotal } from '../../platform/metrics.ts'
import type { JobIo, Tx } from '../../platform/work.ts'
import {
  deliveryToSend,
  mustNotStandInShadow,
  recordDelivery,
  requeueDelivery,
  revokedSince,
  shadowOver,
} from '../../tickets/index.ts'
import { letGo } from './claiming.ts'
import { bareId } from './composing.ts'
import { composeAhead } from './composingAhead.ts'
import { type Leaving, recordFailure, recordSent } from './leaving.ts'
import { readWay, viaOf, type Way } from './wayOut.ts'

const minute = 60_000
/** Far longer than any attempt may take: a delivery still 'sending' after it belonged to a process that died. */
const attemptMs = 10 * minute

/** Where the ways out of this process are kept open. */
export type OpenWays = { of(way: Way): WayOut | undefined }

/**
 * One attempt. Before it speaks it says so in a commit of its own ('sending'): an attempt that finds that mark belongs to a process that
 * died on the way, and whether the mail left is for a person to find out. Sending it again by ourselves could be twice.
 */
export async function attempt(
  { unit, store }: Pick<JobIo, 'unit' | 'store'>,
  { deliveryId, open, by }: { deliveryId: string; open: OpenWays; by?: string },
): Promise<void> {
  const large = await composeAhead({ unit, store }, deliveryId)
  const mail = await unit((tx) => prepare(tx, deliveryId, { by, large }))
  if (!mail) return
  let out: WayOut | undefined
  let sent: SentBy
  try {
    out = openedOf(open, mail.way)
    if (!out) {
      deliveriesTotal.inc({ outcome: 'outbox' })
      await unit((tx) => recordDelivery(tx, deliveryId, { status: 'sent', via: 'outbox', error: null }))
      return
    }
    sent = await out.send(mail)
  } catch (error) {
    if (!(error instanceof SendFailed)) throw error
    deliveriesTotal.inc({ outcome: error.kind })
    const found = error.kind === 'unsure' ? await out?.findSent?.(mail.messageId, mail.about) : undefined
    await unit((tx) => recordFailure(tx, mail, error, found))
    return
  }
  deliveriesTotal.inc({ outcome: 'sent' })
  await unit((tx) => recordSent(tx, mail, { ...sent, via: viaOf(mail.way), smtpUrl: store.config.smtpUrl }))
}

/** What cannot even be opened has sent nothing. */
function openedOf(open: OpenWays, way: Way): WayOut | undefined {
  try {
    return open.of(way)
  } catch (error) {
    if (error instanceof SendFailed) throw error
    const says = `The way out of this mailbox could not be opened: ${error instanceof Error ? error.message : String(error)}`
    throw new SendFailed('temporary', says, undefined, { ofWay: 'refused' })
  }
}

async function prepare(
  tx: Tx,
  deliveryId: string,
  { by, large }: { by: string | undefined; large: Buffer | undefined },
): Promise<Leaving | undefined> {
  const delivery = await deliveryToSend(tx, deliveryId)
  if (delivery?.status === 'sending') {
    // Two may name one delivery: while the attempt may still be under way, this one leaves it alone.
    if (delivery.nextTryAt > tx.now) return
    await recordDelivery(tx, deliveryId, {
      status: 'unsure',
      error: 'The sender stopped in the middle: the mail may or may not have left. Look before you send it again.',
    })
    return
  }
  if (delivery?.status !== 'queued' || delivery.nextTryAt > tx.now) return
  if (by !== undefined && delivery.claimedBy !== by) return
  const shadow = await shadowOver(tx, { address: delivery.message.from, mailboxId: delivery.mailboxId })
  if (shadow) {
    deliveriesTotal.inc({ outcome: 'shadow' })
    await recordDelivery(tx, deliveryId, { status: 'failed', error: shadow })
    return
  }
  const revoked = await revokedSince(tx, delivery.message.identity?.id ?? null)
  if (revoked) {
    deliveriesTotal.inc({ outcome: 'revoked' })
    await recordDelivery(tx, deliveryId, { status: 'failed', error: revoked })
    return
  }
  const way = await readWay(tx, delivery.wayOf)
  const raw = delivery.raw ?? large
  // Due only now: whoever comes next makes it.
  if (!raw) return
  await recordDelivery(tx, deliveryId, {
    status: 'sending',
    attempt: true,
    nextTryAt: new Date(tx.now.getTime() + attemptMs),
  })
  return {
    ...{ deliveryId, way, raw, from: delivery.envelopeFrom, to: delivery.envelopeTo, attempts: delivery.attempts + 1 },
    messageId: bareId(delivery.message.messageIdHeader),
    about: { mark: delivery.message.id, since: delivery.queuedAt },
  }
}

/** A person sends a failed or unsure mail again: the same bytes under the same Message-ID. */
export async function retryDelivery(
  tx: Tx,
  { ticketId, messageId }: { ticketId: string; messageId: string },
): Promise<void> {
  await mustNotStandInShadow(tx, { ticketId, messageId })
  const { deliveryId } = await requeueDelivery(tx, { ticketId, messageId })
  await letGo(tx, deliveryId)
}
