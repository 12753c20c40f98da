import { notFound } from '../../platform/problem.ts'
import type { Store } from '../../platform/store.ts'
import { inTx } from '../../platform/tx.ts'
import type { Tx } from '../../platform/work.ts'
import { explainMessage, messageForSource, messageOfHeader } from '../../tickets/index.ts'
import { asText, deliveriesOfMessage } from '../arriving/source.ts'
import { parserVersion } from '../parsing/parsed.ts'
import { judgeAgain } from '../replaying/replaying.ts'
import { keptMailsOf, readAgain } from '../replaying/rereading.ts'
import { type OfMessage, rawOfMessage } from './showing.ts'

/** Everything we know of how a message came to be, or went out, and the mail itself. */
export async function showSource(tx: Tx, input: OfMessage, store: Store) {
  const at = { ticketId: input.id, messageId: input.message_id }
  const { source, read, sha256 } = await rawOfMessage(tx, input, store)
  const occurrences = await deliveriesOfMessage(tx, input.message_id)
  const { delivery, ...message } = await explainMessage(tx, at)
  const { stitch } = source
  const refersTo = stitch && (await referredBy(tx, stitch.evidence, input))
  return async () => {
    const bytes = await read()
    return {
      raw_text: asText(bytes),
      size: bytes.length,
      sha256,
      direction: message.direction,
      at: message.at,
      subject: message.subject,
      author: message.author,
      held: message.held,
      message_id: message.messageIdHeader,
      date: message.writtenAt,
      in_reply_to: message.inReplyTo,
      references: message.references,
      parser: message.direction === 'in' ? { version: message.parserVersion, today: parserVersion } : null,
      occurrences,
      delivery: delivery && {
        status: delivery.status,
        via: delivery.via,
        envelope_from: delivery.envelopeFrom,
        envelope_to: delivery.envelopeTo,
        attempts: delivery.attempts,
        error: delivery.error,
        response: delivery.response,
        queued_at: delivery.queuedAt,
        sent_at: delivery.sentAt,
      },
      verdict: source.verdict,
      recipient: source.recipient,
      stitch: stitch && { ...stitch, refers_to: refersTo },
      problems: source.problems,
    }
  }
}

/** The message that the evidence names. An id that nothing here has says so by itself. */
async function referredBy(tx: Tx, evidence: unknown, { id, message_id }: OfMessage) {
  const ids = Object.entries((evidence ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
    /message_id$/.test(name) && typeof value === 'string' ? [value] : [],
  )
  const found = ids[0] ? await messageOfHeader(tx, ids[0], id) : null
  if (!found || found.messageId === message_id) return null
  return {
    message_id: found.messageId,
    ticket_id: found.ticketId,
    ticket_number: found.ticketNumber,
    subject: found.subject,
    at: found.at,
  }
}

/** What would be decided about a received message if it came today. Nothing is written. */
export async function showToday(tx: Tx, { id, message_id }: OfMessage, store: Store) {
  const { direction } = await messageForSource(tx, { ticketId: id, messageId: message_id })
  const kept = await keptMailsOf(tx, [message_id])
  if (direction !== 'in' || kept.length === 0) throw notFound()
  const { actor } = tx
  return async () => {
    const mails = await readAgain(store, actor.orgId, kept)
    const [judged] = await inTx(store, actor, (again) =>
      judgeAgain(again, store, mails, { stage: 'all', writes: false }),
    )
    const bounces = mails[0]?.read?.mail.bounces ?? []
    return { parser: parserVersion, changes: judged?.changes ?? [], failure: judged?.failure ?? null, bounces }
  }
}
