import { sql } from 'kysely'
import type { Store } from '../platform/store.ts'
import type { Tx } from '../platform/work.ts'
import { type Inbound, knownMessages, receiveMessages, type Sent } from '../tickets/index.ts'
import type { Claimed, Joined } from './claiming.ts'
import { heedBlocks } from './heedingBlocks.ts'
import type { Stage } from './mailbox.ts'
import { parserVersion, type ReadMail } from './parsed.ts'
import { weighRecipient } from './recipientEvidence.ts'
import { amongMailboxes } from './spelling.ts'
import { idsOf, lookUpThreads, type Stitchable, stitch } from './stitching.ts'

export type Readable = Claimed & {
  read: ReadMail
  fingerprint: string
  /** The account of the journal that brought it. */
  journal?: string | undefined
  /** The message of ours that it is, though its bytes are others. */
  sent?: Sent | undefined
}

type Key = { mailbox_id: string; key: string; kind: 'own' | 'ref'; ticket_id: string; message_id: string; at: Date }

/**
 * Puts each mail on its ticket: content that is here already is only another delivery of its message; the rest joins a ticket or
 * opens one. The caller holds the organisation's ingest lock, so nothing it looks up can change before the commit.
 */
export async function joinTickets(
  tx: Tx,
  store: Store,
  readable: readonly Readable[],
  ownAddresses: ReadonlySet<string>,
): Promise<Joined[]> {
  const messages = await knownMessages(
    tx,
    readable.map(({ fingerprint }) => fingerprint),
  )
  const sorted = parentsFirst(readable).map((one) => ({
    ...one,
    mailboxId: one.mailbox_id,
    envelopeTo: one.envelope_to,
  }))
  const mails = await heedBlocks(tx, sorted, ownAddresses)
  const known = await lookUpThreads(tx, store.keys, mails satisfies Stitchable[], ownAddresses)

  const isOurs = amongMailboxes(ownAddresses)
  const inbound: Inbound[] = []
  const keys: Key[] = []
  const done: Joined[] = []
  for (const one of mails) {
    const { read, fingerprint, mailboxId, received_at } = one
    const before = messages.get(fingerprint) ?? one.sent
    const messageId = before?.messageId ?? tx.newId()
    let ticketId = before?.ticketId ?? null
    if (!before) {
      const { ticketId: joined, ...how } = stitch(one, known)
      ticketId = joined ?? tx.newId()
      const opens = joined === null
      if (opens) {
        const sender = read.mail.from?.address.toLowerCase()
        known.addTicket({ id: ticketId, number: 0, participants: new Set(sender ? [sender] : []) })
      }
      const { reason, confidence, evidence, held } = how
      // It came back from the way: whatever its words are, they are ours, and no answer of a customer wakes the ticket.
      const mail =
        reason === 'returned' ? { ...read.mail, verdict: { ...read.mail.verdict, vacation: true } } : read.mail
      inbound.push({
        messageId,
        ticketId,
        opens,
        mailboxId,
        mail,
        fingerprint,
        parserVersion,
        held,
        stitch: { reason, confidence, evidence },
        receivedAt: received_at,
        isHistory: one.is_history,
        isBlocked: one.isBlocked,
      })
      messages.set(fingerprint, { messageId, ticketId })
    }
    if (ticketId) {
      if (one.request_id) tx.origins.set(ticketId, { requestId: one.request_id, trace: one.trace ?? undefined })
      const { own, parents, references } = idsOf(read)
      const note = (kind: Key['kind'], key: string) => {
        keys.push({ mailbox_id: mailboxId, key, kind, ticket_id: ticketId, message_id: messageId, at: received_at })
        known.addKey(kind, mailboxId, key, ticketId, received_at)
      }
      if (own) note('own', own)
      for (const key of new Set([...parents, ...references])) note('ref', key)
    }
    const at = store.clock().toISOString()
    const stages: Stage[] = [...one.stages, { stage: 'stitched', at }, { stage: 'routed', at }]
    done.push({ id: one.id, messageId, stages, recipient: weighRecipient(read, one.envelope_to, isOurs, one.journal) })
  }
  if (inbound.length) await receiveMessages(tx, inbound)
  await writeKeys(tx, keys)
  return done
}

/** Ids a person may send are long; what an index cannot hold is not looked for either. */
const keyLengthMax = 1_000

export async function writeKeys(tx: Tx, keys: readonly Key[]): Promise<void> {
  const short = keys.filter(({ key }) => Buffer.byteLength(key) <= keyLengthMax)
  if (short.length === 0) return
  await sql`
    insert into thread_key (mailbox_id, key, kind, ticket_id, message_id, at)
    select * from jsonb_to_recordset(${JSON.stringify(short)}::jsonb)
      as k(mailbox_id uuid, key text, kind text, ticket_id uuid, message_id uuid, at timestamptz)
    on conflict do nothing`.execute(tx.db)
}

/** Within a batch a mail comes after those it refers to, whichever arrived first; otherwise as they arrived. */
function parentsFirst(readable: readonly Readable[]): Readable[] {
  const byId = new Map<string, Readable>()
  for (const one of readable) if (one.read.mail.message_id) byId.set(one.read.mail.message_id, one)
  const placed = new Set<Readable>()
  const sorted: Readable[] = []
  const place = (first: Readable) => {
    // Without recursion: a chain may be as long as the batch, and a cycle ends at what is placed already.
    const path = [first]
    while (path.length) {
      const one = path.at(-1)!
      const { parents, references } = idsOf(one.read)
      placed.add(one)
      const parent = [...references.toReversed(), ...parents]
        .map((id) => byId.get(id))
        .find((found) => found && !placed.has(found))
      if (parent) path.push(parent)
      else {
        path.pop()
        sorted.push(one)
      }
    }
  }
  for (const one of readable) if (!placed.has(one)) place(one)
  return sorted
}
