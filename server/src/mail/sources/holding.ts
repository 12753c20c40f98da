import { setTimeout as sleep } from 'node:timers/promises'
import type { MailSource } from '../../connectors/mailSource.ts'
import { isDatabaseAway } from '../../platform/db/away.ts'
import { mailsTotal } from '../../platform/metrics.ts'
import { openRoom } from '../../platform/room.ts'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import type { Tx } from '../../platform/work.ts'
import { wakeIngester } from '../arriving/waking.ts'
import type { Backfill, ConnectionRow } from './connection.ts'
import {
  finishBackfill,
  type Held,
  keepPiece,
  keptAmong,
  LeaseLost,
  lease,
  recordDry,
  recordStart,
  release,
  renew,
} from './keepingFetched.ts'
import { openSource } from './sources.ts'
import { recordTrouble } from './troubling.ts'

/** How long a process that died is believed to be at work. */
const leaseMs = 30_000
const renewMs = 10_000
/** A push is only a hint: so often each mailbox is asked, whatever it says. */
const pullEveryMs = 60_000
/** A backfill stands aside so often for what is new. */
const backfillTurnMs = 2_000
/** A provider that always says that there is something new is not asked without a pause. */
const breathMs = 100
/** Pieces that are kept at a time: people and their pages need the database as well. */
const keeping = openRoom(4)

type Session = {
  store: Store
  held: Held
  source: MailSource
  bell: Bell
  signal: AbortSignal
  unit<R>(work: (tx: Tx) => Promise<R>): Promise<R>
  renewed(): Promise<ConnectionRow | undefined>
}

/** Holds one mailbox: pulls, waits for a sign of the provider, pulls again; until it is paused, fails, or this process stops. */
export async function holdMailbox(
  store: Store,
  { orgId, mailboxId, by }: { orgId: string; mailboxId: string; by: string },
  bell: Bell,
  stopped: AbortSignal,
): Promise<void> {
  const unit = <R>(work: (tx: Tx) => Promise<R>) => inTx(store, systemActor(orgId, 'sync'), work)
  const until = () => new Date(store.clock().getTime() + leaseMs)
  const row = await unit((tx) => lease(tx, { mailboxId, by }, until()))
  if (!row) return
  const held = { mailboxId, by, connectedAt: row.connected_at }

  const ending = new AbortController()
  const signal = AbortSignal.any([stopped, ending.signal])
  const renewed = () => unit((tx) => renew(tx, held, until()))
  // A pause, another process or other settings end the session where it stands.
  const look = () =>
    void renewed().then(
      (still) => still ?? ending.abort(),
      (err) => store.log.debug({ err }, 'mail: the lease was not renewed'),
    )
  const renewing = setInterval(look, renewMs)
  const deaf = bell.onRing(look)
  let source: MailSource | undefined
  try {
    const opened = openSource(store, orgId, row)
    source = opened
    signal.addEventListener('abort', () => void opened.close(), { once: true })
    await keepInStep({ store, held, source: opened, bell, signal, unit, renewed })
  } catch (err) {
    if (err instanceof LeaseLost || isDatabaseAway(err)) throw err
    // What breaks because we hung up is no trouble.
    if (signal.aborted) return
    store.log.warn({ err, org_id: orgId, mailbox_id: mailboxId }, 'mail: a mailbox could not be read')
    await unit((tx) => recordTrouble(tx, held, err))
  } finally {
    clearInterval(renewing)
    deaf()
    await source?.close()
    await unit((tx) => release(tx, held, stopped.aborted)).catch((err) => {
      // Then the lease ends by itself.
      if (!isDatabaseAway(err)) throw err
    })
  }
}

async function keepInStep(session: Session): Promise<void> {
  const { store, held, source, bell, signal, unit, renewed } = session
  let row: ConnectionRow | undefined
  let readAt = 0
  while (!signal.aborted) {
    // What a provider tells of is pulled at once, without a look at the row before: only a hint or time changes that.
    const isWalked = row?.backfill?.finished_at === null
    const isKnown = row && !isWalked && !bell.rang() && performance.now() - readAt < pullEveryMs
    bell.quieten()
    if (!isKnown) {
      row = await renewed()
      readAt = performance.now()
    }
    if (!row) return
    if (row.cursor === null) {
      const cursor = await source.start()
      await unit((tx) => recordStart(tx, held, cursor))
      row = undefined
      continue
    }
    const kept = (ids: readonly string[]) => unit((tx) => keptAmong(tx, held.mailboxId, ids))
    for await (const piece of source.pull(row.cursor, signal, kept)) {
      await keep(session, piece)
      row = { ...row, cursor: piece.cursor }
    }
    if (signal.aborted) return
    const backfill = row.backfill?.finished_at === null ? row.backfill : null
    if (backfill) {
      const isAtEnd = await walk(session, backfill, row.first_cursor)
      if (signal.aborted) return
      if (isAtEnd) await unit((tx) => finishBackfill(tx, held, backfill))
    }
    const nextPull = new Date(store.clock().getTime() + (backfill ? 0 : pullEveryMs))
    await unit((tx) => recordDry(tx, held, nextPull))
    if (backfill) continue
    if (!source.watch) return
    await rest(session)
  }
}

async function keep({ store, held, unit }: Session, piece: Parameters<typeof keepPiece>[2], walked?: Backfill) {
  const giveBack = await keeping.take(1)
  try {
    const added = await unit((tx) => keepPiece(tx, held, piece, walked))
    mailsTotal.inc({ outcome: 'kept' }, added)
    if (added > 0) wakeIngester(store)
  } finally {
    giveBack()
  }
}

/** One turn of a backfill. Says whether it has come to its end. */
async function walk(session: Session, backfill: Backfill, first: unknown): Promise<boolean> {
  const { source, bell, signal } = session
  const { since, before, cursor } = backfill
  const began = performance.now()
  const range = { since: since === null ? null : new Date(since), before: new Date(before) }
  for await (const piece of source.backfill(range, cursor, signal, first)) {
    await keep(session, piece, backfill)
    if (bell.rang() || performance.now() - began > backfillTurnMs) return false
  }
  return !signal.aborted
}

/** Until the provider or a hint says that something is new, or it is time to ask anyway. */
async function rest({ source, bell, signal }: Session): Promise<void> {
  const enough = new AbortController()
  const timer = setTimeout(() => enough.abort(), pullEveryMs)
  const deaf = bell.onRing(() => enough.abort())
  const began = performance.now()
  try {
    await source.watch?.(AbortSignal.any([signal, enough.signal]))
    if (performance.now() - began < breathMs) await sleep(breathMs)
  } finally {
    clearTimeout(timer)
    deaf()
  }
}

/** A hint that came while nobody waited is not forgotten. */
export type Bell = { ring(): void; rang(): boolean; quieten(): void; onRing(then: () => void): () => void }

export function newBell(): Bell {
  let rung = false
  const listening = new Set<() => void>()
  return {
    ring() {
      rung = true
      for (const then of listening) then()
    },
    rang: () => rung,
    quieten() {
      rung = false
    },
    onRing(then) {
      listening.add(then)
      if (rung) then()
      return () => void listening.delete(then)
    },
  }
}
