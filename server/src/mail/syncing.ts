import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { MailSource } from '../connectors/mailSource.ts'
import { isDatabaseAway } from '../platform/db/away.ts'
import { listen } from '../platform/listen.ts'
import { mailsTotal } from '../platform/metrics.ts'
import type { Store } from '../platform/store.ts'
import { inTx, systemActor } from '../platform/tx.ts'
import type { Tx } from '../platform/work.ts'
import type { Backfill, ConnectionRow } from './connection.ts'
import {
  finishBackfill,
  keepPiece,
  LeaseLost,
  lease,
  recordDry,
  recordStart,
  recordTrouble,
  release,
} from './keepingFetched.ts'
import { openSource } from './sources.ts'
import { wakeIngester } from './waking.ts'

const channel = 'docket_sync'
const lookMs = 1_000
const leaseMs = 60_000
const renewMs = 15_000
/** A push is only a hint: so often each mailbox is asked, whatever it says. */
const pullEveryMs = 60_000
/** A backfill stands aside so often for what is new. */
const backfillTurnMs = 2_000

export type Syncer = { close(): Promise<void> }

/** Tells the process that holds this mailbox, or whoever is free, to look now. A hint: the next second or the schedule asks as well. */
export function hintSync(store: Store, mailboxId: string): void {
  store.pool
    .query('select pg_notify($1, $2)', [channel, mailboxId])
    .catch((err) => store.log.warn({ err }, 'mail: no process was told to pull'))
}

type Session = { hint(): void; done: Promise<void> }

/** Keeps every connected mailbox in step with its provider; each is held by one process at a time. */
export function startSyncing(store: Store): Syncer {
  const me = randomUUID()
  const stopping = new AbortController()
  const sessions = new Map<string, Session>()
  let looking: Promise<void> | undefined

  const begin = (orgId: string, mailboxId: string) => {
    const bell = newBell()
    const done = holdMailbox(store, { orgId, mailboxId, by: me }, bell, stopping.signal)
      .catch((err) => {
        if (err instanceof LeaseLost)
          store.log.info({ org_id: orgId, mailbox_id: mailboxId }, 'mail: left to another process')
        else store.log[isDatabaseAway(err) ? 'debug' : 'error']({ err, mailbox_id: mailboxId }, 'mail: sync stopped')
      })
      .finally(() => sessions.delete(mailboxId))
    sessions.set(mailboxId, { hint: bell.ring, done })
  }
  const look = () => {
    if (stopping.signal.aborted) return
    looking ??= dueConnections(store)
      .then((due) => {
        for (const { org_id, mailbox_id } of due) if (!sessions.has(mailbox_id)) begin(org_id, mailbox_id)
      })
      .catch((err) => store.log[isDatabaseAway(err) ? 'debug' : 'error']({ err }, 'mail: no look for due mailboxes'))
      .finally(() => {
        looking = undefined
      })
  }
  const ear = listen(store.connection, channel, store.log, {
    onPayload: (mailboxId) => {
      const held = sessions.get(mailboxId)
      if (held) held.hint()
      else look()
    },
    onBack: look,
  })
  const timer = setInterval(look, lookMs)
  look()

  return {
    async close() {
      clearInterval(timer)
      stopping.abort()
      await ear.close()
      await looking
      await Promise.all([...sessions.values()].map(({ done }) => done))
    },
  }
}

async function dueConnections(store: Store): Promise<{ org_id: string; mailbox_id: string }[]> {
  const { rows } = await sql<{ org_id: string; mailbox_id: string }>`
    select org_id, mailbox_id from connections_due(${store.clock()})`.execute(store.db)
  return rows
}

type Held = { orgId: string; mailboxId: string; by: string }

/** Holds one mailbox: pulls, waits for a sign of the provider, pulls again; until it is paused, fails, or this process stops. */
export async function holdMailbox(store: Store, held: Held, bell: Bell, stopped: AbortSignal): Promise<void> {
  const unit = <R>(work: (tx: Tx) => Promise<R>) => inTx(store, systemActor(held.orgId, 'sync'), work)
  const until = () => new Date(store.clock().getTime() + leaseMs)
  const take = () => unit((tx) => lease(tx, held, until()))
  const row = await take()
  if (!row) return

  const lost = new AbortController()
  const signal = AbortSignal.any([stopped, lost.signal])
  const renewing = setInterval(() => {
    // A pause or another process ends the session where it stands.
    void take().then(
      (still) => still ?? lost.abort(),
      (err) => store.log.debug({ err }, 'mail: the lease was not renewed'),
    )
  }, renewMs)
  let source: MailSource | undefined
  try {
    source = openSource(store, held.orgId, row)
    await keepInStep(store, held, source, bell, signal, unit, take)
  } catch (err) {
    if (err instanceof LeaseLost || isDatabaseAway(err)) throw err
    store.log.warn({ err, org_id: held.orgId, mailbox_id: held.mailboxId }, 'mail: a mailbox could not be read')
    await unit((tx) => recordTrouble(tx, held, err))
  } finally {
    clearInterval(renewing)
    await source?.close()
    await unit((tx) => release(tx, held)).catch((err) => {
      if (!isDatabaseAway(err)) throw err
    })
  }
}

type Unit = <R>(work: (tx: Tx) => Promise<R>) => Promise<R>

async function keepInStep(
  store: Store,
  held: Held,
  source: MailSource,
  bell: Bell,
  signal: AbortSignal,
  unit: Unit,
  take: () => Promise<ConnectionRow | undefined>,
): Promise<void> {
  const kept = (added: number) => {
    mailsTotal.inc({ outcome: 'kept' }, added)
    if (added > 0) wakeIngester(store)
  }
  while (!signal.aborted) {
    bell.quieten()
    const row = await take()
    if (!row) return
    if (row.cursor === null) {
      const cursor = await source.start()
      await unit((tx) => recordStart(tx, held, cursor))
      continue
    }
    for await (const piece of source.pull(row.cursor, signal)) kept(await unit((tx) => keepPiece(tx, held, piece)))
    if (signal.aborted) return
    const { backfill } = row
    if (backfill && !backfill.finished_at) {
      if (
        await walk(source, backfill, bell, signal, async (piece) =>
          kept(await unit((tx) => keepPiece(tx, held, piece, true))),
        )
      )
        await unit((tx) => finishBackfill(tx, held, backfill))
      continue
    }
    const nextPull = new Date(store.clock().getTime() + pullEveryMs)
    await unit((tx) => recordDry(tx, held, nextPull))
    if (!source.watch) return
    await rest(source, bell, signal)
  }
}

/** One turn of a backfill. Says whether it has come to its end. */
async function walk(
  source: MailSource,
  { since, before, cursor }: Backfill,
  bell: Bell,
  signal: AbortSignal,
  keep: (piece: Parameters<typeof keepPiece>[2]) => Promise<void>,
): Promise<boolean> {
  const began = performance.now()
  const range = { since: since === null ? null : new Date(since), before: new Date(before) }
  for await (const piece of source.backfill(range, cursor, signal)) {
    await keep(piece)
    if (bell.rang() || performance.now() - began > backfillTurnMs) return false
  }
  return !signal.aborted
}

/** Until the provider or a hint says that something is new, or it is time to ask anyway. */
async function rest(source: MailSource, bell: Bell, signal: AbortSignal): Promise<void> {
  const enough = new AbortController()
  const timer = setTimeout(() => enough.abort(), pullEveryMs)
  bell.onRing(() => enough.abort())
  try {
    await source.watch?.(AbortSignal.any([signal, enough.signal]))
  } finally {
    clearTimeout(timer)
  }
}

/** A hint that came while nobody waited is not forgotten. */
export type Bell = { ring(): void; rang(): boolean; quieten(): void; onRing(then: () => void): void }

export function newBell(): Bell {
  let rung = false
  let then = () => {}
  return {
    ring() {
      rung = true
      then()
    },
    rang: () => rung,
    quieten() {
      rung = false
      then = () => {}
    },
    onRing(next) {
      then = next
      if (rung) next()
    },
  }
}
