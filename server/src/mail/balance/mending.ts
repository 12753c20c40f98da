import { audit } from '../../auth/index.ts'
import { type Fetched, SourceAway, SourceRefused } from '../../connectors/mailSource.ts'
import type { Store } from '../../platform/store.ts'
import { inTx } from '../../platform/tx.ts'
import type { Actor, Tx } from '../../platform/work.ts'
import { keepMail } from '../arriving/keeping.ts'
import { wakeIngester } from '../arriving/waking.ts'
import { tables } from '../mailbox.ts'
import { type ConnectionRow, connections } from '../sources/connection.ts'
import { refuse } from '../sources/keepingFetched.ts'
import { withoutRenumbered } from '../sources/renumbering.ts'
import { openSource } from '../sources/sources.ts'
import { type BalanceDay, balances, type Difference } from './balance.ts'
import { checkBalance, type Days } from './balancing.ts'

/** `error`: what the provider said when it was asked. */
export type Mended = { fetched: number; again: number; days: BalanceDay[]; error: string | null }

/** Brings what the last check found missing, mail by mail, and takes in anew what came to nothing; then it is checked again. */
export async function mendBalance(
  store: Store,
  actor: Actor,
  mailboxId: string,
  days: Days,
  signal: AbortSignal,
): Promise<Mended> {
  const { connection, missing, again } = await inTx(store, actor, async (tx) => {
    const wanted = await differencesOf(tx, mailboxId, days)
    const again = await takeInAgain(tx, wanted)
    const missing = wanted.filter(({ kind }) => kind === 'missing')
    await audit(tx, 'mailbox.mended', { mailbox_id: mailboxId, ...days, missing: missing.length, again })
    const connection = await connections(tx)
      .selectFrom('connection')
      .selectAll()
      .where('mailbox_id', '=', mailboxId)
      .executeTakeFirst()
    return { connection, missing, again }
  })
  let fetched = 0
  try {
    if (connection && missing.length > 0) fetched = await bring(store, actor, connection, missing, signal)
  } catch (error) {
    if (!(error instanceof SourceRefused || error instanceof SourceAway)) throw error
    return { fetched, again, days: [], error: error.message }
  } finally {
    wakeIngester(store)
  }
  return { fetched, again, ...(await checkBalance(store, actor, mailboxId, days, signal)) }
}

async function bring(
  store: Store,
  actor: Actor,
  connection: ConnectionRow,
  missing: readonly Difference[],
  signal: AbortSignal,
): Promise<number> {
  const source = openSource(store, actor.orgId, connection)
  try {
    let fetched = 0
    const ids = missing.map(({ provider_id }) => provider_id)
    for await (const mails of source.fetch(ids, signal))
      fetched += await inTx(store, actor, (tx) => keepMissed(tx, connection, mails))
    return fetched
  } finally {
    await source.close()
  }
}

/** What came after the mailbox was connected is work, however late it is brought. */
async function keepMissed(
  tx: Tx,
  { mailbox_id: mailboxId, live_since }: ConnectionRow,
  mails: readonly Fetched[],
): Promise<number> {
  const unknown = await withoutRenumbered(tx, mailboxId, mails)
  const added = await keepMail(
    tx,
    unknown.map(({ providerId, bytes, sha256, receivedAt, labels, threadId }) => ({
      ...{ mailboxId, providerId, bytes, sha256, receivedAt, labels, providerThread: threadId },
      ...{ envelopeFrom: null, envelopeTo: null },
      isHistory: receivedAt < (live_since ?? tx.now),
    })),
  )
  await refuse(tx, mailboxId, unknown)
  return added
}

/** Deliveries that were taken in and of no message: as if they had just come. */
async function takeInAgain(tx: Tx, wanted: readonly Difference[]): Promise<number> {
  const ids = wanted.flatMap(({ kind, occurrence_id }) => (kind === 'lost' && occurrence_id ? [occurrence_id] : []))
  if (ids.length === 0) return 0
  const { numUpdatedRows } = await tables(tx)
    .updateTable('occurrence')
    .set({ state: 'kept', attempts: 0, error: null, next_try_at: tx.now })
    .where('id', 'in', ids)
    .where('state', '=', 'done')
    .where('message_id', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

async function differencesOf(tx: Tx, mailboxId: string, { since, until }: Days): Promise<Difference[]> {
  return balances(tx)
    .selectFrom('balance_difference')
    .select(['kind', 'provider_id', 'received_at', 'size', 'occurrence_id'])
    .where('mailbox_id', '=', mailboxId)
    .where('kind', '<>', 'gone')
    .where('day', '<=', until)
    .$if(since !== null, (query) => query.where('day', '>=', since!))
    .orderBy('received_at')
    .execute()
}
