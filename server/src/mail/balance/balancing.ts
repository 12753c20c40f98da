import { sql } from 'kysely'
import { type Held, SourceAway, SourceRefused } from '../../connectors/mailSource.ts'
import type { Store } from '../../platform/store.ts'
import { inTx } from '../../platform/tx.ts'
import type { Actor, Tx } from '../../platform/work.ts'
import { type ConnectionRow, connections } from '../sources/connection.ts'
import { openSource } from '../sources/sources.ts'
import { type BalanceDay, balances, dayOf, endOf, startOf } from './balance.ts'
import { weighDay } from './weighing.ts'

/** The days from the one to the other, both with it; from the first of all when `since` is null. */
export type Days = { since: string | null; until: string }

export type Checked = { days: BalanceDay[]; error: string | null }

/**
 * Asks the provider what it holds, and lays it against what is here, day by day. What the provider refuses is an answer: the days stay
 * as they were checked before.
 */
export async function checkBalance(
  store: Store,
  actor: Actor,
  mailboxId: string,
  days: Days,
  signal: AbortSignal,
): Promise<Checked> {
  const unit = <R>(work: (tx: Tx) => Promise<R>) => inTx(store, actor, work)
  // What is kept after this may have come after the provider was asked.
  const began = store.clock()
  const connection = await unit((tx) => connectionOf(tx, mailboxId))
  try {
    const held = connection ? await heldBy(store, actor, connection, days, signal) : new Map<string, Held[]>()
    const checked: BalanceDay[] = []
    for (const day of await unit((tx) => daysWithMail(tx, mailboxId, days, held)))
      checked.push(await unit((tx) => weighDay(tx, { mailboxId, day, held: held.get(day) ?? [], connection, began })))
    await unit((tx) => remember(tx, mailboxId, null))
    return { days: checked, error: null }
  } catch (error) {
    if (!(error instanceof SourceRefused || error instanceof SourceAway)) throw error
    await unit((tx) => remember(tx, mailboxId, error.message))
    return { days: [], error: error.message }
  }
}

async function connectionOf(tx: Tx, mailboxId: string): Promise<ConnectionRow | undefined> {
  return connections(tx).selectFrom('connection').selectAll().where('mailbox_id', '=', mailboxId).executeTakeFirst()
}

/** What the provider holds, by day; each delivery once, whatever the provider's pages say. */
async function heldBy(
  store: Store,
  actor: Actor,
  connection: ConnectionRow,
  { since, until }: Days,
  signal: AbortSignal,
): Promise<Map<string, Held[]>> {
  const source = openSource(store, actor.orgId, connection)
  try {
    const found = new Map<string, Held>()
    const range = { since: since === null ? null : startOf(since), before: endOf(until) }
    for await (const piece of source.inventory(range, signal)) for (const one of piece) found.set(one.providerId, one)
    // Half an answer would show mail as gone that is there.
    if (signal.aborted) throw new SourceAway('The provider took too long to say what it holds.')
    return Map.groupBy(found.values(), ({ receivedAt }) => dayOf(receivedAt))
  } finally {
    await source.close()
  }
}

/** Where there is something on one side, or was at the last check; the last day always. */
async function daysWithMail(
  tx: Tx,
  mailboxId: string,
  { since, until }: Days,
  held: ReadonlyMap<string, unknown>,
): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    select distinct ((received_at at time zone 'UTC')::date)::text as day from occurrence
    where mailbox_id = ${mailboxId} and received_at < ${endOf(until)}
      ${since === null ? sql`` : sql`and received_at >= ${startOf(since)}`}
    union
    select day::text from balance_day where mailbox_id = ${mailboxId} and day <= ${until}::date
      ${since === null ? sql`` : sql`and day >= ${since}::date`}`.execute(tx.db)
  return [...new Set([until, ...held.keys(), ...rows.map(({ day }) => day)])].sort()
}

async function remember(tx: Tx, mailboxId: string, error: string | null): Promise<void> {
  const said = error === null ? { checked_at: tx.now, error } : { error: error.slice(0, 500) }
  await balances(tx)
    .insertInto('balance')
    .values({ mailbox_id: mailboxId, next_check_at: tx.now, checked_at: null, ...said })
    .onConflict((on) => on.column('mailbox_id').doUpdateSet(said))
    .execute()
}
