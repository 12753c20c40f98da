import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { audit } from '../../auth/index.ts'
import type { Provider, Shared } from '../../connectors/webhooks/posted.ts'
import { type ProviderName, providers } from '../../connectors/webhooks/providers.ts'
import { publicKeyOf } from '../../connectors/webhooks/sendgrid.ts'
import { invalid, notFound, problem } from '../../platform/problem.ts'
import type { Store } from '../../platform/store.ts'
import type { Tx } from '../../platform/work.ts'
import { callsOf } from './calls.ts'
import {
  hashOf,
  type NewWebhookView,
  newKey,
  sealedSecret,
  sharedWith,
  urlOf,
  viewOf,
  type WebhookRow,
  type WebhookView,
  webhooks,
} from './webhook.ts'

export const noWebhook = problem('no-webhook', 409, 'No provider posts mail to this mailbox')

/** A provider that tries for hours still has the address before. */
const beforeMs = 24 * 3_600_000

type Wanted = {
  id: string
  provider: ProviderName
  signing_key?: string | undefined
  topic?: string | undefined
}
type New = z.input<typeof NewWebhookView>

/** An address of its own for one mailbox and one provider; what was there before is gone at once. */
export async function makeWebhook(tx: Tx, store: Store, { id, provider, signing_key, topic }: Wanted): Promise<New> {
  const mailbox = await webhooks(tx).selectFrom('mailbox').select('id').where('id', '=', id).executeTakeFirst()
  if (!mailbox) throw notFound()
  mustSuffice(providers[provider], provider, { signing_key, topic })
  const key = newKey()
  const shared: Shared = {
    password: randomBytes(24).toString('base64url'),
    ...(signing_key !== undefined && { signingKey: signing_key }),
  }
  const row = {
    mailbox_id: id,
    provider,
    key_sha256: hashOf(key),
    key_sha256_before: null,
    before_until: null,
    secret: sealedSecret(store, tx.actor.orgId, id, shared),
    settings: JSON.stringify({ topic }),
    made_at: tx.now,
    ...{ taken: 0, last_taken_at: null, refused: 0, last_refused_at: null, last_refusal: null },
  }
  await webhooks(tx)
    .insertInto('mail_webhook')
    .values(row as never)
    .onConflict((on) => on.column('mailbox_id').doUpdateSet(row as never))
    .execute()
  await audit(tx, 'webhook.made', { mailbox_id: id, provider, ...(topic && { topic }) })
  return shown(tx, store, id, key)
}

/** A new address; the one before is good for a day, so that nothing under way is lost. */
export async function rotateWebhook(tx: Tx, store: Store, mailboxId: string): Promise<New> {
  const { key_sha256 } = await readRow(tx, mailboxId)
  const key = newKey()
  await webhooks(tx)
    .updateTable('mail_webhook')
    .set({
      key_sha256: hashOf(key),
      key_sha256_before: key_sha256,
      before_until: new Date(tx.now.getTime() + beforeMs),
      made_at: tx.now,
    })
    .where('mailbox_id', '=', mailboxId)
    .execute()
  await audit(tx, 'webhook.rotated', { mailbox_id: mailboxId })
  return shown(tx, store, mailboxId, key)
}

/** The address answers as if it had never been; mail stays. */
export async function removeWebhook(tx: Tx, mailboxId: string): Promise<void> {
  await readRow(tx, mailboxId)
  await webhooks(tx).deleteFrom('mail_webhook').where('mailbox_id', '=', mailboxId).execute()
  await audit(tx, 'webhook.removed', { mailbox_id: mailboxId })
}

export async function readWebhook(tx: Tx, store: Store, mailboxId: string): Promise<z.input<typeof WebhookView>> {
  const row = await readRow(tx, mailboxId)
  return viewOf(row, sharedWith(store, tx.actor.orgId, row), tx.now, await callsOf(tx, row.settings.calls ?? []))
}

async function shown(tx: Tx, store: Store, mailboxId: string, key: string): Promise<New> {
  const row = await readRow(tx, mailboxId)
  const shared = sharedWith(store, tx.actor.orgId, row)
  const provider: Provider = providers[row.provider]
  const url = urlOf(store, provider, shared, key)
  const calls = await callsOf(tx, row.settings.calls ?? [])
  return { ...viewOf(row, shared, tx.now, calls), url, steps: provider.steps.map((step) => step.replace('{url}', url)) }
}

async function readRow(tx: Tx, mailboxId: string): Promise<WebhookRow> {
  const row = await webhooks(tx)
    .selectFrom('mail_webhook')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .forUpdate()
    .executeTakeFirst()
  if (row) return row
  const mailbox = await webhooks(tx).selectFrom('mailbox').select('id').where('id', '=', mailboxId).executeTakeFirst()
  throw mailbox ? noWebhook('Make an address for its provider first.') : notFound()
}

const isTopic = /^arn:aws[a-z-]{0,10}:sns:[a-z0-9-]{1,40}:[0-9]{12}:[\w.-]{1,256}$/

function mustSuffice(
  { name, needs }: Provider,
  provider: ProviderName,
  { signing_key, topic }: { signing_key?: string | undefined; topic?: string | undefined },
): void {
  const refuse = (field: string, message: string) => invalid(`${field}: ${message}`, { errors: [{ field, message }] })
  if (needs.signingKey === 'must' && !signing_key) throw refuse('signing_key', `${name} signs its posts; give its key.`)
  if (!needs.signingKey && signing_key) throw refuse('signing_key', `${name} has none.`)
  if (needs.topic && !topic) throw refuse('topic', `${name} posts through a topic of SNS; give its ARN.`)
  if (topic && needs.topic && !isTopic.test(topic)) throw refuse('topic', 'It is not the ARN of a topic of SNS.')
  if (!needs.topic && topic) throw refuse('topic', `${name} has none.`)
  if (provider !== 'sendgrid' || !signing_key) return
  try {
    if (publicKeyOf(signing_key).asymmetricKeyType !== 'ec') throw new Error('another kind of key')
  } catch {
    throw refuse('signing_key', 'It is not the public key that SendGrid shows with a security policy.')
  }
}
