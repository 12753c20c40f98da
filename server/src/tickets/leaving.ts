import { undoSecondsOf } from '../auth/index.ts'
import { invalid, notFound } from '../platform/problem.ts'
import type { Store } from '../platform/store.ts'
import type { Tx } from '../platform/work.ts'
import { alreadyLeaving } from './cancelling.ts'
import { replyHastened } from './events.ts'
import { readTicket } from './reading.ts'
import type { TicketView } from './shapes.ts'
import { lockTicket, tables } from './ticket.ts'

const laterMaxMs = 366 * 24 * 3_600_000

/** When what is written now leaves: at the hour that was asked for, or when the time to take it back is over. */
export async function leavesAt(tx: Tx, store: Pick<Store, 'config'>, sendAt: Date | undefined): Promise<Date> {
  if (!sendAt) return new Date(tx.now.getTime() + (await undoSecondsOf(tx, store)) * 1000)
  if (sendAt.getTime() - tx.now.getTime() > laterMaxMs)
    throw invalid('send_at: must be within a year', {
      errors: [{ field: 'send_at', message: 'must be within a year' }],
    })
  return sendAt > tx.now ? sendAt : tx.now
}

/** Ends the wait, be it for second thoughts or for an hour. */
export async function sendNow(tx: Tx, { id, message_id }: { id: string; message_id: string }): Promise<TicketView> {
  await lockTicket(tx, id)
  const found = await tables(tx)
    .selectFrom('delivery')
    .select(['id', 'status', 'attempts'])
    .where('ticket_id', '=', id)
    .where('message_id', '=', message_id)
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw notFound()
  if (found.status !== 'queued' || found.attempts > 0) throw alreadyLeaving(`This mail is ${found.status}.`)
  await tables(tx).updateTable('delivery').set({ next_try_at: tx.now }).where('id', '=', found.id).execute()
  tx.emit(replyHastened, { ticketId: id, messageId: message_id, deliveryId: found.id })
  return readTicket(tx, { id })
}
