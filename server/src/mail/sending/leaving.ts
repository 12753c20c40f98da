import { sql } from 'kysely'
import type { Answered, Found, MailOut, SendFailed, SentAbout, SentBy } from '../../connectors/mailOut.ts'
import type { Tx } from '../../platform/work.ts'
import { type DeliveryRecord, deliveryToSend, type RecipientAnswer, recordDelivery } from '../../tickets/index.ts'
import { fileSent } from './filingSent.ts'
import { pauseWay, resumeWay } from './pausing.ts'
import { filesSent, type Way } from './wayOut.ts'

const minute = 60_000
const waits = [minute, 5 * minute, 30 * minute, 120 * minute, 120 * minute, 240 * minute, 480 * minute]
const attemptsMax = waits.length + 1

/** A mail on its way out, and what is needed to say what became of it. */
export type Leaving = MailOut & { deliveryId: string; way: Way; attempts: number; about: SentAbout }

type Taken = SentBy & { via: NonNullable<DeliveryRecord['via']>; smtpUrl: string | undefined }

/** The server took it, for all or for some. Those it put off are tried again alone. */
export async function recordSent(tx: Tx, mail: Leaving, { response, recipients, via, smtpUrl }: Taken): Promise<void> {
  const { deliveryId, way, attempts } = mail
  if (way.mailboxId && (way.row?.failures ?? 0) > 0) await resumeWay(tx, way.mailboxId)
  const isOver = attempts >= attemptsMax
  const answers = answersOf(recipients, isOver)
  const record = { via, response, error: refusalsIn(recipients), recipients: answers }
  if (answers.some(({ later }) => later)) {
    await recordDelivery(tx, deliveryId, { ...record, status: 'queued', nextTryAt: nextTry(tx, attempts) })
    return
  }
  await recordDelivery(tx, deliveryId, { ...record, status: 'sent' })
  if (filesSent(way, smtpUrl)) tx.enqueue(fileSent, { deliveryId })
}

/** It did not leave, or nobody knows. `found`: what the provider said when it was asked whether it has it. */
export async function recordFailure(tx: Tx, mail: Leaving, failure: SendFailed, found?: Found): Promise<void> {
  const { deliveryId, way, attempts } = mail
  const { kind, message, ofWay, retryAfterMs } = failure
  const isOver = attempts >= attemptsMax
  const recipients = answersOf(failure.recipients, isOver)
  if (kind === 'unsure') {
    if (found) await noteFound(tx, deliveryId, found)
    return recordDelivery(tx, deliveryId, { status: 'unsure', error: message, recipients })
  }
  if (kind === 'permanent') {
    const isLater = recipients.some(({ later }) => later)
    const next = isLater
      ? { status: 'queued' as const, nextTryAt: nextTry(tx, attempts) }
      : { status: 'failed' as const }
    return recordDelivery(tx, deliveryId, { ...next, error: message, recipients })
  }
  if (ofWay && way.mailboxId) {
    const nextTryAt = await pauseWay(tx, way.mailboxId, failure)
    // It was not this mail that failed.
    await sql`update delivery set attempts = attempts - 1, waits_for = 'way' where id = ${deliveryId}`.execute(tx.db)
    return recordDelivery(tx, deliveryId, { status: 'queued', error: message, nextTryAt })
  }
  if (isOver)
    return recordDelivery(tx, deliveryId, {
      status: 'failed',
      error: `Given up after ${attempts} attempts. ${message}`,
      recipients,
    })
  const nextTryAt = retryAfterMs ? new Date(tx.now.getTime() + retryAfterMs) : nextTry(tx, attempts)
  return recordDelivery(tx, deliveryId, { status: 'queued', error: message, nextTryAt, recipients })
}

/**
 * Something of ours broke before a server heard of the mail: its words could not be made ready. It is tried again like a mail that was put
 * off, and in the end it stands before a person. Whether one left that was being sent is another question, and not answered here.
 */
export async function recordBroken(tx: Tx, deliveryId: string, error: unknown): Promise<void> {
  const delivery = await deliveryToSend(tx, deliveryId)
  if (delivery?.status !== 'queued') return
  const attempts = delivery.attempts + 1
  const says = `Docket could not make this mail ready: ${error instanceof Error ? error.message : String(error)}`
  const next =
    attempts >= attemptsMax
      ? { status: 'failed' as const, error: `Given up after ${attempts} attempts. ${says}` }
      : { status: 'queued' as const, error: says, nextTryAt: nextTry(tx, attempts) }
  await recordDelivery(tx, deliveryId, { ...next, attempt: true })
}

const answersOf = (said: readonly Answered[], isOver: boolean): RecipientAnswer[] =>
  said.map(({ address, accepted, says, isPutOff = false }) => ({ address, accepted, says, later: isPutOff && !isOver }))

const nextTry = (tx: Tx, attempts: number) => new Date(tx.now.getTime() + waits[Math.min(attempts, waits.length) - 1]!)

export const noteFound = (tx: Tx, deliveryId: string, found: Found) =>
  sql`update delivery set found = ${found}, found_at = ${tx.now} where id = ${deliveryId}`.execute(tx.db)

const namedMax = 5

/** Whom the server did not take it for, and its words. */
function refusalsIn(answered: readonly Answered[]): string | null {
  const refused = answered.filter(({ accepted }) => !accepted)
  if (refused.length === 0) return null
  const named = refused.slice(0, namedMax).map(({ address, says }) => `${address}: “${says.slice(0, 200)}”`)
  const more = refused.length > namedMax ? ` and ${refused.length - namedMax} more` : ''
  return `Taken for ${answered.length - refused.length} of ${answered.length} recipients. Not for ${named.join('; ')}${more}.`
}
