import { CursorLost, Renumbered, SourceAway, SourceRefused } from '../../connectors/mailSource.ts'
import type { Tx } from '../../platform/work.ts'
import { connectionBroken } from '../events.ts'
import type { ConnectionRow } from './connection.ts'
import { type Held, own, set } from './keepingFetched.ts'
import { oldestNumbered } from './renumbering.ts'

const waitSeconds = [5, 15, 60, 120, 300]
const failuresMax = 8
const breakerMs = 15 * 60_000
const waitMaxMs = 86_400_000
const dayMs = 86_400_000

/** After so many failures in a row the breaker opens and the mailbox rests; a refusal waits for a person. */
export async function recordTrouble(tx: Tx, held: Held, error: unknown): Promise<void> {
  const row = await own(tx, held)
  const { failures, paused_until } = row
  const { mailboxId } = held
  const says = (error instanceof Error ? error.message : String(error)).replaceAll('\0', '').slice(0, 500)
  const told = { last_error: says, last_error_at: tx.now, failures: failures + 1 }
  const after = (ms: number) => new Date(tx.now.getTime() + ms)

  if (error instanceof SourceRefused) {
    tx.emit(connectionBroken, { mailboxId, refused: true, says })
    return set(tx, held, { ...told, refused_at: tx.now })
  }
  const wait = waitSeconds[Math.min(failures, waitSeconds.length - 1)]! * 1000
  const lost = error instanceof CursorLost ? await againSince(tx, row, error) : {}
  const asked = error instanceof SourceAway ? (error.retryAfterMs ?? 0) : 0
  const opens = failures + 1 >= failuresMax
  // Once: that it has stayed open is no news.
  if (failures + 1 === failuresMax) tx.emit(connectionBroken, { mailboxId, refused: false, says })
  await set(tx, held, {
    ...told,
    ...lost,
    // The first time a cursor is lost there is nothing to wait for.
    next_pull_at: after(error instanceof CursorLost && failures === 0 ? 0 : Math.min(Math.max(wait, asked), waitMaxMs)),
    // A person who paused it meanwhile has said for how long.
    ...(opens && !(paused_until && paused_until > tx.now) && { paused_until: after(breakerMs), paused_by: 'breaker' }),
  })
}

/** Everything since then is looked up again, with a day to spare: a provider's clock may be slow. */
async function againSince(tx: Tx, row: ConnectionRow, error: CursorLost) {
  const { backfill, last_success_at, live_since, mailbox_id, kind } = row
  const points = [last_success_at ?? live_since]
  if (backfill && !backfill.finished_at) points.push(backfill.since === null ? null : new Date(backfill.since))
  // Those that are known must learn their new ids, or they would be counted as missing.
  if (error instanceof Renumbered) points.push((await oldestNumbered(tx, mailbox_id, `${kind}:`)) ?? tx.now)
  const from = points.some((at) => at === null)
    ? null
    : new Date(Math.min(...points.map((at) => at!.getTime())) - dayMs)
  const before = new Date(tx.now.getTime() + dayMs)
  const again = { since: from, before, cursor: null, done: 0, total: null, asked_at: tx.now, finished_at: null }
  return { backfill: JSON.stringify(again), cursor: null }
}
