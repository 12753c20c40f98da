import { z } from 'zod'
import { Instant } from '../platform/instant.ts'
import { Id, Named, Status, UploadView } from './shapes.ts'

/** The shapes of a mail that opens a ticket, while it is written. */

const Addressed = z.array(Named).max(200).meta({ description: 'May hold what is no address yet.' })
const Written = {
  mailbox_id: Id.nullable().meta({ description: 'The mailbox that it is written from; null: not chosen yet.' }),
  identity_id: Id.nullable().meta({ description: 'The address it is written from; null: the default of the mailbox.' }),
  to: Addressed,
  cc: Addressed,
  bcc: Addressed,
  subject: z.string().max(1_000),
  body: z.string().max(1_000_000),
  html: z.string().max(4_000_000).nullable(),
  upload_ids: z.array(Id).max(200),
  status: Status.nullable().meta({ description: 'What its ticket becomes; null: it waits for them.' }),
}

export const NewMail = z
  .object({
    id: z.string(),
    ...Written,
    uploads: z.array(UploadView).meta({ description: 'Those of upload_ids that are still there.' }),
    updated_at: Instant,
  })
  .meta({ id: 'NewMail' })
export type NewMail = z.input<typeof NewMail>

export const NewMails = z.object({ items: z.array(NewMail) })

export const Beginning = z.object({
  mailbox_id: Written.mailbox_id.default(null),
  identity_id: Written.identity_id.default(null),
  to: Addressed.default([]),
  cc: Addressed.default([]),
  bcc: Addressed.default([]),
  subject: Written.subject.default(''),
  body: Written.body.default(''),
  html: Written.html.default(null),
  upload_ids: Written.upload_ids.default([]),
  status: Written.status.default(null),
})

export const GoingOn = Beginning.extend({
  id: Id,
  seen: z.iso.datetime().nullable().optional().meta({
    description: 'The updated_at that you saw; another one there is a conflict. Null: whatever stands there.',
  }),
})
