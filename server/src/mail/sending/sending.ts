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
import { letGo } from './claiming.ts'
import { bareId } from './composing.ts'
import { compose, fetchMade, type ReadyMail, readSketch } from './composingAhead.ts'
import { type Leaving, recordFailure, recordSent } from './leaving.ts'
import { isPaused, readWay, viaOf, type Way, writesEnvelope } from './wayOut.ts'

const minute = 60_000
/** Far longer than any attempt may take: a delivery still 'sending' after it belonged to a process that died. */
const attemptMs = 10 * minute

/** `look`: a unit of work that only reads. */
type Io = Pick<JobIo, 'unit' | 'store'> & { look?: JobIo['unit'] }
type Asked = { deliveryId: string; by?: string | undefined }

/** Where the ways out of this process are kept open. */
export type OpenWays = { of(way: Way): WayOut | undefined }
type Turn = <R>(work: () => Promise<R>) => Promise<R>
/** Only so many mails of one mailbox may have begun to leave, and fewer be with the server at once; the others wait for their turn. */
export type Turns = { begin: Turn; handOver: Turn; closed?: Closed }
/** When it was found that this way is closed, and why: what began before that need not find out again. */
type Closed = { failure: SendFailed; at: number }

/**
 * One attempt. What it says is made ahead of its turn, unless it has files: it may be large, and is held in memory. Before it speaks it says
 * so in a commit of its own ('sending'), the same in which a new mail is kept: an attempt that finds that mark belongs to a process that died
 * on the way, and whether the mail left is for a person to find out. Sending it again by ourselves could be twice.
 */
export async function attempt(
  io: Io,
  { open, turns = { begin: atOnce, handOver: atOnce }, ...asked }: Asked & { open: OpenWays; turns?: Turns },
): Promise<void> {
  const { unit, store, look = unit } = io
  const seen = await look((tx) => lookAt(tx, store, asked))
  if (!seen) return
  const { delivery } = seen
  const begun = async (ready: ReadyMail) => {
    const at = performance.now()
    const mail = await unit((tx) => begin(tx, store, { ...asked, ready, delivery }))
    return mail && { mail, at, open, turns }
  }
  const leave = async (): Promise<Recorded> => {
    const ready = await makeReady(io, seen, asked)
    if (!ready) return undefined
    if (delivery.message.hasFiles) return handOver(io, await begun(ready))
    return turns.begin(async () => {
      const one = await begun(ready)
      return turns.handOver(() => handOver(io, one))
    })
  }
  const record = await (delivery.message.hasFiles ? turns.handOver(leave) : leave())
  if (record) await unit(record)
}

const atOnce: Turn = (work) => work()

/** What it is to say, unless it is not due; nothing is locked. */
async function lookAt(tx: Tx, store: Store, { deliveryId, by }: Asked) {
  const delivery = await deliveryToSend(tx, deliveryId, { isLocked: false })
  if (!delivery || !isDue(tx, delivery, by)) return undefined
  const isMade = delivery.raw !== null || delivery.rawSha256 !== null || delivery.status === 'sending'
  return { delivery, orgId: tx.actor.orgId, sketch: isMade ? undefined : await readSketch(tx, store, delivery) }
}

/** Two may name one delivery: while the attempt may still be under way, this one leaves it alone. */
const isDue = (tx: Tx, { status, nextTryAt, claimedBy }: DeliveryToSend, by: string | undefined): boolean =>
  nextTryAt <= tx.now && (status === 'sending' || (status === 'queued' && (by === undefined || claimedBy === by)))

type Seen = NonNullable<Awaited<ReturnType<typeof lookAt>>>

async function makeReady(io: Io, { delivery, orgId, sketch }: Seen, { by }: Asked): Promise<ReadyMail | undefined> {
  if (sketch) return compose(io, sketch, by)
  const { status, raw, rawSha256, envelopeFrom } = delivery
  // One that broke off says nothing any more.
  if (status === 'sending' || rawSha256 === null) return { raw: raw ?? Buffer.alloc(0), envelopeFrom }
  const fetched = await fetchMade(io, delivery, orgId)
  return fetched && { raw: fetched, envelopeFrom }
}

/** What is to be said of one that left. */
type Recorded = ((tx: Tx) => Promise<void>) | undefined
type Begun = { mail: Leaving; at: number; open: OpenWays; turns: Turns }

async function handOver({ unit, store }: Io, begun: Begun | undefined): Promise<Recorded> {
  if (!begun) return undefined
  const { mail, at, open, turns } = begun
  const { closed } = turns
  if (closed && closed.at >= at) {
    await unit((tx) => recordFailure(tx, mail, closed.failure))
    return undefined
  }
  let out: WayOut | undefined
  let sent: SentBy
  try {
    out = openedOf(open, mail.way)
    if (!out) {
      deliveriesTotal.inc({ outcome: 'outbox' })
      return (tx) => recordDelivery(tx, mail.deliveryId, { status: 'sent', via: 'outbox', error: null })
    }
    sent = await out.send(mail)
  } catch (failure) {
    if (!(failure instanceof SendFailed)) throw failure
    deliveriesTotal.inc({ outcome: failure.kind })
    const found = failure.kind === 'unsure' ? await out?.findSent?.(mail.messageId, mail.about) : undefined
    // Before its turn is over: whoever is next hears of it.
    await unit((tx) => recordFailure(tx, mail, failure, found))
    if (failure.kind === 'temporary' && failure.ofWay && mail.way.mailboxId)
      turns.closed = { failure, at: performance.now() }
    return undefined
  }
  deliveriesTotal.inc({ outcome: 'sent' })
  return (tx) => recordSent(tx, mail, { ...sent, via: viaOf(mail.way), smtpUrl: store.config.smtpUrl })
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

/** Says that it is on its way, unless it is not to leave any more, or something forbids it. */
async function begin(
  tx: Tx,
  { config }: Store,
  { deliveryId, by, ready, delivery }: Asked & { ready: ReadyMail; delivery: DeliveryToSend },
): Promise<Leaving | undefined> {
  const { message } = delivery
  const [shadow, revoked, way] = await Promise.all([
    shadowOver(tx, { address: message.from, mailboxId: delivery.mailboxId }),
    revokedSince(tx, message.identity?.id ?? null),
    readWay(tx, delivery.wayOf),
  ])
  // Those before it found out that this way is closed: it need not find out again.
  if (by && isPaused(way.row, tx.now)) {
    await letGo(tx, { deliveryId, by })
    return undefined
  }
  const refused = shadow ?? revoked
  const until = refused ? undefined : new Date(tx.now.getTime() + attemptMs)
  const leaving = ready.record
    ? (await ready.record(tx, until)) && delivery
    : await beginAgain(tx, { deliveryId, by }, until)
  if (!leaving) return undefined
  if (refused) {
    deliveriesTotal.inc({ outcome: shadow ? 'shadow' : 'revoked' })
    await recordDelivery(tx, deliveryId, { status: 'failed', error: refused })
    return undefined
  }
  if (writesEnvelope(way, config.smtpUrl)) await returnsElsewhere(tx, deliveryId)
  const { envelopeTo: to, attempts, queuedAt: since } = leaving
  return {
    ...{ deliveryId, way, raw: ready.raw, from: ready.envelopeFrom, to, attempts: attempts + 1 },
    messageId: bareId(message.messageIdHeader),
    about: { mark: message.id, since },
  }
}

/** The same mail as before: the row is locked, and what it says now counts. */
async function beginAgain(
  tx: Tx,
  { deliveryId, by }: Asked,
  until: Date | undefined,
): Promise<DeliveryToSend | undefined> {
  const delivery = await deliveryToSend(tx, deliveryId)
  if (!delivery || !isDue(tx, delivery, by)) return undefined
  if (delivery.status === 'sending') {
    await recordDelivery(tx, deliveryId, {
      status: 'unsure',
      error: 'The sender stopped in the middle: the mail may or may not have left. Look before you send it again.',
    })
    return undefined
  }
  if (until) await recordDelivery(tx, deliveryId, { status: 'sending', attempt: true, nextTryAt: until })
  return delivery
}

/** A person sends a failed or unsure mail again: the same bytes under the same Message-ID. */
export async function retryDelivery(
  tx: Tx,
  { ticketId, messageId }: { ticketId: string; messageId: string },
): Promise<void> {
  await mustNotStandInShadow(tx, { ticketId, messageId })
  await requeueDelivery(tx, { ticketId, messageId })
}
