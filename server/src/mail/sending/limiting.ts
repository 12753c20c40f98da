import { sql } from 'kysely'
import type { Tx } from '../../platform/work.ts'
import { isPaused, type WayRow, wayRow } from './wayOut.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

export const ofMailbox = (mailboxId: string | null) =>
  mailboxId === null ? sql`mailbox_id is null` : sql`mailbox_id = ${mailboxId}::uuid`

/** One at a time decides what leaves by the way of a mailbox, until the end of its unit of work: no two take more than both may. */
export const lockWay = (tx: Tx, mailboxId: string | null) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`send ${mailboxId}`}, 0))`.execute(tx.db)

type Limit = { left: number; next?: Date; says?: string }

/** How many more may leave now, over the last minute and the last day as they roll; and when the next may. */
export async function limitOf(tx: Tx, mailboxId: string | null, way: WayRow | undefined): Promise<Limit> {
  const limits = [
    { most: way?.per_minute, ms: minuteMs, words: 'a minute' },
    { most: way?.per_day, ms: dayMs, words: 'a day' },
  ]
  let left = Number.MAX_SAFE_INTEGER
  let over: Limit | undefined
  for (const { most, ms, words } of limits) {
    if (!most) continue
    const since = new Date(tx.now.getTime() - ms)
    const { rows } = await sql<{ n: number; oldest: Date | null }>`
      select count(*)::int as n, min(at) as oldest from (
        (select tried_at as at from delivery where ${ofMailbox(mailboxId)} and tried_at > ${since} order by tried_at desc limit ${most})
        union all
        (select at from way_use where ${ofMailbox(mailboxId)} and at > ${since} order by at desc limit ${most})
        order by at desc limit ${most}) used`.execute(tx.db)
    const { n, oldest } = rows[0]!
    left = Math.min(left, most - n)
    if (n < most || !oldest) continue
    const next = new Date(oldest.getTime() + ms)
    if (over?.next && over.next >= next) continue
    over = {
      left: 0,
      next,
      says: `${most === 1 ? 'One mail' : `${most} mails`} in ${words} ${most === 1 ? 'has' : 'have'} left this mailbox, as many as it may send.`,
    }
  }
  return over ?? { left }
}

type Wait = { until: Date; says: string }

/**
 * A mail that is no delivery, a notification or a code, takes its place among those that may leave by this way now; or hears until when it
 * is to wait, and why.
 */
export async function takeTurn(tx: Tx, mailboxId: string): Promise<Wait | undefined> {
  await lockWay(tx, mailboxId)
  const way = await wayRow(tx, mailboxId)
  if (isPaused(way, tx.now)) return { until: way.paused_until, says: way.says ?? mailWaits }
  const { left, next, says } = await limitOf(tx, mailboxId, way)
  if (left <= 0) return { until: next!, says: says! }
  await sql`
    with over as (delete from way_use where mailbox_id = ${mailboxId} and at <= ${new Date(tx.now.getTime() - dayMs)})
    insert into way_use (id, mailbox_id, at) values (${tx.newId()}, ${mailboxId}, ${tx.now})`.execute(tx.db)
  return undefined
}

export const mailWaits = 'Mail of this mailbox waits.'
