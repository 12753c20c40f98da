import { type RawBuilder, sql } from 'kysely'
import { may } from '../auth/index.ts'
import { undeliverableAmong } from '../people/index.ts'
import { plannedOnce } from '../platform/db/plannedOnce.ts'
import type { Actor, Tx } from '../platform/work.ts'
import { type Answered, answeredOfT, replyAll } from './answeringAll.ts'
import { draftOfD } from './drafting.ts'
import { type Linked, linksOfT } from './linking.ts'
import { type FoundRow, namesOfT, rowOfT, rowView } from './listing.ts'
import type { Recipient } from './recipientStates.ts'
import { amongOurs } from './recipients.ts'
import type { Draft, TicketView } from './shapes.ts'
import type { Delivery, Message, RecipientState, Status } from './ticket.ts'
import { missing } from './withdrawing.ts'

/** A ticket whole: thread, timeline, the actor's drafts, and what the actor may do here. */
export async function readTicket(tx: Tx, { id }: { id: string }): Promise<TicketView> {
  const flushed = tx.flush()
  const [desk, isOurs, messages] = await Promise.all([readDesk(tx, id), amongOurs(tx), readThread(tx, id), flushed])
  if (!desk) throw await missing(tx, id)
  const { answered, ...shown } = desk
  const reply_all = replyAll(answered, desk.requester, isOurs)
  return { ...shown, can: mayDo(tx.actor, desk), reply_all, messages }
}

export const mayDo = (actor: Actor, { mailbox }: Pick<TicketView, 'mailbox'>): TicketView['can'] => ({
  update: may(actor, 'ticket.update'),
  reply: may(actor, 'ticket.reply') && !mailbox?.in_shadow,
  note: may(actor, 'ticket.reply'),
})

export type Happened = {
  id: string
  type: string
  at: string
  kind: string
  name: string | null
  data: Record<string, unknown>
  ticket_number: number
}
type Dated<T, K extends keyof T> = Omit<T, K> & Record<K, string>
type Found = FoundRow &
  Pick<TicketView, 'mailbox' | 'merged_into' | 'participants'> & {
    answered: Answered | null
    links: Linked[]
    drafts: Dated<Draft, 'updated_at'>[]
    undeliverable: Dated<TicketView['undeliverable'][number], 'at'>[]
    events: Happened[]
  }

/**
 * All of a ticket but its thread, in one statement: its row, where it came in, who takes part, what happened to it and to those that were
 * merged into it, and what the actor is writing on it.
 */
async function readDesk(tx: Tx, ticketId: string) {
  const writer = tx.actor.kind === 'user' ? tx.actor.id : null
  const participants = sql`select address from ticket_participant p where p.ticket_id = t.id and not p.inside`
  // As text: what acts by itself is no user, and its name is no id.
  const { rows } = await sql<Found>`
    select ${rowOfT(tx)},
      (select json_build_object('id', b.id, 'address', b.address, 'in_shadow', b.shadow_since is not null)
        from mailbox b where b.id = t.mailbox_id) as mailbox,
      array(select ${draftOfD} from draft d where d.ticket_id = t.id and d.user_id = ${writer}::uuid order by d.kind) as drafts,
      array(${participants} order by address) as participants,
      ${undeliverableAmong(participants)} as undeliverable,
      ${answeredOfT} as answered,
      case when t.merged_into is not null then ${mergedIntoOfT} end as merged_into,
      ${linksOfT} as links,
      ${eventsOfT} as events
    from ticket t ${namesOfT} where t.id = ${ticketId}`.execute(tx.db)
  if (!rows[0]) return undefined
  const { links, drafts, undeliverable, events, ...desk } = rows[0]
  return {
    ...rowView(desk),
    links: links.map((link) => ({ ...link, status: link.status as Status, at: new Date(link.at) })),
    drafts: drafts.map((draft) => ({ ...draft, updated_at: new Date(draft.updated_at) })),
    undeliverable: undeliverable.map((one) => ({ ...one, at: new Date(one.at) })),
    events: events.map(eventView),
  }
}

const mergedIntoOfT = sql`
  (with recursive path as (
      select o.id, o.number, o.merged_into from ticket o where o.id = t.merged_into
      union all select o.id, o.number, o.merged_into from path p join ticket o on o.id = p.merged_into)
  select json_build_object('id', id, 'number', number) from path where merged_into is null)`

const eventOfE = sql`json_build_object('id', e.id, 'type', e.type, 'at', e.at, 'kind', e.actor->>'kind', 'name', u.name, 'data', e.data`
const actorOfE = sql`left join app_user u on e.actor->>'kind' = 'user' and u.id::text = e.actor->>'id'`

/** Its own, and those of what was merged into it; that it was merged is said once. */
const eventsOfT = sql`
  array(with recursive own as (
      select t.id, t.number union all select m.id, m.number from ticket m join own on m.merged_into = own.id)
    select ${eventOfE}, 'ticket_number', own.number)
    from own join event e on e.ticket_id = own.id ${actorOfE}
    where own.id = t.id or e.type not in ('ticket.merged', 'ticket.unmerged') or e.data->>'fromId' is distinct from own.id::text
    order by e.seq)`

/** What has happened to a new ticket so far, as a column. What this unit of work has emitted is in it after a flush. */
export const eventsOfNew = (ticketId: RawBuilder<unknown>) => sql`
  array(select ${eventOfE}) from event e ${actorOfE} where e.ticket_id = ${ticketId} order by e.seq)`

export const eventView = <H extends Omit<Happened, 'ticket_number'>>({ kind, name, at, ...event }: H) => ({
  ...event,
  at: new Date(at),
  actor: { kind, name: name ?? 'Docket' },
})

type Delivered = Pick<Delivery, 'status' | 'error' | 'attempts' | 'via' | 'unless_answered'> & {
  sent_at: string | null
  next_try_at: string
  can_undo: boolean
  recipients: (Recipient & { state: RecipientState; says: string | null; at: string })[] | null
}

type FoundMessage = Omit<Message, 'sent_at'> & {
  has_html: boolean
  author_name: string | null
  author_email: string | null
  attachments: TicketView['messages'][number]['attachments'] | null
  acknowledged: { outcome: 'sent' | 'declined'; at: string; reasons: string[]; message_id: string | null } | null
  delivered: Delivered | null
}

/** One statement, however long the thread: with its attachments, deliveries and names, and of the HTML only whether there is any. */
async function readThread(tx: Tx, ticketId: string): Promise<TicketView['messages']> {
  const { rows } = await sql<FoundMessage>`
    select m.id, m.direction, m.from_name, m.from_address, m.at, m.subject, m.to_addresses, m.cc_addresses, m.bcc_addresses, m.text,
      m.reply_text, m.quoted_text, m.raw_sha256, m.held, m.automatic, m.verdict, m.authentication, m.stitch_reason,
      m.stitch_confidence, m.problems, m.html is not null as has_html,
      u.name as author_name, u.email as author_email,
      (select json_build_object('status', d.status, 'error', d.error, 'attempts', d.attempts, 'sent_at', d.sent_at, 'via', d.via,
          'next_try_at', d.next_try_at, 'unless_answered', d.unless_answered, 'can_undo', d.undoes is not null, 'recipients', (
            select json_agg(json_build_object('address', r.address, 'name', r.name, 'kind', r.kind, 'state', r.state, 'says', r.says,
              'at', r.at) order by r.position) from delivery_recipient r where r.delivery_id = d.id))
        from delivery d where d.message_id = m.id) as delivered,
      (select json_build_object('outcome', a.outcome, 'at', a.at, 'reasons', a.reasons, 'message_id', a.answer_id)
        from acknowledgement a where a.message_id = m.id) as acknowledged,
      (select json_agg(json_build_object('id', a.id, 'filename', a.filename, 'content_type', a.content_type, 'size', a.size,
          'inline', a.inline) order by a.position) from attachment a where a.message_id = m.id) as attachments
    from message m left join app_user u on u.id = m.author_user_id
    where m.ticket_id = ${plannedOnce(ticketId)} order by m.at, m.id`.execute(tx.db)
  return rows.map((m) => ({
    id: m.id,
    direction: m.direction,
    author:
      m.author_email !== null
        ? { kind: 'user' as const, name: m.author_name ?? '', email: m.author_email }
        : { kind: m.automatic ? ('system' as const) : ('contact' as const), name: m.from_name, email: m.from_address },
    at: m.at,
    subject: m.subject,
    to: m.to_addresses,
    cc: m.cc_addresses,
    bcc: m.bcc_addresses,
    text: m.text,
    reply_text: m.reply_text,
    quoted_text: m.quoted_text,
    has_html: m.has_html,
    has_source: m.raw_sha256 !== null || m.direction === 'out',
    held: m.held,
    attachments: m.attachments ?? [],
    verdict: m.verdict,
    authentication: m.authentication,
    stitch: m.stitch_reason ? { reason: m.stitch_reason, confidence: m.stitch_confidence } : null,
    problems: m.problems,
    delivery: m.delivered && deliveryView(m.delivered, m.author_email !== null),
    automatic: m.automatic,
    acknowledgement: m.acknowledged && { ...m.acknowledged, at: new Date(m.acknowledged.at) },
  }))
}

function deliveryView({ next_try_at, can_undo, ...delivered }: Delivered, byPerson: boolean) {
  const isQueued = delivered.status === 'queued'
  const waits = isQueued && delivered.attempts === 0 && can_undo
  return {
    ...delivered,
    sent_at: delivered.sent_at === null ? null : new Date(delivered.sent_at),
    leaves_at: waits ? new Date(next_try_at) : null,
    tries_at: isQueued && (delivered.attempts > 0 || delivered.error !== null) ? new Date(next_try_at) : null,
    can_cancel: waits && byPerson,
    recipients: (delivered.recipients ?? []).map((one) => ({ ...one, at: new Date(one.at) })),
  }
}
