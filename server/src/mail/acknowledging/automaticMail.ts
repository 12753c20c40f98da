import { domainToASCII } from 'node:url'
import { sql } from 'kysely'
import type { Tx } from '../../platform/work.ts'
import { splitAddress, withoutTag } from '../mailbox.ts'

const hour = 3600_000
/** To one address: acknowledgements within an hour, automatic mails of any kind within a day. */
const perHour = 1
const perDay = 3
/** Of one organisation: so many in so little time are no customers any more. */
export const stopAfter = { mails: 100, ms: 10 * 60_000 }
const stopMs = hour
/** Older rows count for nothing. */
const keptMs = 2 * 24 * hour

/** The address that ceilings count under: tags, case and the two ways of writing a domain make no new one. */
export function countedAs(address: string): string {
  const { local, domain } = splitAddress(withoutTag(address))
  return `${local}@${domainToASCII(domain) || domain}`
}

export type Room = {
  /** Why nothing may go to this address now, or null; what is taken counts for the next who asks. */
  take(address: string): string | null
  /** Writes down what was taken. */
  keep(): Promise<void>
}

/**
 * How much may still leave by itself. Counted in the database, under one lock of the organisation until the commit of what is taken, so
 * that neither a restart nor a second process makes more room.
 */
export async function roomForMail(tx: Tx, addresses: readonly string[]): Promise<Room> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`automatic mail ${tx.actor.orgId}`}, 0))`.execute(tx.db)
  const ago = (ms: number) => new Date(tx.now.getTime() - ms)
  const wanted = [...new Set(addresses.map(countedAs))]
  const { rows } = await sql<{ address: string; hour: number; day: number }>`
    select address, count(*) filter (where at > ${ago(hour)} and kind = 'acknowledgement')::int as hour, count(*)::int as day
    from automatic_mail where address = any(${wanted}) and at > ${ago(24 * hour)} group by address`.execute(tx.db)
  const sent = new Map(rows.map((row) => [row.address, row]))
  const stop = await lastStop(tx)
  const since = stop && stop.endsAt > ago(stopAfter.ms) ? stop.endsAt : ago(stopAfter.ms)
  const { rows: lately } = await sql<{ n: number }>`
    select count(*)::int as n from automatic_mail where at > ${since}`.execute(tx.db)
  let left = stopAfter.mails - lately[0]!.n
  let stoppedUntil = stop && stop.endsAt > tx.now ? stop.endsAt : undefined
  let isNewStop = false
  const taken: string[] = []

  return {
    take(address) {
      const counted = countedAs(address)
      const before = sent.get(counted) ?? { address: counted, hour: 0, day: 0 }
      if (before.day >= perDay) return `The sender had ${perDay} automatic mails within a day already.`
      if (before.hour >= perHour) return 'The sender had an acknowledgement within the last hour.'
      if (!stoppedUntil && left <= 0) {
        isNewStop = true
        stoppedUntil = new Date(tx.now.getTime() + stopMs)
      }
      if (stoppedUntil)
        return `Acknowledgements are stopped until ${clockOf(stoppedUntil)}: ${stopAfter.mails} left within ${stopAfter.ms / 60_000} minutes.`
      left--
      taken.push(counted)
      sent.set(counted, { address: counted, hour: before.hour + 1, day: before.day + 1 })
      return null
    },
    async keep() {
      if (isNewStop)
        await sql`
          insert into automatic_stop (stopped_at, ends_at) values (${tx.now}, ${stoppedUntil})
          on conflict (org_id) do update set stopped_at = excluded.stopped_at, ends_at = excluded.ends_at`.execute(
          tx.db,
        )
      if (taken.length === 0) return
      await sql`
        insert into automatic_mail (id, address, kind, at)
        select id, address, 'acknowledgement', ${tx.now}
        from unnest(${taken.map(() => tx.newId())}::uuid[], ${taken}::text[]) as t(id, address)`.execute(tx.db)
      await sql`delete from automatic_mail where at < ${ago(keptMs)}`.execute(tx.db)
    },
  }
}

type Stop = { stoppedAt: Date; endsAt: Date }

async function lastStop(tx: Tx): Promise<Stop | undefined> {
  const { rows } = await sql<Stop>`
    select stopped_at as "stoppedAt", ends_at as "endsAt" from automatic_stop`.execute(tx.db)
  return rows[0]
}

/** The stop that holds now. */
export async function stopOf(tx: Tx): Promise<Stop | undefined> {
  const stop = await lastStop(tx)
  return stop && stop.endsAt > tx.now ? stop : undefined
}

/** An administrator has looked: mail leaves again, and the count for the next stop begins now. */
export async function endStop(tx: Tx): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update automatic_stop set ends_at = ${tx.now} where ends_at > ${tx.now}`.execute(tx.db)
  return Number(numAffectedRows) > 0
}

const clockOf = (at: Date) => `${at.toISOString().slice(11, 16)} UTC`
