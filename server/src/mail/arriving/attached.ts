import type { Store } from '../../platform/store.ts'
import { inTx } from '../../platform/tx.ts'
import type { Tx } from '../../platform/work.ts'
import type { AttachmentOf } from '../../tickets/index.ts'
import { type Content, wholeOf } from '../parsing/contents.ts'
import { attachmentsIn } from './filingAttachments.ts'
import { rawOf } from './source.ts'

type Read = () => Promise<Uint8Array>

/** The bytes of an attachment, for when the unit of work is over: its own blob, or out of the mail as it came while it has none. */
export async function bytesOfAttachment(tx: Tx, store: Store, attachment: AttachmentOf): Promise<Read> {
  if (!attachment.filed) {
    const read = await readerOf(tx, store, attachment)
    return async () => wholeOf(await read())
  }
  const { actor } = tx
  return async () => {
    const filed = await store.blobs.get(actor.orgId, attachment.sha256)
    // The store has lost it: the raw mail still holds the bytes.
    return filed ?? wholeOf(await (await inTx(store, actor, (again) => readerOf(again, store, attachment)))())
  }
}

/** Out of the mail it came in. */
export async function readerOf(tx: Tx, store: Store, attachment: AttachmentOf): Promise<() => Promise<Content>> {
  const { rawSha256 } = attachment
  const read = rawSha256 === null ? undefined : await rawOf(tx, store, rawSha256)
  return async () => {
    const content = read && (await attachmentsIn(await read(), [attachment])).get(attachment)
    if (!content) throw new Error('the bytes of this attachment are neither in the blob store nor in its mail')
    return content
  }
}
