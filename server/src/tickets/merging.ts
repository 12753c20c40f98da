import { sql } from 'kysely'
import { notFound, problem } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { carryDrafts, fetchDrafts } from './carryingDrafts.ts'
import { ticketMerged as merged, ticketUnmerged } from './events.ts'
import {
  addParticipants,
  carryInsiders,
  holdMessagesOf,
  lockThreading,
  messagesAmong,
  moveMessages,
  participantsOf,
  recordMoved,
  recount,
  removeParticipants,
  takeMoved,
} from './moving.ts'
import { lockTickets, mergePath, mustNotBeMerged, type Status, type Ticket, tables } from './ticket.ts'

export const cannotMerge = problem('cannot-merge', 422, 'These two cannot be merged')

export type Merging = {
  fromId: string
  intoId: string
  /** A word for the timeline: `by_hand`, `parent_came`. */
  reason: string
  /** Whether those who take part in the one take part in the other from now on. Without a word: only a person with the same requester. */
  addParticipants?: boolean | undefined
}

/**
 * All messages of one ticket go to another; its number leads there from now on. Thread keys and search follow in the database, tokens in
 * `ticketsForStitching`. Nobody gains sight of anything who is not named: messages of those who do not take part in the other ticket are
 * held there. Merged already is merged.
 */
export async function mergeTickets(tx: Tx, { fromId, intoId, reason, ...how }: Merging): Promise<void> {
  if (fromId === intoId) throw cannotMerge('A ticket cannot be merged into itself.')
  await lockThreading(tx)
  const { from, into } = await lockBoth(tx, fromId, intoId)
  if (from.merged_into === into.id) return
  await mustNotBeMerged(tx, from)
  await mustNotBeMerged(tx, into)
  if (into.status === 'spam' && from.status !== 'spam')
    throw cannotMerge(`Ticket #${into.number} is spam. Take it out of spam first.`)

  const there = await participantsOf(tx, into.id)
  const adds = how.addParticipants ?? (tx.actor.kind === 'user' && from.requester_id === into.requester_id)
  const joined = adds ? (await participantsOf(tx, from.id)).filter((address) => !there.includes(address)) : []
  const moving = await messagesAmong(tx, { fromId, participants: [...there, ...joined] })
  const moveId = tx.newId()
  const became = { status: statusAfter(from, into), unread: into.unread || from.unread }
  await tables(tx)
    .insertInto('ticket_move')
    .values({
      id: moveId,
      kind: 'merge',
      from_id: from.id,
      into_id: into.id,
      reason,
      by_user_id: tx.actor.kind === 'user' ? tx.actor.id : null,
      at: tx.now,
      joined,
      was: JSON.stringify(conditionOf(into)),
      became: JSON.stringify(became),
    })
    .execute()
  await recordMoved(tx, moveId, moving)
  await addParticipants(tx, into.id, joined)
  await carryInsiders(tx, from.id, into.id)
  await moveMessages(tx, moving, into.id)
  await carryDrafts(tx, from.id, into.id)
  await tables(tx).updateTable('ticket').set({ merged_into: into.id }).where('id', '=', from.id).execute()
  const isAwake = became.status !== into.status
  await tables(tx)
    .updateTable('ticket')
    .set({ ...became, ...(isAwake ? { resolved_at: null, closed_at: null } : {}) })
    .where('id', '=', into.id)
    .execute()
  await recount(tx, [from.id, into.id])
  say(tx, merged, { from, into, messages: moving.length, reason })
}

export type Undone = {
  /** Where the messages are again. */
  backId: string
  /** Messages written there since, which stay. */
  stayed: number
}

/** Exactly what moved goes back, from wherever it has been merged to since. What was written after the merge stays where it was written. */
export async function unmergeTicket(tx: Tx, { id }: { id: string }): Promise<Undone | null> {
  await lockThreading(tx)
  const path = await mergePath(tx, id)
  if (path.length === 0) throw notFound()
  const move = await tables(tx)
    .selectFrom('ticket_move')
    .selectAll()
    .where('from_id', '=', id)
    .where('kind', '=', 'merge')
    .where('undone_at', 'is', null)
    .executeTakeFirst()
  const lastId = path.at(-1)!.id
  if (!move || lastId === id) return null

  const { from, into } = await lockBoth(tx, id, lastId)
  const back = await takeMoved(tx, { moveId: move.id, standingOn: into.id })
  const gone = await leave(
    tx,
    path.slice(1).map((one) => one.id),
    move.joined,
  )
  await moveMessages(tx, back, from.id)
  await holdMessagesOf(tx, into.id, gone)
  await fetchDrafts(tx, from.id, into.id)
  const since = await writtenSince(tx, into.id, move.at)
  await tables(tx).updateTable('ticket_move').set({ undone_at: tx.now }).where('id', '=', move.id).execute()
  await tables(tx).updateTable('ticket').set({ merged_into: null }).where('id', '=', from.id).execute()
  if (into.id === move.into_id) await restore(tx, into, move as unknown as Conditions, since)
  await recount(tx, [from.id, into.id])
  say(tx, ticketUnmerged, { from, into, messages: back.length, stayed: since.all })
  return { backId: from.id, stayed: since.all }
}

async function lockBoth(tx: Tx, fromId: string, intoId: string): Promise<{ from: Ticket; into: Ticket }> {
  const locked = await lockTickets(tx, [fromId, intoId])
  const from = locked.find(({ id }) => id === fromId)
  const into = locked.find(({ id }) => id === intoId)
  if (!from || !into) throw notFound()
  return { from, into }
}

/** What waits for an answer must not disappear in what is done. */
function statusAfter(from: Ticket, into: Ticket): Status {
  const isDone = into.status === 'resolved' || into.status === 'closed'
  if ((from.status === 'new' || from.status === 'open') && (isDone || into.status === 'pending')) return 'open'
  return from.status === 'pending' && isDone ? 'pending' : into.status
}

type Condition = { status: Status; unread: boolean; resolved_at: Date | null; closed_at: Date | null }
type Conditions = { was: Condition; became: Pick<Condition, 'status' | 'unread'> }
const conditionOf = ({ status, unread, resolved_at, closed_at }: Ticket): Condition => ({
  status,
  unread,
  resolved_at,
  closed_at,
})

/** Status and read mark are as before the merge, unless somebody has done something about them since. */
async function restore(tx: Tx, into: Ticket, { was, became }: Conditions, since: Since): Promise<void> {
  const isStatusOurs = into.status === became.status && since.words === 0
  const isMarkOurs = into.unread === became.unread && since.words === 0
  await tables(tx)
    .updateTable('ticket')
    .set({
      ...(isStatusOurs ? { status: was.status, resolved_at: was.resolved_at, closed_at: was.closed_at } : {}),
      ...(isMarkOurs ? { unread: was.unread } : {}),
      updated_at: tx.now,
    })
    .where('id', '=', into.id)
    .execute()
}

type Since = { all: number; words: number }

async function writtenSince(tx: Tx, ticketId: string, at: Date): Promise<Since> {
  const { rows } = await sql<Since>`
    select count(*)::int as all, count(*) filter (where direction <> 'note')::int as words
    from message where ticket_id = ${ticketId} and at > ${at}`.execute(tx.db)
  return rows[0]!
}

/** Who joined by a merge leaves the ticket it led to, and those that ticket was merged into since. Says who left the last of them. */
async function leave(tx: Tx, path: readonly string[], joined: readonly string[]): Promise<string[]> {
  let leaving = [...joined]
  for (const [step, ticketId] of path.entries()) {
    leaving = await removeParticipants(tx, ticketId, leaving)
    if (step === path.length - 1) break
    const { rows } = await sql<{ joined: string[] }>`
      select joined from ticket_move where from_id = ${ticketId} and kind = 'merge' and undone_at is null`.execute(
      tx.db,
    )
    leaving = leaving.filter((address) => rows[0]?.joined.includes(address))
    await sql`
      update ticket_move set joined = array(select one from unnest(joined) as one where one <> all(${leaving}::text[]))
      where from_id = ${ticketId} and kind = 'merge' and undone_at is null`.execute(tx.db)
  }
  return leaving
}

/** Both tickets have it on their timeline, and both pages hear of it. */
function say<T extends typeof merged | typeof ticketUnmerged>(
  tx: Tx,
  event: T,
  { from, into, ...more }: { from: Ticket; into: Ticket; messages: number; reason?: string; stayed?: number },
): void {
  const what = { fromId: from.id, fromNumber: from.number, intoId: into.id, intoNumber: into.number, ...more }
  for (const ticketId of [into.id, from.id]) tx.emit(event as never, { ticketId, ...what } as never)
}
