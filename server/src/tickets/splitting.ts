import { sql } from 'kysely'
import type { z } from 'zod'
import { invalid, notFound, problem } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { carryDrafts } from './carryingDrafts.ts'
import { ticketSplit, ticketUnsplit } from './events.ts'
import { unlinkTickets, writeLink } from './linking.ts'
import type { Undone } from './merging.ts'
import {
  addParticipants,
  lockThreading,
  type Moving,
  messagesAmong,
  moveMessages,
  participantsOf,
  recipientsOfRow,
  recordMoved,
  recount,
  senderOfRow,
  takeMoved,
} from './moving.ts'
import { readTicket } from './reading.ts'
import type { Splitting, TicketView } from './shapes.ts'
import { lockTicket, lockTickets, mergePath, type Ticket, tables, takeNumbers } from './ticket.ts'
import { mustBeVersion } from './updating.ts'

export const cannotSplit = problem('cannot-split', 422, 'This cannot be split off')

/**
 * Some messages of a ticket become a ticket of their own, with the sender of the first of them. Answers to them go there, by their thread
 * keys. No acknowledgement follows: nobody outside has written anything.
 */
export async function splitTicket(
  tx: Tx,
  { id, version, message_ids, subject }: z.output<typeof Splitting>,
): Promise<TicketView> {
  await lockThreading(tx)
  const before = await splitBefore(tx, id, message_ids)
  if (before) return readTicket(tx, { id: before })
  const from = await lockTicket(tx, id)
  await mustBeVersion(tx, from, version)
  const chosen = await chosenOf(tx, id, message_ids)
  const first = chosen.find(({ direction }) => direction === 'in')
  const participants = partOf(chosen, await participantsOf(tx, id), first)
  const moving = await messagesAmong(tx, { fromId: id, only: message_ids, participants })

  const intoId = tx.newId()
  await openApart(tx, from, {
    id: intoId,
    subject: subject ?? baseOf(chosen[0]!.subject || from.subject),
    chosen,
    first,
  })
  await addParticipants(tx, intoId, participants)
  await moveApart(tx, { from, intoId, moving })
  return readTicket(tx, { id: intoId })
}

/** What was split off goes back; what was written there since stays, and with nothing left the new ticket is merged into the old. */
export async function unsplitTicket(tx: Tx, { id }: { id: string }): Promise<Undone | null> {
  await lockThreading(tx)
  const standing = (await mergePath(tx, id)).at(-1)
  if (!standing) throw notFound()
  const move = await tables(tx)
    .selectFrom('ticket_move')
    .selectAll()
    .where('into_id', '=', id)
    .where('kind', '=', 'split')
    .where('undone_at', 'is', null)
    .executeTakeFirst()
  if (!move) return null
  const target = (await mergePath(tx, move.from_id)).at(-1)!
  if (target.id === standing.id) return null

  const locked = await lockTickets(tx, [standing.id, target.id])
  const [into, from] = [locked.find((one) => one.id === standing.id)!, locked.find((one) => one.id === target.id)!]
  const back = await takeMoved(tx, { moveId: move.id, standingOn: into.id })
  await moveMessages(tx, await heldAgain(tx, back, { move, from, into }), from.id)
  await tables(tx).updateTable('ticket_move').set({ undone_at: tx.now }).where('id', '=', move.id).execute()
  const left = await sql<{ n: number }>`select count(*)::int as n from message where ticket_id = ${into.id}`.execute(
    tx.db,
  )
  const stayed = left.rows[0]!.n
  if (stayed === 0) {
    await carryDrafts(tx, into.id, from.id)
    await unlinkTickets(tx, into.id, from.id)
    await tables(tx).updateTable('ticket').set({ merged_into: from.id }).where('id', '=', into.id).execute()
  }
  await recount(tx, [into.id, from.id])
  say(tx, ticketUnsplit, { from, into, messages: back.length, stayed })
  return { backId: from.id, stayed }
}

type Chosen = {
  id: string
  direction: 'in' | 'out' | 'note'
  subject: string
  held: boolean
  sender: string
  contact_id: string | null
  to: string[]
  at: Date
}

async function chosenOf(tx: Tx, ticketId: string, ids: readonly string[]): Promise<Chosen[]> {
  const { rows } = await sql<Chosen & { left: number }>`
    select m.id, m.direction, m.subject, m.held, ${senderOfRow} as sender, m.contact_id, m.at,
      ${recipientsOfRow} as to,
      (select count(*)::int from message where ticket_id = ${ticketId} and automatic is null and not id = any(${ids as string[]}::uuid[])) as left
    from message m where m.ticket_id = ${ticketId} and m.id = any(${ids as string[]}::uuid[]) order by m.at, m.id`.execute(
    tx.db,
  )
  if (rows.length < new Set(ids).size) throw notHere()
  // An acknowledgement alone would answer nothing.
  if (rows[0]!.left === 0) throw cannotSplit('At least one message must stay on the ticket.')
  return rows
}

const notHere = () =>
  invalid('message_ids: not all of them are on this ticket', {
    errors: [{ field: 'message_ids', message: 'not all of them are on this ticket' }],
  })

/**
 * Who takes part in the new ticket: those of the old who wrote one of these messages or were written to. When it begins with a stranger's
 * message he is alone there, and what others wrote is held.
 */
function partOf(chosen: readonly Chosen[], participants: readonly string[], first: Chosen | undefined): string[] {
  if (first && !participants.includes(first.sender)) return [first.sender]
  const named = new Set(chosen.flatMap(({ direction, sender, to }) => (direction === 'in' ? [sender] : to)))
  const part = participants.filter((address) => named.has(address))
  return part.length > 0 ? part : [...participants]
}

const baseOf = (subject: string): string =>
  subject.replace(/^(?:(?:re|fwd?|aw|wg|sv|vs|antw|tr|rif|res):\s*)+/i, '').trim()

async function openApart(
  tx: Tx,
  from: Ticket,
  it: { id: string; subject: string; chosen: readonly Chosen[]; first: Chosen | undefined },
): Promise<void> {
  const isAnswered = it.chosen.some(({ direction }) => direction === 'out')
  const [earliest] = it.chosen
  await sql`
    insert into ticket (id, number, subject, status, priority, mailbox_id, requester_id, assignee_user_id, unread, created_at, active_at, updated_at)
    values (${it.id}, ${await takeNumbers(tx, 1)}, ${it.subject || '(no subject)'},
      ${from.status === 'spam' ? 'spam' : isAnswered ? 'open' : 'new'}, ${from.priority}, ${from.mailbox_id},
      ${it.first?.contact_id ?? from.requester_id}, ${from.assignee_user_id}, ${from.unread}, ${earliest!.at}, ${earliest!.at}, ${tx.now})`.execute(
    tx.db,
  )
}

async function moveApart(tx: Tx, it: { from: Ticket; intoId: string; moving: readonly Moving[] }): Promise<void> {
  const { from, intoId, moving } = it
  const [into] = await lockTickets(tx, [intoId])
  const moveId = tx.newId()
  await tables(tx)
    .insertInto('ticket_move')
    .values({
      id: moveId,
      kind: 'split',
      from_id: from.id,
      into_id: intoId,
      reason: 'by_hand',
      by_user_id: tx.actor.kind === 'user' ? tx.actor.id : null,
      at: tx.now,
    } as never)
    .execute()
  await recordMoved(tx, moveId, moving)
  await moveMessages(tx, moving, intoId)
  await writeLink(tx, { ticketId: intoId, linkedId: from.id, reason: 'split' })
  await recount(tx, [from.id, intoId])
  say(tx, ticketSplit, { from, into: into!, messages: moving.length })
}

/** The same messages were split off already: asked twice is done once. */
async function splitBefore(tx: Tx, fromId: string, ids: readonly string[]): Promise<string | null> {
  const { rows } = await sql<{ into_id: string }>`
    select v.into_id from ticket_move v join ticket_moved d on d.move_id = v.id join message m on m.id = d.message_id
    where v.from_id = ${fromId} and v.kind = 'split' and v.undone_at is null and m.ticket_id = v.into_id
      and d.message_id = any(${ids as string[]}::uuid[])
    group by v.into_id having count(*) = ${new Set(ids).size}`.execute(tx.db)
  return rows[0]?.into_id ?? null
}

/** As they were held before the split; on another ticket than they came from, as its participants make it. */
async function heldAgain(
  tx: Tx,
  back: { messageId: string; held: boolean }[],
  { move, from, into }: { move: { from_id: string }; from: Ticket; into: Ticket },
): Promise<{ messageId: string; held: boolean }[]> {
  if (from.id === move.from_id) return back
  const only = back.map(({ messageId }) => messageId)
  return messagesAmong(tx, { fromId: into.id, only, participants: await participantsOf(tx, from.id) })
}

function say(
  tx: Tx,
  event: typeof ticketSplit | typeof ticketUnsplit,
  { from, into, ...more }: { from: Ticket; into: Ticket; messages: number; stayed?: number },
): void {
  const what = { fromId: from.id, fromNumber: from.number, intoId: into.id, intoNumber: into.number, ...more }
  for (const ticketId of [from.id, into.id]) tx.emit(event as never, { ticketId, ...what } as never)
}
