import type { z } from 'zod'
import { recognize } from '../people/index.ts'
import { ticketsCreated } from '../platform/metrics.ts'
import type { Tx } from '../platform/work.ts'
import { replyQueued, ticketOpened } from './events.ts'
import { readTicket } from './reading.ts'
import { checkRecipients, refused } from './recipients.ts'
import { sendingAs } from './sendingAs.ts'
import type { Outbound } from './sendingShapes.ts'
import { mustNotBeInShadow } from './shadowing.ts'
import type { TicketView } from './shapes.ts'
import { previewOf, type Status, tables, takeNumbers } from './ticket.ts'
import { writeOut } from './writingOut.ts'

/**
 * The first word is ours: a ticket with whom we write to first, whose answer joins it. It is open and waits for him, and it is of whoever
 * wrote.
 */
export async function writeTo(
  tx: Tx,
  { mailbox_id, identity_id, to, cc = [], bcc = [], subject, body, html, upload_ids }: z.output<typeof Outbound>,
  { bytesMax }: { bytesMax: number },
): Promise<TicketView> {
  const mailbox = await tables(tx)
    .selectFrom('mailbox')
    .select(['id', 'address', 'name'])
    .where('id', '=', mailbox_id)
    .executeTakeFirst()
  if (!mailbox) throw refused([{ field: 'mailbox_id', message: 'there is no such mailbox' }])
  await mustNotBeInShadow(tx, { address: mailbox.address, mailboxId: mailbox.id })
  const sentAs = await sendingAs(tx, mailbox, identity_id)
  const recipients = await checkRecipients(tx, { to, cc, bcc })
  const first = recipients[0]!
  const requester_id = (await recognize(tx, [first])).get(first.address.toLowerCase())!
  const ticketId = tx.newId()
  await tables(tx)
    .insertInto('ticket')
    .values({
      id: ticketId,
      number: await takeNumbers(tx, 1),
      subject,
      status: 'pending' satisfies Status,
      priority: 'normal',
      mailbox_id,
      requester_id,
      assignee_user_id: tx.actor.kind === 'user' ? tx.actor.id : null,
      unread: false,
      preview: previewOf(body),
      message_count: 1,
      version: 1,
      created_at: tx.now,
      active_at: tx.now,
      updated_at: tx.now,
      resolved_at: null,
      closed_at: null,
      merged_into: null,
      undelivered: false,
    })
    .execute()
  const { messageId, deliveryId } = await writeOut(tx, {
    ...{ ticketId, mailbox, sentAs, recipients, subject, body, html, upload_ids, bytesMax },
  })
  tx.emit(ticketOpened, { ticketId })
  tx.emit(replyQueued, { ticketId, messageId, deliveryId })
  ticketsCreated.inc({ channel: 'outbound' })
  return readTicket(tx, { id: ticketId })
}
