import { dispositionOf } from './bodies.ts'
import { cleanLine } from './cleaning.ts'
import { type Content, measure } from './contents.ts'
import type { Embedded } from './embedded.ts'
import { header } from './headers.ts'
import { structured } from './parameters.ts'
import type { ParsedAttachment } from './parsed.ts'
import type { Part } from './parts.ts'
import { decodeWords } from './words.ts'

/** What hangs on the mail, with names that are safe to show and to save; contents in the same order, and the hashes of those not empty. */
export type Attached = { attachments: ParsedAttachment[]; contents: Content[]; leaves: { hash: string }[] }

export function attachmentsOf(parts: readonly Part[], embedded: readonly Embedded[]): Attached {
  const attached: Attached = { attachments: [], contents: [], leaves: [] }
  const add = (name: string, type: string, content: Content, rest: Pick<ParsedAttachment, 'inline' | 'content_id'>) => {
    const filename = cleanFilename(name) || nameByType(type, attached.attachments.length + 1)
    attached.contents.push({ body: content.body, encoding: content.encoding })
    const { size, sha256, leaf } = measure(content)
    if (size > 0) attached.leaves.push({ hash: leaf })
    attached.attachments.push({ filename, content_type: type, size, sha256, ...rest })
  }
  for (const part of parts) {
    const contentId = cleanLine(header(part.headers, 'content-id') ?? '').replace(/[<>\s]/g, '')
    const disposition = dispositionOf(part)
    const inline =
      disposition === 'inline' || (contentId !== '' && disposition !== 'attachment' && part.type.startsWith('image/'))
    add(filenameOf(part), part.type, part, { inline, content_id: contentId || null })
  }
  for (const { name, type, bytes } of embedded) {
    const known = type && /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type.toLowerCase() : 'application/octet-stream'
    add(name, known, { body: bytes, encoding: '7bit' }, { inline: false, content_id: null })
  }
  return attached
}

function filenameOf({ headers, params }: Part): string {
  const named = structured(header(headers, 'content-disposition')).params.get('filename') ?? params.get('name')
  if (named) return named
  const location = header(headers, 'content-location') ?? ''
  return location.split(/[?#]/)[0]?.split('/').at(-1) ?? decodeWords(header(headers, 'content-description') ?? '')
}

/** A name no file system and no reader can be fooled with; '' when nothing is left. */
function cleanFilename(name: string): string {
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
