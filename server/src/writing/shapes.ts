import { z } from 'zod'
import { languages } from '../mail/index.ts'
import { Instant } from '../platform/instant.ts'
import { Id, Status } from '../tickets/index.ts'

const html = z.string().max(200_000)
const body = z.string().max(100_000)
const Language = z.enum(languages)

export const ById = z.object({ id: Id })

/** Where the words will stand: on a ticket, or in a new mail from a mailbox. */
export const Where = z.object({
  ticket_id: Id.optional(),
  mailbox_id: Id.optional().meta({ description: 'Of a new mail; a ticket has its own.' }),
  contact_name: z.string().max(320).optional().meta({ description: 'Who a new mail goes to.' }),
})
export type Where = z.output<typeof Where>

export const Filled = z
  .object({
    html: z.string(),
    body: z.string(),
    unknown: z
      .array(z.string())
      .meta({ description: 'Variables that stand for nothing here; they are left as they are.' }),
  })
  .meta({ id: 'FilledWords' })

export const Signing = z.object({
  html,
  body,
  off_mailbox_ids: z.array(Id).max(500).default([]).meta({ description: 'Mailboxes whose mails go without it.' }),
})
export const SignatureView = z
  .object({
    ...Signing.shape,
    off_mailbox_ids: z.array(z.string()),
    variables: z.array(z.object({ name: z.string(), says: z.string() })),
  })
  .meta({ id: 'Signature' })

const words = body.refine((text) => text.trim() !== '', 'must not be empty')
const name = z.string().trim().min(1, 'must not be empty').max(120)

export const Macro = z.object({
  name,
  html,
  body: words,
  shared: z.boolean().default(false).meta({ description: 'Everybody’s, instead of one’s own.' }),
  mailbox_id: Id.nullable().default(null).meta({ description: 'Where it fits best; null: anywhere.' }),
  language: Language.nullable().default(null),
  status: Status.nullable().default(null).meta({ description: 'What a ticket becomes when it is sent.' }),
})
export const MacroChange = ById.extend({
  name: name.optional(),
  html: html.optional(),
  body: words.optional(),
  shared: z.boolean().optional(),
  mailbox_id: Id.nullable().optional(),
  language: Language.nullable().optional(),
  status: Status.nullable().optional(),
})
export const MacroView = z
  .object({
    id: z.string(),
    name: z.string(),
    html: z.string(),
    body: z.string(),
    shared: z.boolean(),
    mailbox_id: z.string().nullable(),
    language: Language.nullable(),
    status: Status.nullable(),
    fits: z.boolean().meta({ description: 'Made for this mailbox or this language.' }),
    can_change: z.boolean(),
    updated_at: Instant,
  })
  .meta({ id: 'Macro' })
