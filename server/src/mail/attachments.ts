import type { Attachment } from 'postal-mime'
import { cleanLine } from './cleaning.ts'
import { sha256 } from './fingerprinting.ts'
import type { ParsedAttachment } from './parsed.ts'

/** What hangs on the mail, with names that are safe to show and to save, and the bytes in the same order. */
export function attachmentsOf(found: readonly Attachment[]): {
  attachments: ParsedAttachment[]
  contents: Uint8Array[]
} {
  const attachments: ParsedAttachment[] = []
  const contents: Uint8Array[] = []
  for (const one of found) {
    const content = bytesOf(one.content)
    const type = /^[\w.+-]+\/[\w.+-]+$/.test(one.mimeType) ? one.mimeType : 'application/octet-stream'
    const contentId = cleanLine(one.contentId ?? '').replace(/[<>\s]/g, '')
    contents.push(content)
    attachments.push({
      filename: cleanFilename(one.filename ?? '') || nameByType(type, attachments.length + 1),
      content_type: type,
      size: content.length,
      sha256: sha256(content),
      inline:
        one.disposition === 'inline' || (one.related === true && contentId !== '' && one.disposition !== 'attachment'),
      content_id: contentId || null,
    })
  }
  return { attachments, contents }
}

/** A name no file system and no reader can be fooled with; '' when nothing is left. */
export function cleanFilename(name: string): string {
  const plain = cleanLine(name)
    .replace(/[\x80-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[/\\:*?"<>|]/g, '_')
  let start = 0
  let end = plain.length
  while (start < end && '. '.includes(plain.charAt(start))) start++
  while (end > start && '. '.includes(plain.charAt(end - 1))) end--
  return shortened(plain.slice(start, end))
}

const charsMax = 150
const extensions: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
  'image/tiff': 'tif',
  'image/bmp': 'bmp',
  'image/heic': 'heic',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'text/calendar': 'ics',
  'application/ics': 'ics',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/vcard': 'vcf',
  'text/x-vcard': 'vcf',
  'message/rfc822': 'eml',
  'message/delivery-status': 'txt',
  'text/rfc822-headers': 'txt',
  'message/feedback-report': 'txt',
  'message/disposition-notification': 'txt',
  'application/pgp-signature': 'asc',
  'application/pkcs7-signature': 'p7s',
  'application/x-pkcs7-signature': 'p7s',
  'application/json': 'json',
  'application/xml': 'xml',
  'text/xml': 'xml',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'video/mp4': 'mp4',
  'application/ms-tnef': 'dat',
}
const names: Record<string, string> = {
  'message/rfc822': 'message',
  'message/delivery-status': 'delivery-status',
  'text/rfc822-headers': 'headers',
  'message/feedback-report': 'feedback-report',
  'message/disposition-notification': 'read-receipt',
  'text/calendar': 'invite',
  'application/pgp-signature': 'signature',
  'application/pkcs7-signature': 'smime',
}

function nameByType(type: string, position: number): string {
  const stem = names[type] ?? `${type.startsWith('image/') ? 'image' : 'attachment'}-${position}`
  return `${stem}.${extensions[type] ?? 'bin'}`
}

/** Cut in the middle: the end of the name says what the file is. */
function shortened(name: string): string {
  if (name.length <= charsMax) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : ''
  return (name.slice(0, charsMax - extension.length) + extension).replace(/\p{Surrogate}/gu, '')
}

function bytesOf(content: Attachment['content']): Uint8Array {
  if (typeof content === 'string') return Buffer.from(content)
  return content instanceof ArrayBuffer ? new Uint8Array(content) : content
}
