import { z } from 'zod'
import { type Route, raw, route } from '../platform/routes.ts'
import { blobsAway } from '../platform/speaking.ts'
import {
  DeliveryStatus,
  inShadow,
  listDeliveries,
  notRetryable,
  type OutboxRow,
  outboxStates,
  readDelivery,
  Via,
} from '../tickets/index.ts'
import { acknowledgingRoutes } from './acknowledging/acknowledgingRoutes.ts'
import {
  type FailedMail as FailedMailRow,
  listFailedMails,
  notFailed,
  readFailedMail,
  retryFailedMail,
} from './arriving/failing.ts'
import { asText, beginningOf, rawOf } from './arriving/source.ts'
import { Listing, Page, pageOf, place } from './paging.ts'
import { replayRoutes } from './replaying/replayRoutes.ts'
import { blockingRoutes } from './senders/blockingRoutes.ts'
import { identitiesRoutes } from './sending/identitiesRoutes.ts'
import { lookingForSentRoutes } from './sending/lookingForSent.ts'
import { retryDelivery } from './sending/sending.ts'
import { sendingRoutes } from './sending/sendingRoutes.ts'
import { wayOutRoutes } from './sending/wayOutRoutes.ts'
import { imageRoutes } from './showing/imageRoutes.ts'
import { downloadAttachment, downloadRaw, rawMail, showHtml } from './showing/showing.ts'
import { Stage, sourceRoutes } from './showing/sourceRoutes.ts'
import { bringAgain } from './sources/bringingAgain.ts'
import { collisionRoutes } from './threads/collisionRoutes.ts'
import { threadRoutes } from './threads/threadRoutes.ts'

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
export const routes: Route[] = [
  ...sendingRoutes,
  ...identitiesRoutes,
  ...sourceRoutes,
  ...replayRoutes,
  ...imageRoutes,
  ...threadRoutes,
  ...acknowledgingRoutes,
  ...collisionRoutes,
  ...blockingRoutes,
  ...wayOutRoutes,
  ...lookingForSentRoutes,
  route('GET  /tickets/:id/messages/:message_id/html', {
    says: 'The sanitised HTML of a message; with its remote images, fetched by Docket, when asked for.',
    name: 'readMessageHtml',
    sends: 'text/html',
    may: 'ticket.see',
    in: OfMessage.extend({ images: z.literal('true').optional() }),
    out: raw,
    run: showHtml,
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
    refuses: [notRetryable, inShadow],
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
    says: 'Take a failed mail in again; one of which only the header is here is fetched again first.',
    name: 'retryFailedMail',
    refuses: [notFailed],
    may: 'ops.retry',
    in: ById,
    out: Nothing,
    run: async (tx, { id }, store) => {
      const isToBring = await retryFailedMail(tx, id)
      return async () => {
        if (isToBring) await bringAgain(store, tx.actor, id)
        return {}
      }
    },
  }),
  route('GET  /outbox', {
    says: 'Outgoing mails, newest first; those of one state when asked.',
    name: 'listOutgoingMails',
    may: 'ticket.see',
    in: Listing.extend({ state: z.enum(outboxStates).optional() }),
    out: Page(OutgoingMail),
    run: async (tx, { limit, cursor, state }) =>
      pageOf(
        await listDeliveries(tx, { limit: limit + 1, cursor: place(cursor), state }),
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
    out: OutgoingMail.extend({
      raw_text: z.string().nullable().meta({ description: 'Of a large mail its beginning.' }),
    }),
    refuses: [blobsAway],
    run: async (tx, { id }, store) => {
      const delivery = await readDelivery(tx, id)
      const { raw, rawSha256 } = delivery
      if (raw || !rawSha256) return { ...outboxView(delivery), raw_text: raw && asText(raw) }
      const { orgId } = tx.actor
      return async () => ({ ...outboxView(delivery), raw_text: asText(await beginningOf(store, orgId, rawSha256)) })
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
