import { SendFailed, type SentBy, type WayOut } from '../../connectors/mailOut.ts'
import { deliveriesTotal } from '../../platform/metrics.ts'
import type { Store } from '../../platform/store.ts'
import type { JobIo, Tx } from '../../platform/work.ts'
import {
  type DeliveryToSend,
  deliveryToSend,
  mustNotStandInShadow,
  recordDelivery,
  requeueDelivery,
  returnsElsewhere,
  revokedSince,
  shadowOver,
} from '../../tickets/index.ts'
import { bareId } from './composing.ts'
import { compose, fetchMade, type MadeMail, readSketch } from './composingAhead.ts'
import { type Leaving, recordFailure, recordSent } from './leaving.ts'
import { readWay, viaOf, type Way, writesEnvelope } from './wayOut.ts'

const minute = 60_000
/** Far longer than any attempt may take: a delivery still 'sending' after it belonged to a process that died. */
const attemptMs = 10 * minute

type Io = Pick<JobIo, 'unit' | 'store'>

/** Where the ways out of this process are kept open. */
export type OpenWays = { of(way: Way): WayOut | undefined }

/**
 * One attempt. Before it speaks it says so in a commit of its own ('sending'), the same in which the mail is made: an attempt that finds
 * that mark belongs to a process that died on the way, and whether the mail left is for a person to find out. Sending it again by
 * ourselves could be twice.
 */
export async function attempt(
  { unit, store }: Io,
  { deliveryId, open, by }: { deliveryId: string; open: OpenWays; by?: string },
): Promise<void> {
  const mail = await begin({ unit, store }, { deliveryId, by })
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

/** The mail, marked as on its way; undefined when it is not to leave now. */
async function begin(
  io: Io,
  { deliveryId, by }: { deliveryId: string; by: string | undefined },
): Promise<Leaving | undefined> {
  const found = await io.unit(async (tx) => {
    const unmade = await unmadeDelivery(tx, { deliveryId, by })
    if (unmade) return { step: 'make' as const, sketch: await readSketch(tx, io.store, unmade) }
    const delivery = await dueDelivery(tx, { deliveryId, by })
    if (!delivery) return { step: 'none' as const }
    if (delivery.raw)
      return { step: 'go' as const, mail: await mark(tx, io.store, delivery, { ...delivery, raw: delivery.raw }) }
    if (delivery.rawSha256) return { step: 'fetch' as const, delivery, orgId: tx.actor.orgId }
    return { step: 'make' as const, sketch: await readSketch(tx, io.store, delivery) }
  })
  if (found.step === 'none') return undefined
  if (found.step === 'go') return found.mail
  if (found.step === 'make') {
    const { sketch } = found
    return compose(io, sketch, { by, commit: (tx, made) => mark(tx, io.store, sketch.delivery, made) })
  }
  const raw = await fetchMade(io, found.delivery, found.orgId)
  if (!raw) return undefined
  return io.unit(async (tx) => {
    const delivery = await dueDelivery(tx, { deliveryId, by })
    return delivery && mark(tx, io.store, delivery, { ...delivery, raw })
  })
}

type Asked = { deliveryId: string; by: string | undefined }

/** Of a first attempt. Nothing is locked, so there is nothing to commit: whether it still is so is asked when it has been made. */
async function unmadeDelivery(tx: Tx, { deliveryId, by }: Asked): Promise<DeliveryToSend | undefined> {
  const delivery = await deliveryToSend(tx, deliveryId, { isLocked: false })
  if (delivery?.status !== 'queued' || delivery.nextTryAt > tx.now || delivery.raw || delivery.rawSha256)
    return undefined
  return by === undefined || delivery.claimedBy === by ? delivery : undefined
}

async function dueDelivery(tx: Tx, { deliveryId, by }: Asked): Promise<DeliveryToSend | undefined> {
  const delivery = await deliveryToSend(tx, deliveryId)
  // Two may name one delivery: while the attempt may still be under way, this one leaves it alone.
  if (!delivery || delivery.nextTryAt > tx.now) return undefined
  if (delivery.status === 'sending') {
    await recordDelivery(tx, deliveryId, {
      status: 'unsure',
      error: 'The sender stopped in the middle: the mail may or may not have left. Look before you send it again.',
    })
    return undefined
  }
  return delivery.status === 'queued' && (by === undefined || delivery.claimedBy === by) ? delivery : undefined
}

/** Says that it is on its way, unless something forbids it. The row is locked. */
async function mark(
  tx: Tx,
  { config }: Store,
  delivery: DeliveryToSend,
  { raw, envelopeFrom }: MadeMail,
): Promise<Leaving | undefined> {
  const { id: deliveryId, message } = delivery
  const [shadow, revoked, way] = await Promise.all([
    shadowOver(tx, { address: message.from, mailboxId: delivery.mailboxId }),
    revokedSince(tx, message.identity?.id ?? null),
    readWay(tx, delivery.wayOf),
  ])
  const refused = shadow ?? revoked
  if (refused) {
    deliveriesTotal.inc({ outcome: shadow ? 'shadow' : 'revoked' })
    await recordDelivery(tx, deliveryId, { status: 'failed', error: refused })
    return undefined
  }
  if (writesEnvelope(way, config.smtpUrl)) await returnsElsewhere(tx, deliveryId)
  await recordDelivery(tx, deliveryId, {
    status: 'sending',
    attempt: true,
    nextTryAt: new Date(tx.now.getTime() + attemptMs),
  })
  return {
    ...{ deliveryId, way, raw, from: envelopeFrom, to: delivery.envelopeTo, attempts: delivery.attempts + 1 },
    messageId: bareId(message.messageIdHeader),
    about: { mark: message.id, since: delivery.queuedAt },
  }
}

/** A person sends a failed or unsure mail again: the same bytes under the same Message-ID. */
export async function retryDelivery(
  tx: Tx,
  { ticketId, messageId }: { ticketId: string; messageId: string },
): Promise<void> {
  await mustNotStandInShadow(tx, { ticketId, messageId })
  await requeueDelivery(tx, { ticketId, messageId })
}
