import { sql } from 'kysely'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import { tables } from '../mailbox.ts'
import { upTo } from './claiming.ts'

const restMs = 60_000
const batchMax = 50
const writersMax = 4
const batchBytesMax = 64 * 1024 * 1024

/**
 * Moves raw mails out of the database once they have rested: written and synced first, emptied after, so that a kill between the two
 * leaves them in both places and the next round finishes. Says how many were moved.
 */
export async function fileRawMail(store: Store): Promise<number> {
  const before = new Date(store.clock().getTime() - restMs)
  const orgs = await sql<{ org_id: string }>`select org_id from orgs_with_work(${before}, 'file')`.execute(store.db)
  let filed = 0
  for (const { org_id } of orgs.rows) {
    for (let moved = -1; moved !== 0; ) {
      moved = await fileBatch(store, org_id, before)
      filed += moved
    }
  }
  return filed
}

async function fileBatch(store: Store, orgId: string, before: Date): Promise<number> {
  const actor = systemActor(orgId, 'mail')
  const picked = await inTx(store, actor, async (tx) => {
    const sizes = await tables(tx)
      .selectFrom('raw_mail')
      .select(['sha256', sql<number>`octet_length(bytes)`.as('size')])
      .where('blob', '=', false)
      .where('kept_at', '<=', before)
      .where('bytes', 'is not', null)
      .orderBy('kept_at')
      .limit(batchMax)
      .execute()
    const fitting = upTo(batchBytesMax, sizes)
    if (fitting.length === 0) return []
    return tables(tx)
      .selectFrom('raw_mail')
      .select(['sha256', 'bytes'])
      .where(
        'sha256',
        'in',
        fitting.map(({ sha256 }) => sha256),
      )
      .execute()
  })
  if (picked.length === 0) return 0
  const waiting = picked.values()
  // They share the iterator: each takes the next mail when it has written its last.
  await Promise.all(
    Array.from({ length: writersMax }, async () => {
      for (const { sha256, bytes } of waiting) if (bytes) await store.blobs.put(orgId, sha256, bytes)
    }),
  )
  await inTx(store, actor, (tx) =>
    tables(tx)
      .updateTable('raw_mail')
      .set({ bytes: null, blob: true })
      .where(
        'sha256',
        'in',
        picked.map(({ sha256 }) => sha256),
      )
      .where('blob', '=', false)
      .execute(),
  )
  return picked.length
}
