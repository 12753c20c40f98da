import { sql } from 'kysely'
import { z } from 'zod'
import { organisationOf } from '../../auth/index.ts'
import { defineJob } from '../../platform/jobs.ts'
import type { Tx } from '../../platform/work.ts'
import { acknowledgeMessage, declineMessages, type Opener, openersAmong } from '../../tickets/index.ts'
import { listOwnAddresses, tables } from '../mailbox.ts'
import { shadowsOf, unanswered } from '../sending/shadowing.ts'
import { acknowledgeable } from './acknowledgeable.ts'
import { filled, type Language, standardTexts, type Text } from './acknowledgementTexts.ts'
import { type Acknowledging, acknowledgingMailboxes } from './acknowledgingSettings.ts'
import { countedAs, roomForMail } from './automaticMail.ts'
import { languageOf } from './languages.ts'

/**
 * Tells a customer that the mail has arrived, and under which number: once for each ticket that a live mail opened, and only where nothing
 * can come of it but a person reading it. Ordered by whoever has found out who the senders are; each decision is written down with its
 * reasons. Ordered again, it decides again what was declined (a DNS that was silent may have answered), and never sends twice.
 */
export const acknowledge = defineJob({
  name: 'mail.acknowledge',
  input: z.object({ messageIds: z.array(z.string()) }),
  retryMax: 5,
  run: ({ unit }, { messageIds }) => unit((tx) => acknowledgeAll(tx, messageIds)),
})

/** Orders it where there is a mailbox that acknowledges. */
export async function orderAcknowledging(tx: Tx, messageIds: readonly string[]): Promise<void> {
  const { rows } = await sql`select from acknowledging where active limit 1`.execute(tx.db)
  if (rows.length > 0) tx.enqueue(acknowledge, { messageIds: [...messageIds] })
}

async function acknowledgeAll(tx: Tx, messageIds: readonly string[]): Promise<void> {
  const settings = await acknowledgingMailboxes(tx)
  const openers = (await openersAmong(tx, messageIds)).filter(({ mailboxId }) => settings.get(mailboxId)?.active)
  if (openers.length === 0) return
  const ownAddresses = new Set((await listOwnAddresses(tx)).map(({ address }) => countedAs(address)))
  const journeys = await journeysOf(tx, openers)
  const shadows = await shadowsOf(
    tx,
    openers.map(({ mailboxId }) => mailboxId),
  )
  const decided = openers.flatMap((opener) => {
    const journey = journeys.get(opener.messageId)
    // Import and backfill are silent, also where the same mail is delivered live afterwards.
    if (!journey || journey.isHistory) return []
    const { envelopeFrom } = journey
    const decision = acknowledgeable(opener, { envelopeFrom, ownAddresses, now: tx.now })
    const dark = unanswered(shadows.get(opener.mailboxId)!, opener.at)
    if (!dark) return { opener, ...decision }
    return { opener, reasons: [dark, ...('reasons' in decision ? decision.reasons : [])] }
  })

  const declined = decided.flatMap((one) => ('reasons' in one ? { ...one.opener, reasons: one.reasons } : []))
  const willing = decided.flatMap((one) => ('to' in one ? one : []))
  if (willing.length > 0) {
    const room = await roomForMail(
      tx,
      willing.map(({ to }) => to),
    )
    const organisation = (await organisationOf(tx)).name
    const leaving = willing.flatMap(({ opener, to }) => {
      const reason = room.take(to)
      if (reason) declined.push({ ...opener, reasons: [reason] })
      return reason ? [] : { opener, to }
    })
    await room.keep()
    for (const { opener, to } of inOrderOfTickets(leaving)) {
      const mailbox = settings.get(opener.mailboxId)!
      const words = wordsFor(mailbox, mailbox.as_written ? languageOf(opener.text) : null)
      const text = filled(words, valuesOf(mailbox, organisation, opener.number))
      await acknowledgeMessage(tx, opener, { returnPath: to, mailbox, subject: text.subject, text: text.body })
    }
  }
  await declineMessages(
    tx,
    declined.map(({ messageId, ticketId, reasons }) => ({ messageId, ticketId, reasons })),
  )
}

/** Own words where the mailbox has some, in the language of the mail where that is plain to see. */
export function wordsFor({ language, texts }: Acknowledging, spoken: Language | null): Text {
  return texts[spoken ?? language] ?? standardTexts[spoken ?? language]
}

export const valuesOf = ({ name, address }: Acknowledging, organisation: string, number: number) => ({
  'ticket.number': String(number),
  'mailbox.name': name,
  'mailbox.address': address,
  'organisation.name': organisation,
})

/** How the mail came whose words are the message's: the first delivery of its bytes. */
async function journeysOf(
  tx: Tx,
  openers: readonly Opener[],
): Promise<Map<string, { envelopeFrom: string | null; isHistory: boolean }>> {
  const rows = await tables(tx)
    .selectFrom('occurrence')
    .select(['message_id', 'raw_sha256', 'envelope_from', 'is_history'])
    .where(
      'message_id',
      'in',
      openers.map(({ messageId }) => messageId),
    )
    .orderBy('received_at')
    .orderBy('id')
    .execute()
  const shas = new Map(openers.map(({ messageId, rawSha256 }) => [messageId, rawSha256]))
  const journeys = new Map<string, { envelopeFrom: string | null; isHistory: boolean }>()
  for (const { message_id, raw_sha256, envelope_from, is_history } of rows) {
    const before = journeys.get(message_id!)
    if (before) before.isHistory ||= is_history
    else if (raw_sha256 === shas.get(message_id!))
      journeys.set(message_id!, { envelopeFrom: envelope_from, isHistory: is_history })
  }
  return journeys
}

const inOrderOfTickets = <T extends { opener: Opener }>(some: T[]): T[] =>
  some.toSorted((a, b) => (a.opener.ticketId < b.opener.ticketId ? -1 : 1))
