import { z } from 'zod'
import { type Route, raw, route } from '../platform/routes.ts'
import { blobsAway } from '../platform/speaking.ts'
import {
  Authentication,
  DeliveryStatus,
  listDeliveries,
  notRetryable,
  type OutboxRow,
  readDelivery,
  Verdict,
  Via,
} from '../tickets/index.ts'
import { acknowledgingRoutes } from './acknowledgingRoutes.ts'
import { blockingRoutes } from './blockingRoutes.ts'
import { collisionRoutes } from './collisionRoutes.ts'
import {
  type FailedMail as FailedMailRow,
  listFailedMails,
  notFailed,
  readFailedMail,
  retryFailedMail,
} from './failing.ts'
import { stages } from './mailbox.ts'
import { Listing, Page, pageOf, place } from './paging.ts'
import { confidences, sources } from './parsed.ts'
import { retryDelivery } from './sending.ts'
import { downloadAttachment, downloadRaw, rawMail, showHtml, showSource } from './showing.ts'
import { asText, rawOf } from './source.ts'

const ById = z.object({ id: z.uuid() })
const OfMessage = ById.extend({ message_id: z.uuid() })
const OfAttachment = ById.extend({ attachment_id: z.uuid() })
const Nothing = z.object({})
const FailedMail = z
  .object({
    id: z.string(),
    received_at: z.string().meta({ format: 'date-time' }),
    mailbox: z.string(),
    envelope_from: z.string().nullable(),
    envelope_to: z.string().nullable(),
    size: z.number().int(),
    attempts: z.number().int(),
    error: z.string().nullable(),
  })
  .meta({ id: 'FailedMail' })
const OutgoingMail = z
  .object({
    id: z.string(),
    queued_at: z.string().meta({ format: 'date-time' }),
    status: DeliveryStatus,
    via: Via.nullable(),
    to: z.array(z.string()),
    subject: z.string(),
    ticket_id: z.string(),
    ticket_number: z.number().int(),
    error: z.string().nullable(),
  })
  .meta({ id: 'OutgoingMail' })
const Stage = z
  .object({ stage: z.enum(stages), at: z.string().meta({ format: 'date-time' }), error: z.string().optional() })
  .meta({ id: 'Stage' })
const Considered = z.object({
  address: z.string(),
  header: z.string().nullable().meta({ description: 'Null: the sending server named it in the envelope.' }),
  source: z.enum(sources),
  confidence: z.enum(confidences),
  ours: z.boolean(),
})
const RecipientEvidence = z
  .object({
    address: z.string().nullable(),
    source: z.enum(sources),
    confidence: z.enum(confidences),
    candidates: z.array(Considered).meta({ description: 'All that was considered, the surest first.' }),
    omitted: z.number().int().meta({ description: 'How many more there were.' }),
  })
  .meta({ id: 'RecipientEvidence' })
const Source = z
  .object({
    raw_text: z.string(),
    size: z.number().int(),
    sha256: z.string(),
    occurrences: z.array(
      z.object({
        mailbox: z.string(),
        envelope_from: z.string().nullable(),
        envelope_to: z.string().nullable(),
        received_at: z.string().meta({ format: 'date-time' }),
        stages: z.array(Stage),
        recipient: RecipientEvidence.nullable().meta({ description: 'Null for mail taken in before this was kept.' }),
        peer: z.object({ ip: z.string(), helo: z.string() }).nullable(),
        authentication: Authentication.nullable(),
      }),
    ),
    verdict: Verdict.nullable(),
    recipient: z.unknown(),
    stitch: z.object({ reason: z.string(), confidence: z.string(), evidence: z.unknown() }).nullable(),
    problems: z.array(z.string()),
  })
  .meta({ id: 'MessageSource' })

export const routes: Route[] = [
  ...acknowledgingRoutes,
  ...collisionRoutes,
  ...blockingRoutes,
  route('GET  /tickets/:id/messages/:message_id/html', {
    says: 'The sanitised HTML of a message.',
    name: 'readMessageHtml',
    sends: 'text/html',
    may: 'ticket.see',
    in: OfMessage,
    out: raw,
    run: showHtml,
  }),
  route('GET  /tickets/:id/messages/:message_id/source', {
    says: 'Why a message is here: its source, deliveries and verdicts.',
    name: 'readMessageSource',
    may: 'mail.source',
    in: OfMessage,
    out: Source,
    refuses: [blobsAway],
    run: showSource,
  }),
  route('GET  /tickets/:id/messages/:message_id/raw', {
    says: 'The mail as it came, byte for byte.',
    name: 'downloadMessage',
    sends: 'message/rfc822',
    may: 'mail.source',
    in: OfMessage,
    out: raw,
    run: downloadRaw,
  }),
  route('POST /tickets/:id/messages/:message_id/retry', {
    says: 'Send a failed mail again.',
    name: 'retryDelivery',
    refuses: [notRetryable],
    may: 'ticket.reply',
    in: OfMessage,
    out: Nothing,
    run: async (tx, { id, message_id }) => {
      await retryDelivery(tx, { ticketId: id, messageId: message_id })
      return {}
    },
  }),
  route('GET  /tickets/:id/attachments/:attachment_id/download', {
    says: 'An attachment, or a redirect to where it lies for a minute.',
    name: 'downloadAttachment',
    redirects: true,
    may: 'ticket.see',
    in: OfAttachment.extend({ direct: z.literal('true').optional() }),
    out: raw,
    run: downloadAttachment,
  }),
  route('GET  /ops/failed-mails', {
    says: 'Mails that were kept and could not be taken in.',
    name: 'listFailedMails',
    may: 'ops.see',
    in: Listing,
    out: Page(FailedMail),
    run: async (tx, { limit, cursor }) =>
      pageOf(
        await listFailedMails(tx, { limit: limit + 1, cursor: place(cursor) }),
        limit,
        failedView,
        ({ received_at, id }) => [received_at, id],
      ),
  }),
  route('GET  /ops/failed-mails/:id', {
    says: 'One failed mail with its source.',
    name: 'readFailedMail',
    refuses: [blobsAway],
    may: 'ops.see',
    in: ById,
    out: FailedMail.extend({ raw_text: z.string(), stages: z.array(Stage) }),
    run: async (tx, { id }, store) => {
      const mail = await readFailedMail(tx, id)
      const read = await rawOf(tx, store, mail.raw_sha256)
      return async () => ({ ...failedView(mail), stages: mail.stages, raw_text: asText(await read()) })
    },
  }),
  route('GET  /ops/failed-mails/:id/raw', {
    says: 'A failed mail as it came, byte for byte.',
    name: 'downloadFailedMail',
    sends: 'message/rfc822',
    may: 'ops.see',
    in: ById,
    out: raw,
    run: async (tx, { id }, store) => {
      const read = await rawOf(tx, store, (await readFailedMail(tx, id)).raw_sha256)
      return async () => rawMail(await read(), `${id}.eml`)
    },
  }),
  route('POST /ops/failed-mails/:id/retry', {
    says: 'Take a failed mail in again.',
    name: 'retryFailedMail',
    refuses: [notFailed],
    may: 'ops.retry',
    in: ById,
    out: Nothing,
    run: async (tx, { id }) => {
      await retryFailedMail(tx, id)
      return {}
    },
  }),
  route('GET  /outbox', {
    says: 'Outgoing mails, newest first.',
    name: 'listOutgoingMails',
    may: 'ticket.see',
    in: Listing,
    out: Page(OutgoingMail),
    run: async (tx, { limit, cursor }) =>
      pageOf(
        await listDeliveries(tx, { limit: limit + 1, cursor: place(cursor) }),
        limit,
        outboxView,
        ({ queuedAt, id }) => [queuedAt, id],
      ),
  }),
  route('GET  /outbox/:id', {
    says: 'One outgoing mail with its source.',
    name: 'readOutgoingMail',
    may: 'ticket.see',
    in: ById,
    out: OutgoingMail.extend({ raw_text: z.string().nullable() }),
    run: async (tx, { id }) => {
      const delivery = await readDelivery(tx, id)
      return { ...outboxView(delivery), raw_text: delivery.raw && asText(delivery.raw) }
    },
  }),
]

function failedView({ raw_sha256: _, received_at, ...mail }: FailedMailRow): z.input<typeof FailedMail> {
  return { ...mail, received_at: received_at.toISOString() }
}

function outboxView({
  queuedAt,
  ticketId,
  ticketNumber,
  id,
  status,
  via,
  to,
  subject,
  error,
}: OutboxRow): z.input<typeof OutgoingMail> {
  return {
    id,
    queued_at: queuedAt.toISOString(),
    status,
    via,
    to,
    subject,
    ticket_id: ticketId,
    ticket_number: ticketNumber,
    error,
  }
}
