import type { z } from 'zod'
import { recognize } from '../people/index.ts'
import { ticketsCreated } from '../platform/metrics.ts'
import type { Store } from '../platform/store.ts'
import type { Tx } from '../platform/work.ts'
import { replyQueued, ticketOpened } from './events.ts'
import { leavesAt } from './leaving.ts'
import { useUpNewMail } from './newMails.ts'
import { readTicket } from './reading.ts'
import { checkRecipients, refused } from './recipients.ts'
import { sendingAs } from './sendingAs.ts'
import type { Outbound } from './sendingShapes.ts'
import { mustNotBeInShadow } from './shadowing.ts'
import type { TicketView } from './shapes.ts'
import { previewOf, tables, takeNumbers } from './ticket.ts'
import type { NewMailBack } from './withdrawing.ts'
import { writeOut } from './writingOut.ts'

type Mail = z.output<typeof Outbound>

/**
 * The first word is ours: a ticket with whom we write to first, whose answer joins it. It is open and waits for him, and it is of whoever
 * wrote. Until the mail leaves it can be taken back, and the ticket with it.
 */
export async function writeTo(tx: Tx, mail: Mail, store: Pick<Store, 'config'>): Promise<TicketView> {
  const { mailbox_id, identity_id, to, cc = [], bcc = [], subject, body, html, upload_ids, status } = mail
  if (mail.draft_id) await useUpNewMail(tx, { id: mail.draft_id, seen: mail.draft_seen })
  const mailbox = await tables(tx)
    .selectFrom('mailbox')
    .select(['id', 'address', 'name', 'default_identity_id'])
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
      status,
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
      resolved_at: status === 'resolved' || status === 'closed' ? tx.now : null,
      closed_at: status === 'closed' ? tx.now : null,
      merged_into: null,
      undelivered: false,
    })
    .execute()
  const { messageId, deliveryId } = await writeOut(tx, {
    ...{ ticketId, mailbox, sentAs, recipients, subject, body, html, upload_ids },
    bytesMax: store.config.mailOutBytesMax,
    leavesAt: await leavesAt(tx, store, mail.send_at),
    undoes: { from: { status: 'open', resolved_at: null, closed_at: null }, to: { status }, draft: givenBack(mail) },
  })
  tx.emit(ticketOpened, { ticketId })
  tx.emit(replyQueued, { ticketId, messageId, deliveryId })
  ticketsCreated.inc({ channel: 'outbound' })
  return readTicket(tx, { id: ticketId })
}

const givenBack = (mail: Mail): NewMailBack => ({
  ...{ kind: 'new', mailbox_id: mail.mailbox_id, identity_id: mail.identity_id ?? null },
  ...{ to: mail.to, cc: mail.cc ?? [], bcc: mail.bcc ?? [], subject: mail.subject },
  ...{ body: mail.body, html: mail.html ?? null, upload_ids: [...(mail.upload_ids ?? [])] },
  status: mail.status === 'pending' ? null : mail.status,
})
