import { sql } from 'kysely'
import { notFound, problem } from '../platform/problem.ts'
import type { Store } from '../platform/store.ts'
import { inTx, systemActor } from '../platform/tx.ts'
import type { Tx } from '../platform/work.ts'
import { refused } from './recipients.ts'
import { tables, type Upload } from './ticket.ts'

export const uploadTooLarge = problem('upload-too-large', 413, 'The file is too large for a mail')

const keptMs = 7 * 24 * 3_600_000

export type Uploaded = Pick<Upload, 'filename' | 'content_type' | 'size' | 'sha256' | 'inline'>

/**
 * A file of the actor that waits to be sent. The row comes before its bytes are in the store: whoever sweeps the store holds the name
 * of these bytes until they are gone, so that they are put there anew afterwards.
 */
export async function keepUpload(tx: Tx, uploaded: Uploaded): Promise<Upload> {
  await lockBytes(tx, uploaded.sha256)
  const id = tx.newId()
  const row: Upload = {
    id,
    user_id: tx.actor.id,
    ...uploaded,
    content_id: uploaded.inline ? `${id}@docket` : null,
    created_at: tx.now,
    kept_until: new Date(tx.now.getTime() + keptMs),
  }
  await tables(tx).insertInto('upload').values(row).execute()
  return row
}

/** Those of the actor alone: a colleague's is missing like a foreign one. */
const ownUploads = (tx: Tx, ids: readonly string[]) =>
  tables(tx)
    .selectFrom('upload')
    .selectAll()
    .where('id', 'in', ids)
    .where('user_id', '=', tx.actor.id)
    .where('kept_until', '>', tx.now)

export async function uploadOf(tx: Tx, id: string): Promise<Upload> {
  const row = await ownUploads(tx, [id]).executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/** In the order that they were named in. They stay until the commit; one that is not there refuses the whole. */
export async function uploadsOf(tx: Tx, ids: readonly string[]): Promise<Upload[]> {
  if (ids.length === 0) return []
  const rows = new Map((await ownUploads(tx, ids).forKeyShare().execute()).map((row) => [row.id, row]))
  const faults = ids.flatMap((id, index) =>
    rows.has(id)
      ? []
      : [{ field: `upload_ids.${index}`, message: 'is no upload of yours, or was kept for its seven days' }],
  )
  if (faults.length > 0) throw refused(faults)
  return [...new Set(ids)].map((id) => rows.get(id)!)
}

/** A draft names them: they are kept for another seven days. Those of others are left alone. */
export async function keepUploads(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tables(tx)
    .updateTable('upload')
    .set({ kept_until: new Date(tx.now.getTime() + keptMs) })
    .where('id', 'in', ids)
    .where('user_id', '=', tx.actor.id)
    .where('kept_until', '>', tx.now)
    .execute()
}

/** It can be used no more; its bytes go with the next sweep. */
export async function forgetUpload(tx: Tx, { id }: { id: string }): Promise<void> {
  await uploadOf(tx, id)
  await tables(tx).updateTable('upload').set({ kept_until: tx.now }).where('id', '=', id).execute()
}

const sweepMax = 100

/** Uploads whose time is over, and their bytes where nothing else has the same. Says how many went. */
export async function sweepUploads(store: Store): Promise<number> {
  const orgs = await sql<{ org_id: string }>`select org_id from orgs_with_old_uploads(${store.clock()})`.execute(
    store.db,
  )
  let swept = 0
  for (const { org_id } of orgs.rows) {
    const actor = systemActor(org_id, 'mail')
    const old = await inTx(store, actor, (tx) =>
      tables(tx)
        .selectFrom('upload')
        .select(['id', 'sha256'])
        .where('kept_until', '<=', tx.now)
        .limit(sweepMax)
        .execute(),
    )
    for (const one of old) swept += await inTx(store, actor, (tx) => sweepOne(tx, store, one))
  }
  return swept
}

/**
 * The store is spoken to inside the unit of work, for once: the name of the bytes is locked until they are gone, or whoever brings
 * the same bytes meanwhile would find them there and lose them.
 */
async function sweepOne(tx: Tx, { blobs }: Store, { id, sha256 }: { id: string; sha256: string }): Promise<number> {
  await lockBytes(tx, sha256)
  const gone = await tables(tx).deleteFrom('upload').where('id', '=', id).where('kept_until', '<=', tx.now).execute()
  const { rows } = await sql<{ used: boolean }>`
    select exists (select from upload where sha256 = ${sha256}) or exists (select from attachment where sha256 = ${sha256})
      or exists (select from raw_mail where sha256 = ${sha256}) or exists (select from delivery where raw_sha256 = ${sha256}) as used`.execute(
    tx.db,
  )
  if (!rows[0]!.used) await blobs.delete(tx.actor.orgId, sha256)
  return Number(gone[0]?.numDeletedRows ?? 0)
}

const lockBytes = (tx: Tx, sha256: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`bytes ${tx.actor.orgId} ${sha256}`}, 0))`.execute(tx.db)
