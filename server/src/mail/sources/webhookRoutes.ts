import { z } from 'zod'
import { providerNames } from '../../connectors/webhooks/providers.ts'
import { type Route, route } from '../../platform/routes.ts'
import { NewWebhookView, WebhookView } from './webhook.ts'
import { makeWebhook, noWebhook, readWebhook, removeWebhook, rotateWebhook } from './webhooking.ts'

const ById = z.object({ id: z.uuid() })

export const webhookRoutes: Route[] = [
  route('GET /mailboxes/:id/webhook', {
    says: 'The address that a provider posts mail to: when mail came, what was refused and why. The address itself is shown only when it is made.',
    name: 'readMailWebhook',
    refuses: [noWebhook],
    may: 'mailbox.manage',
    in: ById,
    out: WebhookView,
    run: (tx, { id }, store) => readWebhook(tx, store, id),
  }),
  route('PUT /mailboxes/:id/webhook', {
    says: 'Make an address that a provider posts mail to, in place of the one before. The answer shows it once, and says what to click.',
    name: 'makeMailWebhook',
    may: 'mailbox.manage',
    in: ById.extend({
      provider: z.enum(providerNames),
      /** Mailgun: the signing key. SendGrid: the public key of a security policy. */
      signing_key: z.string().trim().min(1).max(2000).optional(),
      /** Amazon SES: the ARN of the topic. */
      topic: z.string().trim().min(1).max(400).optional(),
    }),
    out: NewWebhookView,
    run: (tx, input, store) => makeWebhook(tx, store, input),
  }),
  route('POST /mailboxes/:id/webhook/rotate', {
    says: 'Give a mailbox a new address for its provider; the one before is good for another day.',
    name: 'rotateMailWebhook',
    refuses: [noWebhook],
    may: 'mailbox.manage',
    in: ById,
    out: NewWebhookView,
    run: (tx, { id }, store) => rotateWebhook(tx, store, id),
  }),
  route('DELETE /mailboxes/:id/webhook', {
    says: 'Take the address away: what is posted to it is refused from now on. Mail stays.',
    name: 'removeMailWebhook',
    refuses: [noWebhook],
    may: 'mailbox.manage',
    in: ById,
    out: null,
    run: (tx, { id }) => removeWebhook(tx, id),
  }),
]
