import { Readable } from 'node:stream'
import { notFound } from '../../platform/problem.ts'
import type { Later, Raw } from '../../platform/routes.ts'
import type { Store } from '../../platform/store.ts'
import { inTx } from '../../platform/tx.ts'
import type { Tx } from '../../platform/work.ts'
import { type AttachmentOf, attachmentOf, messageForSource } from '../../tickets/index.ts'
import { readerOf } from '../arriving/attached.ts'
import { sha256Of } from '../arriving/keeping.ts'
import { rawOf } from '../arriving/source.ts'
import { type Content, piecesOf } from '../parsing/contents.ts'
import { sanitizeHtml } from '../parsing/sanitizing.ts'
import { inBothThemes } from './bothThemes.ts'
import { remoteUrlsOf } from './remoteImages.ts'
import { downloadHeaders, safeType } from './serving.ts'

export type OfMessage = { id: string; message_id: string }

const pagePolicy = [
  "default-src 'none'",
  "img-src 'self' data:",
  "style-src 'unsafe-inline'",
  'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox',
  "frame-ancestors 'self'",
].join('; ')

/** What a mail that says nothing looks like; whatever it says itself weighs more, save that nothing is wider than it must be. */
const pageStyle = `:root{color-scheme:light dark}
body{display:flow-root;margin:0;font:15px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere;
color:light-dark(#1f1b18,#e8e5e1)}
img{max-width:100%;height:auto}
img[data-remote-src]{display:inline-block;background:#8882;outline:1px dashed #8887;outline-offset:-1px;border-radius:3px;overflow:hidden}pre{white-space:pre-wrap}
blockquote{margin:0 0 0 .6em;padding-left:.8em;border-left:2px solid #8885}
table{max-width:100%}td,th{overflow-wrap:break-word}:where(div,p,center,section){max-width:100%}
:where(a){color:light-dark(#0b57d0,#a8c7fa)}
[class^=Mso]{margin:0}`
const paperStyle = ':root{color-scheme:only light;background:#fff}body{color:#000}'

/**
 * A mail's own HTML, cleaned once more on its way out: no script, nothing remote, its pictures from the mail itself, and through us
 * those from elsewhere when asked for.
 */
export async function showHtml(
  tx: Tx,
  { id, message_id, images }: OfMessage & { images?: 'true' | undefined },
): Promise<Raw> {
  const { html, attachments } = await messageForSource(tx, { ticketId: id, messageId: message_id })
  if (html === null) throw notFound()
  const byContentId = new Map(attachments.map((one) => [one.contentId, one.id]))
  const clean = sanitizeHtml(html, {
    cidUrl: (contentId) => {
      const attachment = byContentId.get(contentId)
      return attachment ? `/api/tickets/${id}/attachments/${attachment}/download?direct=true` : null
    },
    ...(images ? { remoteUrl: remoteUrlsOf(html, { id, messageId: message_id }) } : {}),
  })
  const { html: body, onPaper } = inBothThemes(clean)
  const style = onPaper ? pageStyle + paperStyle : pageStyle
  return {
    type: 'text/html; charset=utf-8',
    bytes: `<!doctype html><html${onPaper ? ' data-paper' : ''}><head><meta charset="utf-8"><base target="_blank"><style>${style}</style></head><body>${body}</body></html>`,
    headers: {
      'content-security-policy': pagePolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'SAMEORIGIN',
    },
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
  const asFile = async (read: () => Promise<Content>): Promise<Raw> => {
    const { contentType, filename } = attachment
    const bytes = Readable.from(piecesOf(await read()), { objectMode: false })
    return { type: safeType(contentType), bytes, headers: downloadHeaders(filename) }
  }
  if (!attachment.filed) {
    const read = await readerOf(tx, store, attachment)
    return () => asFile(read)
  }
  const { actor } = tx
  return async () =>
    (await filedAttachment(store, actor.orgId, attachment, direct !== undefined)) ??
    asFile(await inTx(store, actor, (again) => readerOf(again, store, attachment)))
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
  return (
    blob && {
      type: safeType(contentType),
      bytes: blob.stream,
      headers: { ...headers, 'content-length': String(blob.size) },
    }
  )
}

export function rawMail(bytes: Uint8Array, filename: string): Raw {
  return { type: 'message/rfc822', bytes, headers: downloadHeaders(filename) }
}

/** The mail of a message: as it came, or as it went out. */
export async function rawOfMessage(tx: Tx, { id, message_id }: OfMessage, store: Store) {
  const source = await messageForSource(tx, { ticketId: id, messageId: message_id })
  const { raw, rawSha256 } = source
  if (rawSha256) return { source, read: await rawOf(tx, store, rawSha256), sha256: rawSha256 }
  if (!raw) throw notFound()
  return { source, read: async () => raw, sha256: sha256Of(raw) }
}
