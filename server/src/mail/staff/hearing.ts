import { z } from 'zod'
import { actorOf, may } from '../../auth/index.ts'
import { type AskDns, openDns } from '../../connectors/dns.ts'
import { defineJob } from '../../platform/jobs.ts'
import { Problem } from '../../platform/problem.ts'
import type { Store } from '../../platform/store.ts'
import { inTx } from '../../platform/tx.ts'
import type { Actor, Job, Tx } from '../../platform/work.ts'
import { addNote, holdAnswer, leadsTo, sendReply } from '../../tickets/index.ts'
import { readFiled } from '../arriving/source.ts'
import { tables as mailTables } from '../mailbox.ts'
import type { ReadMail } from '../parsing/parsed.ts'
import { reader } from '../parsing/reader.ts'
import { type Authenticated, authenticate } from '../senders/authenticating.ts'
import { journeyOf } from '../senders/checkingSenders.ts'
import { type Shown, whyNotBelieved, wordsOfAnswer } from './believing.ts'
import { findStaffMails, type Outcome, type StaffMail, staffClaim, tables } from './staffMail.ts'

const retryMax = 3

/**
 * Hears what a colleague answers to a notification. It speaks to the DNS; what is proven to be this person's, and nobody else's, is done
 * in the person's name, once. Everything else stands on the ticket as words of somebody outside, for colleagues to see, with the reason.
 */
export const hearingStaff = (dns: AskDns): Job<{ occurrenceId: string; staffMailId: string }> =>
  defineJob({
    name: 'mail.staff-answer',
    input: z.object({ occurrenceId: z.string(), staffMailId: z.string() }),
    retryMax,
    async run({ unit, store, attempt }, ids) {
      const asked = await unit((tx) => asArrived(tx, ids))
      if (!asked) return
      const { row, orgId } = asked
      const bytes = asked.bytes ?? (await readFiled(store, orgId, row.raw_sha256))
      const envelope = { from: row.envelope_from, to: row.envelope_to }
      const [read] = await reader.read([{ bytes, envelope }])
      if (!read || read instanceof Error) throw read ?? new Error('the mail was not read')
      const way = { peerIp: row.peer_ip, peerHelo: row.peer_helo, envelopeFrom: row.envelope_from }
      const authenticated = await authenticate(bytes, journeyOf(store, way, read.mail.from?.address ?? ''), dns)
      if (authenticated.temporary && attempt <= retryMax)
        throw new Error('the DNS did not answer about the sender: it is asked again')
      await hear(store, orgId, { ...ids, read, authenticated })
    },
  })

export const hearStaffAnswer = hearingStaff(openDns())

type Heard = { occurrenceId: string; staffMailId: string; read: ReadMail; authenticated: Authenticated }

/** The delivery, unless it was heard already. */
async function asArrived(tx: Tx, { occurrenceId }: { occurrenceId: string }) {
  const heard = await tables(tx)
    .selectFrom('staff_answer')
    .select('outcome')
    .where('occurrence_id', '=', occurrenceId)
    .executeTakeFirst()
  if (heard) return undefined
  const row = await mailTables(tx)
    .selectFrom('occurrence')
    .select(['raw_sha256', 'envelope_from', 'envelope_to', 'peer_ip', 'peer_helo'])
    .where('id', '=', occurrenceId)
    .executeTakeFirst()
  if (!row) return undefined
  const raw = await mailTables(tx)
    .selectFrom('raw_mail')
    .select('bytes')
    .where('sha256', '=', row.raw_sha256)
    .executeTakeFirst()
  return { row, orgId: tx.actor.orgId, bytes: raw?.bytes ?? undefined }
}

/** First as the person; where that is refused, whatever for, as nobody. */
async function hear(store: Store, orgId: string, heard: Heard): Promise<void> {
  const system: Actor = { kind: 'system', id: 'mail', orgId, roles: [] }
  const actor = await inTx(store, system, (tx) => actorOfMail(tx, heard.staffMailId))
  const refusal = await inTx(store, actor ?? system, (tx) => carryOut(tx, store, heard)).catch((error: unknown) => {
    if (error instanceof Problem) return error.message
    throw error
  })
  if (refusal !== null) await inTx(store, system, (tx) => hold(tx, heard, refusal))
}

async function actorOfMail(tx: Tx, staffMailId: string): Promise<Actor | undefined> {
  const it = await tables(tx)
    .selectFrom('staff_mail')
    .select('user_id')
    .where('id', '=', staffMailId)
    .executeTakeFirst()
  return it && actorOf(tx, it.user_id)
}

/** Does what the person wants of an answer, or says why not. */
async function carryOut(tx: Tx, store: Store, heard: Heard): Promise<string | null> {
  const staffMail = await lockStaffMail(tx, heard.staffMailId)
  if (!staffMail?.ticket_id) return 'The ticket of the notification is gone.'
  if (await isKnown(tx, heard, staffMail, ['noted', 'replied', 'known'])) return null
  const why = whyNotBelieved(await shownBy(tx, store, heard, staffMail))
  if (why) return why
  const { words, leftOut } = wordsOfAnswer(heard.read)
  if (words === '') return 'There are no words above what it quotes.'
  const id = await leadsTo(tx, staffMail.ticket_id)
  // What a mail program quotes in no way that we know may be words for colleagues: with the link in it, it stays inside.
  const isQuoting = words.includes(`/tickets/${staffMail.ticket_id}`)
  const isReply = staffMail.answer_does === 'reply' && leftOut.length === 0 && !isQuoting
  if (isReply) {
    const reply = { id, body: words, kind: 'reply', unless_answered: false, force: false, keepsDraft: true } as const
    await sendReply(tx, reply, store)
  } else await addNote(tx, { id, body: [words, ...lostFiles(leftOut)].join('\n\n'), keepsDraft: true })
  await tables(tx).updateTable('staff_mail').set({ answered_at: tx.now }).where('id', '=', staffMail.id).execute()
  const says = isReply ? 'It was sent to the customer.' : 'It became a note.'
  await recordAnswer(tx, heard, { outcome: isReply ? 'replied' : 'noted', says, messageId: null })
  return null
}

const lostFiles = (names: readonly string[]) =>
  names.length === 0 ? [] : [`(Files that came with this mail were not taken along: ${names.join(', ')})`]

const lockStaffMail = (tx: Tx, id: string): Promise<StaffMail | undefined> =>
  tables(tx).selectFrom('staff_mail').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

/** The same mail on two roads is one answer. What was held under its id may have been somebody else's, and bars nobody. */
async function isKnown(tx: Tx, heard: Heard, { id }: StaffMail, outcomes: readonly Outcome[]): Promise<boolean> {
  const messageId = heard.read.mail.message_id
  if (messageId === null) return false
  const before = await tables(tx)
    .selectFrom('staff_answer')
    .select('outcome')
    .where('staff_mail_id', '=', id)
    .where('message_id_header', '=', messageId)
    .where('outcome', 'in', [...outcomes])
    .executeTakeFirst()
  if (!before) return false
  await recordAnswer(tx, heard, { outcome: 'known', says: 'The same mail came twice.', messageId: null })
  return true
}

async function shownBy(tx: Tx, store: Store, { read, authenticated }: Heard, staffMail: StaffMail): Promise<Shown> {
  const claims = [...read.mail.to, ...read.mail.cc].flatMap(({ address }) => staffClaim(address) ?? [])
  const known = await findStaffMails(tx, store.keys, { claims, ids: [] })
  const actor = await actorOf(tx, staffMail.user_id)
  return {
    ...{ staffMail, read, authenticated, now: tx.now },
    isAnswerAddress: (address) => {
      const claim = staffClaim(address)
      return claim !== null && known.byClaim(claim)?.id === staffMail.id
    },
    person: actor && { email: actor.email, active: true, mayReply: may(actor, 'ticket.reply') },
  }
}

/** The words of somebody outside, before the eyes of colleagues only. */
async function hold(tx: Tx, heard: Heard, why: string): Promise<void> {
  const staffMail = await lockStaffMail(tx, heard.staffMailId)
  if (!staffMail || (await isKnown(tx, heard, staffMail, ['noted', 'replied', 'held', 'known']))) return
  const says = `This answer to a notification was not carried out. ${why}`
  const { mail } = heard.read
  const messageId =
    staffMail.ticket_id &&
    (await holdAnswer(tx, {
      ticketId: await leadsTo(tx, staffMail.ticket_id),
      from: mail.from ?? { name: '', address: '' },
      ...{ subject: mail.subject, text: mail.text, reply: mail.reply_text, quoted: mail.quoted_text },
      says,
      authentication: { verdict: heard.authenticated.verdict, reasons: heard.authenticated.reasons },
    }))
  await recordAnswer(tx, heard, { outcome: 'held', says, messageId })
}

async function recordAnswer(
  tx: Tx,
  { occurrenceId, staffMailId, read }: Heard,
  { outcome, says, messageId }: { outcome: Outcome; says: string; messageId: string | null },
): Promise<void> {
  await tables(tx)
    .insertInto('staff_answer')
    .values({
      ...{ occurrence_id: occurrenceId, staff_mail_id: staffMailId, message_id_header: read.mail.message_id },
      ...{ outcome, says, message_id: messageId, at: tx.now },
    })
    .execute()
  await mailTables(tx).updateTable('occurrence').set({ error: says }).where('id', '=', occurrenceId).execute()
}
