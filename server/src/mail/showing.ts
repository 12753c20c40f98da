import { Readable } from 'node:stream'
import { notFound } from '../platform/problem.ts'
import type { Later, Raw } from '../platform/routes.ts'
import type { Store } from '../platform/store.ts'
import { inTx } from '../platform/tx.ts'
import type { Tx } from '../platform/work.ts'
import { type AttachmentOf, attachmentOf, messageForSource } from '../tickets/index.ts'
import { piecesOf } from './contents.ts'
import { attachmentsIn } from './filingAttachments.ts'
import { sha256Of } from './keeping.ts'
import { sanitizeHtml } from './sanitizing.ts'
import { asText, deliveriesOfMessage, rawOf } from './source.ts'

type OfMessage = { id: string; message_id: string }

const pagePolicy = [
  "default-src 'none'",
  "img-src 'self' data:",
  "style-src 'unsafe-inline'",
  'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox',
  "frame-ancestors 'self'",
].join('; ')

const pageStyle = `:root{color-scheme:light dark}
body{margin:0;font:15px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
img{max-width:100%;height:auto}pre{white-space:pre-wrap}
blockquote{margin:0 0 0 .6em;padding-left:.8em;border-left:2px solid #8885}
table{max-width:100%}
[class^=Mso]{margin:0}`

/** A mail's own HTML, cleaned once more on its way out: no script, nothing remote, its pictures from the mail itself. */
export async function showHtml(tx: Tx, { id, message_id }: OfMessage): Promise<Raw> {
  const { html, attachments } = await messageForSource(tx, { ticketId: id, messageId: message_id })
  if (html === null) throw notFound()
  const byContentId = new Map(attachments.map((one) => [one.contentId, one.id]))
  const body = sanitizeHtml(html, {
    cidUrl: (contentId) => {
      const attachment = byContentId.get(contentId)
      return attachment ? `/api/tickets/${id}/attachments/${attachment}/download?direct=true` : null
    },
  })
  return {
    type: 'text/html; charset=utf-8',
    bytes: `<!doctype html><html><head><meta charset="utf-8"><base target="_blank"><style>${pageStyle}</style></head><body>${body}</body></html>`,
    headers: {
      'content-security-policy': pagePolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'SAMEORIGIN',
    },
  }
}

/** Everything we know of how a message came to be, and the mail itself. */
export async function showSource(tx: Tx, input: OfMessage, store: Store) {
  const { source, read, sha256 } = await rawOfMessage(tx, input, store)
  const occurrences = await deliveriesOfMessage(tx, input.message_id)
  return async () => {
    const bytes = await read()
    return {
      raw_text: asText(bytes),
      size: bytes.length,
      sha256,
      occurrences,
      verdict: source.verdict,
      recipient: source.recipient,
      stitch: source.stitch,
      problems: source.problems,
    }
  }
}

export async function downloadRaw(tx: Tx, input: OfMessage, store: Store): Promise<Later<Raw>> {
  const { read } = await rawOfMessage(tx, input, store)
  return async () => rawMail(await read(), `${input.message_id}.eml`)
}

/**
 * An attachment: from its own blob, or out of the mail as it came while it has none. From a bucket it is fetched there, unless asked
 * for directly: the page of a mail may load nothing but our own addresses.
 */
export async function downloadAttachment(
  tx: Tx,
  { id, attachment_id, direct }: { id: string; attachment_id: string; direct?: 'true' | undefined },
  store: Store,
): Promise<Later<Raw>> {
  const attachment = await attachmentOf(tx, { ticketId: id, attachmentId: attachment_id })
  if (!attachment.filed) return outOfMail(attachment, await readerOf(tx, store, attachment))
  const { actor } = tx
  return async () => {
    const filed = await filedAttachment(store, actor.orgId, attachment, direct !== undefined)
    if (filed) return filed
    return outOfMail(attachment, await inTx(store, actor, (again) => readerOf(again, store, attachment)))()
  }
}

const readerOf = async (tx: Tx, store: Store, { rawSha256 }: AttachmentOf) =>
  rawSha256 === null ? undefined : rawOf(tx, store, rawSha256)

function outOfMail(attachment: AttachmentOf, read: (() => Promise<Buffer>) | undefined): Later<Raw> {
  return async () => {
    const content = read && (await attachmentsIn(await read(), [attachment])).get(attachment)
    if (!content) throw new Error('the bytes of this attachment are neither in the blob store nor in its mail')
    const bytes = Readable.from(piecesOf(content), { objectMode: false })
    return { type: attachment.contentType, bytes, headers: downloadHeaders(attachment.filename) }
  }
}

/** Undefined when the store has lost it: the raw mail still holds the bytes. */
async function filedAttachment(
  { blobs }: Store,
  orgId: string,
  { sha256, contentType, filename }: AttachmentOf,
  direct: boolean,
): Promise<Raw | undefined> {
  const headers = downloadHeaders(filename)
  const address = direct ? null : await blobs.signedUrl(orgId, sha256, headers['content-disposition'])
  // Asked before anybody is sent there: a store that is away is our sentence, not a browser's error page.
  if (address) return (await blobs.has(orgId, sha256)) ? { redirect: address } : undefined
  const blob = await blobs.open(orgId, sha256)
  return blob && { type: contentType, bytes: blob.stream, headers: { ...headers, 'content-length': String(blob.size) } }
}

export function rawMail(bytes: Uint8Array, filename: string): Raw {
  return { type: 'message/rfc822', bytes, headers: downloadHeaders(filename) }
}

/** Saved, never shown as a page of ours; the name is encoded as RFC 5987 says, with a plain one for those who know it not. */
function downloadHeaders(filename: string) {
  const plain = filename.replace(/[^\w.\- ]/g, '_')
  const encoded = encodeURIComponent(filename.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return {
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  }
}

async function rawOfMessage(tx: Tx, { id, message_id }: OfMessage, store: Store) {
  const source = await messageForSource(tx, { ticketId: id, messageId: message_id })
  const { raw, rawSha256 } = source
  if (rawSha256) return { source, read: await rawOf(tx, store, rawSha256), sha256: rawSha256 }
  if (!raw) throw notFound()
  return { source, read: async () => raw, sha256: sha256Of(raw) }
}
