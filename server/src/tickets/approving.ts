import { sql } from 'kysely'
import { notFound, problem } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { senderApproved, senderHeld } from './events.ts'
import {
  addParticipants,
  messagesAmong,
  participantsOf,
  recipientsOfRow,
  removeParticipants,
  senderOfRow,
} from './moving.ts'
import { readTicket } from './reading.ts'
import type { TicketView } from './shapes.ts'
import { lockTicket } from './ticket.ts'

export const nobodyToApprove = problem('nobody-to-approve', 422, 'This message names nobody who could take part')
export const isRequester = problem('is-requester', 422, 'The ticket is with this person')

/**
 * The sender of a message takes part in the ticket from now on: none of his messages here is held any more, they are quoted and he may
 * join by mail in full. To whom answers go does not change by it.
 */
export async function approveSender(
  tx: Tx,
  { id, message_id }: { id: string; message_id: string },
): Promise<TicketView> {
  await lockTicket(tx, id)
  const { address, name } = await senderOf(tx, id, message_id)
  const before = await participantsOf(tx, id)
  // Also for who takes part already: a person has decided it, and no mail that is taken back undoes that.
  await addParticipants(tx, id, [address])
  if (before.includes(address)) return readTicket(tx, { id })
  const messages = await holdAnew(tx, id, address)
  await touch(tx, id)
  tx.emit(senderApproved, { ticketId: id, messageId: message_id, address, name, messages })
  return readTicket(tx, { id })
}

/** The way back: he takes part no more, and what he wrote is held again. */
export async function holdSender(tx: Tx, { id, message_id }: { id: string; message_id: string }): Promise<TicketView> {
  await lockTicket(tx, id)
  const { address, name } = await senderOf(tx, id, message_id)
  if (!(await participantsOf(tx, id)).includes(address)) return readTicket(tx, { id })
  const [gone] = await removeParticipants(tx, id, [address])
  if (!gone) throw isRequester(`The ticket is with ${name || address}: it cannot go on without them.`)
  const messages = await holdAnew(tx, id, address)
  await touch(tx, id)
  tx.emit(senderHeld, { ticketId: id, messageId: message_id, address, name, messages })
  return readTicket(tx, { id })
}

async function senderOf(tx: Tx, ticketId: string, messageId: string): Promise<{ address: string; name: string }> {
  const { rows } = await sql<{ address: string; name: string }>`
    select lower(trim(from_address)) as address, from_name as name from message
    where id = ${messageId} and ticket_id = ${ticketId} and direction = 'in'`.execute(tx.db)
  if (!rows[0]) throw notFound()
  if (!rows[0].address) throw nobodyToApprove('The mail names no sender.')
  return rows[0]
}

/** What this person wrote, and what was written to them, is held or not as those who take part now make it. Says how many changed. */
async function holdAnew(tx: Tx, ticketId: string, address: string): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select m.id from message m where m.ticket_id = ${ticketId} and case m.direction
      when 'in' then ${senderOfRow} = ${address} when 'out' then ${address} = any(${recipientsOfRow}) else false end`.execute(
    tx.db,
  )
  const participants = await participantsOf(tx, ticketId)
  const now = await messagesAmong(tx, { fromId: ticketId, only: rows.map(({ id }) => id), participants })
  const changed = now.filter(({ held, wasHeld }) => held !== wasHeld).map(({ messageId }) => messageId)
  await sql`update message set held = not held where id = any(${changed}::uuid[])`.execute(tx.db)
  return changed.length
}

async function touch(tx: Tx, ticketId: string): Promise<void> {
  await sql`update ticket set version = version + 1, updated_at = ${tx.now} where id = ${ticketId}`.execute(tx.db)
}
