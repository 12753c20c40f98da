import { sql } from 'kysely'
import { gauges } from '../platform/metrics.ts'
import type { Store } from '../platform/store.ts'
import { conditions, type Finding } from './conditions.ts'
import { readOps } from './measuring.ts'
import { hasListener, tell } from './telling.ts'

export type Alert = {
  condition: string
  subject: string
  says: string
  todo: string
  page: string
  opened_at: Date
  closed_at: Date | null
  told_at: Date | null
}

/** Gone for this long is over; what flickers is one alert, not many. */
const overMs = 60_000
/** Longer than any telling takes: an alert taken by a process that died is free again. */
const tellingMs = 2 * 60_000

/** One look at everything; what is new, still so after the hours of repeat, or over, is told. Safe in any number of processes. */
export async function sweepAlerts(store: Store): Promise<number> {
  const looked = { ...(await readOps(store)), lastAbsence: store.presence.lastAbsence }
  const found = Object.entries(conditions).flatMap(([condition, look]) =>
    look(looked).map((finding) => ({ condition, ...finding })),
  )
  await keepFound(store, found)
  if (!hasListener(store)) return 0
  const taken = await takeToTell(store)
  if (taken.length === 0) return 0
  const error = await tell(store, taken)
  await recordTold(store, taken, error)
  return taken.length
}

async function keepFound(store: Store, found: readonly (Finding & { condition: string })[]): Promise<void> {
  const now = store.clock()
  const rows = found.map(({ subject = '', orgId = null, ...rest }) => ({ subject, organisation: orgId, ...rest }))
  // An alert that is over and told, or was over before anybody was told, is forgotten: the same trouble later is a new one.
  await sql`delete from alert where closed_at is not null and (told_at is null or told_at >= closed_at)`.execute(
    store.db,
  )
  await sql`
    insert into alert (condition, subject, organisation, says, todo, page, opened_at, seen_at)
    select condition, subject, organisation, says, todo, page, ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as f(condition text, subject text, organisation uuid, says text, todo text, page text)
    order by condition, subject
    on conflict (condition, subject) do update set says = excluded.says, todo = excluded.todo, seen_at = ${now}, closed_at = null`.execute(
    store.db,
  )
  await sql`
    update alert set closed_at = ${now} where closed_at is null and seen_at < ${new Date(now.getTime() - overMs)}`.execute(
    store.db,
  )
  const { rows: open } = await sql<{ n: number }>`select count(*) as n from alert where closed_at is null`.execute(
    store.db,
  )
  gauges.alerts.set(open[0]?.n ?? 0)
}

/** Takes what is to be told, so that no other process tells it too. */
async function takeToTell(store: Store): Promise<Alert[]> {
  const now = store.clock()
  const again = new Date(now.getTime() - store.config.alertRepeatHours * 3600_000)
  const { rows } = await sql<Alert>`
    update alert set telling_until = ${new Date(now.getTime() + tellingMs)}
    where (condition, subject) in (
      select condition, subject from alert
      where (told_at is null or told_at < ${again} or closed_at > told_at) and (telling_until is null or telling_until < ${now})
      order by condition, subject for update skip locked
    )
    returning condition, subject, says, todo, page, opened_at, closed_at, told_at`.execute(store.db)
  // What came and went before anybody could be told of it needs no telling.
  return rows.filter(({ closed_at, told_at }) => !(closed_at && !told_at))
}

async function recordTold(store: Store, taken: readonly Alert[], error: string | undefined): Promise<void> {
  const now = store.clock()
  const keys = JSON.stringify(taken.map(({ condition, subject }) => ({ condition, subject })))
  // What could not be told is tried again by the sweep after the next.
  const until = error ? new Date(now.getTime() + overMs) : null
  await sql`
    update alert a set told_at = case when ${error ?? null}::text is null then ${now} else a.told_at end, telling_until = ${until},
      error = ${error ?? null}
    from jsonb_to_recordset(${keys}::jsonb) as k(condition text, subject text)
    where a.condition = k.condition and a.subject = k.subject`.execute(store.db)
}
