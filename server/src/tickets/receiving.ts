import { sql } from 'kysely'
import { forgetUndeliverable, recognize } from '../people/index.ts'
import { ticketsCreated } from '../platform/metrics.ts'
import type { Tx } from '../platform/work.ts'
import { indexMessages } from '../search/index.ts'
import { cancelAnswered } from './cancelling.ts'
import { messageReceived, noteAdded, ticketOpened } from './events.ts'
import { type Named, previewOf, type Status, takeNumbers } from './ticket.ts'

/** What this module must know of a mail; the mail module's parsed mail has this shape. */
export type Mail = {
  sha256: string
  message_id: string | null
  in_reply_to: string | null
  references: string[]
  date: string | null
  subject: string
  from: Named | null
  to: Named[]
  cc: Named[]
  reply_to: Named[]
  text: string
  reply_text: string
  quoted_text: string
  html: string | null
  attachments: {
    filename: string
    content_type: string
    size: number
    sha256: string
    inline: boolean
    content_id: string | null
  }[]
  verdict: { vacation: boolean; bounce: boolean }
  recipient: unknown
  problems: string[]
}

export type Inbound = {
  messageId: string
  /** Null: kept in quarantine, on no ticket; `problem` says why. */
  ticketId: string | null
  /** The ticket does not exist yet and begins with this message. */
  opens: boolean
  mailboxId: string
  mail: Mail
  fingerprint: string
  wordsFingerprint: string | null
  weakFingerprint: string | null
  parserVersion: number
  stitch: { reason: string; confidence: 'high' | 'medium' | 'low'; evidence: unknown }
  /** Its sender is no participant: staff see it, nothing outward follows from it until a person approves. */
  held: boolean
  /** It answers words that only colleagues were sent: it is a note, and wakes nobody. */
  internal?: boolean | undefined
  /** Colleagues asked for it: it is a note that brings the ticket back to them. */
  awaited?: boolean | undefined
  receivedAt: Date
  isHistory: boolean
  /** Its sender is blocked here: it opens a spam ticket, and on a ticket of others it stands without waking anybody. */
  isBlocked?: boolean
  /** Another mail server tells what became of a mail of ours: it stands in the thread, and that is all. */
  isReport?: boolean
  problem?: string
}

const nobody = 'unknown@invalid'
const recipientsMax = 1_000

/**
 * Customers' words arrive: on their tickets, or on new ones. Written for lists, one mail is a list of one. An answer reopens a pending,
 * resolved or closed ticket; a vacation notice or a bounce is attached and changes nothing, and nothing wakes spam. History opens closed
 * tickets, silently; blocked senders open spam, as silently.
 */
export async function receiveMessages(tx: Tx, inbound: readonly Inbound[]): Promise<void> {
  const contacts = await recognize(
    tx,
    inbound.map(({ mail }) => mail.from ?? { address: nobody, name: '' }),
  )
  const arrivals = inbound.map((one) => ({ ...one, contactId: contacts.get(senderOf(one))!, at: instantOf(one) }))

  const openers = arrivals.filter(({ opens, ticketId }) => opens && ticketId)
  if (openers.length) await openAll(tx, openers)
  await writeMessages(tx, arrivals)
  await writeAttachments(tx, arrivals)
  await indexMessages(tx, arrivals.filter(({ ticketId }) => ticketId).map(findable))
  const joined = Map.groupBy(
    arrivals.filter(({ ticketId }) => ticketId),
    ({ ticketId }) => ticketId!,
  )
  if (joined.size) await freshen(tx, joined)
  const live = arrivals.filter(({ isHistory, isBlocked, isReport }) => !isHistory && !isBlocked && !isReport)
  await forgetUndeliverable(tx, live.filter(({ mail }) => !mail.verdict.bounce).map(senderOf))
  await cancelAnswered(
    tx,
    live.flatMap((one) => (one.ticketId && !one.held && !one.internal && isSpoken(one) ? [one.ticketId] : [])),
  )

  for (const { opens, ticketId, messageId, isHistory, internal } of arrivals) {
    if (!ticketId || isHistory) continue
    if (opens) tx.emit(ticketOpened, { ticketId })
    tx.emit(internal ? noteAdded : messageReceived, { ticketId, messageId })
  }
}

/** Somebody says something that is waited for. */
const isSpoken = ({ internal, awaited, mail: { verdict } }: Arrival) =>
  (!internal || awaited) && !verdict.vacation && !verdict.bounce

type Arrival = Inbound & { contactId: string; at: Date }

export const senderOf = ({ mail }: { mail: Pick<Mail, 'from'> }): string =>
  (mail.from?.address ?? nobody).trim().toLowerCase()

/** History stands at the date it was written, live mail at the instant we had it: a sender's clock does not reorder a desk. */
function instantOf({ mail, receivedAt, isHistory }: Inbound): Date {
  const written = mail.date ? new Date(mail.date) : undefined
  return isHistory && written && written < receivedAt ? written : receivedAt
}

async function openAll(tx: Tx, openers: readonly Arrival[]): Promise<void> {
  const first = await takeNumbers(tx, openers.length)
  const rows = openers.map(({ ticketId, mail, mailboxId, contactId, at, isHistory, isBlocked = false }, i) => ({
    id: ticketId,
    number: first + i,
    subject: mail.subject || '(no subject)',
    status: (isBlocked ? 'spam' : isHistory ? 'closed' : 'new') satisfies Status,
    mailbox_id: mailboxId,
    requester_id: contactId,
    at,
    closed_at: isHistory && !isBlocked ? at : null,
  }))
  await sql`
    insert into ticket (id, number, subject, status, mailbox_id, requester_id, unread, created_at, active_at, updated_at, closed_at)
    select id, number, subject, status, mailbox_id, requester_id, status = 'new', at, at, ${tx.now}, closed_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as t(id uuid, number bigint, subject text, status text, mailbox_id uuid, requester_id uuid, at timestamptz, closed_at timestamptz)`.execute(
    tx.db,
  )
  await sql`
    insert into ticket_participant (ticket_id, address)
    select * from unnest(${openers.map(({ ticketId }) => ticketId)}::uuid[], ${openers.map(senderOf)}::text[])
    on conflict do nothing`.execute(tx.db)
  ticketsCreated.inc({ channel: 'mail' }, openers.filter(({ isHistory }) => !isHistory).length)
}

async function writeMessages(tx: Tx, arrivals: readonly Arrival[]): Promise<void> {
  const rows = arrivals.map((one) => ({
    id: one.messageId,
    ticket_id: one.ticketId,
    direction: one.internal ? 'note' : 'in',
    contact_id: one.contactId,
    from_name: one.mail.from?.name ?? '',
    from_address: one.mail.from?.address ?? '',
    to_addresses: one.mail.to.slice(0, recipientsMax),
    cc_addresses: one.mail.cc.slice(0, recipientsMax),
    reply_to_addresses: one.mail.reply_to.slice(0, recipientsMax),
    subject: one.mail.subject,
    message_id_header: one.mail.message_id,
    in_reply_to: one.mail.in_reply_to,
    reference_ids: one.mail.references,
    raw_sha256: one.mail.sha256,
    fingerprint: one.fingerprint,
    words_fingerprint: one.wordsFingerprint,
    weak_fingerprint: one.weakFingerprint,
    parser_version: one.parserVersion,
    text: one.mail.text,
    reply_text: one.mail.reply_text,
    quoted_text: one.mail.quoted_text,
    html: one.mail.html,
    verdict: one.mail.verdict,
    recipient: one.mail.recipient,
    problems: one.mail.problems,
    stitch_reason: one.stitch.reason,
    stitch_confidence: one.stitch.confidence,
    stitch_evidence: one.stitch.evidence,
    held: one.held,
    problem: one.problem ?? null,
    sent_at: one.mail.date,
    at: one.at,
  }))
  await sql`
    insert into message (id, ticket_id, direction, contact_id, from_name, from_address, to_addresses, cc_addresses, reply_to_addresses, subject,
      message_id_header, in_reply_to, reference_ids, raw_sha256, fingerprint, words_fingerprint, weak_fingerprint, parser_version,
      text, reply_text, quoted_text, html,
      verdict, recipient, problems, stitch_reason, stitch_confidence, stitch_evidence, held, problem, sent_at, at)
    select id, ticket_id, direction, contact_id, from_name, from_address, to_addresses, cc_addresses, reply_to_addresses, subject,
      message_id_header, in_reply_to, reference_ids, raw_sha256, fingerprint, words_fingerprint, weak_fingerprint, parser_version,
      text, reply_text, quoted_text, html,
      verdict, recipient, problems, stitch_reason, stitch_confidence, stitch_evidence, held, problem, sent_at, at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(
      id uuid, ticket_id uuid, direction text, contact_id uuid, from_name text, from_address text, to_addresses jsonb, cc_addresses jsonb,
      reply_to_addresses jsonb, subject text, message_id_header text, in_reply_to text, reference_ids text[], raw_sha256 text, fingerprint text, words_fingerprint text,
      weak_fingerprint text, parser_version int, text text, reply_text text, quoted_text text, html text, verdict jsonb, recipient jsonb,
      problems jsonb, stitch_reason text, stitch_confidence text, stitch_evidence jsonb, held boolean, problem text, sent_at timestamptz, at timestamptz)`.execute(
    tx.db,
  )
}

async function writeAttachments(tx: Tx, arrivals: readonly Arrival[]): Promise<void> {
  const rows = arrivals.flatMap(({ messageId, mail }) =>
    mail.attachments.map((one, position) => ({ id: tx.newId(), message_id: messageId, position, ...one })),
  )
  if (rows.length === 0) return
  await sql`
    insert into attachment (id, message_id, position, filename, content_type, size, sha256, inline, content_id)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as a(id uuid, message_id uuid, position int, filename text, content_type text, size int, sha256 text, inline boolean, content_id text)`.execute(
    tx.db,
  )
}

/** As search knows it. */
export const findable = ({ messageId, mail }: { messageId: string; mail: Omit<Mail, 'verdict'> }) => ({
  messageId,
  subject: mail.subject,
  from: mail.from ? [mail.from] : [],
  to: [...mail.to, ...mail.cc].slice(0, recipientsMax),
  filenames: mail.attachments.map(({ filename }) => filename),
  hasAttachment: mail.attachments.some(({ inline }) => !inline),
  text: mail.text,
})

/**
 * What the list shows of the tickets after these arrivals, and whether they wake them. Whoever is blocked neither brings a ticket back
 * to the top nor speaks for it in the list, unless it is spam.
 */
async function freshen(tx: Tx, joined: Map<string, Arrival[]>): Promise<void> {
  const rows = [...joined].map(([id, arrivals]) => {
    const heard = arrivals.filter(({ isBlocked, isReport }) => !isBlocked && !isReport)
    // A note is shown in no list.
    const latest = (heard.length > 0 ? heard : arrivals)
      .filter(({ internal, awaited }) => !internal || awaited)
      .reduce<Arrival | undefined>((a, b) => (!a || b.at >= a.at ? b : a), undefined)
    return {
      id,
      count: arrivals.length,
      preview: latest ? previewOf(latest.mail.reply_text || latest.mail.text) : '',
      first_at: arrivals.reduce((a, b) => (b.at < a.at ? b : a)).at,
      last_at: latest?.at ?? null,
      heard: heard.length > 0,
      live: heard.some(({ isHistory }) => !isHistory),
      wakes: heard.some((one) => !one.isHistory && !one.opens && isSpoken(one)),
    }
  })
  await sql`
    update ticket t set
      message_count = t.message_count + a.count,
      preview = case when a.last_at >= t.active_at and (a.heard or t.status = 'spam') then a.preview else t.preview end,
      active_at = case when a.heard or t.status = 'spam' then greatest(t.active_at, a.last_at) else t.active_at end,
      created_at = least(t.created_at, a.first_at),
      unread = t.unread or (a.live and t.status <> 'spam'),
      status = case when a.wakes and t.status in ('pending', 'resolved', 'closed') then 'open' else t.status end,
      resolved_at = case when a.wakes then null else t.resolved_at end,
      closed_at = case when a.wakes then null else t.closed_at end,
      version = t.version + 1,
      updated_at = ${tx.now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as a(id uuid, count int, preview text, first_at timestamptz, last_at timestamptz, heard boolean, live boolean, wakes boolean)
    where t.id = a.id`.execute(tx.db)
}
