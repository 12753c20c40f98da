import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'
import { previewOf } from './ticket.ts'

/** Messages change their ticket: what merging and splitting have in common. */

/**
 * One at a time in an organisation decides which ticket messages stand on: who takes mail in, who merges, who splits. Taken before any
 * ticket is locked; otherwise a mail could be put on a ticket in the moment in which it is emptied.
 */
export async function lockThreading(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`ingest ${tx.actor.orgId}`}, 0))`.execute(tx.db)
}

export type Moving = { messageId: string; held: boolean; wasHeld: boolean }

/**
 * What a message is when it stands among these participants: held, if it came from or went to somebody else. Nobody gains sight of
 * anything by a move: what others wrote, or were written, is not quoted until a person approves them.
 */
export async function messagesAmong(
  tx: Tx,
  {
    fromId,
    only,
    participants,
  }: { fromId: string; only?: readonly string[] | undefined; participants: readonly string[] },
): Promise<Moving[]> {
  const { rows } = await sql<Moving>`
    select m.id as "messageId", m.held as "wasHeld",
      case m.direction
        when 'note' then false
        when 'out' then m.forwarded_id is null and not ${recipientsOfRow} <@ ${participants}::text[]
        else not ${senderIn(participants)}
      end as held
    from message m where m.ticket_id = ${fromId} ${only ? sql`and m.id = any(${only}::uuid[])` : sql``}
    order by m.at, m.id`.execute(tx.db)
  return rows
}

/** Mail without a sender is known as that of `unknown@invalid`. */
export const senderOfRow = sql<string>`coalesce(nullif(lower(trim(m.from_address)), ''), 'unknown@invalid')`
export const recipientsOfRow = sql<string[]>`
  array(select lower(one->>'address') from jsonb_array_elements(m.to_addresses || m.cc_addresses || m.bcc_addresses) as one)`
const senderIn = (addresses: readonly string[]) => sql`${senderOfRow} = any(${addresses}::text[])`

/** Writes down what moves. */
export async function recordMoved(tx: Tx, moveId: string, moving: readonly Moving[]): Promise<void> {
  await sql`
    insert into ticket_moved (move_id, message_id, was_held)
    select ${moveId}, * from unnest(${moving.map((one) => one.messageId)}::uuid[], ${moving.map((one) => one.wasHeld)}::boolean[])`.execute(
    tx.db,
  )
}

/**
 * Deliveries first: who is composing one of these mails holds its row, and what he has written about it is committed when we go on.
 * Search and thread keys follow by triggers of the database.
 */
export async function moveMessages(
  tx: Tx,
  moving: readonly { messageId: string; held: boolean }[],
  intoId: string,
): Promise<void> {
  const ids = moving.map((one) => one.messageId)
  await sql`update delivery set ticket_id = ${intoId} where message_id = any(${ids}::uuid[])`.execute(tx.db)
  await sql`
    update message m set ticket_id = ${intoId}, held = moving.held
    from unnest(${ids}::uuid[], ${moving.map(({ held }) => held)}::boolean[]) as moving(id, held)
    where m.id = moving.id`.execute(tx.db)
}

/** Those of a move that still stand where it put them, and are to go back. Later moves that took them along know of them no more. */
export async function takeMoved(
  tx: Tx,
  { moveId, standingOn }: { moveId: string; standingOn: string },
): Promise<{ messageId: string; held: boolean }[]> {
  const { rows } = await sql<{ messageId: string; held: boolean }>`
    select d.message_id as "messageId", d.was_held as held from ticket_moved d join message m on m.id = d.message_id
    where d.move_id = ${moveId} and m.ticket_id = ${standingOn} order by m.at, m.id`.execute(tx.db)
  await sql`
    delete from ticket_moved d using ticket_move later, ticket_move this
    where this.id = ${moveId} and later.seq >= this.seq and d.move_id = later.id
      and d.message_id = any(${rows.map((one) => one.messageId)}::uuid[])`.execute(tx.db)
  return rows
}

/** What the list shows of these tickets, made anew from their messages. */
export async function recount(tx: Tx, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string; count: number; text: string | null; at: Date | null }>`
    select t.id, (select count(*)::int from message m where m.ticket_id = t.id) as count, last.text, last.at
    from ticket t left join lateral (
      select left(coalesce(nullif(m.reply_text, ''), m.text), 1000) as text, m.at from message m
      where m.ticket_id = t.id and m.direction <> 'note' order by m.at desc, m.id desc limit 1) last on true
    where t.id = any(${ids}::uuid[])`.execute(tx.db)
  const fresh = rows.map(({ text, ...row }) => ({ ...row, preview: text === null ? null : previewOf(text) }))
  await sql`
    update ticket t set message_count = f.count, preview = coalesce(f.preview, t.preview), active_at = coalesce(f.at, t.active_at),
      version = t.version + 1, updated_at = ${tx.now}
    from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as f(id uuid, count int, preview text, at timestamptz)
    where t.id = f.id`.execute(tx.db)
}

/** Who may join in full; not those whom colleagues only asked. */
export async function participantsOf(tx: Tx, ticketId: string): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select address from ticket_participant where ticket_id = ${ticketId} and not inside order by address`.execute(tx.db)
  return rows.map(({ address }) => address)
}

/** By a mail of ours that still can be taken back they take part for as long as it is not; by anything else for good. */
export async function addParticipants(
  tx: Tx,
  ticketId: string,
  addresses: readonly string[],
  { by }: { by?: string } = {},
): Promise<void> {
  const joined = by ? sql`array[${by}::uuid]` : sql`null::uuid[]`
  await sql`
    insert into ticket_participant as p (ticket_id, address, joined_by)
    select ${ticketId}, address, ${joined} from unnest(${addresses}::text[]) as address
    on conflict (ticket_id, address) do update set
      joined_by = case when p.inside then excluded.joined_by
        when p.joined_by is not null and excluded.joined_by is not null then p.joined_by || excluded.joined_by end,
      was_inside = excluded.joined_by is not null and (p.inside or p.was_inside),
      inside = false`.execute(tx.db)
}

/**
 * Colleagues asked them about the ticket: their answers come to it and stay inside. Who takes part already stays what he is, and after a
 * mail that made him so was taken back he is asked by colleagues still.
 */
export async function addInsiders(
  tx: Tx,
  ticketId: string,
  addresses: readonly string[],
  { by }: { by: string },
): Promise<void> {
  await sql`
    insert into ticket_participant as p (ticket_id, address, inside, joined_by)
    select ${ticketId}, address, true, array[${by}::uuid] from unnest(${addresses}::text[]) as address
    on conflict (ticket_id, address) do update set
      joined_by = case when p.inside and p.joined_by is not null then p.joined_by || excluded.joined_by else p.joined_by end,
      was_inside = p.was_inside or (not p.inside and p.joined_by is not null)`.execute(tx.db)
}

/**
 * Who took part by this mail alone leaves again, or is asked by colleagues alone as before; what they wrote here meanwhile is held. Not
 * the requester, whom the ticket is with.
 */
export async function withdrawParticipants(tx: Tx, ticketId: string, messageId: string): Promise<void> {
  const { rows } = await sql<{ address: string; was_inside: boolean; alone: boolean }>`
    update ticket_participant p set joined_by = array_remove(joined_by, ${messageId}::uuid)
    where ticket_id = ${ticketId} and joined_by @> array[${messageId}::uuid]
    returning address, was_inside, joined_by = '{}' as alone`.execute(tx.db)
  const alone = rows.filter((one) => one.alone)
  const inside = alone.filter((one) => one.was_inside).map(({ address }) => address)
  await sql`
    update ticket_participant set inside = true, was_inside = false, joined_by = null
    where ticket_id = ${ticketId} and address = any(${inside}::text[])`.execute(tx.db)
  const leaving = alone.filter((one) => !one.was_inside).map(({ address }) => address)
  const gone = await removeParticipants(tx, ticketId, leaving)
  await holdMessagesOf(tx, ticketId, [...gone, ...inside])
}

export async function holdMessagesOf(tx: Tx, ticketId: string, addresses: readonly string[]): Promise<void> {
  await sql`
    update message set held = true
    where ticket_id = ${ticketId} and direction = 'in' and lower(from_address) = any(${addresses}::text[])`.execute(
    tx.db,
  )
}

export async function carryInsiders(tx: Tx, fromId: string, intoId: string): Promise<void> {
  await sql`
    insert into ticket_participant (ticket_id, address, inside)
    select ${intoId}, address, true from ticket_participant where ticket_id = ${fromId} and inside
    on conflict do nothing`.execute(tx.db)
}

/** Never the requester, whom the ticket is with. Says who it was. */
export async function removeParticipants(tx: Tx, ticketId: string, addresses: readonly string[]): Promise<string[]> {
  if (addresses.length === 0) return []
  const { rows } = await sql<{ address: string }>`
    delete from ticket_participant p where p.ticket_id = ${ticketId} and p.address = any(${addresses}::text[])
      and p.address <> (select lower(c.email) from ticket t join contact c on c.id = t.requester_id where t.id = p.ticket_id)
    returning p.address`.execute(tx.db)
  return rows.map(({ address }) => address)
}
