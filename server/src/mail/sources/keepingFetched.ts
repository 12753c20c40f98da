import type { Fetched, Piece } from '../../connectors/mailSource.ts'
import type { Tx } from '../../platform/work.ts'
import { keepMail } from '../arriving/keeping.ts'
import { connectionChanged, mailFailed } from '../events.ts'
import { tables } from '../mailbox.ts'
import { type Backfill, type ConnectionRow, connections } from './connection.ts'
import { withoutRenumbered } from './renumbering.ts'

/** Another process pulls this mailbox now, or it was connected anew: what was fetched is left to whoever comes next. */
export class LeaseLost extends Error {}

/** Older than this when it comes as new is history too: somebody moved it into the folder. */
const movedMs = 86_400_000

/** A mailbox in the hands of a process, as it was connected when it was taken. */
export type Held = { mailboxId: string; by: string; connectedAt: Date }

/** Takes the mailbox for one process, until then; nobody when another has it or it should rest. */
export async function lease(
  tx: Tx,
  { mailboxId, by }: Omit<Held, 'connectedAt'>,
  until: Date,
): Promise<ConnectionRow | undefined> {
  return connections(tx)
    .updateTable('connection')
    .set({ lease_by: by, lease_until: until })
    .where('mailbox_id', '=', mailboxId)
    .where('confirmed_at', 'is not', null)
    .where('refused_at', 'is', null)
    .where((eb) => eb.or([eb('paused_until', 'is', null), eb('paused_until', '<=', tx.now)]))
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', tx.now), eb('lease_by', '=', by)]))
    .returningAll()
    .executeTakeFirst()
}

/** Keeps it for longer; nothing when it is in other hands, was connected anew, or should rest. */
export async function renew(
  tx: Tx,
  { mailboxId, by, connectedAt }: Held,
  until: Date,
): Promise<ConnectionRow | undefined> {
  return connections(tx)
    .updateTable('connection')
    .set({ lease_until: until })
    .where('mailbox_id', '=', mailboxId)
    .where('lease_by', '=', by)
    .where('connected_at', '=', connectedAt)
    .where('confirmed_at', 'is not', null)
    .where('refused_at', 'is', null)
    .where((eb) => eb.or([eb('paused_until', 'is', null), eb('paused_until', '<=', tx.now)]))
    .returningAll()
    .executeTakeFirst()
}

/** Gives it back; a process that stops while all is well leaves it to the next one at once. */
export async function release(tx: Tx, { mailboxId, by }: Held, isStopping: boolean): Promise<void> {
  await connections(tx)
    .updateTable('connection')
    .set({ lease_by: null, lease_until: null })
    .$if(isStopping, (update) =>
      update.set((eb) => ({
        next_pull_at: eb.case().when('failures', '=', 0).then(tx.now).else(eb.ref('next_pull_at')).end(),
      })),
    )
    .where('mailbox_id', '=', mailboxId)
    .where('lease_by', '=', by)
    .execute()
}

/** The first cursor of a connection: what comes after it is new. */
export async function recordStart(tx: Tx, held: Held, cursor: unknown): Promise<void> {
  const { live_since, first_cursor } = await own(tx, held)
  await set(tx, held, {
    cursor: JSON.stringify(cursor),
    first_cursor: JSON.stringify(live_since ? first_cursor : cursor),
    live_since: live_since ?? tx.now,
  })
}

/** Mails and cursor in one commit: a process that dies in between fetches the same again, and nothing is passed over. */
export async function keepPiece(tx: Tx, held: Held, piece: Piece, walked?: Backfill): Promise<number> {
  const { live_since, backfill, first_cursor } = await own(tx, held)
  const liveFrom = (live_since ?? tx.now).getTime() - (walked ? 0 : movedMs)
  const mails = piece.mails.length ? await withoutRenumbered(tx, held.mailboxId, piece.mails) : []
  const added = await keepMail(
    tx,
    mails.map(({ providerId, bytes, sha256, receivedAt, wasThere, labels, threadId }) => ({
      mailboxId: held.mailboxId,
      ...{ providerId, bytes, sha256, receivedAt, labels, providerThread: threadId },
      envelopeFrom: null,
      envelopeTo: null,
      isHistory: wasThere ?? receivedAt.getTime() < liveFrom,
    })),
  )
  await refuse(tx, held.mailboxId, mails)
  const { start } = piece
  const first = start && { first_cursor: JSON.stringify({ ...(first_cursor as object), ...start }) }
  if (!walked) await set(tx, held, { cursor: JSON.stringify(piece.cursor), ...first })
  else if (isSame(backfill, walked)) {
    const { done, total } = piece.progress ?? backfill
    await set(tx, held, { backfill: JSON.stringify({ ...backfill, cursor: piece.cursor, done, total }) })
  }
  return added
}

/** Which of these deliveries are kept already. */
export async function keptAmong(tx: Tx, mailboxId: string, providerIds: readonly string[]): Promise<Set<string>> {
  if (providerIds.length === 0) return new Set()
  const rows = await tables(tx)
    .selectFrom('occurrence')
    .select('provider_id')
    .where('mailbox_id', '=', mailboxId)
    .where((eb) => eb('provider_id', '=', eb.fn.any(eb.val(providerIds))))
    .execute()
  return new Set(rows.flatMap(({ provider_id }) => provider_id ?? []))
}

/** What could not be brought whole stands among the failed mails, with the sentence. */
export async function refuse(tx: Tx, mailboxId: string, mails: readonly Fetched[]): Promise<void> {
  for (const { providerId, refused } of mails) {
    if (refused === undefined) continue
    const row = await tables(tx)
      .updateTable('occurrence')
      .set({ state: 'failed', error: refused, is_header_only: true })
      .where('mailbox_id', '=', mailboxId)
      .where('provider_id', '=', providerId)
      .where('state', '=', 'kept')
      .returning('id')
      .executeTakeFirst()
    if (row) tx.emit(mailFailed, { occurrenceId: row.id })
  }
}

/** All that was new at the provider is kept. */
export async function recordDry(tx: Tx, held: Held, nextPullAt: Date): Promise<void> {
  const { failures, last_success_at, connected_at } = await own(tx, held)
  if (failures > 0 || !last_success_at || last_success_at < connected_at)
    tx.emit(connectionChanged, { mailboxId: held.mailboxId, what: 'healed' })
  const well = { failures: 0, last_error: null, last_error_at: null }
  await set(tx, held, { ...well, last_success_at: tx.now, next_pull_at: nextPullAt })
}

export async function finishBackfill(tx: Tx, held: Held, walked: Backfill): Promise<void> {
  const { backfill } = await own(tx, held)
  if (!isSame(backfill, walked)) return
  await set(tx, held, { backfill: JSON.stringify({ ...backfill, finished_at: tx.now }) })
  tx.emit(connectionChanged, { mailboxId: held.mailboxId, what: 'backfilled' })
}

/** One that was asked for meanwhile is another one, and has not begun. */
const isSame = (backfill: Backfill | null, walked: Backfill): backfill is Backfill =>
  backfill?.asked_at === walked.asked_at

/** The row as it is, locked, if it is still in these hands. */
export async function own(tx: Tx, { mailboxId, by, connectedAt }: Held): Promise<ConnectionRow> {
  const row = await connections(tx)
    .selectFrom('connection')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .where('lease_by', '=', by)
    .where('connected_at', '=', connectedAt)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new LeaseLost('this mailbox is in other hands now')
  return row
}

export async function set(
  tx: Tx,
  { mailboxId, by, connectedAt }: Held,
  values: Record<string, unknown>,
): Promise<void> {
  const { numUpdatedRows } = await connections(tx)
    .updateTable('connection')
    .set(values as never)
    .where('mailbox_id', '=', mailboxId)
    .where('lease_by', '=', by)
    .where('connected_at', '=', connectedAt)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new LeaseLost('this mailbox is in other hands now')
}
