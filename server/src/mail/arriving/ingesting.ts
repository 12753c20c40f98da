import { sql } from 'kysely'
import { isDatabaseAway } from '../../platform/db/away.ts'
import { listen } from '../../platform/listen.ts'
import { mailsTotal } from '../../platform/metrics.ts'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import { type Reader, reader } from '../parsing/reader.ts'
import { claimWaiting } from './claiming.ts'
import { measured, takeIn } from './takingIn.ts'
import { Turns } from './turns.ts'
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
 * Makes messages of kept mail. It looks for work when woken and every second, whatever woke it; what a process had in hand when it
 * died is taken again some seconds later.
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
      await reader.close()
    },
  }
}

/** One look for due mail in all organisations. Says how many mails were dealt with. */
export async function ingestRound(store: Store, by: Reader = reader): Promise<number> {
  const orgs = await sql<{ org_id: string }>`select org_id from orgs_with_work(${store.clock()}, 'ingest')`.execute(
    store.db,
  )
  let done = 0
  for (const { org_id } of orgs.rows) {
    const turns = new Turns()
    const counts = await Promise.all(Array.from({ length: lanes }, () => ingestLane(store, org_id, by, turns)))
    for (const count of counts) done += count
  }
  return done
}

/**
 * Batches until nothing of this organisation is free, or others have waited long enough. The lanes read their mails side by side; on
 * the tickets these come batch after batch, in the order in which they arrived.
 */
async function ingestLane(store: Store, orgId: string, by: Reader, turns: Turns): Promise<number> {
  let done = 0
  for (let batches = 0; batches < 25; batches++) {
    const turn = turns.take()
    try {
      await turn.toBegin()
      const taken = await inTx(store, systemActor(orgId, 'mail'), (tx) => measured('claim', [], () => claimWaiting(tx)))
      turn.begun()
      if (taken.length === 0) break
      await takeIn(store, orgId, taken, { reader: by, turn: turn.toFinish })
      done += taken.length
      mailsTotal.inc({ outcome: 'taken_in' }, taken.length)
    } finally {
      turn.done()
    }
  }
  return done
}
