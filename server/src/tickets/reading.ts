import { may, usersById } from '../auth/index.ts'
import { notFound } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { asRows } from './listing.ts'
import type { TicketView } from './shapes.ts'
import { type Message, tables } from './ticket.ts'

/** A ticket whole: thread, timeline, the actor's drafts, and what the actor may do here. */
export async function readTicket(tx: Tx, { id }: { id: string }): Promise<TicketView> {
  const ticket = await tables(tx).selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirst()
  if (!ticket) throw notFound()
  const [row] = await asRows(tx, [ticket])
  const mailbox = ticket.mailbox_id
    ? await tables(tx)
        .selectFrom('mailbox')
        .select(['id', 'address'])
        .where('id', '=', ticket.mailbox_id)
        .executeTakeFirst()
    : undefined
  return {
    ...row!,
    mailbox: mailbox ?? null,
    can: {
      update: may(tx.actor, 'ticket.update'),
      reply: may(tx.actor, 'ticket.reply'),
      note: may(tx.actor, 'ticket.reply'),
    },
    messages: await readThread(tx, id),
    events: await readTimeline(tx, id),
    drafts: await tables(tx)
      .selectFrom('draft')
      .select(['kind', 'body', 'updated_at'])
      .where('ticket_id', '=', id)
      .where('user_id', '=', tx.actor.id)
      .execute(),
  }
}

async function readThread(tx: Tx, ticketId: string): Promise<TicketView['messages']> {
  const messages = await tables(tx)
    .selectFrom('message as m')
    .leftJoin('delivery as d', 'd.message_id', 'm.id')
    .select([
      'm.id', 'm.direction', 'm.author_user_id', 'm.from_name', 'm.from_address', 'm.at', 'm.subject', 'm.to_addresses', 'm.cc_addresses',
      'm.text', 'm.reply_text', 'm.quoted_text', 'm.raw_sha256', 'm.held', 'm.verdict', 'm.stitch_reason', 'm.stitch_confidence', 'm.problems',
      'd.status', 'd.error', 'd.attempts', 'd.sent_at', 'd.via',
    ]) // biome-ignore format: one list
    .select(({ eb }) => eb('m.html', 'is not', null).as('has_html'))
    .where('m.ticket_id', '=', ticketId)
    .orderBy('m.at')
    .orderBy('m.id')
    .execute()
  const users = await usersById(
    tx,
    messages.flatMap(({ author_user_id }) => author_user_id ?? []),
  )
  const attachments = await attachmentsOf(
    tx,
    messages.map(({ id }) => id),
  )

  return messages.map((m) => {
    const user = m.author_user_id ? users.get(m.author_user_id) : undefined
    return {
      id: m.id,
      direction: m.direction,
      author: user
        ? { kind: 'user' as const, name: user.name, email: user.email }
        : { kind: 'contact' as const, name: m.from_name, email: m.from_address },
      at: m.at,
      subject: m.subject,
      to: m.to_addresses,
      cc: m.cc_addresses,
      text: m.text,
      reply_text: m.reply_text,
      quoted_text: m.quoted_text,
      has_html: Boolean(m.has_html),
      has_source: m.raw_sha256 !== null || m.direction === 'out',
      held: m.held,
      attachments: attachments.get(m.id) ?? [],
      verdict: m.verdict,
      stitch: m.stitch_reason ? { reason: m.stitch_reason, confidence: m.stitch_confidence } : null,
      problems: m.problems,
      delivery: m.status && {
        status: m.status,
        error: m.error,
        attempts: m.attempts ?? 0,
        sent_at: m.sent_at,
        via: m.via,
      },
    }
  })
}

async function attachmentsOf(tx: Tx, messageIds: readonly Message['id'][]) {
  if (messageIds.length === 0) return new Map<string, []>()
  const rows = await tables(tx)
    .selectFrom('attachment')
    .select(['id', 'message_id', 'filename', 'content_type', 'size', 'inline'])
    .where('message_id', 'in', [...messageIds])
    .orderBy('position')
    .execute()
  return Map.groupBy(rows, ({ message_id }) => message_id)
}

async function readTimeline(tx: Tx, ticketId: string): Promise<TicketView['events']> {
  await tx.flush()
  const events = await tables(tx)
    .selectFrom('event')
    .select(['id', 'type', 'at', 'actor', 'data'])
    .where('ticket_id', '=', ticketId)
    .orderBy('seq')
    .execute()
  const users = await usersById(
    tx,
    events.filter(({ actor }) => actor.kind === 'user').map(({ actor }) => actor.id),
  )
  return events.map(({ actor, ...event }) => ({
    ...event,
    actor: { kind: actor.kind, name: users.get(actor.id)?.name ?? 'Docket' },
  }))
}
