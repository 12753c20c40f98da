import type { z } from 'zod'
import { audit } from '../../auth/index.ts'
import type { ImapSettings } from '../../connectors/imapSettings.ts'
import { notFound, problem } from '../../platform/problem.ts'
import { seal } from '../../platform/secrets.ts'
import type { Store } from '../../platform/store.ts'
import type { Tx } from '../../platform/work.ts'
import { connectionChanged } from '../events.ts'
import { type Backfill, type ConnectionRow, connections, type kinds, unconfirmedSays } from './connection.ts'
import { leaveProvider } from './leaving.ts'
import { secretPlace } from './sources.ts'

export const notConnected = problem('not-connected', 409, 'This mailbox is not connected to a provider')
export const notConfirmed = problem('not-confirmed', 409, 'Nobody has looked yet whether this is the right account')

type Wanted = {
  mailboxId: string
  kind: (typeof kinds)[number]
  settings: z.output<typeof ImapSettings> | Record<string, unknown>
  secret: string
  /** How far back mail is brought: null is all of it, undefined none. */
  since?: Date | null | undefined
  /** Nothing is fetched before a person has looked at what lies there; what was confirmed before stays so. */
  isLookedAtFirst?: boolean
}

/** Connects a mailbox to its provider, or connects it anew: the place where it stopped stays when the account is the same. */
export async function connectMailbox(tx: Tx, store: Store, wanted: Wanted): Promise<void> {
  const { mailboxId, kind, settings } = wanted
  await mustExist(tx, mailboxId)
  const before = await connections(tx)
    .selectFrom('connection')
    .select(['mailbox_id', 'kind', 'settings', 'secret', 'backfill', 'confirmed_at'])
    .where('mailbox_id', '=', mailboxId)
    .forUpdate()
    .executeTakeFirst()
  const isSame = before?.kind === kind && accountOf(before.settings) === accountOf(settings)
  const row = {
    mailbox_id: mailboxId,
    kind,
    settings: JSON.stringify(settings),
    secret: seal(store.keys, secretPlace(tx.actor.orgId, mailboxId), wanted.secret),
    connected_at: tx.now,
    confirmed_at: wanted.isLookedAtFirst ? (isSame ? before.confirmed_at : null) : tx.now,
    next_pull_at: tx.now,
    ...afresh,
    ...(!isSame && { cursor: null, first_cursor: null, live_since: null, last_success_at: null, backfill: null }),
    ...(wanted.since !== undefined && { backfill: backfillOf(tx, wanted.since, isSame ? before.backfill : null) }),
  }
  await connections(tx)
    .insertInto('connection')
    .values(row as never)
    .onConflict((on) => on.column('mailbox_id').doUpdateSet(row as never))
    .execute()
  if (before && !isSame) leaveProvider(tx, before)
  await audit(tx, 'mailbox.connected', { mailbox_id: mailboxId, kind, settings, again: isSame })
  tx.emit(connectionChanged, { mailboxId, what: before ? 'reconnected' : 'connected' })
}

/** Mail stays; nothing more is brought. The secret is forgotten, and what the provider allowed is given back. */
export async function disconnectMailbox(tx: Tx, mailboxId: string): Promise<void> {
  await mustExist(tx, mailboxId)
  const was = await connections(tx)
    .deleteFrom('connection')
    .where('mailbox_id', '=', mailboxId)
    .returning(['mailbox_id', 'kind', 'settings', 'secret'])
    .executeTakeFirst()
  if (was) leaveProvider(tx, was)
  await audit(tx, 'mailbox.disconnected', { mailbox_id: mailboxId })
  tx.emit(connectionChanged, { mailboxId, what: 'disconnected' })
}

/** Nothing is brought for so long; what comes meanwhile waits at the provider. */
export async function pauseSync(tx: Tx, mailboxId: string, minutes: number): Promise<void> {
  await mustBeConfirmed(tx, mailboxId)
  const paused_until = new Date(tx.now.getTime() + minutes * 60_000)
  const paused_by_user_id = tx.actor.kind === 'user' ? tx.actor.id : null
  await change(tx, mailboxId, { paused_until, paused_by: 'person', paused_by_user_id })
  await audit(tx, 'mailbox.paused', { mailbox_id: mailboxId, minutes })
  tx.emit(connectionChanged, { mailboxId, what: 'paused', minutes })
}

/** Ends a pause, an open breaker or a refusal, and pulls at once. */
export async function resumeSync(tx: Tx, mailboxId: string): Promise<void> {
  await mustBeConfirmed(tx, mailboxId)
  await change(tx, mailboxId, { ...afresh, next_pull_at: tx.now })
  await audit(tx, 'mailbox.resumed', { mailbox_id: mailboxId })
  tx.emit(connectionChanged, { mailboxId, what: 'resumed' })
}

/** Everything since then is looked up again and what is missing is kept; what is known stays as it is. */
export async function askBackfill(tx: Tx, mailboxId: string, since: Date | null): Promise<void> {
  const { backfill } = await mustBeConfirmed(tx, mailboxId)
  await change(tx, mailboxId, { backfill: backfillOf(tx, since, backfill) as never, next_pull_at: tx.now })
  await audit(tx, 'mailbox.backfill', { mailbox_id: mailboxId, since })
  tx.emit(connectionChanged, { mailboxId, what: 'backfill-asked', since: since?.toISOString() ?? null })
}

/** New mail is looked for now. */
export async function askPull(tx: Tx, mailboxId: string): Promise<void> {
  await mustBeConfirmed(tx, mailboxId)
  await change(tx, mailboxId, { next_pull_at: tx.now })
}

export async function readConnection(tx: Tx, mailboxId: string, { locked = false } = {}): Promise<ConnectionRow> {
  await mustExist(tx, mailboxId)
  const row = await connections(tx)
    .selectFrom('connection')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .$if(locked, (query) => query.forUpdate())
    .executeTakeFirst()
  if (!row) throw notConnected('Connect it first.')
  return row
}

/** Refuses what would fetch from an account that nobody has looked at. */
async function mustBeConfirmed(tx: Tx, mailboxId: string): Promise<ConnectionRow> {
  const row = await readConnection(tx, mailboxId)
  if (!row.confirmed_at) throw notConfirmed(`${unconfirmedSays} Look at it on its page and begin, or disconnect it.`)
  return row
}

const afresh = {
  failures: 0,
  refused_at: null,
  last_error: null,
  last_error_at: null,
  paused_until: null,
  paused_by: null,
  paused_by_user_id: null,
  // The provider is asked again to call us: it may be another account.
  push_renew_at: null,
} as const

async function change(tx: Tx, mailboxId: string, values: Partial<ConnectionRow>): Promise<void> {
  await mustExist(tx, mailboxId)
  const { numUpdatedRows } = await connections(tx)
    .updateTable('connection')
    .set(values)
    .where('mailbox_id', '=', mailboxId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw notConnected('Connect it first.')
}

async function mustExist(tx: Tx, mailboxId: string): Promise<void> {
  const row = await connections(tx).selectFrom('mailbox').select('id').where('id', '=', mailboxId).executeTakeFirst()
  if (!row) throw notFound()
}

/** One that is under way is not cut short by one that reaches less far. */
export const backfillOf = (tx: Tx, since: Date | null, before: Backfill | null) =>
  JSON.stringify({
    since: before && !before.finished_at ? earlier(since, before.since) : since,
    before: new Date(tx.now.getTime() + 86_400_000),
    cursor: null,
    done: 0,
    total: null,
    asked_at: tx.now,
    finished_at: null,
  })

const earlier = (a: Date | null, b: string | null): Date | null => {
  if (a === null || b === null) return null
  return new Date(Math.min(a.getTime(), new Date(b).getTime()))
}

/** Another host or user is another account: a place in one says nothing of the other. */
function accountOf(settings: unknown): string {
  const { host, user, account } = settings as Record<string, unknown>
  return JSON.stringify([host, user, account])
}
