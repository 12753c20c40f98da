import { sql } from 'kysely'
import { BlobsAway } from '../../platform/blobs/blobs.ts'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import { recordFiled, recordUnfilable, type UnfiledAttachment, unfiledAttachments } from '../../tickets/index.ts'
import type { Wanted } from '../parsing/answering.ts'
import { type Content, piecesOf } from '../parsing/contents.ts'
import { reader } from '../parsing/reader.ts'
import { ReaderAway } from '../parsing/startingReader.ts'
import { rawOf } from './source.ts'

const batchMax = 100
const writersMax = 4

/**
 * Gives attachments blobs of their own, so that a store which can hand them out by itself may. It begins while the mail still lies in
 * the database; killed half-way it begins again, and the same bytes have the same name. Says how many have one now.
 */
export async function fileAttachments(store: Store): Promise<number> {
  const orgs = await sql<{ org_id: string }>`select org_id from orgs_with_unfiled_attachments()`.execute(store.db)
  let filed = 0
  for (const { org_id } of orgs.rows) {
    const actor = systemActor(org_id, 'mail')
    for (;;) {
      const waiting = await inTx(store, actor, (tx) => unfiledAttachments(tx, batchMax))
      if (waiting.length === 0) break
      filed += await fileBatch(store, org_id, waiting)
    }
  }
  return filed
}

type Outcome = { filed: string[]; lost: { ids: string[]; fault: string }[] }

async function fileBatch(store: Store, orgId: string, waiting: readonly UnfiledAttachment[]): Promise<number> {
  const outcome: Outcome = { filed: [], lost: [] }
  const mails = Map.groupBy(waiting, ({ rawSha256 }) => rawSha256).values()
  try {
    // They share the iterator: each takes the next mail when it is done with its last.
    await Promise.all(
      Array.from({ length: writersMax }, async () => {
        for (const ofMail of mails) await fileThoseOf(store, orgId, ofMail, outcome)
      }),
    )
  } finally {
    await inTx(store, systemActor(orgId, 'mail'), async (tx) => {
      await recordFiled(tx, outcome.filed)
      for (const { ids, fault } of outcome.lost) await recordUnfilable(tx, ids, fault)
    })
  }
  return outcome.filed.length
}

async function fileThoseOf(
  store: Store,
  orgId: string,
  wanted: readonly UnfiledAttachment[],
  outcome: Outcome,
): Promise<void> {
  const missing = wanted.filter(({ known }) => !known)
  const { contents, fault } = missing.length > 0 ? await contentsOf(store, orgId, missing) : nothing
  for (const [{ sha256 }, content] of contents) await store.blobs.putPieces(orgId, sha256, piecesOf(content))
  outcome.filed.push(...[...wanted.filter(({ known }) => known), ...contents.keys()].map(({ id }) => id))
  const ids = missing.filter((one) => !contents.has(one)).map(({ id }) => id)
  if (ids.length === 0) return
  store.log.warn({ org_id: orgId, attachments: ids, fault }, 'mail: attachments stay in their mail')
  outcome.lost.push({ ids, fault })
}

type Contents = { contents: Map<UnfiledAttachment, Content>; fault: string }
const nothing: Contents = { contents: new Map(), fault: '' }

/** What is wrong with one mail stops no other; a store that is away stops all, and they are tried again. */
async function contentsOf(store: Store, orgId: string, wanted: readonly UnfiledAttachment[]): Promise<Contents> {
  const [{ rawSha256 }] = wanted as [UnfiledAttachment]
  const read = await inTx(store, systemActor(orgId, 'mail'), (tx) => rawOf(tx, store, rawSha256))
  try {
    return { contents: await attachmentsIn(await read(), wanted), fault: 'It is no longer found in its mail.' }
  } catch (error) {
    if (error instanceof BlobsAway || error instanceof ReaderAway) throw error
    return { ...nothing, fault: (error as Error).message }
  }
}

/** The bytes of these attachments in a mail, of those that it has. */
export async function attachmentsIn<A extends Wanted>(raw: Buffer, wanted: readonly A[]): Promise<Map<A, Content>> {
  const contents = await reader.find(
    raw,
    wanted.map(({ position, sha256 }) => ({ position, sha256 })),
  )
  return new Map(wanted.flatMap((one, index) => (contents[index] ? [[one, contents[index]] as const] : [])))
}
