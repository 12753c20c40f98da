import type { z } from 'zod'
import { problem } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { ticketChanged } from './events.ts'
import { mustWorkHere } from './mentioning.ts'
import { readTicket } from './reading.ts'
import { TicketView, type Updating } from './shapes.ts'
import { lockTicket, type Status, type Ticket, tables } from './ticket.ts'

export const conflict = problem('conflict', 409, 'Somebody changed this ticket meanwhile', { current: TicketView })

/** Status, priority, assignee, read mark: what the caller saw must be what is there, or they are shown what is. */
export async function updateTicket(
  tx: Tx,
  { id, version, status, priority, assignee_user_id, unread }: z.output<typeof Updating>,
) {
  const ticket = await lockTicket(tx, id)
  await mustBeVersion(tx, ticket, version)
  if (assignee_user_id && assignee_user_id !== ticket.assignee_user_id)
    await mustWorkHere(tx, [assignee_user_id], 'assignee_user_id')

  const changed = {
    ...(status && status !== ticket.status ? { status: [ticket.status, status] as [Status, Status] } : {}),
    ...(priority && priority !== ticket.priority
      ? { priority: [ticket.priority, priority] as [Ticket['priority'], Ticket['priority']] }
      : {}),
    ...(assignee_user_id !== undefined && assignee_user_id !== ticket.assignee_user_id
      ? { assignee: [ticket.assignee_user_id, assignee_user_id] as [string | null, string | null] }
      : {}),
    ...(unread !== undefined && unread !== ticket.unread ? { unread } : {}),
  }
  if (Object.keys(changed).length === 0) return readTicket(tx, { id })

  await tables(tx)
    .updateTable('ticket')
    .set({
      ...(changed.status
        ? { status: changed.status[1], undelivered: false, ...endings(tx, ticket, changed.status[1]) }
        : {}),
      ...(changed.priority ? { priority: changed.priority[1] } : {}),
      ...(changed.assignee ? { assignee_user_id: changed.assignee[1] } : {}),
      ...(changed.unread === undefined ? {} : { unread: changed.unread }),
      version: ticket.version + 1,
      updated_at: tx.now,
    })
    .where('id', '=', id)
    .execute()
  tx.emit(ticketChanged, { ticketId: id, ...changed })
  return readTicket(tx, { id })
}

/** What the caller decided on is what is there. */
export async function mustBeVersion(tx: Tx, ticket: Ticket, version: number): Promise<void> {
  if (ticket.version === version) return
  throw conflict(`You saw version ${version}, it is ${ticket.version} now.`, {
    current: TicketView.parse(await readTicket(tx, { id: ticket.id })),
  })
}

/** When it was resolved and closed; a ticket that is opened again is neither. */
export function endings(tx: Tx, ticket: Ticket, status: Status) {
  const ended = status === 'resolved' || status === 'closed'
  return { resolved_at: ended ? (ticket.resolved_at ?? tx.now) : null, closed_at: status === 'closed' ? tx.now : null }
}
