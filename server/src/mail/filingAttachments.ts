import { sql } from 'kysely'
import { BlobsAway } from '../platform/blobs/blobs.ts'
import type { Store } from '../platform/store.ts'
import { inTx, systemActor } from '../platform/tx.ts'
import { recordFiled, recordUnfilable, type UnfiledAttachment, unfiledAttachments } from '../tickets/index.ts'
import { parseMail } from './parsing.ts'
import { rawOf } from './source.ts'
import { Unparsable } from './unparsable.ts'

const batchMax = 100

/**
 * Gives attachments blobs of their own, so that a store which can hand them out by itself may. It begins while the mail still lies in
 * the database; killed half-way it begins again, and the same bytes have the same name. Says how many have one now.
 */
export async function fileAttachments(store: Store): Promise<number> {
  const orgs = await sql<{ org_id: string }>`select org_id from orgs_with_unfiled_attachments()`.execute(store.db)
  let filed = 0
  for (const { org_id } of orgs.rows) {
    const unit = <R>(work: Parameters<typeof inTx<R>>[2]) => inTx(store, systemActor(org_id, 'mail'), work)
    for (;;) {
      const waiting = await unit((tx) => unfiledAttachments(tx, batchMax))
      if (waiting.length === 0) break
      for (const ofMail of Map.groupBy(waiting, ({ rawSha256 }) => rawSha256).values())
        filed += await fileThoseOf(store, org_id, ofMail)
    }
  }
  return filed
}

async function fileThoseOf(store: Store, orgId: string, wanted: readonly UnfiledAttachment[]): Promise<number> {
  const actor = systemActor(orgId, 'mail')
  const known = wanted.filter((one) => one.known)
  const missing = wanted.filter((one) => !one.known)
  const found =
    missing.length > 0
      ? await contentsOf(store, orgId, missing)
      : { contents: new Map<UnfiledAttachment, Uint8Array>() }
  for (const [{ sha256 }, bytes] of found.contents) await store.blobs.put(orgId, sha256, bytes)

  const filed = [...known, ...found.contents.keys()].map(({ id }) => id)
  const lost = missing.filter((one) => !found.contents.has(one)).map(({ id }) => id)
  const fault = ('fault' in found && found.fault) || 'It is no longer found in its mail.'
  if (lost.length > 0)
    store.log.warn({ org_id: orgId, attachments: lost, fault }, 'mail: attachments stay in their mail')
  await inTx(store, actor, async (tx) => {
    await recordFiled(tx, filed)
    await recordUnfilable(tx, lost, fault)
  })
  return filed.length
}

/** What is wrong with one mail stops no other; a store that is away stops all, and they are tried again. */
async function contentsOf(store: Store, orgId: string, wanted: readonly UnfiledAttachment[]) {
  const [{ rawSha256 }] = wanted as [UnfiledAttachment]
  const read = await inTx(store, systemActor(orgId, 'mail'), (tx) => rawOf(tx, store, rawSha256))
  try {
    return await attachmentsIn(await read(), wanted)
  } catch (error) {
    if (error instanceof BlobsAway) throw error
    return { contents: new Map<UnfiledAttachment, Uint8Array>(), fault: (error as Error).message }
  }
}

/** The bytes of these attachments in a mail. A newer parser may count the parts otherwise: the hash says which one was meant. */
export async function attachmentsIn<A extends { position: number; sha256: string }>(
  raw: Uint8Array,
  wanted: readonly A[],
): Promise<{ contents: Map<A, Uint8Array> }> {
  const { mail, contents } = await parseMail(raw).catch((error) => {
    if (error instanceof Unparsable && error.read) return error.read
    throw error
  })
  const found = new Map<A, Uint8Array>()
  for (const one of wanted) {
    const isIt = ({ sha256 }: { sha256: string }) => sha256 === one.sha256
    const here = mail.attachments[one.position]
    const at = here && isIt(here) ? one.position : mail.attachments.findIndex(isIt)
    const bytes = contents[at]
    if (bytes) found.set(one, bytes)
  }
  return { contents: found }
}
