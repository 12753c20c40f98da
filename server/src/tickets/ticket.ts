import { type Generated, type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { notFound, problem } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import type { Authentication } from './shapes.ts'

export const statuses = ['new', 'open', 'pending', 'resolved', 'closed', 'spam'] as const
export const priorities = ['low', 'normal', 'high', 'urgent'] as const
export type Status = (typeof statuses)[number]
export type Priority = (typeof priorities)[number]

export type Ticket = {
  id: string
  number: number
  subject: string
  status: Status
  priority: Priority
  mailbox_id: string | null
  requester_id: string
  assignee_user_id: string | null
  unread: boolean
  preview: string
  message_count: number
  version: number
  created_at: Date
  active_at: Date
  updated_at: Date
  resolved_at: Date | null
  closed_at: Date | null
  /** Its messages are there; it stands in no list. */
  merged_into: string | null
  /** A mail of ours did not arrive, and nobody has done anything about it yet. */
  undelivered: boolean
}

export type Mailbox = {
  id: string
  address: string
  name: string
  created_at: Date
  shadow_since: Date | null
  default_identity_id: string | null
}
/** What a mail is, besides a message, with the sentences that say why. */
export type Verdict = {
  auto_generated: boolean
  vacation: boolean
  bounce: boolean
  list: boolean
  loop?: boolean
  spam?: boolean
  reasons: string[]
}
export type Named = { name: string; address: string }
export type Direction = 'in' | 'out' | 'note'

export type Message = {
  id: string
  ticket_id: string | null
  direction: Direction
  author_user_id: string | null
  contact_id: string | null
  from_name: string
  from_address: string
  /** The address of its mailbox that it is written from, where that is not the mailbox's own. */
  identity_id: string | null
  to_addresses: Named[]
  cc_addresses: Named[]
  bcc_addresses: Named[]
  reply_to_addresses: Named[]
  subject: string
  message_id_header: string | null
  in_reply_to: string | null
  reference_ids: string[]
  raw_sha256: string | null
  fingerprint: string | null
  words_fingerprint: string | null
  weak_fingerprint: string | null
  parser_version: number | null
  text: string
  reply_text: string
  quoted_text: string
  html: string | null
  verdict: Verdict | null
  authentication: Authentication | null
  recipient: unknown
  problems: string[]
  stitch_reason: string | null
  stitch_confidence: string | null
  stitch_evidence: unknown
  held: boolean
  /** Written by Docket itself, as what; null for everything that a person or a mail says. */
  automatic: 'acknowledgement' | null
  /** Ours: the message that it hands on. */
  forwarded_id: string | null
  problem: string | null
  sent_at: Date | null
  at: Date
}

export type Attachment = {
  id: string
  message_id: string
  position: number
  filename: string
  content_type: string
  size: number
  sha256: string
  inline: boolean
  content_id: string | null
  /** Its bytes are a blob of their own. */
  blob: Generated<boolean>
  blob_fault: string | null
  copy_of: string | null
}

/** A file that waits to be sent, of the person who brought it. */
export type Upload = {
  id: string
  user_id: string
  filename: string
  content_type: string
  size: number
  sha256: string
  inline: boolean
  content_id: string | null
  created_at: Date
  kept_until: Date
}

export const deliveryStatuses = ['queued', 'sending', 'sent', 'failed', 'unsure', 'cancelled'] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]
export const recipientStates = [...deliveryStatuses, 'delivered', 'delayed', 'bounced'] as const
export type RecipientState = (typeof recipientStates)[number]
export type RecipientKind = 'to' | 'cc' | 'bcc'
/** By which way it left; `outbox` is none, it is only shown. */
export type Via = 'smtp' | 'gmail' | 'nylas' | 'outbox'
export type Delivery = {
  id: string
  message_id: string
  ticket_id: string
  status: DeliveryStatus
  envelope_from: string
  envelope_to: string[]
  raw: Buffer | null
  /** Where it lies when it is too large for its row. */
  raw_sha256: Generated<string | null>
  /** What its envelope sender is signed with, when it is signed. */
  return_token: Generated<string | null>
  attempts: number
  next_try_at: Date
  error: string | null
  response: string | null
  via: Via | null
  queued_at: Date
  sent_at: Date | null
  undoes: unknown
  unless_answered: boolean
  mailbox_id: string | null
  claimed_by: Generated<string | null>
  claimed_until: Generated<Date | null>
  tried_at: Generated<Date | null>
  waits_for: Generated<'limit' | 'way' | null>
  filed_at: Generated<Date | null>
  found: Generated<'there' | 'absent' | 'unknown' | null>
  found_at: Generated<Date | null>
  request_id: string | null
  trace: string | null
}

export type Draft = {
  ticket_id: string
  user_id: string
  kind: 'reply' | 'note' | 'forward'
  /** The plain twin of `html`. */
  body: string
  html: string | null
  to_addresses: Named[] | null
  cc_addresses: Named[] | null
  bcc_addresses: Named[] | null
  upload_ids: string[]
  status: Status | null
  updated_at: Date
}
type Participant = {
  ticket_id: string
  address: string
  inside: Generated<boolean>
  joined_by: Generated<string[] | null>
  was_inside: Generated<boolean>
}
type Move = {
  id: string
  kind: 'merge' | 'split'
  from_id: string
  into_id: string
  reason: string
  by_user_id: string | null
  at: Date
  joined: string[]
  was: unknown
  became: unknown
  undone_at: Date | null
}
type Event = {
  id: string
  seq: number
  type: string
  ticket_id: string | null
  data: Record<string, unknown>
  actor: { kind: string; id: string }
  at: Date
}

/** The tables this module owns; of `mailbox` and `event` it only reads what stands on a ticket. */
export const tables = (tx: Tx) =>
  tx.db.withTables<{
    ticket: Ticket
    message: Message
    attachment: Attachment
    upload: Upload
    delivery: Delivery
    draft: Draft
    ticket_participant: Participant
    ticket_move: Move
    mailbox: Mailbox
    event: Event
  }>()

export const ticketMerged = problem('ticket-merged', 409, 'This ticket was merged into another one', {
  merged_into: z.object({ id: z.string(), number: z.number().int() }),
})

/** First line of every verb that changes a ticket: one writer at a time, in one order. What is merged away is not changed. */
export async function lockTicket(tx: Tx, id: string): Promise<Ticket> {
  const [ticket] = await lockTickets(tx, [id])
  if (!ticket) throw notFound()
  await mustNotBeMerged(tx, ticket)
  return ticket
}

/** Several, in the order of their ids, so that no two verbs wait for each other. One that is not there is left out. */
export async function lockTickets(tx: Tx, ids: readonly string[]): Promise<Ticket[]> {
  return tables(tx).selectFrom('ticket').selectAll().where('id', 'in', ids).orderBy('id').forNoKeyUpdate().execute()
}

export async function mustNotBeMerged(tx: Tx, { number, merged_into }: Pick<Ticket, 'number' | 'merged_into'>) {
  if (!merged_into) return
  const into = (await mergePath(tx, merged_into)).at(-1)!
  throw ticketMerged(`Ticket #${number} was merged into #${into.number}.`, { merged_into: into })
}

/** From this ticket to the one that it was merged into in the end; the ticket alone when it was not. */
export async function mergePath(tx: Tx, id: string): Promise<{ id: string; number: number }[]> {
  const { rows } = await sql<{ id: string; number: number }>`
    with recursive path as (
      select id, number, merged_into, 1 as step from ticket where id = ${id}
      union all
      select t.id, t.number, t.merged_into, step + 1 from path p join ticket t on t.id = p.merged_into)
    select id, number from path order by step`.execute(tx.db)
  return rows
}

/** The first of `count` new numbers. Call it as late as can be: the counter's row is locked until the commit. */
export async function takeNumbers(tx: Tx, count: number): Promise<number> {
  const { rows } = await nextNumbers(count).execute(tx.db)
  return rows[0]!.last_number - count + 1
}

/** The same as a part of a larger statement. */
export const nextNumbers = (count: number): RawBuilder<{ last_number: number }> => sql`
  insert into ticket_counter (last_number) values (${count})
  on conflict (org_id) do update set last_number = ticket_counter.last_number + ${count}
  returning last_number`

/** One line for the list: white space folded. */
export const previewOf = (text: string): string => text.slice(0, 1_000).replace(/\s+/g, ' ').trim().slice(0, 160)
