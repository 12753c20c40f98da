import { sql } from 'kysely'
import type { z } from 'zod'
import { onlyChecked } from '../platform/db/onlyChecked.ts'
import { notFound, problem } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { replyCancelled, ticketChanged } from './events.ts'
import { type GivenBack, giveBackDraft } from './givingBack.ts'
import { recount, withdrawParticipants } from './moving.ts'
import type { Undoes } from './queueing.ts'
import { readTicket } from './reading.ts'
import { recordDelivery } from './recordingDeliveries.ts'
import type { Cancelled } from './shapes.ts'
import { type DeliveryStatus, lockTicket, lockTickets, mustNotBeMerged, type Ticket, tables } from './ticket.ts'
import { hasMoreThan, missing, type NewMailBack, withdrawTicket } from './withdrawing.ts'

export const alreadyLeaving = problem('already-leaving', 409, 'This mail is on its way or has left')

type Waiting = {
  id: string
  message_id: string
  status: DeliveryStatus
  attempts: number
  undoes: Undoes | null
  author_user_id: string | null
}

/**
 * Takes a mail back that has not begun to leave: its words are the writer's draft again, and what it did to its ticket is undone; one
 * that opened its ticket, where nothing else stands, takes the ticket along. Who is first at the delivery's row decides, this or its
 * sender. Asked twice is done once.
 */
export async function cancelReply(
  tx: Tx,
  { id, message_id }: { id: string; message_id: string },
): Promise<z.input<typeof Cancelled>> {
  const [ticket] = await lockTickets(tx, [id])
  if (!ticket) throw await missing(tx, id)
  await mustNotBeMerged(tx, ticket)
  const [waiting] = await waitingOn(tx, sql`d.ticket_id = ${id} and d.message_id = ${message_id}`)
  if (!waiting) throw notFound()
  if (waiting.status === 'cancelled') return { ...(await readTicket(tx, { id })), withdrawn: null }

  if (!mayCancel(waiting)) throw alreadyLeaving('Its way to the other server has begun: it cannot be called back.')
  const { draft } = waiting.undoes!
  if (draft.kind === 'new' && !(await hasMoreThan(tx, ticket, message_id))) {
    await letOff(tx, ticket, waiting, 'undone')
    const was = await readTicket(tx, { id })
    const authorId = waiting.author_user_id!
    return { ...was, withdrawn: await withdrawTicket(tx, ticket, { messageId: message_id, authorId, draft }) }
  }
  await takeBack(tx, ticket, waiting, 'undone')
  return { ...(await readTicket(tx, { id })), withdrawn: null }
}

/** The customer wrote first: replies whose writers wanted it so wait for them as drafts. Their tickets are locked by the caller. */
export async function cancelAnswered(tx: Tx, ticketIds: readonly string[]): Promise<void> {
  const { rows } = await sql<{ ticket_id: string }>`
    select ticket_id from delivery
    where ticket_id = any(${ticketIds}::uuid[]) and unless_answered and ${onlyChecked(sql`status = 'queued'`)}
    order by ticket_id`.execute(tx.db)
  for (const ticketId of new Set(rows.map(({ ticket_id }) => ticket_id))) {
    const ticket = await lockTicket(tx, ticketId)
    for (const waiting of await waitingOn(tx, sql`d.ticket_id = ${ticketId} and d.unless_answered`))
      if (mayCancel(waiting)) await takeBack(tx, ticket, waiting, 'answered')
  }
}

/** What was sent before and is sent again has left once; Docket's own mail is nobody's draft. */
const mayCancel = ({ status, attempts, undoes, author_user_id }: Waiting) =>
  status === 'queued' && attempts === 0 && undoes !== null && author_user_id !== null

async function waitingOn(tx: Tx, which: ReturnType<typeof sql>): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select d.id, d.message_id, d.status, d.attempts, d.undoes, m.author_user_id
    from delivery d join message m on m.id = d.message_id where ${which} order by d.id for update of d`.execute(tx.db)
  return rows
}

async function takeBack(tx: Tx, ticket: Ticket, waiting: Waiting, why: Why): Promise<void> {
  const ticketId = ticket.id
  const draft = asAnswer(waiting.undoes!.draft)
  await giveBackDraft(tx, { ticketId, authorId: waiting.author_user_id!, draft })
  await letOff(tx, ticket, waiting, why)
  await showNothingOf(tx, ticketId)

  const { from, to } = waiting.undoes!
  if (why === 'answered' || ticket.status !== to.status || from.status === to.status) return
  const { status, resolved_at, closed_at } = from
  await tables(tx)
    .updateTable('ticket')
    .set({ status, resolved_at: resolved_at && new Date(resolved_at), closed_at: closed_at && new Date(closed_at) })
    .where('id', '=', ticketId)
    .execute()
  tx.emit(ticketChanged, { ticketId, status: [to.status, status] })
}

type Why = 'undone' | 'answered'

/** The message stands on no ticket any more; the database's triggers take it out of the search and the threads. */
async function letOff(tx: Tx, { id: ticketId }: Ticket, waiting: Waiting, why: Why): Promise<void> {
  await recordDelivery(tx, waiting.id, { status: 'cancelled' })
  await sql`update message set ticket_id = null where id = ${waiting.message_id}`.execute(tx.db)
  await withdrawParticipants(tx, ticketId, waiting.message_id)
  await recount(tx, [ticketId])
  tx.emit(replyCancelled, { ticketId, messageId: waiting.message_id, why })
}

/** The list says nothing of a ticket on which only colleagues have written: not the words that were taken back. */
async function showNothingOf(tx: Tx, ticketId: string): Promise<void> {
  await sql`
    update ticket set preview = '' where id = ${ticketId}
      and not exists (select from message where ticket_id = ${ticketId} and direction <> 'note')`.execute(tx.db)
}

/** Where something else stands on the ticket that a mail opened, its words are what its writer is about to say there. */
function asAnswer(draft: GivenBack | NewMailBack): GivenBack {
  if (draft.kind !== 'new') return draft
  const { body, html, to, cc, bcc, upload_ids, identity_id, status } = draft
  return { kind: 'reply', body, html, to, cc, bcc, upload_ids, identity_id, status }
}
