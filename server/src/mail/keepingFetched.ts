import { CursorLost, type Fetched, type Piece, SourceAway, SourceRefused } from '../connectors/mailSource.ts'
import type { Tx } from '../platform/work.ts'
import { type Backfill, type ConnectionRow, connections } from './connection.ts'
import { connectionBroken, mailFailed } from './events.ts'
import { keepMail } from './keeping.ts'
import { tables } from './mailbox.ts'

/** Another process pulls this mailbox now: what was fetched is left to it. */
export class LeaseLost extends Error {}

/** Older than this when it comes as new is history too: somebody moved it into the folder. */
const movedMs = 86_400_000

type Held = { mailboxId: string; by: string }

/** Takes the mailbox for one process, until then; nobody when another has it or it should rest. */
export async function lease(tx: Tx, { mailboxId, by }: Held, until: Date): Promise<ConnectionRow | undefined> {
  return connections(tx)
    .updateTable('connection')
    .set({ lease_by: by, lease_until: until })
    .where('mailbox_id', '=', mailboxId)
    .where('refused_at', 'is', null)
    .where((eb) => eb.or([eb('paused_until', 'is', null), eb('paused_until', '<=', tx.now)]))
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', tx.now), eb('lease_by', '=', by)]))
    .returningAll()
    .executeTakeFirst()
}

export async function release(tx: Tx, { mailboxId, by }: Held): Promise<void> {
  await connections(tx)
    .updateTable('connection')
    .set({ lease_by: null, lease_until: null })
    .where('mailbox_id', '=', mailboxId)
    .where('lease_by', '=', by)
    .execute()
}

/** The first cursor of a connection: what comes after it is new. */
export async function recordStart(tx: Tx, held: Held, cursor: unknown): Promise<void> {
  const { live_since } = await own(tx, held)
  await set(tx, held, { cursor: JSON.stringify(cursor), live_since: live_since ?? tx.now })
}

/** Mails and cursor in one commit: a process that dies in between fetches the same again, and nothing is passed over. */
export async function keepPiece(tx: Tx, held: Held, piece: Piece, isBackfill = false): Promise<number> {
  const { live_since, backfill } = await own(tx, held)
  const liveFrom = (live_since ?? tx.now).getTime() - (isBackfill ? 0 : movedMs)
  const added = await keepMail(
    tx,
    piece.mails.map(({ providerId, bytes, receivedAt }) => ({
      mailboxId: held.mailboxId,
      ...{ providerId, bytes, receivedAt },
      envelopeFrom: null,
      envelopeTo: null,
      isHistory: receivedAt.getTime() < liveFrom,
    })),
  )
  await refuse(tx, held.mailboxId, piece.mails)
  const { done, total } = piece.progress ?? { done: backfill?.done ?? 0, total: backfill?.total ?? null }
  const walked = backfill && { ...backfill, cursor: piece.cursor, done, total }
  await set(tx, held, isBackfill ? { backfill: JSON.stringify(walked) } : { cursor: JSON.stringify(piece.cursor) })
  return added
}

/** What could not be brought whole stands among the failed mails, with the sentence. */
export async function refuse(tx: Tx, mailboxId: string, mails: readonly Fetched[]): Promise<void> {
  for (const { providerId, refused } of mails) {
    if (refused === undefined) continue
    const row = await tables(tx)
      .updateTable('occurrence')
      .set({ state: 'failed', error: refused })
      .where('mailbox_id', '=', mailboxId)
      .where('provider_id', '=', providerId)
      .where('state', '=', 'kept')
      .returning('id')
      .executeTakeFirst()
    if (row) tx.emit(mailFailed, { occurrenceId: row.id })
  }
}

/** All that the provider held is kept. */
export async function recordDry(tx: Tx, held: Held, nextPullAt: Date): Promise<void> {
  await set(tx, held, {
    last_success_at: tx.now,
    next_pull_at: nextPullAt,
    failures: 0,
    last_error: null,
    last_error_at: null,
    paused_until: null,
    paused_by: null,
  })
}

export async function finishBackfill(tx: Tx, held: Held, { asked_at }: Backfill): Promise<void> {
  const { backfill } = await own(tx, held)
  // Another one may have been asked for meanwhile.
  if (backfill?.asked_at !== asked_at) return
  await set(tx, held, { backfill: JSON.stringify({ ...backfill, finished_at: tx.now }) })
}

const waitSeconds = [5, 15, 60, 120, 300]
const failuresMax = 8
const breakerMs = 15 * 60_000

/** After so many failures in a row the breaker opens and the mailbox rests; a refusal waits for a person. */
export async function recordTrouble(tx: Tx, held: Held, error: unknown): Promise<void> {
  const { failures, live_since, last_success_at, backfill } = await own(tx, held)
  const says = (error instanceof Error ? error.message : String(error)).replaceAll('\0', '').slice(0, 500)
  const told = { last_error: says, last_error_at: tx.now }
  if (error instanceof CursorLost) {
    const since = backfill && !backfill.finished_at ? backfill.since : (last_success_at ?? live_since)
    return set(tx, held, { ...told, ...againSince(tx, since), cursor: null, next_pull_at: tx.now })
  }
  if (error instanceof SourceRefused) {
    tx.emit(connectionBroken, { mailboxId: held.mailboxId, refused: true, says })
    return set(tx, held, { ...told, failures: failures + 1, refused_at: tx.now })
  }
  const asked = error instanceof SourceAway ? error.retryAfterMs : undefined
  const wait = asked ?? waitSeconds[Math.min(failures, waitSeconds.length - 1)]! * 1000
  const opens = failures + 1 >= failuresMax
  if (opens) tx.emit(connectionBroken, { mailboxId: held.mailboxId, refused: false, says })
  await set(tx, held, {
    ...told,
    failures: failures + 1,
    next_pull_at: new Date(tx.now.getTime() + wait),
    ...(opens && { paused_until: new Date(tx.now.getTime() + breakerMs), paused_by: 'breaker' }),
  })
}

/** With a day to spare: a provider's clock may be slow. */
function againSince(tx: Tx, since: Date | string | null) {
  const from = since === null ? null : new Date(new Date(since).getTime() - 86_400_000)
  const before = new Date(tx.now.getTime() + 86_400_000)
  const backfill = { since: from, before, cursor: null, done: 0, total: null, asked_at: tx.now, finished_at: null }
  return { backfill: JSON.stringify(backfill) }
}

async function own(tx: Tx, { mailboxId, by }: Held): Promise<ConnectionRow> {
  const row = await connections(tx)
    .selectFrom('connection')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .where('lease_by', '=', by)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new LeaseLost('another process pulls this mailbox now')
  return row
}

async function set(tx: Tx, { mailboxId, by }: Held, values: Record<string, unknown>): Promise<void> {
  const { numUpdatedRows } = await connections(tx)
    .updateTable('connection')
    .set(values as never)
    .where('mailbox_id', '=', mailboxId)
    .where('lease_by', '=', by)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new LeaseLost('another process pulls this mailbox now')
}
