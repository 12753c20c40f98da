import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'
import { dayOf, startOf } from './balance/balance.ts'
import { type ConnectionState, connections, stateOf } from './sources/connection.ts'

export type MailFigures = { today: number; waiting: number; failed: number; dueSince: Date | null }

/** What came today, waits and has failed, in this organisation. */
export async function mailFigures(tx: Tx): Promise<MailFigures> {
  const { rows } = await sql<MailFigures>`
    select (select count(*) from occurrence where received_at >= ${startOf(dayOf(tx.now))} and not is_history) as today,
      count(*) filter (where state = 'kept') as waiting, count(*) filter (where state = 'failed') as failed,
      min(next_try_at) filter (where state = 'kept' and not is_history and next_try_at <= ${tx.now}) as "dueSince"
    from occurrence where state in ('kept', 'failed')`.execute(tx.db)
  return rows[0]!
}

export type SyncSummary = {
  id: string
  address: string
  name: string
  kind: string | null
  state: ConnectionState | null
  last_success_at: Date | null
  last_error: string | null
  backfill: { done: number; total: number | null } | null
  waiting: number
  failed: number
  newest_at: Date | null
  off: number
}

/** How each mailbox does: what it is to its provider, what waits of it, and whether its balance is off. */
export async function summarizeSync(tx: Tx): Promise<SyncSummary[]> {
  const { rows: figures } = await sql<
    Pick<SyncSummary, 'id' | 'address' | 'name' | 'waiting' | 'failed' | 'newest_at' | 'off'>
  >`
    select m.id, m.address, m.name, coalesce(w.waiting, 0) as waiting, coalesce(w.failed, 0) as failed,
      (select max(received_at) from occurrence o where o.mailbox_id = m.id) as newest_at,
      coalesce((select sum(missing + lost) from balance_day d where d.mailbox_id = m.id and d.off_checks > 0), 0) as off
    from mailbox m left join (
      select mailbox_id, count(*) filter (where state = 'kept') as waiting, count(*) filter (where state = 'failed') as failed
      from occurrence where state in ('kept', 'failed') group by mailbox_id
    ) w on w.mailbox_id = m.id
    order by m.address`.execute(tx.db)
  const rows = await connections(tx).selectFrom('connection').selectAll().execute()
  const byMailbox = new Map(rows.map((row) => [row.mailbox_id, row]))
  return figures.map((one) => {
    const row = byMailbox.get(one.id)
    const { last_success_at = null, last_error = null, backfill = null } = row ?? {}
    const isWalked = backfill && !backfill.finished_at
    return {
      ...one,
      ...{ kind: row?.kind ?? null, state: row ? stateOf(row, tx.now) : null, last_success_at, last_error },
      backfill: isWalked ? { done: backfill.done, total: backfill.total } : null,
    }
  })
}
