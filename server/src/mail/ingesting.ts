import { sql } from 'kysely'
import { BlobsAway } from '../platform/blobs/blobs.ts'
import { isDatabaseAway } from '../platform/db/away.ts'
import { listen } from '../platform/listen.ts'
import { mailStageSeconds, mailsTotal, processingSeconds, ticketsProcessed } from '../platform/metrics.ts'
import type { Store } from '../platform/store.ts'
import { span, spanForEach } from '../platform/tracing.ts'
import { inTx, systemActor } from '../platform/tx.ts'
import type { Tx } from '../platform/work.ts'
import { checkSenders } from './checkingSenders.ts'
import { type Claimed, claimWaiting, filedShaOf, recordFailure, recordIngested } from './claiming.ts'
import { joinTickets, type Readable } from './joining.ts'
import { listMailboxes, type Stage } from './mailbox.ts'
import { type IdentifiedMail, parseMail } from './parsing.ts'
import { readFiled } from './source.ts'
import { type Turn, Turns } from './turns.ts'
import { Unparsable } from './unparsable.ts'
import { wakingChannel } from './waking.ts'

export type Ingester = {
  wake(): void
  /** Resolves when no kept mail is due any more, in this process. */
  drain(): Promise<void>
  close(): Promise<void>
}

const lanes = 2
const pollMs = 1_000

/**
 * Makes messages of kept mail. It looks for work when woken and every second, whatever woke it; what it claims is freed with its
 * transaction, so a process that dies in the middle has taken nothing.
 */
export function startIngester(store: Store): Ingester {
  let closed = false
  let again = false
  let round: Promise<void> | undefined

  const work = async (): Promise<void> => {
    do {
      again = false
      try {
        while (!closed && (await ingestRound(store)) > 0) again = false
      } catch (err) {
        // The mails are kept and the next second asks again; that the database is away is said once, elsewhere.
        store.log[isDatabaseAway(err) ? 'debug' : 'error']({ err }, 'mail: ingest round failed')
      }
    } while (again && !closed)
  }
  const wake = () => {
    if (closed) return
    again = true
    round ??= work().finally(() => {
      round = undefined
    })
  }
  const ear = listen(store.connection, wakingChannel, store.log, { onPayload: wake, onBack: wake })
  const timer = setInterval(wake, pollMs)
  wake()

  return {
    wake,
    async drain() {
      while (round || again) {
        wake()
        await round
      }
    },
    async close() {
      closed = true
      clearInterval(timer)
      await ear.close()
      await round
    },
  }
}

/** One look for due mail in all organisations. Says how many mails were dealt with. */
export async function ingestRound(store: Store): Promise<number> {
  const orgs = await sql<{ org_id: string }>`select org_id from orgs_with_work(${store.clock()}, 'ingest')`.execute(
    store.db,
  )
  let done = 0
  for (const { org_id } of orgs.rows) {
    const turns = new Turns()
    const counts = await Promise.all(Array.from({ length: lanes }, () => ingestLane(store, org_id, turns)))
    for (const count of counts) done += count
  }
  return done
}

/** Batches until nothing of this organisation is free, or others have waited long enough. */
async function ingestLane(store: Store, orgId: string, turns: Turns): Promise<number> {
  let done = 0
  for (let batches = 0; batches < 25; batches++) {
    const turn = turns.take()
    try {
      const taken = await ingestBatch(store, orgId, turn)
      if (taken === 0) break
      done += taken
    } finally {
      turn.done()
    }
  }
  return done
}

/** The lanes read their mails side by side; on the tickets these come batch after batch, in the order in which they arrived. */
async function ingestBatch(store: Store, orgId: string, turn: Turn): Promise<number> {
  const taken: Claimed[] = []
  let filed: Claimed[] = []
  await turn.toBegin()
  try {
    const done = await inTx(store, systemActor(orgId, 'mail'), async (tx) => {
      taken.length = 0
      taken.push(...(await measured('claim', [], () => claimWaiting(tx))))
      turn.begun()
      // Bytes that came before and were filed since are fetched outside of this unit of work.
      filed = taken.filter(({ bytes }) => bytes === null)
      const here = taken.filter(({ bytes }) => bytes !== null)
      return ingest(tx, store, here, { turn: turn.toFinish })
    })
    sayDone(store, orgId, done)
    for (const { id } of filed) await ingestAlone(store, orgId, id)
  } catch (err) {
    if (taken.length === 0) throw err
    store.log.warn({ err, org_id: orgId, mails: taken.length }, 'mail: a batch failed, its mails are tried one by one')
    await turn.toFinish()
    for (const { id } of taken) await ingestAlone(store, orgId, id)
  }
  mailsTotal.inc({ outcome: 'taken_in' }, taken.length)
  return taken.length
}

/** A mail on its own: what is wrong with it stops no other mail. */
async function ingestAlone(store: Store, orgId: string, id: string): Promise<void> {
  const actor = systemActor(orgId, 'mail')
  try {
    const filed = await filedBytes(store, orgId, id)
    sayDone(
      store,
      orgId,
      await inTx(store, actor, async (tx) => ingest(tx, store, await claimWaiting(tx, id), { filed })),
    )
  } catch (err) {
    // Not this mail's fault, unless it is what makes the server crash.
    if (isDatabaseAway(err) && (err as { code?: unknown }).code !== '57P02') throw err
    store.log.warn({ err, org_id: orgId, occurrence_id: id }, 'mail: could not be taken in')
    // A store that is away says nothing of the mail: it waits as long as it takes.
    const isAway = err instanceof BlobsAway
    await inTx(store, actor, (tx) => recordFailure(tx, id, sentenceOf(err), { counts: !isAway }))
  }
}

/** A mail that is tried again after its bytes were filed: they are fetched before, no unit of work waits for the blob store. */
async function filedBytes(store: Store, orgId: string, id: string): Promise<Buffer | undefined> {
  const sha256 = await inTx(store, systemActor(orgId, 'mail'), (tx) => filedShaOf(tx, id))
  return sha256 === undefined ? undefined : readFiled(store, orgId, sha256)
}

async function ingest(
  tx: Tx,
  store: Store,
  claimed: readonly Claimed[],
  { filed, turn }: { filed?: Buffer | undefined; turn?: () => Promise<void> },
): Promise<Outcome[]> {
  if (claimed.length === 0) return []
  const outcomes: Outcome[] = []
  const readable: Readable[] = []
  for (const one of claimed) {
    const bytes = one.bytes ?? filed
    if (!bytes) throw new Error('the bytes of this mail were filed in this moment: it is tried again')
    const read = await measured('parse', [one], () => readOrRefuse(bytes, one))
    const parsed: Stage = { stage: 'parsed', at: store.clock().toISOString() }
    if (read instanceof Unparsable) {
      await recordFailure(tx, one.id, read.message, {
        final: true,
        stages: [...one.stages, { ...parsed, error: read.message }],
      })
      outcomes.push({ one, outcome: 'failed' })
    } else {
      const { fingerprint, wordsFingerprint, weakFingerprint } = read
      readable.push({ ...one, read, fingerprint, wordsFingerprint, weakFingerprint, stages: [...one.stages, parsed] })
    }
  }
  if (readable.length === 0) return outcomes
  await turn?.()
  // From here on one batch of the organisation at a time: two mails of one new thread, in two lanes or two processes, make one ticket.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`ingest ${tx.actor.orgId}`}, 0))`.execute(tx.db)
  const ownAddresses = new Set((await listMailboxes(tx)).map(({ address }) => address))
  const joined = await measured('join', readable, async () => {
    const done = await joinTickets(tx, store, readable, ownAddresses)
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
async function measured<R>(stage: string, mails: readonly Claimed[], work: () => Promise<R>): Promise<R> {
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

async function readOrRefuse(bytes: Uint8Array, one: Claimed): Promise<IdentifiedMail | Unparsable> {
  try {
    return await parseMail(bytes, { from: one.envelope_from, to: one.envelope_to })
  } catch (error) {
    if (error instanceof Unparsable) return error
    throw error
  }
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 500)
