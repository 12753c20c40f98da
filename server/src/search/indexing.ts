import { sql } from 'kysely'
import type { Store } from '../platform/store.ts'
import type { Tx } from '../platform/work.ts'
import { type Content, vectorOf } from './matching.ts'
import { wordsVersion } from './words.ts'

export type Indexable = Content & { messageId: string }

/** Makes messages findable, in the commit that writes them. Their rows must be there; one that was indexed is indexed anew. */
export async function indexMessages(tx: Tx, messages: readonly Indexable[]): Promise<void> {
  if (messages.length === 0) return
  const ids = messages.map(({ messageId }) => messageId)
  await sql`select index_messages(${ids}::uuid[], ${messages.map(vectorOf)}::text[], ${tx.now}, ${wordsVersion})`.execute(
    tx.db,
  )
}

type Progress = { org_id: string; version: number; next_before: string | null }
const tables = (tx: Tx) => tx.db.withTables<{ search_progress: Progress }>()
const beyondAll = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Where indexing stands: messages with ids below this one are not indexed yet by today's rules; null when all are. */
export async function indexedDownTo(tx: Tx): Promise<string | null> {
  const progress = await tables(tx).selectFrom('search_progress').selectAll().executeTakeFirst()
  if (!progress) return null
  return progress.version === wordsVersion ? progress.next_before : beyondAll
}

export async function recordIndexedDownTo(tx: Tx, messageId: string | null): Promise<void> {
  await sql`
    insert into search_progress (version, next_before) values (${wordsVersion}, ${messageId})
    on conflict (org_id) do update set version = excluded.version, next_before = excluded.next_before`.execute(tx.db)
}

/** Everything is to be indexed anew; what is indexed stays findable meanwhile. */
export const beginIndexing = (tx: Tx): Promise<void> => recordIndexedDownTo(tx, beyondAll)

export async function orgsToIndex({ db }: Store): Promise<string[]> {
  const { rows } = await sql<{ org_id: string }>`select org_id from orgs_to_index(${wordsVersion})`.execute(db)
  return rows.map(({ org_id }) => org_id)
}
