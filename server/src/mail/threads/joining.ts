import { sql } from 'kysely'
import type { Store } from '../../platform/store.ts'
import type { Tx } from '../../platform/work.ts'
import { type Inbound, linkTickets, mergeTickets, receiveMessages, type Sent } from '../../tickets/index.ts'
import type { Claimed, Joined } from '../arriving/claiming.ts'
import type { Stage } from '../mailbox.ts'
import type { Fingerprints } from '../parsing/fingerprinting.ts'
import { parserVersion, type ReadMail } from '../parsing/parsed.ts'
import { weighRecipient } from '../parsing/recipientEvidence.ts'
import { heedBlocks } from '../senders/heedingBlocks.ts'
import { amongMailboxes } from '../senders/spelling.ts'
import { type Came, recordCollisions } from './colliding.ts'
import { type KnownMails, lookUpMails } from './identifying.ts'
import { placeInThread } from './providerThreads.ts'
import { besideItsMail, heedReports, reportsAmong } from './returning.ts'
import { idsOf, lookUpThreads, type Stitch, type Stitchable, type StitchTicket, stitch } from './stitching.ts'
import { listOf } from './threadIds.ts'

export type Readable = Claimed & { read: ReadMail } & Fingerprints & {
    /** The account of the journal that brought it. */
    journal?: string | undefined
    /** The message of ours that it is, though its bytes are others. */
    sent?: Sent | undefined
  }

type Key = {
  mailbox_id: string
  key: string
  kind: 'own' | 'ref'
  ticket_id: string
  message_id: string
  at: Date
  list_id?: string | null
  /** The mail went to colleagues only: an answer to it stays inside. */
  internal?: boolean
}

/**
 * Puts each mail on its ticket: content that is here already is only another delivery of its message; the rest joins a ticket or
 * opens one, and is kept as well when its Message-ID was used before (R9). The caller holds the
 * organisation's ingest lock, so nothing it looks up can change before the commit. Mails are taken in as they arrived, and each knows those
 * before it: a batch comes to what one mail after the other would.
 */
export async function joinTickets(
  tx: Tx,
  store: Store,
  readable: readonly Readable[],
  ownAddresses: ReadonlySet<string>,
): Promise<Joined[]> {
  const here = await lookUpMails(tx, readable)
  const arrived = readable.map((one) => ({
    ...one,
    mailboxId: one.mailbox_id,
    envelopeTo: one.envelope_to,
    receivedAt: one.received_at,
    isHistory: one.is_history,
    providerThread: one.provider_thread,
  }))
  const mails = await heedBlocks(tx, arrived, ownAddresses)
  const reports = await reportsAmong(tx, store.keys, mails)
  const known = await lookUpThreads(tx, store.keys, mails satisfies Stitchable[], ownAddresses, here.ticketIds())

  const isOurs = amongMailboxes(ownAddresses)
  const inbound: Inbound[] = []
  const keys: Key[] = []
  const following: Following[] = []
  const done: Joined[] = []
  const shared = new Map<string, Came>()
  for (const one of mails) {
    const { read, fingerprint, wordsFingerprint, weakFingerprint, mailboxId, received_at } = one
    const before = here.same(one) ?? one.sent
    const messageId = before?.messageId ?? tx.newId()
    let ticketId = before?.ticketId ?? null
    let isInternal = false
    let place = before ? null : placeInThread(one)
    if (!before) {
      const report = reports.get(one)
      const decided = report ? besideItsMail(report, one) : besideItsVariant(stitch(one, known), here.variantOf(one))
      if (here.collides(one)) shared.set(read.mail.message_id!, addedTo(shared.get(read.mail.message_id!), received_at))
      ticketId = decided.ticketId ?? tx.newId()
      const opens = decided.ticketId === null
      if (opens) known.addTicket(asOpened(one, ticketId))
      else known.joined(ticketId, factsOf(read))
      for (const fromId of decided.gathers ?? []) known.gather(fromId, ticketId)
      for (const { ticketId: older, reason } of decided.links ?? []) known.addLink(older, ticketId, reason)
      following.push({ ticketId, gathers: decided.gathers ?? [], links: decided.links ?? [] })
      const { reason, confidence, evidence, held, internal, awaited } = decided
      isInternal = internal === true
      // Where a token leads says nothing of the conversation around it.
      if (reason === 'reply_token' || reason === 'returned') place = null
      // It came back from the way: whatever its words are, they are ours, and no answer of a customer wakes the ticket.
      const mail =
        reason === 'returned' ? { ...read.mail, verdict: { ...read.mail.verdict, vacation: true } } : read.mail
      inbound.push({
        messageId,
        ticketId,
        opens,
        mailboxId,
        mail,
        ...{ fingerprint, wordsFingerprint, weakFingerprint },
        parserVersion,
        held,
        internal,
        awaited,
        stitch: { reason, confidence, evidence },
        receivedAt: received_at,
        isHistory: one.is_history,
        isBlocked: one.isBlocked,
        isReport: report !== undefined,
      })
      here.add(one, { messageId, ticketId, held })
    }
    if (ticketId) {
      if (one.request_id) tx.origins.set(ticketId, { requestId: one.request_id, trace: one.trace ?? undefined })
      const { own, parents, references } = idsOf(read)
      const list = listOf(read)
      const note = (kind: Key['kind'], key: string) => {
        if (Buffer.byteLength(key) > keyLengthMax) return
        const at = received_at
        const internal = kind === 'own' && isInternal
        keys.push({
          mailbox_id: mailboxId,
          key,
          kind,
          ticket_id: ticketId,
          message_id: messageId,
          at,
          list_id: list,
          internal,
        })
        known.addKey(kind, mailboxId, key, ticketId, at, { list, internal })
      }
      if (own) note('own', own)
      for (const key of new Set([...parents, ...references])) note('ref', key)
      if (place) note(place.kind, place.key)
    }
    const at = store.clock().toISOString()
    const stages: Stage[] = [...one.stages, { stage: 'stitched', at }, { stage: 'routed', at }]
    done.push({ id: one.id, messageId, stages, recipient: weighRecipient(read, one.envelope_to, isOurs, one.journal) })
  }
  if (inbound.length) await receiveMessages(tx, inbound)
  await heedReports(tx, reports)
  await writeKeys(tx, keys)
  await follow(tx, following)
  await recordCollisions(tx, shared)
  return done
}

type Following = { ticketId: string } & Required<Pick<Stitch, 'gathers' | 'links'>>

/** What the mails of a batch do to other tickets, once they themselves are written. */
async function follow(tx: Tx, following: readonly Following[]): Promise<void> {
  for (const { ticketId, gathers, links } of following) {
    for (const fromId of gathers) await mergeTickets(tx, { fromId, intoId: ticketId, reason: 'parent_came' })
    for (const { ticketId: linkedId, reason } of links) await linkTickets(tx, { ticketId, linkedId, reason })
  }
}

/** A ticket of this batch, as the mails behind it see it. */
function asOpened({ read, mailboxId, receivedAt }: Stitchable, id: string): StitchTicket {
  const sender = read.mail.from?.address.toLowerCase()
  return {
    id,
    number: 0,
    participants: new Set(sender ? [sender] : []),
    status: 'new',
    subject: read.mail.subject,
    mailboxId,
    closedAt: null,
    ...(receivedAt ? { activeAt: receivedAt } : {}),
    facts: factsOf(read),
  }
}

const factsOf = (read: ReadMail) => {
  const { parents, references } = idsOf(read)
  return { onlyAnswers: parents.length + references.length > 0, onlyList: read.mail.verdict.list }
}

const addedTo = ({ mails, newestAt }: Came = { mails: 0, newestAt: new Date(0) }, at: Date): Came => ({
  mails: mails + 1,
  newestAt: at > newestAt ? at : newestAt,
})

/** A list's copy of a mail that is here, with the list's footer: a message of its own, on the ticket where its words are said already. */
function besideItsVariant(found: Stitch, variant: ReturnType<KnownMails['variantOf']>): Stitch {
  if (found.ticketId !== null || !variant?.ticketId) return found
  const { ticketId, messageId, held } = variant
  return { ticketId, reason: 'variant', confidence: 'medium', evidence: { same_words_as: messageId }, held }
}

/** Ids a person may send are long; what an index cannot hold is not looked for either, nor found within a batch. */
const keyLengthMax = 1_000

export async function writeKeys(tx: Tx, keys: readonly Key[]): Promise<void> {
  const short = keys.filter(({ key }) => Buffer.byteLength(key) <= keyLengthMax)
  if (short.length === 0) return
  await sql`
    insert into thread_key (mailbox_id, key, kind, ticket_id, message_id, at, list_id, internal)
    select mailbox_id, key, kind, ticket_id, message_id, at, list_id, coalesce(internal, false)
    from jsonb_to_recordset(${JSON.stringify(short)}::jsonb) as k(mailbox_id uuid, key text, kind text, ticket_id uuid,
      message_id uuid, at timestamptz, list_id text, internal boolean)
    on conflict do nothing`.execute(tx.db)
}
