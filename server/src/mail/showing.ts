import { notFound } from '../platform/problem.ts'
import type { Raw } from '../platform/routes.ts'
import type { Store } from '../platform/store.ts'
import type { Tx } from '../platform/work.ts'
import { attachmentOf, messageForSource } from '../tickets/index.ts'
import { sha256Of } from './keeping.ts'
import { parseMail, Unparsable } from './parsing.ts'
import { sanitizeHtml } from './sanitizing.ts'
import { asText, deliveriesOfMessage, readRaw } from './source.ts'

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
table{max-width:100%}`

/** A mail's own HTML, cleaned once more on its way out: no script, nothing remote, its pictures from the mail itself. */
export async function showHtml(tx: Tx, { id, message_id }: OfMessage): Promise<Raw> {
  const { html, attachments } = await messageForSource(tx, { ticketId: id, messageId: message_id })
  if (html === null) throw notFound()
  const byContentId = new Map(attachments.map((one) => [one.contentId, one.id]))
  const body = sanitizeHtml(html, {
    cidUrl: (contentId) => {
      const attachment = byContentId.get(contentId)
      return attachment ? `/api/tickets/${id}/attachments/${attachment}/download` : null
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
  const { source, bytes, sha256 } = await bytesOfMessage(tx, input, store)
  return {
    raw_text: asText(bytes),
    size: bytes.length,
    sha256,
    occurrences: await deliveriesOfMessage(tx, input.message_id),
    verdict: source.verdict,
    recipient: source.recipient,
    stitch: source.stitch,
    problems: source.problems,
  }
}

export async function downloadRaw(tx: Tx, input: OfMessage, store: Store): Promise<Raw> {
  const { bytes } = await bytesOfMessage(tx, input, store)
  return rawMail(bytes, `${input.message_id}.eml`)
}

/** An attachment out of the mail as it came: what was kept unchanged is the only copy there is. */
export async function downloadAttachment(
  tx: Tx,
  { id, attachment_id }: { id: string; attachment_id: string },
  store: Store,
): Promise<Raw> {
  const attachment = await attachmentOf(tx, { ticketId: id, attachmentId: attachment_id })
  const read = await parseMail(await readRaw(tx, store, attachment.rawSha256)).catch((error) => {
    if (error instanceof Unparsable && error.read) return error.read
    throw error
  })
  // A newer parser may count the parts otherwise: the content's hash says which one was meant.
  const at =
    read.mail.attachments[attachment.position]?.sha256 === attachment.sha256
      ? attachment.position
      : read.mail.attachments.findIndex(({ sha256 }) => sha256 === attachment.sha256)
  const bytes = read.contents[at]
  if (!bytes) throw new Error('the attachment is no longer found in its mail')
  return { type: attachment.contentType, bytes, headers: downloadHeaders(attachment.filename) }
}

export function rawMail(bytes: Uint8Array, filename: string): Raw {
  return { type: 'message/rfc822', bytes, headers: downloadHeaders(filename) }
}

/** Saved, never shown as a page of ours; the name is encoded as RFC 5987 says, with a plain one for those who know it not. */
function downloadHeaders(filename: string): Record<string, string> {
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

async function bytesOfMessage(tx: Tx, { id, message_id }: OfMessage, store: Store) {
  const source = await messageForSource(tx, { ticketId: id, messageId: message_id })
  if (source.rawSha256) return { source, bytes: await readRaw(tx, store, source.rawSha256), sha256: source.rawSha256 }
  if (!source.raw) throw notFound()
  return { source, bytes: source.raw, sha256: sha256Of(source.raw) }
}
