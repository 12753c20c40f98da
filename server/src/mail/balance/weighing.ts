import { sql } from 'kysely'
import type { Held } from '../../connectors/mailSource.ts'
import type { Tx } from '../../platform/work.ts'
import { outcomesOf } from '../../tickets/index.ts'
import type { ConnectionRow } from '../sources/connection.ts'
import { type BalanceDay, balances, type Columns, type Difference, endOf, startOf } from './balance.ts'

type Scales = {
  mailboxId: string
  day: string
  held: readonly Held[]
  connection: ConnectionRow | undefined
  /** When the provider was asked: what was kept later it could not name. */
  began: Date
}

type Here = {
  id: string
  provider_id: string
  state: 'kept' | 'done' | 'failed'
  message_id: string | null
  /** Why it made no message. */
  error: string | null
  received_at: Date
  size: number
  /** Its message came before, by another delivery. */
  again: boolean
}

/** So many are named; they are counted to the last. */
const namedMax = 1_000
/** A provider's clock may be slow, and a mail may come while we look. */
const graceMs = 5 * 60_000

/** Puts each delivery of a day into one column, and writes the day down with the mails that it differs by. */
export async function weighDay(tx: Tx, scales: Scales): Promise<BalanceDay> {
  const { mailboxId, day, held, connection } = scales
  const here = await deliveriesOf(tx, scales)
  const known = new Set(here.map(({ provider_id }) => provider_id))
  const there = new Set(held.map(({ providerId }) => providerId))

  const columns: Columns = { ...empty(), at_provider: connection ? held.length : null }
  const differences: Difference[] = []
  for (const { providerId: provider_id, receivedAt: received_at, size } of held) {
    if (known.has(provider_id)) continue
    const column = whyNotHere(connection, received_at)
    columns[column]++
    if (column === 'missing') differences.push({ kind: 'missing', provider_id, received_at, size, occurrence_id: null })
  }
  const outcomes = await outcomesOf(
    tx,
    here.flatMap(({ message_id, again }) => (message_id && !again ? [message_id] : [])),
  )
  for (const one of here) {
    const differs = (kind: Difference['kind']) => {
      const { id: occurrence_id, provider_id, received_at, size } = one
      differences.push({ kind, provider_id, received_at, size, occurrence_id })
    }
    const isFetched = connection !== undefined && one.provider_id.startsWith(`${connection.kind}:`)
    if (!there.has(one.provider_id)) {
      columns[isFetched ? 'gone' : 'direct']++
      if (isFetched) differs('gone')
    }
    if (one.state === 'failed') columns.failed++
    else if (one.state === 'kept') columns.waiting++
    // What Docket wrote about itself and a journal brought back is put aside, with its sentence.
    else if (one.message_id === null && one.error !== null) columns.suppressed.own = (columns.suppressed.own ?? 0) + 1
    else if (one.message_id === null) {
      columns.lost++
      differs('lost')
    } else {
      const outcome = one.again ? 'duplicate' : (outcomes.get(one.message_id) ?? 'ticket')
      if (outcome === 'ticket') columns.tickets++
      else columns.suppressed[outcome] = (columns.suppressed[outcome] ?? 0) + 1
    }
  }
  return writeDay(tx, mailboxId, day, columns, differences)
}

/** All that was kept of this day, and what the provider holds of it, whatever day it was kept under. */
async function deliveriesOf(tx: Tx, { mailboxId, day, held, began }: Scales): Promise<Here[]> {
  const ids = held.map(({ providerId }) => providerId)
  const { rows } = await sql<Here>`
    select o.id, o.provider_id, o.state, o.message_id, o.error, o.received_at, o.size,
      o.message_id is not null and exists (
        select from occurrence e where e.message_id = o.message_id and (e.received_at, e.id) < (o.received_at, o.id)) as again
    from occurrence o
    where o.id in (
      select id from occurrence
      where mailbox_id = ${mailboxId} and received_at >= ${startOf(day)} and received_at < ${endOf(day)}
        and coalesce((stages->0->>'at')::timestamptz, received_at) <= ${began}
      union
      select id from occurrence where mailbox_id = ${mailboxId} and provider_id = any(${ids}::text[]))`.execute(tx.db)
  return rows
}

/** At the provider and not here: on its way, from before the time that was asked for, or missing. */
function whyNotHere(connection: ConnectionRow | undefined, at: Date): 'coming' | 'older' | 'missing' {
  if (!connection) return 'missing'
  const { cursor, live_since, last_success_at, backfill } = connection
  const isWalked = backfill !== null && (backfill.since === null || at >= new Date(backfill.since))
  if (isWalked && !backfill.finished_at) return 'coming'
  if (cursor === null || !live_since || !last_success_at) return 'coming'
  if (at.getTime() > last_success_at.getTime() - graceMs) return 'coming'
  return at < live_since && !isWalked ? 'older' : 'missing'
}

const empty = (): Columns => ({
  ...{ at_provider: null, gone: 0, direct: 0, tickets: 0, suppressed: {} },
  ...{ failed: 0, waiting: 0, coming: 0, older: 0, missing: 0, lost: 0 },
})

async function writeDay(
  tx: Tx,
  mailboxId: string,
  day: string,
  columns: Columns,
  differences: readonly Difference[],
): Promise<BalanceDay> {
  const before = await balances(tx)
    .selectFrom('balance_day')
    .select(['off_checks', 'off_since'])
    .where('mailbox_id', '=', mailboxId)
    .where('day', '=', day)
    .forUpdate()
    .executeTakeFirst()
  const isOff = columns.missing + columns.lost > 0
  const row = {
    ...{ mailbox_id: mailboxId, day, checked_at: tx.now, ...columns },
    off_checks: isOff ? (before?.off_checks ?? 0) + 1 : 0,
    off_since: isOff ? (before?.off_since ?? tx.now) : null,
  }
  const written = { ...row, suppressed: JSON.stringify(columns.suppressed) as never }
  await balances(tx)
    .insertInto('balance_day')
    .values(written)
    .onConflict((on) => on.columns(['mailbox_id', 'day']).doUpdateSet(written))
    .execute()
  await balances(tx)
    .deleteFrom('balance_difference')
    .where('mailbox_id', '=', mailboxId)
    .where('day', '=', day)
    .execute()
  const named = Object.values(Object.groupBy(differences, ({ kind }) => kind)).flatMap((some) =>
    some.slice(0, namedMax),
  )
  await sql`
    insert into balance_difference (mailbox_id, day, kind, provider_id, received_at, size, occurrence_id)
    select ${mailboxId}, ${day}::date, kind, provider_id, received_at, size, occurrence_id
    from jsonb_to_recordset(${JSON.stringify(named)}::jsonb)
      as d(kind text, provider_id text, received_at timestamptz, size int, occurrence_id uuid)
    on conflict do nothing`.execute(tx.db)
  return row
}
