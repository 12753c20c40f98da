import { z } from 'zod'
import { Instant } from '../platform/instant.ts'
import { deliveryStatuses, priorities, recipientStates, statuses } from './ticket.ts'

/** The shapes of the HTTP surface, snake_case, as others see tickets. */

export const Named = z.object({ name: z.string(), address: z.string() }).meta({ id: 'Address' })
export const Status = z.enum(statuses).meta({ id: 'TicketStatus' })
const Priority = z.enum(priorities).meta({ id: 'TicketPriority' })

export const Id = z.uuid({ error: 'must be an id' })

export const TicketRow = z.object({
  id: z.string(),
  number: z.number().int(),
  subject: z.string(),
  status: Status,
  priority: Priority,
  requester: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
  preview: z.string(),
  unread: z.boolean(),
  message_count: z.number().int(),
  has_draft: z.boolean(),
  undelivered: z
    .boolean()
    .meta({ description: 'A mail of ours did not arrive, and nobody has done anything about it yet.' }),
  active_at: Instant,
  created_at: Instant,
  updated_at: Instant,
  version: z.number().int(),
})

const Ranges = z.array(z.tuple([z.number().int(), z.number().int()]))

/** Why a ticket was found: its newest message that answers, and where; ranges are counted as JavaScript counts. */
const Match = z
  .object({
    message_id: z.string(),
    at: Instant,
    part: z.enum(['text', 'from', 'to', 'attachment']),
    text: z.string(),
    ranges: Ranges,
    /** In the subject of the row. */
    subject: Ranges,
  })
  .meta({ id: 'Match' })
export type Match = z.input<typeof Match>

export const Page = z.object({
  items: z.array(TicketRow.extend({ match: Match.optional() }).meta({ id: 'TicketRow' })),
  next_cursor: z.string().nullable(),
  notice: z.string().optional().meta({ description: 'What may be missing from what was found, and why.' }),
})

const Attachment = z
  .object({
    id: z.string(),
    filename: z.string(),
    content_type: z.string(),
    size: z.number().int(),
    inline: z.boolean(),
  })
  .meta({ id: 'Attachment' })

/** What a mail is, besides a message; the sentences say by which of its lines that was seen. */
export const Verdict = z
  .object({
    auto_generated: z.boolean(),
    vacation: z.boolean(),
    bounce: z.boolean(),
    list: z.boolean(),
    // Mail that was taken in before there were these says nothing of them.
    loop: z.boolean().default(false),
    spam: z.boolean().default(false),
    reasons: z.array(z.string()),
  })
  .meta({ id: 'Verdict' })

/** Whether the sender is who the mail says; `unverified` is what most mail of small domains is, `failed` is against the domain's own word. */
export const Authentication = z
  .object({ verdict: z.enum(['verified', 'unverified', 'failed', 'unknown']), reasons: z.array(z.string()) })
  .meta({ id: 'Authentication' })
export type Authentication = z.output<typeof Authentication>

export const DeliveryStatus = z.enum(deliveryStatuses).meta({ id: 'DeliveryStatus' })
export const Via = z.enum(['smtp', 'gmail', 'nylas', 'outbox'])

const Delivery = z
  .object({
    status: DeliveryStatus,
    error: z.string().nullable(),
    attempts: z.number().int(),
    sent_at: Instant.nullable(),
    via: Via.nullable(),
    leaves_at: Instant.nullable().meta({ description: 'When it leaves, while it waits for its first try.' }),
    tries_at: Instant.nullable().meta({
      description: 'When it is tried next, while it waits for its mailbox or for a further try; `error` says why.',
    }),
    can_cancel: z.boolean().meta({ description: 'It can still be taken back.' }),
    unless_answered: z
      .boolean()
      .meta({ description: 'It is given back to its writer when the customer writes before it leaves.' }),
    recipients: z.array(
      z
        .object({
          address: z.string(),
          name: z.string(),
          kind: z.enum(['to', 'cc', 'bcc']),
          state: z.enum(recipientStates).meta({ id: 'RecipientState' }),
          says: z.string().nullable().meta({ description: 'Why, in a sentence.' }),
          at: Instant,
        })
        .meta({ id: 'DeliveryRecipient' }),
    ),
  })
  .meta({ id: 'Delivery' })

const Acknowledgement = z
  .object({
    outcome: z.enum(['sent', 'declined']),
    at: Instant,
    reasons: z.array(z.string()).meta({ description: 'Why there is none, in sentences.' }),
    message_id: z.string().nullable().meta({ description: 'Our mail, when there is one.' }),
  })
  .meta({ id: 'Acknowledgement' })

export const MessageView = z
  .object({
    id: z.string(),
    direction: z.enum(['in', 'out', 'note']),
    author: z.object({ kind: z.enum(['contact', 'user', 'system']), name: z.string(), email: z.string() }),
    at: Instant,
    subject: z.string(),
    to: z.array(Named),
    cc: z.array(Named),
    bcc: z.array(Named).meta({ description: 'Of a mail of ours: who got it and stands in no copy of it.' }),
    text: z.string(),
    reply_text: z.string(),
    quoted_text: z.string(),
    has_html: z.boolean(),
    has_source: z.boolean(),
    held: z.boolean(),
    attachments: z.array(Attachment),
    verdict: Verdict.nullable(),
    authentication: Authentication.nullable().meta({ description: 'Null until it is found out, and for history.' }),
    stitch: z.object({ reason: z.string(), confidence: z.string().nullable() }).nullable(),
    problems: z.array(z.string()),
    delivery: Delivery.nullable(),
    automatic: z
      .enum(['acknowledgement'])
      .nullable()
      .meta({ description: 'Set when Docket wrote it by itself: what it is. It is nobody’s answer.' }),
    acknowledgement: Acknowledgement.nullable().meta({
      description:
        'Of the mail that opened the ticket: whether it was acknowledged. Null while that is open, and where nothing does.',
    }),
  })
  .meta({ id: 'MessageView' })

const TicketEvent = z
  .object({
    id: z.string(),
    type: z.string(),
    at: Instant,
    actor: z.object({ kind: z.string(), name: z.string() }),
    data: z.record(z.string(), z.unknown()),
    ticket_number: z
      .number()
      .int()
      .meta({ description: 'On which ticket it happened: this one, or one that was merged into it.' }),
  })
  .meta({ id: 'TicketEvent' })

const TicketLink = z
  .object({
    id: z.string(),
    number: z.number().int(),
    subject: z.string(),
    status: Status,
    reason: z.string().meta({ description: 'Why the two have to do with each other: `split` and others.' }),
    at: Instant,
  })
  .meta({ id: 'TicketLink' })

const ReplyAll = z
  .object({
    to: z.array(Named),
    cc: z.array(Named),
    left_out: z
      .array(Named.extend({ says: z.string() }))
      .meta({ description: 'Who stood on the mail and is not written to, and why.' }),
    reply_to: z
      .object({ to: z.array(Named), says: z.string().meta({ description: 'What to think of before writing there.' }) })
      .nullable()
      .meta({ description: 'Where the mail itself wants the answer, when that is elsewhere. A person decides.' }),
  })
  .meta({ id: 'ReplyAll' })

export const UploadView = z
  .object({
    id: z.string(),
    filename: z.string(),
    content_type: z.string(),
    size: z.number().int(),
    inline: z.boolean(),
    content_id: z.string().nullable().meta({ description: 'Set for a picture that the words show.' }),
  })
  .meta({ id: 'Upload' })

const DraftKind = z.enum(['reply', 'note', 'forward']).meta({ id: 'DraftKind' })
const asByDefault = { description: 'Null: as an answer goes by itself. May hold what is no address yet.' }
const Drafted = {
  body: z.string().max(1_000_000),
  html: z.string().max(4_000_000).nullable(),
  to: z.array(Named).max(200).nullable().meta(asByDefault),
  cc: z.array(Named).max(200).nullable().meta(asByDefault),
  bcc: z.array(Named).max(200).nullable().meta(asByDefault),
  upload_ids: z.array(Id).max(200),
  identity_id: Id.nullable().meta({ description: 'The address it is written from; null: the default of the mailbox.' }),
  status: Status.nullable().meta({ description: 'What the ticket becomes when this is sent.' }),
}
export const Draft = z
  .object({
    kind: DraftKind,
    ...Drafted,
    uploads: z.array(UploadView).meta({ description: 'Those of upload_ids that are still there.' }),
    updated_at: Instant,
  })
  .meta({ id: 'Draft' })
export type Draft = z.input<typeof Draft>

export const TicketView = TicketRow.extend({
  mailbox: z
    .object({
      id: z.string(),
      address: z.string(),
      in_shadow: z.boolean().meta({ description: 'Mail comes in and nothing leaves.' }),
    })
    .nullable(),
  merged_into: z
    .object({ id: z.string(), number: z.number().int() })
    .nullable()
    .meta({ description: 'Where its messages are and its number leads; it stands in no list.' }),
  participants: z
    .array(z.string())
    .meta({ description: 'The addresses that may join by mail in full; mail of others is held.' }),
  links: z.array(TicketLink),
  reply_all: ReplyAll.meta({
    description: 'To whom an answer to all goes: all of the newest mail, without ourselves.',
  }),
  undeliverable: z
    .array(z.object({ address: z.string(), says: z.string(), at: Instant }).meta({ id: 'Undeliverable' }))
    .meta({ description: 'Addresses of this ticket that no mail arrives at, as another server proved.' }),
  can: z.object({ update: z.boolean(), reply: z.boolean(), note: z.boolean() }),
  messages: z.array(MessageView),
  events: z.array(TicketEvent),
  drafts: z.array(Draft),
}).meta({ id: 'TicketView' })

/** What a mail that was taken back leaves behind. */
export const Cancelled = TicketView.extend({
  withdrawn: z
    .object({
      new_mail_id: Id.nullable().meta({
        description: 'Its words among your new mails; null when a colleague wrote them.',
      }),
    })
    .nullable()
    .meta({ description: 'The mail had opened its ticket, and the ticket is gone with it: this is what it was.' }),
}).meta({ id: 'CancelledReply' })

export type TicketRow = z.input<typeof TicketRow>
export type TicketView = z.input<typeof TicketView>

const statusList = z
  .string()
  .transform((list) => list.split(',').filter(Boolean))
  .pipe(z.array(Status))
  .meta({ description: 'Statuses, separated by commas.' })

export const Listing = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(300).optional().meta({ description: 'The next_cursor of the page before.' }),
  status: statusList.optional(),
  assignee_user_id: z.union([z.enum(['me', 'none']), Id]).optional(),
  q: z
    .string()
    .max(500)
    .optional()
    .meta({ description: 'Words, phrases and operators, as docs/search.md tells them.' }),
})

export const body = z
  .string()
  .max(1_000_000)
  .refine((text) => text.trim() !== '', 'must not be empty')

export const ById = z.object({ id: Id })
export const Writing = ById.extend({ body, status: Status.optional() })
export const Noting = Writing.extend({
  mentions: z.array(Id).max(50).optional().meta({
    description: 'Colleagues whom the note names, by their user ids; each is told by mail who wants to be.',
  }),
})
export const Drafting = ById.extend({
  kind: DraftKind,
  ...Drafted,
  html: Drafted.html.default(null),
  to: Drafted.to.default(null),
  cc: Drafted.cc.default(null),
  bcc: Drafted.bcc.default(null),
  upload_ids: Drafted.upload_ids.default([]),
  identity_id: Drafted.identity_id.default(null),
  status: Drafted.status.default(null),
  seen: z.iso
    .datetime()
    .nullable()
    .optional()
    .meta({ description: 'The updated_at that you saw, null for none; another one there is a conflict.' }),
})
export const Kept = z
  .object({ updated_at: Instant.nullable().meta({ description: 'Null when it was thrown away.' }) })
  .meta({ id: 'KeptDraft' })
export const Updating = ById.extend({
  version: z.number().int().meta({ description: 'The version you saw; another one there is a conflict.' }),
  status: Status.optional(),
  priority: Priority.optional(),
  assignee_user_id: Id.nullable().optional(),
  unread: z.boolean().optional(),
})

export const Splitting = ById.extend({
  version: z.number().int().meta({ description: 'The version you saw; another one there is a conflict.' }),
  message_ids: z.array(Id).min(1).max(500),
  subject: z.string().trim().min(1, 'must not be empty').max(1_000).optional(),
})

export const Opening = z
  .object({
    subject: z.string().max(1_000).optional().meta({ description: 'Must be there, under this name or the other.' }),
    title: z.string().max(1_000).optional().meta({ deprecated: true, description: 'The same as subject.' }),
    body: z.string().max(1_000_000).optional().meta({ description: 'Must be there, under this name or the other.' }),
    description: z.string().max(1_000_000).optional().meta({ deprecated: true, description: 'The same as body.' }),
    requester: z.object({ email: z.email().max(320), name: z.string().max(200).default('') }),
    priority: Priority.default('normal'),
    assignee_user_id: Id.optional(),
  })
  .transform(({ title, description, subject = title, body = description, ...rest }) => ({ ...rest, subject, body }))
  .pipe(
    z.object({
      subject: z.string({ error: 'is required' }).trim().min(1, 'must not be empty'),
      body,
      requester: z.object({ email: z.string(), name: z.string() }),
      priority: Priority,
      assignee_user_id: z.string().optional(),
    }),
  )
