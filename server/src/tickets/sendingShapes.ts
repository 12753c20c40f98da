import { z } from 'zod'
import { ById, body, Id, Named, Status } from './shapes.ts'

export { UploadView } from './shapes.ts'

/** The shapes of what goes out. */

const Recipients = z.array(z.object({ name: z.string().max(300).default(''), address: z.string().max(320) })).max(1_000)
const html = z.string().max(2_000_000).meta({ description: 'What the composer wrote; cleaned as mails are.' })
const upload_ids = z.array(Id).max(100).meta({
  description: 'Uploads of yours, in order; inline ones are shown by `<img src="cid:…">` with their content_id.',
})

const identity_id = Id.optional().meta({
  description:
    'The address it is written from; the id of the mailbox is its own. Without it the default of the mailbox.',
})
const send_at = z.iso
  .datetime({ offset: true, error: 'must be an instant, such as 2030-01-31T12:00:00Z' })
  .transform((at) => new Date(at))
  .optional()
  .meta({ description: 'Leaves then, within a year; without it, when the time to take it back is over.' })
const words = { body, html: html.optional(), upload_ids: upload_ids.optional(), identity_id }
const recipients = { cc: Recipients.optional(), bcc: Recipients.optional() }

export const Replying = ById.extend({
  ...words,
  kind: z.enum(['reply', 'forward']).default('reply'),
  to: Recipients.optional().meta({
    description: 'Without it a reply goes to the requester alone; a forward needs it.',
  }),
  ...recipients,
  message_id: Id.optional().meta({
    description: 'The message that is answered or forwarded; without it the newest of the customer.',
  }),
  attachment_ids: z.array(Id).max(100).optional().meta({
    description: 'Files of this ticket to take along. Without it a forward takes all of its message, a reply none.',
  }),
  status: Status.optional(),
  send_at,
  unless_answered: z.boolean().default(false).meta({
    description: 'With send_at: it is given back as a draft when the customer writes before it leaves.',
  }),
  seen: Id.optional().meta({ description: 'The newest message you saw; a newer one there refuses the reply.' }),
  force: z.boolean().default(false).meta({ description: 'Send although somebody wrote meanwhile.' }),
})

export const Outbound = z.object({
  mailbox_id: Id,
  to: Recipients.min(1, 'must name somebody'),
  ...recipients,
  subject: z.string().trim().min(1, 'must not be empty').max(1_000),
  ...words,
  status: Status.default('pending').meta({ description: 'What the ticket is from then on: it waits for them.' }),
  send_at,
  draft_id: Id.optional().meta({ description: 'The new mail of yours that this is: it is used up, and so sent once.' }),
  draft_seen: z.iso
    .datetime()
    .transform((at) => new Date(at))
    .optional()
    .meta({ description: 'The updated_at of it that you saw; another one there refuses the mail.' }),
})

export const Uploading = z.object({
  filename: z.string().trim().min(1, 'must not be empty').max(255),
  inline: z.enum(['true', 'false']).default('false'),
})

export const SendingLimits = z
  .object({
    bytes_max: z.number().int().meta({ description: 'Of a whole mail as it travels: files grow by a third.' }),
    recipients_max: z.number().int(),
    undo_seconds: z.number().int().meta({ description: 'How long a reply of yours waits and can be taken back.' }),
  })
  .meta({ id: 'SendingLimits' })

export const Suggesting = z.object({ q: z.string().max(200).default(''), ticket_id: Id.optional() })
export const Suggestions = z.object({
  items: z.array(
    Named.extend({ from: z.enum(['ticket', 'contact']) }).meta({
      id: 'SuggestedRecipient',
      description: 'Who takes part in the ticket comes first.',
    }),
  ),
})
