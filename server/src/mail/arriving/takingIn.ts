import { BlobsAway } from '../../platform/blobs/blobs.ts'
import { isDatabaseAway, isDiskFull } from '../../platform/db/away.ts'
import { mailStageSeconds, processingSeconds, ticketsProcessed } from '../../platform/metrics.ts'
import type { Store } from '../../platform/store.ts'
import { span, spanForEach } from '../../platform/tracing.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import type { Tx } from '../../platform/work.ts'
import { lockThreading } from '../../tickets/index.ts'
import { listOwnAddresses, type Stage } from '../mailbox.ts'
import type { Reader, ReadOutcome } from '../parsing/reader.ts'
import { ReaderAway } from '../parsing/startingReader.ts'
import { Unparsable } from '../parsing/unparsable.ts'
import { checkSenders } from '../senders/checkingSenders.ts'
import { setAside } from '../staff/settingAside.ts'
import { heedLabels } from '../threads/heedingLabels.ts'
import { joinTickets, type Readable } from '../threads/joining.ts'
import { type Claimed, isSpent, recordFailure, recordIngested, stillOurs } from './claiming.ts'
import { readFiled } from './source.ts'

type Read = { one: Claimed; outcome: ReadOutcome; parsed: Stage }

/** Makes messages of claimed mails. They are read before the unit of work begins; what is wrong with one stops no other. */
export async function takeIn(
  store: Store,
  orgId: string,
  taken: readonly Claimed[],
  { reader, turn }: { reader: Reader; turn: () => Promise<void> },
): Promise<void> {
  const read = await measured('parse', taken, () => readAll(store, orgId, taken, reader))
  await turn()
  const understood: Read[] = []
  for (const one of read) {
    if (one.outcome instanceof Error && !(one.outcome instanceof Unparsable))
      await failed(store, orgId, one.one, one.outcome)
    else understood.push(one)
  }
  if (understood.length === 0) return
  try {
    await joinAll(store, orgId, understood)
  } catch (err) {
    if (understood.length > 1)
      store.log.warn({ err, org_id: orgId, mails: taken.length }, 'mail: a batch failed, its mails join one by one')
    for (const one of understood) await joinAlone(store, orgId, one, understood.length > 1 ? undefined : err)
  }
}

/** An error of one mail is its outcome. */
async function readAll(store: Store, orgId: string, taken: readonly Claimed[], reader: Reader): Promise<Read[]> {
  const found = new Map<Claimed, ReadOutcome | Buffer>()
  for (const one of taken) found.set(one, isSpent(one) ? givenUp(one) : await bytesOf(store, orgId, one))
  const readable = [...found].filter((entry): entry is [Claimed, Buffer] => Buffer.isBuffer(entry[1]))
  const outcomes = await reader.read(
    readable.map(([{ envelope_from: from, envelope_to: to }, bytes]) => ({ bytes, envelope: { from, to } })),
  )
  for (const [index, [one]] of readable.entries()) found.set(one, outcomes[index]!)
  const parsed: Stage = { stage: 'parsed', at: store.clock().toISOString() }
  return [...found].map(([one, outcome]) => ({ one, outcome: outcome as ReadOutcome, parsed }))
}

function givenUp({ error, attempts }: Claimed): Unparsable {
  return new Unparsable(
    error ?? `Docket ended, or lost its database, ${attempts - 1} times while it was reading this mail.`,
  )
}

/** Fetched before the unit of work: none waits for the blob store. */
async function bytesOf(store: Store, orgId: string, { bytes, raw_sha256 }: Claimed): Promise<Buffer | Error> {
  return bytes ?? readFiled(store, orgId, raw_sha256).catch((error: Error) => error)
}

async function joinAll(store: Store, orgId: string, understood: readonly Read[]): Promise<void> {
  const done = await inTx(store, systemActor(orgId, 'mail'), (tx) => join(tx, store, understood))
  sayDone(store, orgId, done)
}

/** `before` is how it failed already. */
async function joinAlone(store: Store, orgId: string, read: Read, before?: unknown): Promise<void> {
  try {
    if (before !== undefined) throw before
    await joinAll(store, orgId, [read])
  } catch (err) {
    // Not this mail's fault, unless it is what makes the server crash.
    if (isDatabaseAway(err) && (err as { code?: unknown }).code !== '57P02') throw err
    await failed(store, orgId, read.one, err)
  }
}

async function failed(store: Store, orgId: string, one: Claimed, err: unknown): Promise<void> {
  store.log.warn({ err, org_id: orgId, occurrence_id: one.id }, 'mail: could not be taken in')
  // What is away, or full, says nothing of the mail: it waits as long as it takes.
  const counts = !(err instanceof BlobsAway || err instanceof ReaderAway || isDiskFull(err))
  await inTx(store, systemActor(orgId, 'mail'), (tx) => recordFailure(tx, one, sentenceOf(err), { counts }))
}

async function join(tx: Tx, store: Store, understood: readonly Read[]): Promise<Outcome[]> {
  const ours = await stillOurs(
    tx,
    understood.map(({ one }) => one),
  )
  const outcomes: Outcome[] = []
  const readable: Readable[] = []
  for (const { one, outcome: read, parsed } of understood) {
    if (!ours.has(one.id)) continue
    if (read instanceof Error) {
      const stages = [...one.stages, { ...parsed, error: read.message }]
      await recordFailure(tx, one, read.message, { final: true, stages })
      outcomes.push({ one, outcome: 'failed' })
    } else {
      const { fingerprint, wordsFingerprint, weakFingerprint } = read
      const prints = { fingerprint, wordsFingerprint, weakFingerprint }
      readable.push({ ...one, ...prints, read: heedLabels(read, one.labels), stages: [...one.stages, parsed] })
    }
  }
  if (readable.length === 0) return outcomes
  // From here on one batch of the organisation at a time: two mails of one new thread, in two lanes or two processes, make one ticket.
  await lockThreading(tx)
  const mailboxes = await listOwnAddresses(tx)
  const ownAddresses = new Set(mailboxes.map(({ address }) => address))
  const mails = await setAside(tx, store, readable, mailboxes)
  const joined = await measured('join', readable, async () => {
    const done = await joinTickets(tx, store, mails, ownAddresses)
    await recordIngested(tx, done)
    const live = new Set(readable.filter(({ is_history }) => !is_history).map(({ id }) => id))
    const occurrenceIds = done.map(({ id }) => id).filter((id) => live.has(id))
    if (occurrenceIds.length > 0) tx.enqueue(checkSenders, { occurrenceIds })
    return new Map(done.map(({ id, messageId }) => [id, messageId]))
  })
  return [...outcomes, ...readable.map((one) => ({ one, outcome: 'taken_in', messageId: joined.get(one.id) }) as const)]
}

type Outcome = { one: Claimed; outcome: 'taken_in' | 'failed'; messageId?: string | undefined }

/** After the commit: one line for each mail, found by the id under which it was kept. */
function sayDone(store: Store, orgId: string, outcomes: readonly Outcome[]): void {
  const now = store.clock().getTime()
  for (const { one, outcome, messageId } of outcomes) {
    const ms = now - one.received_at.getTime()
    const about = { request_id: one.request_id, org_id: orgId, occurrence_id: one.id, message_id: messageId, outcome }
    if (one.is_history) store.log.debug(about, 'mail')
    else store.log.info({ ...about, ms }, 'mail')
    if (one.is_history || outcome === 'failed') continue
    ticketsProcessed.inc()
    processingSeconds.observe(ms / 1000)
  }
}

/** A stage, on the clock and in the trace of each mail that it deals with. */
export async function measured<R>(stage: string, mails: readonly Claimed[], work: () => Promise<R>): Promise<R> {
  const end = mailStageSeconds.startTimer({ stage })
  const [alone] = mails
  const endSpans =
    mails.length > 1
      ? spanForEach(
          `mail.${stage}`,
          mails.map(({ trace }) => trace),
        )
      : () => {}
  try {
    return await (mails.length === 1 ? span(`mail.${stage}`, { parent: alone?.trace ?? undefined }, work) : work())
  } finally {
    endSpans()
    end()
  }
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 500)
