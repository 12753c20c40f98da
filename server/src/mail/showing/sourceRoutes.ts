import { z } from 'zod'
import { Instant } from '../../platform/instant.ts'
import { type Route, route } from '../../platform/routes.ts'
import { blobsAway } from '../../platform/speaking.ts'
import { Authentication, DeliveryStatus, Verdict, Via } from '../../tickets/index.ts'
import { stages } from '../mailbox.ts'
import { confidences, sources } from '../parsing/parsed.ts'
import { showSource, showToday } from './explaining.ts'

const OfMessage = z.object({ id: z.uuid(), message_id: z.uuid() })

export const Stage = z
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
const Occurrence = z
  .object({
    mailbox: z.string(),
    envelope_from: z.string().nullable(),
    envelope_to: z.string().nullable(),
    received_at: z.string().meta({ format: 'date-time' }),
    size: z.number().int(),
    sha256: z.string(),
    is_history: z.boolean(),
    attempts: z.number().int(),
    stages: z.array(Stage),
    recipient: RecipientEvidence.nullable().meta({ description: 'Null for mail taken in before this was kept.' }),
    peer: z.object({ ip: z.string(), helo: z.string() }).nullable(),
    authentication: Authentication.nullable(),
  })
  .meta({ id: 'Occurrence' })
const Referred = z
  .object({
    message_id: z.string(),
    ticket_id: z.string(),
    ticket_number: z.number().int(),
    subject: z.string(),
    at: Instant,
  })
  .meta({ id: 'ReferredMessage' })
const Source = z
  .object({
    raw_text: z.string(),
    size: z.number().int(),
    sha256: z.string(),
    direction: z.enum(['in', 'out', 'note']),
    at: Instant,
    subject: z.string(),
    author: z.object({ name: z.string(), address: z.string() }).meta({ id: 'Address' }),
    held: z.boolean(),
    message_id: z.string().nullable(),
    date: Instant.nullable().meta({
      description: 'When its sender says that it was written; null where nothing was said.',
    }),
    in_reply_to: z.string().nullable(),
    references: z.array(z.string()),
    parser: z
      .object({ version: z.number().int().nullable(), today: z.number().int() })
      .nullable()
      .meta({ description: 'The version of the parser that read it, and the one that would read it now.' }),
    occurrences: z.array(Occurrence),
    delivery: z
      .object({
        status: DeliveryStatus,
        via: Via.nullable(),
        envelope_from: z.string(),
        envelope_to: z.array(z.string()),
        attempts: z.number().int(),
        error: z.string().nullable(),
        response: z.string().nullable(),
        queued_at: Instant,
        sent_at: Instant.nullable(),
      })
      .nullable()
      .meta({ description: 'How it went out, if it did.' }),
    verdict: Verdict.nullable(),
    recipient: z.unknown(),
    stitch: z
      .object({ reason: z.string(), confidence: z.string(), evidence: z.unknown(), refers_to: Referred.nullable() })
      .nullable(),
    problems: z.array(z.string()),
  })
  .meta({ id: 'MessageSource' })

export const Change = z
  .object({ field: z.string(), kind: z.string(), was: z.string(), is: z.string() })
  .meta({ id: 'ReplayedChange', description: 'One decision about a mail: as it stands, and as it would be today.' })

const Today = z
  .object({
    parser: z.number().int(),
    changes: z.array(Change),
    failure: z.string().nullable().meta({ description: 'Why today’s parser could not read it.' }),
    bounces: z.array(
      z.object({ recipient: z.string(), action: z.string(), status: z.string(), permanent: z.boolean() }),
    ),
  })
  .meta({ id: 'MessageToday' })

export const sourceRoutes: Route[] = [
  route('GET  /tickets/:id/messages/:message_id/source', {
    says: 'Why a message is here: its source, deliveries and verdicts.',
    name: 'readMessageSource',
    may: 'mail.source',
    in: OfMessage,
    out: Source,
    refuses: [blobsAway],
    run: showSource,
  }),
  route('GET  /tickets/:id/messages/:message_id/today', {
    says: 'What would be decided about a received message if it came today; nothing is changed.',
    name: 'readMessageToday',
    may: 'mail.source',
    in: OfMessage,
    out: Today,
    refuses: [blobsAway],
    run: showToday,
  }),
]
