import { sql } from 'kysely'
import { notFound } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { ticketLinked } from './events.ts'

/** Why two tickets have to do with each other: a word that pages have a sentence for (`split`, `closed`, …). */
type Linking = { ticketId: string; linkedId: string; reason: string }

/** The two are shown with each other. Linked is linked, whichever was linked to which; nobody is told twice. */
export async function linkTickets(tx: Tx, linking: Linking): Promise<void> {
  const numbers = await writeLink(tx, linking)
  if (!numbers) return
  const { ticketId, linkedId, reason } = linking
  tx.emit(ticketLinked, { ticketId, otherId: linkedId, otherNumber: numbers.get(linkedId)!, reason })
  tx.emit(ticketLinked, { ticketId: linkedId, otherId: ticketId, otherNumber: numbers.get(ticketId)!, reason })
}

/** Without a word on the timelines, for a verb that has one of its own. Null when they were linked already. */
export async function writeLink(
  tx: Tx,
  { ticketId, linkedId, reason }: Linking,
): Promise<ReadonlyMap<string, number> | null> {
  if (ticketId === linkedId) return null
  const { rows } = await sql<{ id: string; number: number }>`
    select id, number from ticket where id in (${ticketId}, ${linkedId})`.execute(tx.db)
  if (rows.length < 2) throw notFound()
  const { numAffectedRows } = await sql`
    insert into ticket_link (ticket_id, linked_id, reason, by_user_id, at)
    values (${ticketId}, ${linkedId}, ${reason}, ${tx.actor.kind === 'user' ? tx.actor.id : null}, ${tx.now})
    on conflict do nothing`.execute(tx.db)
  return numAffectedRows ? new Map(rows.map(({ id, number }) => [id, number])) : null
}

export async function unlinkTickets(tx: Tx, one: string, other: string): Promise<void> {
  await sql`
    delete from ticket_link
    where (ticket_id = ${one} and linked_id = ${other}) or (ticket_id = ${other} and linked_id = ${one})`.execute(tx.db)
}

export type Linked = { id: string; number: number; subject: string; status: string; reason: string; at: string }

/**
 * The tickets linked to ticket `t` of the statement that this is a part of; for one that was merged, the one it was merged into, and
 * those that the merged ones brought with them.
 */
export const linksOfT = sql<Linked[]>`
  (with recursive own as (
      select t.id union all select m.id from ticket m join own on m.merged_into = own.id),
    linked as (
      select l.linked_id as id, l.reason, l.at from ticket_link l where l.ticket_id in (select id from own)
      union all
      select l.ticket_id, l.reason, l.at from ticket_link l where l.linked_id in (select id from own)),
    led as (
      select o.id, o.merged_into, linked.reason, linked.at from linked join ticket o on o.id = linked.id
      union all
      select o.id, o.merged_into, led.reason, led.at from led join ticket o on o.id = led.merged_into)
  select coalesce(json_agg(json_build_object('id', one.id, 'number', one.number, 'subject', one.subject, 'status', one.status,
      'reason', one.reason, 'at', one.at) order by one.at, one.number), '[]')
    from (select distinct on (o.id) o.id, o.number, o.subject, o.status, led.reason, led.at
      from led join ticket o on o.id = led.id
      where led.merged_into is null and o.id not in (select id from own) order by o.id, led.at) one)`
