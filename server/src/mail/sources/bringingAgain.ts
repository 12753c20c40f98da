import { type Fetched, SourceAway, SourceRefused } from '../../connectors/mailSource.ts'
import type { Store } from '../../platform/store.ts'
import { inTx } from '../../platform/tx.ts'
import type { Actor, Tx } from '../../platform/work.ts'
import { keepRaw } from '../arriving/keeping.ts'
import { wakeIngester } from '../arriving/waking.ts'
import { tables } from '../mailbox.ts'
import { connections } from './connection.ts'
import { openSource } from './sources.ts'

const patienceMs = 2 * 60_000

/**
 * Asks the provider once more for a mail of which only the header is here: the limit may have been raised, or its server be well again.
 * What stands in the way this time takes the place of what stood there before.
 */
export async function bringAgain(store: Store, actor: Actor, occurrenceId: string): Promise<void> {
  const wanted = await inTx(store, actor, (tx) => headerOnly(tx, occurrenceId))
  if (!wanted) return
  const { mailbox_id, provider_id } = wanted
  const connection = await inTx(store, actor, (tx) =>
    connections(tx)
      .selectFrom('connection')
      .selectAll()
      .where('mailbox_id', '=', mailbox_id)
      .where('confirmed_at', 'is not', null)
      .executeTakeFirst(),
  )
  const found = connection ? await fetchOne(store, actor.orgId, connection, provider_id) : disconnected
  await inTx(store, actor, (tx) => replace(tx, occurrenceId, found))
  wakeIngester(store)
}

const disconnected = 'Only the header of this mail is here, and its mailbox is not connected to where the rest lies.'
const gone = 'Only the header of this mail is here, and its provider does not hold it any more under the name it had.'

/** The mail, or why it is not brought. */
async function fetchOne(
  store: Store,
  orgId: string,
  connection: Parameters<typeof openSource>[2],
  providerId: string,
): Promise<Fetched | string> {
  const source = openSource(store, orgId, connection)
  try {
    for await (const [mail] of source.fetch?.([providerId], AbortSignal.timeout(patienceMs)) ?? [])
      if (mail) return mail.refused ?? mail
    return gone
  } catch (error) {
    if (error instanceof SourceRefused || error instanceof SourceAway) return error.message
    throw error
  } finally {
    await source.close()
  }
}

async function replace(tx: Tx, occurrenceId: string, found: Fetched | string): Promise<void> {
  const still = await headerOnly(tx, occurrenceId)
  if (!still) return
  const change = (values: object) =>
    tables(tx).updateTable('occurrence').set(values).where('id', '=', occurrenceId).execute()
  if (typeof found === 'string') return void (await change({ error: found.replaceAll('\0', '') }))
  const raw_sha256 = await keepRaw(tx, found.bytes)
  const whole = { raw_sha256, size: found.bytes.byteLength, is_header_only: false }
  await change({ ...whole, state: 'kept', attempts: 0, error: null, next_try_at: tx.now })
}

async function headerOnly(tx: Tx, id: string) {
  return tables(tx)
    .selectFrom('occurrence')
    .select(['mailbox_id', 'provider_id'])
    .where('id', '=', id)
    .where('state', '=', 'failed')
    .where('is_header_only', '=', true)
    .forUpdate()
    .executeTakeFirst()
}
