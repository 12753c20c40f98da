import { z } from 'zod'
import { audit } from '../../auth/index.ts'
import { Instant } from '../../platform/instant.ts'
import { type Route, route } from '../../platform/routes.ts'
import { inShadow } from '../../tickets/index.ts'
import { languages, standardTexts, variables } from './acknowledgementTexts.ts'
import { type Acknowledging, acknowledgingMailboxes, setAcknowledging } from './acknowledgingSettings.ts'
import { endStop, stopOf } from './automaticMail.ts'
import { noMailServer, notTaken, previewAcknowledgement, tryAcknowledgement } from './tryingAcknowledgement.ts'

const ById = z.object({ id: z.uuid() })
const Language = z.enum(languages).meta({ id: 'Language' })
const Words = z
  .object({
    subject: z
      .string()
      .max(200)
      .refine((text) => text.trim() !== '', 'must not be empty'),
    body: z
      .string()
      .max(10_000)
      .refine((text) => text.trim() !== '', 'must not be empty'),
  })
  .meta({ id: 'AcknowledgementText' })
const OwnWords = z.object({
  en: Words.optional(),
  de: Words.optional(),
  fr: Words.optional(),
  es: Words.optional(),
})

const Settings = z.object({
  active: z.boolean(),
  language: Language,
  as_written: z
    .boolean()
    .meta({ description: 'In the language of the mail, where that is one of these and plain to see.' }),
  texts: OwnWords.meta({ description: 'Own words by language; where there are none, the standard ones stand.' }),
})
const AcknowledgingMailbox = Settings.extend({
  mailbox: z.object({ id: z.string(), address: z.string(), name: z.string() }),
}).meta({ id: 'AcknowledgingMailbox' })
const Trial = ById.extend({ language: Language, text: Words.optional() })

export const acknowledgingRoutes: Route[] = [
  route('GET  /acknowledging', {
    says: 'Which mailboxes acknowledge new tickets, with which words, and whether that is stopped.',
    name: 'listAcknowledging',
    may: 'mailbox.manage',
    in: z.object({}),
    out: z.object({
      items: z.array(AcknowledgingMailbox),
      next_cursor: z.null(),
      stop: z.object({ stopped_at: Instant, ends_at: Instant }).nullable(),
      standard: z.object({ en: Words, de: Words, fr: Words, es: Words }),
      variables: z.array(z.object({ name: z.string(), says: z.string() })),
    }),
    run: async (tx) => {
      const stop = await stopOf(tx)
      return {
        items: [...(await acknowledgingMailboxes(tx)).values()].map(view),
        next_cursor: null,
        stop: stop ? { stopped_at: stop.stoppedAt, ends_at: stop.endsAt } : null,
        standard: standardTexts,
        variables: Object.entries(variables).map(([name, says]) => ({ name, says })),
      }
    },
  }),
  route('PUT  /acknowledging/:id', {
    says: 'Whether a mailbox acknowledges new tickets, and with which words.',
    name: 'setAcknowledging',
    may: 'mailbox.manage',
    in: ById.extend(Settings.shape),
    out: AcknowledgingMailbox,
    run: async (tx, { id, ...wanted }) => view(await setAcknowledging(tx, id, wanted)),
  }),
  route('POST /acknowledging/:id/preview', {
    says: 'An acknowledgement as a customer would get it.',
    name: 'previewAcknowledgement',
    may: 'mailbox.manage',
    in: Trial,
    out: z.object({ subject: z.string(), body: z.string(), raw_text: z.string() }),
    run: previewAcknowledgement,
  }),
  route('POST /acknowledging/:id/test', {
    says: 'Send an acknowledgement to yourself.',
    name: 'tryAcknowledgement',
    may: 'mailbox.manage',
    refuses: [noMailServer, notTaken, inShadow],
    in: Trial,
    out: z.object({ sent_to: z.string() }),
    run: tryAcknowledgement,
  }),
  route('POST /acknowledging/resume', {
    says: 'Let acknowledgements leave again after so many left at once that they were stopped.',
    name: 'resumeAcknowledging',
    may: 'mailbox.manage',
    in: z.object({}),
    out: null,
    run: async (tx) => {
      if (await endStop(tx)) await audit(tx, 'acknowledging.resumed')
    },
  }),
]

function view({ id, address, name, ...settings }: Acknowledging): z.input<typeof AcknowledgingMailbox> {
  return { mailbox: { id, address, name }, ...settings }
}
