import { sql } from 'kysely'
import { BlobDamaged } from '../../platform/blobs/blobs.ts'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'

export type BlobInBackup = { orgId: string; sha256: string; bytes: Uint8Array | undefined }

const pageMax = 1_000
const aheadMax = 4

/** Every blob of these organisations, and those that a row names and the store has not: without bytes. */
export async function* blobsInBackup(store: Store, orgIds: readonly string[]): AsyncGenerator<BlobInBackup> {
  // A store far away answers slowly but many at once.
  const ahead: Promise<BlobInBackup>[] = []
  for (const orgId of orgIds) {
    for await (const sha256 of bothInOrder(stored(store, orgId), namedBlobs(store, orgId))) {
      const one = fetched(store, orgId, sha256)
      one.catch(() => {})
      ahead.push(one)
      if (ahead.length >= aheadMax) yield await ahead.shift()!
    }
  }
  while (ahead.length > 0) yield await ahead.shift()!
}

async function fetched(store: Store, orgId: string, sha256: string): Promise<BlobInBackup> {
  try {
    return { orgId, sha256, bytes: await store.blobs.get(orgId, sha256) }
  } catch (error) {
    // Its bytes are gone as surely as if it were not there; the others are not held up.
    if (error instanceof BlobDamaged) return { orgId, sha256, bytes: undefined }
    throw error
  }
}

async function* stored({ blobs }: Store, orgId: string): AsyncGenerator<string> {
  for await (const { sha256 } of blobs.list(orgId)) yield sha256
}

/** The names that rows of an organisation give to blobs, in order, a page at a time. */
async function* namedBlobs(store: Store, orgId: string): AsyncGenerator<string> {
  for (let after = ''; ; ) {
    const page = await inTx(store, systemActor(orgId, 'backup'), async (tx) => {
      const { rows } = await sql<{ sha256: string }>`
        select sha256 from (
          (select sha256 from raw_mail where blob and sha256 > ${after} order by sha256 limit ${pageMax})
          union (select sha256 from attachment where blob and sha256 > ${after} order by sha256 limit ${pageMax})
          union (select raw_sha256 from delivery where raw_sha256 > ${after} order by raw_sha256 limit ${pageMax})
          union (select sha256 from upload where sha256 > ${after} order by sha256 limit ${pageMax})) named
        order by sha256 limit ${pageMax}`.execute(tx.db)
      return rows
    })
    for (const { sha256 } of page) yield sha256
    const last = page.at(-1)
    if (!last) return
    after = last.sha256
  }
}

/** Two sorted lists as one, each name once. */
async function* bothInOrder(a: AsyncGenerator<string>, b: AsyncGenerator<string>): AsyncGenerator<string> {
  let [one, two] = [await a.next(), await b.next()]
  while (!one.done || !two.done) {
    if (two.done || (!one.done && one.value <= two.value)) {
      if (!two.done && one.value === two.value) two = await b.next()
      yield one.value
      one = await a.next()
    } else {
      yield two.value
      two = await b.next()
    }
  }
}
