import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { isDatabaseAway } from '../../platform/db/away.ts'
import { newId } from '../../platform/ids.ts'
import { mailStageSeconds, mailsTotal } from '../../platform/metrics.ts'
import type { Store } from '../../platform/store.ts'
import { span, traceparent } from '../../platform/tracing.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import type { Origin, Tx } from '../../platform/work.ts'
import { findMailbox, type Stage, tables } from '../mailbox.ts'
import { wakeIngester } from './waking.ts'

/** The other end of an SMTP connection: its address and the name that it gave itself. */
export type Peer = { ip: string; helo: string }

export type Kept = {
  mailboxId: string
  /** What the channel knows this delivery by. The same delivery kept twice is kept once. */
  providerId: string
  bytes: Uint8Array
  /** Known already, or computed here. */
  sha256?: string
  envelopeFrom: string | null
  envelopeTo: string | null
  /** Who handed it to us over SMTP; history and fetched mail have none. */
  peer?: Peer | undefined
  receivedAt: Date
  /** What the provider said of it, beside its bytes. */
  labels?: string[] | undefined
  /** The conversation that the provider puts it into. */
  providerThread?: string | undefined
  /** Import and backfill: nothing goes out because of it. */
  isHistory: boolean
  /** What its log lines, events and spans are found by. */
  origin?: Origin
}

/** Raw mails are the mail's bytes in a row of its own: this many of them make one statement. */
const rowsMax = 200
/** Few lengths of one statement, so that each is planned once a connection. */
const statementSizes = [32, 8, 2, 1]

/** Keep first, understand later: the bytes and the delivery, whatever they may turn out to be. Says how many were new. */
export async function keepMail(tx: Tx, mails: readonly Kept[]): Promise<number> {
  // Mails of one instant, an archive, are taken in by their ids: as they are given.
  const ids = mails.map(() => tx.newId()).sort(compare)
  // One order for all writers, so that two who keep the same mails never wait for each other.
  const sorted = mails
    .map((mail, at) => ({ ...mail, id: ids[at]!, sha256: mail.sha256 ?? sha256Of(mail.bytes) }))
    .sort((a, b) => compare(a.sha256, b.sha256) || compare(a.mailboxId + a.providerId, b.mailboxId + b.providerId))

  let added = 0
  for (let from = 0; from < sorted.length; from += rowsMax)
    added += await keepRows(tx, sorted.slice(from, from + rowsMax))
  return added
}

async function keepRows(tx: Tx, mails: readonly (Kept & { id: string; sha256: string })[]): Promise<number> {
  const raws = [...new Map(mails.map(({ sha256, bytes }) => [sha256, bytes]))]
  for (let from = 0; from < raws.length; ) {
    const size = statementSizes.find((size) => size <= raws.length - from)!
    const rows = raws
      .slice(from, from + size)
      .map(([sha256, bytes]) => ({ sha256, bytes: asBuffer(bytes), blob: false, kept_at: tx.now }))
    await tables(tx)
      .insertInto('raw_mail')
      .values(rows)
      .onConflict((on) => on.doNothing())
      .execute()
    from += size
  }
  const stages: Stage[] = [{ stage: 'kept', at: tx.now.toISOString() }]
  const occurrences = mails.map((mail) => ({
    id: mail.id,
    mailbox_id: mail.mailboxId,
    provider_id: mail.providerId,
    raw_sha256: mail.sha256,
    size: mail.bytes.byteLength,
    envelope_from: mail.envelopeFrom,
    envelope_to: mail.envelopeTo,
    peer_ip: mail.peer?.ip,
    peer_helo: mail.peer?.helo,
    labels: mail.labels?.length ? mail.labels : null,
    provider_thread: mail.providerThread?.slice(0, 500),
    received_at: mail.receivedAt,
    is_history: mail.isHistory,
    request_id: mail.origin?.requestId,
    trace: mail.origin?.trace,
  }))
  const result = await sql`
    insert into occurrence (id, mailbox_id, provider_id, raw_sha256, size, envelope_from, envelope_to, received_at, is_history, request_id, trace,
      peer_ip, peer_helo, labels, provider_thread, next_try_at, stages)
    select id, mailbox_id, provider_id, raw_sha256, size, envelope_from, envelope_to, received_at, is_history, request_id, trace,
      peer_ip, peer_helo, labels, provider_thread, ${tx.now}, ${JSON.stringify(stages)}::jsonb
    from jsonb_to_recordset(${JSON.stringify(occurrences)}::jsonb)
      as o(id uuid, mailbox_id uuid, provider_id text, raw_sha256 text, size int, envelope_from text, envelope_to text,
        received_at timestamptz, is_history boolean, request_id text, trace text, peer_ip text, peer_helo text, labels text[], provider_thread text)
    on conflict do nothing`.execute(tx.db)
  return Number(result.numAffectedRows ?? 0)
}

/** The bytes alone, for a delivery that is here already. */
export async function keepRaw(tx: Tx, bytes: Uint8Array): Promise<string> {
  const sha256 = sha256Of(bytes)
  await tables(tx)
    .insertInto('raw_mail')
    .values({ sha256, bytes: asBuffer(bytes), blob: false, kept_at: tx.now })
    .onConflict((on) => on.doNothing())
    .execute()
  return sha256
}

/** What an import knows a mail by: its bytes, so that importing a file twice adds nothing. */
export const importId = (sha256: string) => `import:${sha256}`

export type MailKeeper = {
  /** Resolves after the commit, and only then. Refuses when no recipient is ours any more. */
  keep(mail: Arrived): Promise<void>
}

type Arrived = { bytes: Uint8Array; envelopeFrom: string; recipients: readonly string[]; peer?: Peer }

type Waiting = { kept: Kept; done(): void; failed(error: unknown): void }

/**
 * Keeps mails as they arrive. Those that arrive while a commit is under way share the next one, so that many connections cost few
 * disk flushes; a single mail waits for nobody.
 */
export function mailKeeper(store: Store): MailKeeper {
  const waiting = new Map<string, Waiting[]>()
  const committing = new Set<string>()

  const commit = async (orgId: string): Promise<void> => {
    if (committing.has(orgId)) return
    committing.add(orgId)
    try {
      for (let batch = take(waiting, orgId); batch.length; batch = take(waiting, orgId)) {
        try {
          const end = mailStageSeconds.startTimer({ stage: 'keep' })
          await inTx(store, systemActor(orgId, 'mail'), (tx) =>
            keepMail(
              tx,
              batch.map(({ kept }) => kept),
            ),
          )
          end()
          mailsTotal.inc({ outcome: 'kept' }, batch.length)
          for (const { done } of batch) done()
          wakeIngester(store)
        } catch (error) {
          // Those that wait behind would only wait in vain, one patience after the other; their senders come again.
          const hopeless = isDatabaseAway(error) ? (waiting.get(orgId)?.splice(0) ?? []) : []
          for (const { failed } of [...batch, ...hopeless]) failed(error)
        }
      }
    } finally {
      committing.delete(orgId)
    }
  }

  const keepOne = async ({ bytes, envelopeFrom, recipients, peer }: Arrived): Promise<void> => {
    const began = performance.now()
    const sha256 = sha256Of(bytes)
    const receivedAt = store.clock()
    const origin = { requestId: newId(receivedAt), trace: traceparent() }
    const byMailbox = new Map<string, { orgId: string; kept: Kept }>()
    for (const address of recipients) {
      const mailbox = await findMailbox(store, address)
      if (!mailbox || byMailbox.has(mailbox.mailboxId)) continue
      const { mailboxId, orgId } = mailbox
      const kept = {
        mailboxId,
        providerId: `smtp:${randomUUID()}`,
        bytes,
        sha256,
        envelopeFrom,
        envelopeTo: address,
        peer,
        receivedAt,
        isHistory: false,
        origin,
      }
      byMailbox.set(mailboxId, { orgId, kept })
    }
    if (byMailbox.size === 0) throw new Error('no recipient of this mail has a mailbox here')
    await Promise.all(
      [...byMailbox.values()].map(async ({ orgId, kept }) => {
        await new Promise<void>((done, failed) => {
          waiting.set(orgId, [...(waiting.get(orgId) ?? []), { kept, done, failed }])
          void commit(orgId)
        })
        const ms = Math.round(performance.now() - began)
        const { requestId: request_id } = origin
        store.log.info(
          { request_id, org_id: orgId, mailbox_id: kept.mailboxId, bytes: bytes.length, ms, outcome: 'kept' },
          'mail',
        )
      }),
    )
  }

  return { keep: (mail) => span('mail.keep', {}, () => keepOne(mail)) }
}

/** As many as one statement and a bounded memory bear; the rest shares the next commit. */
function take(waiting: Map<string, Waiting[]>, orgId: string): Waiting[] {
  const all = waiting.get(orgId) ?? []
  const batch = all.splice(0, rowsMax)
  if (all.length === 0) waiting.delete(orgId)
  return batch
}

export const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const asBuffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
