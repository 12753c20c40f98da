import { problem } from '../../platform/problem.ts'
import type { Later, Raw } from '../../platform/routes.ts'
import type { Store } from '../../platform/store.ts'
import type { Tx } from '../../platform/work.ts'
import { attachmentOf } from '../../tickets/index.ts'
import { bytesOfAttachment } from '../arriving/attached.ts'
import { pictureType } from './pictures.ts'
import { pictureHeaders } from './serving.ts'

export const noPreview = problem('no-preview', 415, 'This attachment has no preview')

/** Larger pictures are saved and opened elsewhere. */
const previewBytesMax = 25 * 1024 * 1024

/** A picture for a page of ours, told by its bytes: never a drawing that could run, whatever the mail calls it. */
export async function previewAttachment(
  tx: Tx,
  { id, attachment_id }: { id: string; attachment_id: string },
  store: Store,
): Promise<Later<Raw>> {
  const attachment = await attachmentOf(tx, { ticketId: id, attachmentId: attachment_id })
  if (attachment.size > previewBytesMax) throw noPreview()
  const read = await bytesOfAttachment(tx, store, attachment)
  return async () => {
    const bytes = await read()
    const type = pictureType(bytes)
    if (!type) throw noPreview()
    return { type, bytes, headers: pictureHeaders }
  }
}
