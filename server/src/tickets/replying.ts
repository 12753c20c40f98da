import { sql } from 'kysely'
import type { z } from 'zod'
import { actingUser } from '../auth/index.ts'
import { contactsById } from '../people/index.ts'
import { problem } from '../platform/problem.ts'
import type { Store } from '../platform/store.ts'
import type { Tx } from '../platform/work.ts'
import { noteAdded, replyQueued, ticketChanged } from './events.ts'
import { type About, filesAlong, messageAbout } from './forwarding.ts'
import type { GivenBack } from './givingBack.ts'
import { mustHaveSeen } from './guarding.ts'
import { leavesAt } from './leaving.ts'
import { mustWorkHere } from './mentioning.ts'
import { writeMessage } from './opening.ts'
import { readTicket } from './reading.ts'
import { checkRecipients, readAddress } from './recipients.ts'
import { sendingAs } from './sendingAs.ts'
import type { Replying } from './sendingShapes.ts'
import { inShadow, shadowSays } from './shadowing.ts'
import type { Noting, TicketView } from './shapes.ts'
import { lockTicket, type Named, previewOf, type Status, type Ticket, tables } from './ticket.ts'
import { endings } from './updating.ts'
import { noMailbox, writeOut } from './writingOut.ts'

export const nobodyToAnswer = problem(
  'nobody-to-answer',
  422,
  'The person behind this ticket has no address that can be answered',
)

/** What was written elsewhere than in the composer leaves alone what still stands there. */
type Elsewhere = { keepsDraft?: boolean }
type Reply = z.output<typeof Replying> & Elsewhere
type Note = z.output<typeof Noting> & Elsewhere

/**
 * An answer to the requester, or to whom is named; or a message handed on to others, whose answers stay inside. Until it leaves it can
 * be taken back.
 */
export async function sendReply(tx: Tx, reply: Reply, store: Pick<Store, 'config'>): Promise<TicketView> {
  const { id, body, html, kind } = reply
  const ticket = await lockTicket(tx, id)
  const isForward = kind === 'forward'
  const [, mailbox, requester, about, leaves] = await Promise.all([
    reply.seen && !reply.force ? mustHaveSeen(tx, { ticketId: id, seen: reply.seen }) : undefined,
    mailboxOf(tx, ticket),
    reply.to || isForward ? undefined : requesterOf(tx, ticket),
    messageAbout(tx, id, reply.message_id),
    leavesAt(tx, store, reply.send_at),
  ])
  const [subject, sentAs, recipients] = await Promise.all([
    isForward ? headed('Fwd', /^fwd?:/i, ticket.subject) : answering(tx, ticket, about),
    sendingAs(tx, mailbox, reply.identity_id),
    checkRecipients(tx, { to: reply.to ?? (requester ? [requester] : []), cc: reply.cc ?? [], bcc: reply.bcc ?? [] }),
  ])
  const status = reply.status ?? (ticket.status === 'new' ? 'open' : ticket.status)
  const forwardedId = isForward ? (about?.id ?? null) : null
  const { messageId, deliveryId } = await writeOut(tx, {
    ...{ ticketId: id, mailbox, sentAs, recipients, known: requester?.address, body, html, forwardedId },
    bytesMax: store.config.mailOutBytesMax,
    subject,
    inReplyTo: isForward ? null : (about?.messageIdHeader ?? null),
    upload_ids: reply.upload_ids,
    files: await filesAlong(tx, id, { forwarded: forwardedId, named: reply.attachment_ids }),
    leavesAt: leaves,
    unlessAnswered: reply.unless_answered,
    undoes: { from: ticket, to: { status }, draft: givenBack(reply) },
  })
  tx.emit(replyQueued, { ticketId: id, messageId, deliveryId })
  await wrote(tx, ticket, { body, kind, status, keepsDraft: reply.keepsDraft })
  return readTicket(tx, { id })
}

const givenBack = ({ kind, body, html, to, cc, bcc, upload_ids, identity_id, status }: Reply): GivenBack => ({
  ...{ kind, body, html: html ?? null, to: to ?? null, cc: cc ?? null, bcc: bcc ?? null },
  ...{ upload_ids: upload_ids ?? [], identity_id: identity_id ?? null, status: status ?? null },
})

const headed = (sign: string, has: RegExp, subject: string) => (has.test(subject) ? subject : `${sign}: ${subject}`)

/** Where nothing has been written yet but notes, the first word answers nothing. */
async function answering(tx: Tx, { id, subject }: Ticket, about: About | undefined): Promise<string> {
  const answer = headed('Re', /^re:/i, subject)
  if (about) return answer
  const first = tables(tx)
    .selectFrom('message')
    .select('id')
    .where('ticket_id', '=', id)
    .where('direction', '<>', 'note')
    .limit(sql.lit(1))
  return (await first.executeTakeFirst()) ? answer : subject
}

/** The ticket's own, else the first there is. One that goes into shadow meanwhile waits, and then finds what was queued. */
async function mailboxOf(tx: Tx, { mailbox_id }: Ticket) {
  const mailbox = await tables(tx)
    .selectFrom('mailbox')
    .select(['id', 'address', 'name', 'shadow_since'])
    .$if(mailbox_id !== null, (query) => query.where('id', '=', mailbox_id!))
    .orderBy('created_at')
    .limit(sql.lit(1))
    .forShare()
    .executeTakeFirst()
  if (!mailbox) throw noMailbox('Add a mailbox first.')
  if (mailbox.shadow_since) throw inShadow(shadowSays(mailbox.address))
  return mailbox
}

async function requesterOf(tx: Tx, { requester_id }: Ticket): Promise<Named> {
  const requester = (await contactsById(tx, [requester_id])).get(requester_id)
  if (!requester || requester.email.endsWith('@invalid'))
    throw nobodyToAnswer('The mail that opened this ticket named no sender.')
  const read = readAddress(requester.email)
  if ('fault' in read) throw nobodyToAnswer(`${requester.email} ${read.fault}.`)
  return { name: requester.name, address: requester.email }
}

/** Words for colleagues only. They never leave. */
export async function addNote(tx: Tx, { id, body, status, mentions, keepsDraft }: Note): Promise<TicketView> {
  const ticket = await lockTicket(tx, id)
  const mentioned = await mustWorkHere(tx, mentions ?? [])
  const author = await actingUser(tx)
  const messageId = tx.newId()
  const note = { direction: 'note', author_user_id: tx.actor.id, text: body, reply_text: body, at: tx.now } as const
  await writeMessage(
    tx,
    { id: messageId, ticket_id: id, ...note },
    { subject: ticket.subject, author: author && { name: author.name, address: author.email } },
  )
  await wrote(tx, ticket, { body, kind: 'note', status: status ?? ticket.status, keepsDraft })
  tx.emit(noteAdded, { ticketId: id, messageId, ...(mentioned.length > 0 && { mentions: mentioned }) })
  return readTicket(tx, { id })
}

/** What both leave on the ticket: the writer's draft is used up, the list shows the answer, the status follows. */
async function wrote(
  tx: Tx,
  ticket: Ticket,
  {
    body,
    kind,
    status,
    keepsDraft,
  }: { body: string; kind: Reply['kind'] | 'note'; status: Status; keepsDraft: boolean | undefined },
): Promise<void> {
  const used = tables(tx)
    .deleteFrom('draft')
    .where('ticket_id', '=', ticket.id)
    .where('user_id', '=', tx.actor.id)
    .where('kind', '=', kind as 'reply')
    .$if(keepsDraft === true, (query) => query.where(sql<boolean>`false`))
  await tables(tx)
    .with('used', () => used)
    .updateTable('ticket')
    .set({
      status,
      ...(status !== ticket.status ? endings(tx, ticket, status) : {}),
      ...(kind !== 'note' ? { preview: previewOf(body), active_at: tx.now, unread: false, undelivered: false } : {}),
      message_count: ticket.message_count + 1,
      version: ticket.version + 1,
      updated_at: tx.now,
    })
    .where('id', '=', ticket.id)
    .execute()
  if (status !== ticket.status) tx.emit(ticketChanged, { ticketId: ticket.id, status: [ticket.status, status] })
}
