import { sql } from 'kysely'
import { z } from 'zod'
import { SendFailed, smtpOut } from '../../connectors/smtpOut.ts'
import { defineJob } from '../../platform/jobs.ts'
import { deliveriesTotal } from '../../platform/metrics.ts'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import type { Tx } from '../../platform/work.ts'
import {
  deliveryToSend,
  dueDeliveries,
  mustNotStandInShadow,
  recordDelivery,
  requeueDelivery,
  shadowOver,
} from '../../tickets/index.ts'
import { composeAhead } from './composingAhead.ts'

const minute = 60_000
const waits = [minute, 5 * minute, 30 * minute, 120 * minute, 120 * minute, 240 * minute, 480 * minute]
const attemptsMax = waits.length + 1
/** Far longer than any attempt may take: a delivery still 'sending' after it belonged to a process that died. */
const attemptMs = 10 * minute

type ToGo = { from: string; to: string[]; raw: Buffer; attempts: number }

/**
 * Sends an answer. Before it speaks it says so in a commit of its own ('sending'): an attempt that finds that mark belongs to a
 * process that died on the way, and whether the mail left is for a person to find out. Sending it again by ourselves could be twice.
 */
export const sendMail = defineJob({
  name: 'mail.send',
  input: z.object({ ticketId: z.string(), messageId: z.string(), deliveryId: z.string() }),
  retryMax: 5,
  async run({ unit, store }, { deliveryId }) {
    const large = await composeAhead({ unit, store }, deliveryId)
    const mail = await unit((tx) => prepare(tx, deliveryId, large))
    if (!mail) return
    if (!store.config.smtpUrl) {
      deliveriesTotal.inc({ outcome: 'outbox' })
      await unit((tx) => recordDelivery(tx, deliveryId, { status: 'sent', via: 'outbox', error: null }))
      return
    }
    try {
      const { response } = await smtpOut(store.config.smtpUrl).send(mail)
      deliveriesTotal.inc({ outcome: 'sent' })
      await unit((tx) => recordDelivery(tx, deliveryId, { status: 'sent', via: 'smtp', response, error: null }))
    } catch (error) {
      if (!(error instanceof SendFailed)) throw error
      deliveriesTotal.inc({ outcome: error.kind })
      await unit((tx) => recordFailure(tx, deliveryId, error, mail.attempts))
    }
  },
})

async function prepare(tx: Tx, deliveryId: string, large: Buffer | undefined): Promise<ToGo | undefined> {
  const delivery = await deliveryToSend(tx, deliveryId)
  if (delivery?.status === 'sending') {
    // Two jobs may name one delivery: while the attempt may still be under way, this one leaves it alone.
    if (delivery.nextTryAt > tx.now) return
    await recordDelivery(tx, deliveryId, {
      status: 'unsure',
      error: 'The sender stopped in the middle: the mail may or may not have left. Look before you send it again.',
    })
    return
  }
  if (delivery?.status !== 'queued' || delivery.nextTryAt > tx.now) return
  const shadow = await shadowOver(tx, { address: delivery.message.from, mailboxId: delivery.mailboxId })
  if (shadow) {
    deliveriesTotal.inc({ outcome: 'shadow' })
    await recordDelivery(tx, deliveryId, { status: 'failed', error: shadow })
    return
  }
  const raw = delivery.raw ?? large
  // Due only now: whoever comes next makes it.
  if (!raw) return
  await recordDelivery(tx, deliveryId, {
    status: 'sending',
    attempt: true,
    nextTryAt: new Date(tx.now.getTime() + attemptMs),
  })
  return { from: delivery.envelopeFrom, to: delivery.envelopeTo, raw, attempts: delivery.attempts + 1 }
}

async function recordFailure(
  tx: Tx,
  deliveryId: string,
  { kind, message }: SendFailed,
  attempts: number,
): Promise<void> {
  if (kind === 'unsure') return recordDelivery(tx, deliveryId, { status: 'unsure', error: message })
  if (kind === 'permanent') return recordDelivery(tx, deliveryId, { status: 'failed', error: message })
  if (attempts >= attemptsMax)
    return recordDelivery(tx, deliveryId, {
      status: 'failed',
      error: `Given up after ${attempts} attempts. ${message}`,
    })
  const nextTryAt = new Date(tx.now.getTime() + waits[attempts - 1]!)
  // The sweep brings it up when it is due.
  return recordDelivery(tx, deliveryId, { status: 'queued', error: message, nextTryAt })
}

/** A person sends a failed or unsure mail again: the same bytes under the same Message-ID. */
export async function retryDelivery(
  tx: Tx,
  { ticketId, messageId }: { ticketId: string; messageId: string },
): Promise<void> {
  await mustNotStandInShadow(tx, { ticketId, messageId })
  const { deliveryId } = await requeueDelivery(tx, { ticketId, messageId })
  tx.enqueue(sendMail, { ticketId, messageId, deliveryId })
}

const sweepMax = 200

/** Orders anew what is due and has no job any more: a job is only the messenger, the delivery row is the truth. */
export async function resumeDeliveries(store: Store): Promise<number> {
  const orgs = await sql<{ org_id: string }>`select org_id from orgs_with_work(${store.clock()}, 'send')`.execute(
    store.db,
  )
  let resumed = 0
  for (const { org_id } of orgs.rows) {
    resumed += await inTx(store, systemActor(org_id, 'mail'), async (tx) => {
      const due = await dueDeliveries(tx, sweepMax)
      for (const delivery of due) tx.enqueue(sendMail, delivery)
      return due.length
    })
  }
  return resumed
}
