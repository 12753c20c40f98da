import { sql } from 'kysely'
import { AmazonAway } from '../../connectors/webhooks/amazon.ts'
import {
  NotGenuine,
  NotRaw,
  NotReadable,
  type Post,
  type Posted,
  type PostedMail,
  type Provider,
} from '../../connectors/webhooks/posted.ts'
import { type ProviderName, providers } from '../../connectors/webhooks/providers.ts'
import { type Hook, type HookRequest, hookProblem } from '../../platform/hooks.ts'
import { mailsTotal, postsTotal } from '../../platform/metrics.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { tooLarge } from '../../platform/speaking.ts'
import type { Store } from '../../platform/store.ts'
import { traceparent } from '../../platform/tracing.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import type { Tx } from '../../platform/work.ts'
import { type Kept, keepMail, sha256Of } from '../arriving/keeping.ts'
import { wakeIngester } from '../arriving/waking.ts'
import { tables, withoutTag } from '../mailbox.ts'
import { deliveriesOfCall, noteCall } from './calls.ts'
import { type Call, hashOf, sharedWith, type WebhookRow, webhooks } from './webhook.ts'

const notGenuine = hookProblem('not-genuine', 401, 'This post does not show that it is from the provider')
const notReadable = hookProblem('not-readable', 400, 'This post is not what the provider is known to send')
/** A refusal for good would make some providers drop the mail; so that they keep it until the switch is set, it sounds like one for now. */
const notRaw = hookProblem('mail-not-raw', 503, 'The mail was taken apart; it is taken only as it came')
const amazonAway = hookProblem('amazon-away', 503, 'Amazon could not be asked about the signature')

/** Base64, percent signs and the fields beside it make a post larger than its mail. */
const postBytesMax = (mailBytesMax: number) => Math.ceil(mailBytesMax * 1.5) + 1024 * 1024

/** Mailgun's raw form comes only to addresses that end in `mime`. */
export const mailHooks: Hook[] = ['/mail/:key', '/mail/:key/mime'].map((path) => ({
  method: 'POST',
  path,
  bytesMax: ({ config }) => postBytesMax(config.mailBytesMax),
  async admit(store, { params: { key } }) {
    const { rows } = await sql<{ org_id: string; mailbox_id: string }>`
      select * from mail_webhook_by_key(${hashOf(key ?? '')}, ${store.clock()})`.execute(store.db)
    const [found] = rows
    return found && ((request) => takePost(store, found.org_id, found.mailbox_id, request))
  },
}))

/** Kept, then answered: the provider is told 200 after the commit and only then. */
async function takePost(store: Store, orgId: string, mailboxId: string, request: HookRequest) {
  const unit = <R>(work: (tx: Tx) => Promise<R>) => inTx(store, systemActor(orgId, 'webhook'), work, request.requestId)
  const row = await unit((tx) => rowOf(tx, mailboxId))
  let post: Post
  let kept: number
  try {
    post = await understood(store, orgId, row, request)
    kept = await unit((tx) => keepPost(tx, row, post, request.requestId))
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    const outcome = error instanceof NotGenuine ? 'not-genuine' : 'refused'
    await unit((tx) => countRefusal(tx, mailboxId, outcome, refusal.message))
    postsTotal.inc({ provider: row.provider, outcome: 'refused' })
    throw refusal
  }
  postsTotal.inc({ provider: row.provider, outcome: 'taken' })
  mailsTotal.inc({ outcome: 'kept' }, kept)
  if (kept > 0) wakeIngester(store)
  await post.afterwards?.().catch((error) => {
    throw refusalOf(error) ?? error
  })
  return { type: 'application/json', text: JSON.stringify({ mails: post.mails.length, kept }) }
}

async function understood(store: Store, orgId: string, row: WebhookRow, posted: Posted): Promise<Post> {
  const provider: Provider = providers[row.provider]
  const post = await provider.take(posted, sharedWith(store, orgId, row), store.clock())
  const { mailBytesMax } = store.config
  const large = post.mails.find(({ bytes }) => bytes.length > mailBytesMax)
  if (large)
    throw tooLarge(`The mail has ${large.bytes.length} bytes, more than the ${mailBytesMax} that are taken here.`)
  return post
}

async function keepPost(tx: Tx, { mailbox_id, provider }: WebhookRow, post: Post, requestId: string): Promise<number> {
  if (post.once !== undefined) await useOnce(tx, mailbox_id, post.once, post.mails)
  let added = 0
  const mails: Call['mails'] = []
  for (const mail of post.mails) {
    const deliveries = await deliveriesOf(tx, mailbox_id, provider, mail, requestId)
    added += await keepMail(tx, deliveries)
    mails.push(...deliveriesOfCall(deliveries))
  }
  await webhooks(tx)
    .updateTable('mail_webhook')
    .set(({ ref }) => ({ taken: sql`${ref('taken')} + ${post.mails.length}`, last_taken_at: tx.now }))
    .where('mailbox_id', '=', mailbox_id)
    .execute()
  const outcome = added > 0 ? 'kept' : mails.length > 0 ? 'known' : 'empty'
  await noteCall(tx, mailbox_id, { outcome, says: null, mails })
  return added
}

/** What is for another address of the organisation goes there; everything else is for the mailbox whose address was posted to. */
async function deliveriesOf(
  tx: Tx,
  mailboxId: string,
  provider: ProviderName,
  { bytes, envelopeFrom, recipients, deliveryId }: PostedMail,
  requestId: string,
): Promise<Kept[]> {
  const known = recipients.length
    ? await tables(tx)
        .selectFrom('mailbox')
        .select(['id', 'address'])
        .where('address', 'in', recipients.map(withoutTag))
        .execute()
    : []
  const idOf = new Map(known.map(({ id, address }) => [address, id]))
  const envelopeTo = new Map<string, string | null>()
  for (const recipient of recipients) {
    const id = idOf.get(withoutTag(recipient)) ?? mailboxId
    if (!envelopeTo.has(id)) envelopeTo.set(id, recipient)
  }
  if (envelopeTo.size === 0) envelopeTo.set(mailboxId, null)
  const sha256 = sha256Of(bytes)
  return [...envelopeTo].map(([id, recipient]) => ({
    mailboxId: id,
    providerId: `${provider}:${deliveryId}`,
    ...{ bytes, sha256, envelopeFrom, envelopeTo: recipient },
    receivedAt: tx.now,
    isHistory: false,
    origin: { requestId, trace: traceparent() },
  }))
}

const tokensKeptMs = 24 * 3_600_000

/** The same mail again is a second delivery of it; another mail with an old signature is a forgery. */
async function useOnce(tx: Tx, mailboxId: string, token: string, mails: readonly PostedMail[]): Promise<void> {
  const mail_sha256 = sha256Of(Buffer.from(mails.map(({ bytes }) => sha256Of(bytes)).join()))
  const token_sha256 = hashOf(token)
  const { numInsertedOrUpdatedRows } = await webhooks(tx)
    .insertInto('mail_webhook_token')
    .values({ mailbox_id: mailboxId, token_sha256, mail_sha256, seen_at: tx.now })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 1n) {
    const old = new Date(tx.now.getTime() - tokensKeptMs)
    await webhooks(tx)
      .deleteFrom('mail_webhook_token')
      .where('mailbox_id', '=', mailboxId)
      .where('seen_at', '<', old)
      .execute()
    return
  }
  const seen = await webhooks(tx)
    .selectFrom('mail_webhook_token')
    .select('mail_sha256')
    .where('mailbox_id', '=', mailboxId)
    .where('token_sha256', '=', token_sha256)
    .executeTakeFirst()
  if (seen?.mail_sha256 !== mail_sha256) throw new NotGenuine('The signature was used for another mail before.')
}

async function rowOf(tx: Tx, mailboxId: string): Promise<WebhookRow> {
  const row = await webhooks(tx)
    .selectFrom('mail_webhook')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .executeTakeFirst()
  if (!row) throw notFound()
  return row
}

async function countRefusal(tx: Tx, mailboxId: string, outcome: Call['outcome'], message: string): Promise<void> {
  const says = message.replaceAll('\0', '').slice(0, 500)
  await webhooks(tx)
    .updateTable('mail_webhook')
    .set(({ ref }) => ({
      refused: sql`${ref('refused')} + 1`,
      last_refused_at: tx.now,
      last_refusal: says,
    }))
    .where('mailbox_id', '=', mailboxId)
    .execute()
  await noteCall(tx, mailboxId, { outcome, says, mails: [] })
}

function refusalOf(error: unknown): Problem | undefined {
  if (error instanceof NotGenuine) return notGenuine(error.message)
  if (error instanceof NotRaw) return notRaw(error.message, { retry_after: 300 })
  if (error instanceof NotReadable) return notReadable(error.message)
  if (error instanceof AmazonAway) return amazonAway(error.message, { retry_after: 60 })
  return error instanceof Problem && error.code === tooLarge.code ? error : undefined
}
