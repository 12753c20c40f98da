import { sql } from 'kysely'
import type { Store } from '../platform/store.ts'
import { inTx, systemActor } from '../platform/tx.ts'
import type { Tx } from '../platform/work.ts'
import { type Status, statuses } from './ticket.ts'

const live: readonly Status[] = ['new', 'open', 'pending']

/** Tickets in each status, and what waits: for the actor, and for nobody yet. Sums amounts that every change of a ticket has left. */
export async function countTickets(tx: Tx) {
  const { rows } = await sql<{ status: Status; all: number; mine: number; unassigned: number }>`
    select status, sum(amount)::int as all,
      coalesce(sum(amount) filter (where assignee_user_id::text = ${tx.actor.id}), 0)::int as mine,
      coalesce(sum(amount) filter (where assignee_user_id is null), 0)::int as unassigned
    from ticket_count group by status`.execute(tx.db)
  const of = (status: Status) => rows.find((row) => row.status === status)?.all ?? 0
  const waiting = rows.filter(({ status }) => live.includes(status))
  return {
    ...(Object.fromEntries(statuses.map((status) => [status, of(status)])) as Record<Status, number>),
    mine: waiting.reduce((sum, row) => sum + row.mine, 0),
    unassigned: waiting.reduce((sum, row) => sum + row.unassigned, 0),
  }
}

/** Folds the amounts that changes have left into one of each kind, so that a count stays a sum of few. */
export async function foldCounts(store: Store): Promise<void> {
  const orgs = await sql<{ org_id: string }>`select org_id from orgs_with_loose_counts()`.execute(store.db)
  for (const { org_id } of orgs.rows) await inTx(store, systemActor(org_id, 'counts'), foldOwnCounts)
}

/** Whoever counts meanwhile sees the amounts before or after; of two who fold, the second finds nothing left of what the first took. */
export async function foldOwnCounts(tx: Tx): Promise<void> {
  await sql`
    with gone as (delete from ticket_count returning status, assignee_user_id, amount)
    insert into ticket_count (status, assignee_user_id, amount)
      select status, assignee_user_id, sum(amount) from gone group by status, assignee_user_id having sum(amount) <> 0`.execute(
    tx.db,
  )
}
