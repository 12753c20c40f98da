import { sql } from 'kysely'
import type { Answered, Found, MailOut, SendFailed, SentAbout, SentBy } from '../../connectors/mailOut.ts'
import type { Tx } from '../../platform/work.ts'
import { type DeliveryRecord, recordDelivery } from '../../tickets/index.ts'
import { letGo } from './claiming.ts'
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
  const answered = await noteAnswers(tx, deliveryId, recipients)
  if (way.mailboxId && (way.row?.failures ?? 0) > 0) await resumeWay(tx, way.mailboxId)
  const putOff = recipients.filter(({ isPutOff }) => isPutOff).map(({ address }) => address)
  const error = refusalsIn(answered)
  if (putOff.length > 0 && attempts < attemptsMax) {
    await leftTo(tx, deliveryId, putOff)
    const record = { status: 'queued', via, response, error, nextTryAt: nextTry(tx, attempts) } as const
    await recordDelivery(tx, deliveryId, record)
    return
  }
  await recordDelivery(tx, deliveryId, { status: 'sent', via, response, error })
  if (filesSent(way, smtpUrl)) tx.enqueue(fileSent, { deliveryId })
}

/** It did not leave, or nobody knows. `found`: what the provider said when it was asked whether it has it. */
export async function recordFailure(tx: Tx, mail: Leaving, failure: SendFailed, found?: Found): Promise<void> {
  const { deliveryId, way, attempts } = mail
  const { kind, message, ofWay, recipients, retryAfterMs } = failure
  await letGo(tx, deliveryId)
  await noteAnswers(tx, deliveryId, recipients)
  if (kind === 'unsure') {
    if (found) await noteFound(tx, deliveryId, found)
    return recordDelivery(tx, deliveryId, { status: 'unsure', error: message })
  }
  if (kind === 'permanent') return recordDelivery(tx, deliveryId, { status: 'failed', error: message })
  if (ofWay && way.mailboxId) {
    const nextTryAt = await pauseWay(tx, way.mailboxId, failure)
    // It was not this mail that failed.
    await sql`update delivery set attempts = attempts - 1, waits_for = 'way' where id = ${deliveryId}`.execute(tx.db)
    return recordDelivery(tx, deliveryId, { status: 'queued', error: message, nextTryAt })
  }
  if (attempts >= attemptsMax)
    return recordDelivery(tx, deliveryId, {
      status: 'failed',
      error: `Given up after ${attempts} attempts. ${message}`,
    })
  const putOff = recipients.filter(({ isPutOff }) => isPutOff).map(({ address }) => address)
  if (putOff.length > 0) await leftTo(tx, deliveryId, putOff)
  const nextTryAt = retryAfterMs ? new Date(tx.now.getTime() + retryAfterMs) : nextTry(tx, attempts)
  return recordDelivery(tx, deliveryId, { status: 'queued', error: message, nextTryAt })
}

const nextTry = (tx: Tx, attempts: number) => new Date(tx.now.getTime() + waits[Math.min(attempts, waits.length) - 1]!)

async function noteAnswers(tx: Tx, deliveryId: string, said: readonly Answered[]): Promise<Answered[]> {
  if (said.length === 0) return []
  const { rows } = await sql<{
    answered: Answered[] | null
  }>`select answered from delivery where id = ${deliveryId}`.execute(tx.db)
  const all = new Map((rows[0]?.answered ?? []).map((one) => [one.address, one]))
  for (const { address, accepted, says } of said) all.set(address, { address, accepted, says })
  const answered = [...all.values()]
  await sql`update delivery set answered = ${JSON.stringify(answered)}::jsonb, claimed_by = null, claimed_until = null
    where id = ${deliveryId}`.execute(tx.db)
  return answered
}

const leftTo = (tx: Tx, deliveryId: string, addresses: readonly string[]) =>
  sql`update delivery set left_to = ${JSON.stringify(addresses)}::jsonb where id = ${deliveryId}`.execute(tx.db)

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
