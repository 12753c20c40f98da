import { notFound, problem } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { readTicket } from './reading.ts'
import { recordDelivery } from './recordingDeliveries.ts'
import type { TicketView } from './shapes.ts'
import { lockTicket, tables } from './ticket.ts'

export const notUnsure = problem('not-unsure', 409, 'There is no doubt about this mail')

/** A person looked, and the mail is in the Sent folder or with its recipient: it is not sent again. */
export async function declareSent(tx: Tx, { id, message_id }: { id: string; message_id: string }): Promise<TicketView> {
  await lockTicket(tx, id)
  const found = await tables(tx)
    .selectFrom('delivery')
    .select(['id', 'status'])
    .where('ticket_id', '=', id)
    .where('message_id', '=', message_id)
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw notFound()
  if (found.status !== 'unsure') throw notUnsure(`This mail is ${found.status}.`)
  await recordDelivery(tx, found.id, { status: 'sent', error: null })
  return readTicket(tx, { id })
}
