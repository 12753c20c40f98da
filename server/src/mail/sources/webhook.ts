import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Provider, Shared } from '../../connectors/webhooks/posted.ts'
import { type ProviderName, providerNames, providers } from '../../connectors/webhooks/providers.ts'
import { Instant } from '../../platform/instant.ts'
import { type Place, seal, unseal } from '../../platform/secrets.ts'
import type { Store } from '../../platform/store.ts'
import type { Tx } from '../../platform/work.ts'
import type { MailboxRow } from '../mailbox.ts'

const outcomes = ['kept', 'known', 'empty', 'not-genuine', 'refused'] as const

/** What a call of the provider came to. */
export type Call = {
  at: string
  outcome: (typeof outcomes)[number]
  says: string | null
  mails: { mailbox_id: string; provider_id: string }[]
}

type MailWebhook = {
  mailbox_id: string
  provider: ProviderName
  key_sha256: string
  key_sha256_before: string | null
  before_until: Date | null
  secret: string
  /** What is no secret: the topic of Amazon SNS, and the last calls. */
  settings: { topic?: string | undefined; calls?: Call[] }
  made_at: Date
  taken: number
  last_taken_at: Date | null
  refused: number
  last_refused_at: Date | null
  last_refusal: string | null
}
export type WebhookRow = MailWebhook

type Token = { mailbox_id: string; token_sha256: string; mail_sha256: string; seen_at: Date }

/** The tables this part of the module owns. */
export const webhooks = (tx: Tx) =>
  tx.db.withTables<{
    mail_webhook: MailWebhook
    mail_webhook_token: Token
    mailbox: MailboxRow & { created_at: Date }
  }>()

/** 192 bits: it cannot be guessed, and only its hash is kept. */
export const newKey = (): string => randomBytes(24).toString('base64url')
export const hashOf = (word: string): string => createHash('sha256').update(word).digest('hex')

const place = (orgId: string, mailboxId: string): Place => ({
  orgId,
  table: 'mail_webhook',
  column: 'secret',
  row: mailboxId,
})

const Secret = z.object({ password: z.string(), signingKey: z.string().optional() })

export const sealedSecret = (store: Store, orgId: string, mailboxId: string, secret: z.input<typeof Secret>): string =>
  seal(store.keys, place(orgId, mailboxId), JSON.stringify(secret))

export function sharedWith(store: Store, orgId: string, row: WebhookRow): Shared {
  const opened = unseal(store.keys, place(orgId, row.mailbox_id), row.secret)
  return { ...Secret.parse(JSON.parse(opened)), topic: row.settings.topic }
}

/** The address to paste; with the password in front where the provider has no signature. */
export function urlOf(store: Store, provider: Provider, shared: Shared, key: string): string {
  const url = new URL(`${store.config.publicUrl}/hooks/mail/${key}${provider.ending ?? ''}`)
  if (provider.hasPassword(shared)) Object.assign(url, { username: 'docket', password: shared.password })
  return url.href
}

const When = z.string().meta({ format: 'date-time' })
export const CallView = z
  .object({
    at: Instant,
    outcome: z.enum(outcomes).meta({
      description:
        'New mail was kept; all of it was here already; there was none in it; it did not show that it is from the provider; it was refused for another reason.',
    }),
    says: z.string().nullable().meta({ description: 'Why it was refused.' }),
    mails: z.array(
      z.object({
        from: z.string(),
        subject: z.string(),
        state: z.enum(['kept', 'done', 'failed']),
        error: z.string().nullable(),
        ticket_id: z.string().nullable(),
        message_id: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'MailWebhookCall' })

export const WebhookView = z
  .object({
    provider: z.enum(providerNames),
    provider_name: z.string(),
    topic: z.string().nullable(),
    signed: z.boolean(),
    made_at: When,
    /** Until then the address before this one is good too. */
    before_until: When.nullable(),
    taken: z.number().int(),
    last_taken_at: When.nullable(),
    refused: z.number().int(),
    last_refused_at: When.nullable(),
    last_refusal: z.string().nullable(),
    calls: z
      .array(CallView)
      .meta({ description: 'The last five calls of the provider, newest first, and what came of them.' }),
  })
  .meta({ id: 'MailWebhook' })

/** With what is shown only once: the address, and what to do with it. */
export const NewWebhookView = WebhookView.extend({ url: z.string(), steps: z.array(z.string()) }).meta({
  id: 'NewMailWebhook',
})

export function viewOf(
  row: WebhookRow,
  shared: Shared,
  now: Date,
  calls: z.input<typeof CallView>[],
): z.input<typeof WebhookView> {
  const provider: Provider = providers[row.provider]
  const time = (at: Date | null) => at?.toISOString() ?? null
  return {
    provider: row.provider,
    provider_name: provider.name,
    topic: row.settings.topic ?? null,
    signed: !provider.hasPassword(shared),
    made_at: row.made_at.toISOString(),
    before_until: row.before_until && row.before_until > now ? row.before_until.toISOString() : null,
    taken: Number(row.taken),
    last_taken_at: time(row.last_taken_at),
    refused: Number(row.refused),
    last_refused_at: time(row.last_refused_at),
    last_refusal: row.last_refusal,
    calls,
  }
}

/** The provider that posts mail to each mailbox, by name. */
export async function postersOf(tx: Tx): Promise<Map<string, string>> {
  const rows = await webhooks(tx).selectFrom('mail_webhook').select(['mailbox_id', 'provider']).execute()
  return new Map(rows.map(({ mailbox_id, provider }) => [mailbox_id, providers[provider].name]))
}
