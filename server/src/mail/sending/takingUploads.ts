import type { z } from 'zod'
import { spooling, TooLong } from '../../platform/blobs/spooling.ts'
import { invalid } from '../../platform/problem.ts'
import type { Incoming, Later, Raw } from '../../platform/routes.ts'
import type { Store } from '../../platform/store.ts'
import { inTx } from '../../platform/tx.ts'
import type { Actor, Tx } from '../../platform/work.ts'
import type { Uploading, UploadView } from '../../tickets/index.ts'
import { forgetUpload, keepUpload, type Upload, uploadOf, uploadTooLarge } from '../../tickets/index.ts'
import { pictureType } from '../showing/pictures.ts'
import { downloadHeaders, pictureHeaders, safeType } from '../showing/serving.ts'

/** A file from a browser into the blob store, never whole in memory. A picture is what its bytes say, and only a picture is shown inline. */
export async function takeUpload(
  store: Store,
  actor: Actor,
  { filename, inline }: z.output<typeof Uploading>,
  { bytes, contentType }: Incoming,
): Promise<{ upload: Upload }> {
  const { mailOutBytesMax } = store.config
  try {
    return await spooling(bytes, mailOutBytesMax, async ({ size, sha256, head, pieces }) => {
      if (size === 0) throw invalid('The file is empty.')
      const picture = pictureType(head)
      const isInline = inline === 'true'
      if (isInline && !picture)
        throw invalid('inline: only a PNG, JPEG, GIF or WebP picture is shown among the words', {
          errors: [{ field: 'inline', message: 'only a PNG, JPEG, GIF or WebP picture is shown among the words' }],
        })
      const content_type = picture ?? safeType(contentType.split(';', 1)[0]!.trim())
      const row = { filename, content_type, size, sha256, inline: isInline }
      const upload = await inTx(store, actor, (tx) => keepUpload(tx, row))
      try {
        await store.blobs.putPieces(actor.orgId, sha256, pieces())
      } catch (error) {
        await inTx(store, actor, (tx) => forgetUpload(tx, upload))
        throw error
      }
      return { upload }
    })
  } catch (error) {
    if (!(error instanceof TooLong)) throw error
    throw uploadTooLarge(`A mail takes ${Math.floor(mailOutBytesMax / 1_048_576)} MB at most, and this file is larger.`)
  }
}

export const uploadView = ({
  id,
  filename,
  content_type,
  size,
  inline,
  content_id,
}: Upload): z.input<typeof UploadView> => ({
  ...{ id, filename, content_type, size, inline, content_id },
})

/** The bytes of an own upload: a picture to look at, anything else to save. */
export async function downloadUpload(tx: Tx, { id }: { id: string }, store: Store): Promise<Later<Raw>> {
  const { sha256, filename, content_type, inline } = await uploadOf(tx, id)
  const { orgId } = tx.actor
  return async () => {
    const blob = await store.blobs.open(orgId, sha256)
    if (!blob) throw new Error('the bytes of this upload are not in the blob store')
    const headers = { ...(inline ? pictureHeaders : downloadHeaders(filename)), 'content-length': String(blob.size) }
    return { type: safeType(content_type), bytes: blob.stream, headers }
  }
}
