import { sql } from 'kysely'
import type { z } from 'zod'
import { actingUser } from '../auth/index.ts'
import { inOrder } from '../platform/inOrder.ts'
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
import { amongOurs, checkRecipients, readAddress } from './recipients.ts'
import { sendingAs } from './sendingAs.ts'
import type { Replying } from './sendingShapes.ts'
import { inShadow, shadowSays } from './shadowing.ts'
import type { Noting, TicketView } from './shapes.ts'
import { lockTicket, type Mailbox, type Named, previewOf, type Status, type Ticket, tables } from './ticket.ts'
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
  const isForward = kind === 'forward'
  // All behind the lock, on the same line: who waits for it then sees what the one before has left.
  const [ticket, , mailbox, requester, about, leaves] = await inOrder([
    lockTicket(tx, id),
    reply.seen && !reply.force ? mustHaveSeen(tx, { ticketId: id, seen: reply.seen }) : undefined,
    mailboxOf(tx, id),
    reply.to || isForward ? undefined : requesterOf(tx, id),
    messageAbout(tx, id, reply.message_id),
    leavesAt(tx, store, reply.send_at),
    amongOurs(tx),
  ])
  const [subject, sentAs, recipients] = await inOrder([
    isForward ? headed('Fwd', /^fwd?:/i, ticket.subject) : answering(tx, ticket, about),
    sendingAs(tx, mailbox, reply.identity_id),
    checkRecipients(tx, { to: reply.to ?? (requester ? [requester] : []), cc: reply.cc ?? [], bcc: reply.bcc ?? [] }),
  ])
  const status = reply.status ?? (ticket.status === 'new' ? 'open' : ticket.status)
  const forwardedId = isForward ? (about?.id ?? null) : null
  const files = await filesAlong(tx, id, { forwarded: forwardedId, named: reply.attachment_ids })
  const [{ messageId, deliveryId }] = await inOrder([
    writeOut(tx, {
      ...{ ticketId: id, mailbox, sentAs, recipients, known: requester?.address, body, html, forwardedId },
      bytesMax: store.config.mailOutBytesMax,
      subject,
      inReplyTo: isForward ? null : (about?.messageIdHeader ?? null),
      upload_ids: reply.upload_ids,
      files,
      leavesAt: leaves,
      unlessAnswered: reply.unless_answered,
      undoes: { from: ticket, to: { status }, draft: givenBack(reply) },
    }),
    wrote(tx, ticket, { body, kind, status, keepsDraft: reply.keepsDraft }),
  ])
  tx.emit(replyQueued, { ticketId: id, messageId, deliveryId })
  tellStatus(tx, ticket, status)
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
async function mailboxOf(tx: Tx, ticketId: string) {
  const { rows } = await sql<Pick<Mailbox, 'id' | 'address' | 'name' | 'shadow_since' | 'default_identity_id'>>`
    select id, address, name, shadow_since, default_identity_id from mailbox
    where id = coalesce((select mailbox_id from ticket where id = ${ticketId}), (select id from mailbox order by created_at limit 1))
    for share`.execute(tx.db)
  const [mailbox] = rows
  if (!mailbox) throw noMailbox('Add a mailbox first.')
  if (mailbox.shadow_since) throw inShadow(shadowSays(mailbox.address))
  return mailbox
}

async function requesterOf(tx: Tx, ticketId: string): Promise<Named> {
  const { rows } = await sql<{ name: string; email: string }>`
    select c.name, c.email from ticket t join contact c on c.id = t.requester_id where t.id = ${ticketId}`.execute(
    tx.db,
  )
  const [requester] = rows
  if (!requester || requester.email.endsWith('@invalid'))
    throw nobodyToAnswer('The mail that opened this ticket named no sender.')
  const read = readAddress(requester.email)
  if ('fault' in read) throw nobodyToAnswer(`${requester.email} ${read.fault}.`)
  return { name: requester.name, address: requester.email }
}

/** Words for colleagues only. They never leave. */
export async function addNote(tx: Tx, { id, body, status, mentions, keepsDraft }: Note): Promise<TicketView> {
  const ticket = await lockTicket(tx, id)
  const mentioned = await mustWorkHere(tx, mentions ?? [], 'mentions')
  const author = await actingUser(tx)
  const messageId = tx.newId()
  const note = { direction: 'note', author_user_id: tx.actor.id, text: body, reply_text: body, at: tx.now } as const
  await inOrder([
    writeMessage(
      tx,
      { id: messageId, ticket_id: id, ...note },
      { subject: ticket.subject, author: author && { name: author.name, address: author.email } },
    ),
    wrote(tx, ticket, { body, kind: 'note', status: status ?? ticket.status, keepsDraft }),
  ])
  tellStatus(tx, ticket, status ?? ticket.status)
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
}

function tellStatus(tx: Tx, { id, status: before }: Ticket, status: Status): void {
  if (status !== before) tx.emit(ticketChanged, { ticketId: id, status: [before, status] })
}
