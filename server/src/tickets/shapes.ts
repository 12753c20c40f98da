import { z } from 'zod'
import { priorities, statuses } from './ticket.ts'

/** The shapes of the HTTP surface, snake_case, as others see tickets. */

const Instant = z.date().transform((at) => at.toISOString())
const Named = z.object({ name: z.string(), address: z.string() })

export const Id = z.uuid({ error: 'must be an id' })

export const TicketRow = z.object({
  id: z.string(),
  number: z.number(),
  subject: z.string(),
  status: z.enum(statuses),
  priority: z.enum(priorities),
  requester: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
  preview: z.string(),
  unread: z.boolean(),
  message_count: z.number(),
  has_draft: z.boolean(),
  active_at: Instant,
  created_at: Instant,
  updated_at: Instant,
  version: z.number(),
})

const Ranges = z.array(z.tuple([z.number(), z.number()]))

/** Why a ticket was found: its newest message that answers, and where; ranges are counted as JavaScript counts. */
const Match = z.object({
  message_id: z.string(),
  at: Instant,
  part: z.enum(['text', 'from', 'to', 'attachment']),
  text: z.string(),
  ranges: Ranges,
  /** In the subject of the row. */
  subject: Ranges,
})
export type Match = z.input<typeof Match>

export const Page = z.object({
  items: z.array(TicketRow.extend({ match: Match.optional() })),
  next_cursor: z.string().nullable(),
  /** What may be missing, and why. */
  notice: z.string().optional(),
})

export const MessageView = z.object({
  id: z.string(),
  direction: z.enum(['in', 'out', 'note']),
  author: z.object({ kind: z.enum(['contact', 'user']), name: z.string(), email: z.string() }),
  at: Instant,
  subject: z.string(),
  to: z.array(Named),
  cc: z.array(Named),
  text: z.string(),
  reply_text: z.string(),
  quoted_text: z.string(),
  has_html: z.boolean(),
  has_source: z.boolean(),
  held: z.boolean(),
  attachments: z.array(
    z.object({ id: z.string(), filename: z.string(), content_type: z.string(), size: z.number(), inline: z.boolean() }),
  ),
  verdict: z.unknown(),
  stitch: z.object({ reason: z.string(), confidence: z.string().nullable() }).nullable(),
  problems: z.array(z.string()),
  delivery: z
    .object({
      status: z.enum(['queued', 'sending', 'sent', 'failed', 'unsure']),
      error: z.string().nullable(),
      attempts: z.number(),
      sent_at: Instant.nullable(),
      via: z.enum(['smtp', 'outbox']).nullable(),
    })
    .nullable(),
})

export const TicketView = TicketRow.extend({
  mailbox: z.object({ id: z.string(), address: z.string() }).nullable(),
  can: z.object({ update: z.boolean(), reply: z.boolean(), note: z.boolean() }),
  messages: z.array(MessageView),
  events: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      at: Instant,
      actor: z.object({ kind: z.string(), name: z.string() }),
      data: z.unknown(),
    }),
  ),
  drafts: z.array(z.object({ kind: z.enum(['reply', 'note']), body: z.string(), updated_at: Instant })),
})

export type TicketRow = z.input<typeof TicketRow>
export type TicketView = z.input<typeof TicketView>

const statusList = z
  .string()
  .transform((list) => list.split(',').filter(Boolean))
  .pipe(z.array(z.enum(statuses)))

export const Listing = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(300).optional(),
  status: statusList.optional(),
  assignee_user_id: z.union([z.enum(['me', 'none']), Id]).optional(),
  q: z.string().max(500).optional(),
})

const body = z
  .string()
  .max(1_000_000)
  .refine((text) => text.trim() !== '', 'must not be empty')

export const ById = z.object({ id: Id })
export const Writing = ById.extend({ body, status: z.enum(statuses).optional() })
export const Drafting = ById.extend({ kind: z.enum(['reply', 'note']), body: z.string().max(1_000_000) })
export const Updating = ById.extend({
  version: z.number().int(),
  status: z.enum(statuses).optional(),
  priority: z.enum(priorities).optional(),
  assignee_user_id: Id.nullable().optional(),
  unread: z.boolean().optional(),
})

export const Opening = z
  .object({
    subject: z.string().max(1_000).optional(),
    title: z.string().max(1_000).optional(),
    body: z.string().max(1_000_000).optional(),
    description: z.string().max(1_000_000).optional(),
    requester: z.object({ email: z.email().max(320), name: z.string().max(200).default('') }),
    priority: z.enum(priorities).default('normal'),
    assignee_user_id: Id.optional(),
  })
  .transform(({ title, description, subject = title, body = description, ...rest }) => ({ ...rest, subject, body }))
  .pipe(
    z.object({
      subject: z.string({ error: 'is required' }).trim().min(1, 'must not be empty'),
      body,
      requester: z.object({ email: z.string(), name: z.string() }),
      priority: z.enum(priorities),
      assignee_user_id: z.string().optional(),
    }),
  )
