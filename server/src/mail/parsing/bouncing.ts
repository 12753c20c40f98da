import { readAddresses, readMessageIds } from './addresses.ts'
import { readCloudNotice } from './bounceNotice.ts'
import { type Original, readBounceText, statusIn, statusOfWords } from './bounceText.ts'
import { cleanLine } from './cleaning.ts'
import { type Content, headOf } from './contents.ts'
import { structured } from './parameters.ts'
import type { Bounce, ParsedAttachment } from './parsed.ts'

/**
 * What happened to each recipient (RFC 3464). Groups that name the same recipient twice are one. Only a failure with a
 * permanent status is permanent: a delayed mail says nothing about the address.
 */
export function readBounces(status: Uint8Array): Bounce[] {
  const bounces: Bounce[] = []
  const seen = new Map<string, Bounce>()
  for (const fields of groups(status)) {
    const recipient = recipientOf(fields)
    const action = structured(fields.get('action') ?? '').value.replace(/[^a-z]/g, '')
    const code = statusOf(fields)
    if (!recipient || (!action && !code)) continue
    const verdict = action || (code.startsWith('5') ? 'failed' : code.startsWith('2') ? 'delivered' : 'delayed')
    const bounce = {
      recipient,
      action: verdict,
      status: code,
      permanent: verdict === 'failed' && !code.startsWith('4') && code !== '',
    }
    const key = recipient.toLowerCase()
    const known = seen.get(key)
    if (known) {
      // The worst news of one recipient is the news.
      if (bounce.permanent && !known.permanent) Object.assign(known, bounce)
      continue
    }
    seen.set(key, bounce)
    bounces.push(bounce)
    if (bounces.length >= recipientsMax) break
  }
  return bounces
}

/** Of a bounce without a delivery status: by header, by the fields or shapes in its text, by the mail that it carries. */
export function readUnstructured(
  headers: ReadonlyMap<string, readonly string[]>,
  text: string,
  carried: readonly Content[],
): Bounce[] {
  const notice = readCloudNotice(text)
  if (notice) return notice
  // Some write the fields of a delivery status as text.
  const fields = /^[ \t>]*final-recipient[ \t]*:/im.test(text)
    ? readBounces(Buffer.from(text.replace(/^[ \t>]+(?=[\w-]+:)/gm, '')))
    : []
  if (fields.length > 0) return fields
  const named = (headers.get('x-failed-recipients') ?? []).flatMap(readAddresses).map(({ address }) => address)
  return readBounceText(text, named, originalOf(copiesIn(carried, text)))
}

function* copiesIn(carried: readonly Content[], text: string): Generator<string> {
  for (const content of carried) yield latin1(headOf(content, bytesMax))
  yield text
}

/** To and From of the bounced mail, out of its copy wherever that stands. */
function originalOf(copies: Iterable<string>): Original {
  const recipients: string[] = []
  const senders: string[] = []
  for (const copy of copies) {
    for (const [, name, value] of copy
      .slice(0, bytesMax)
      .matchAll(/^[ \t>]*(to|cc|from|return-path|reply-to)[ \t]*:[ \t]*([^\n]{1,2000})/gim)) {
      const addresses = readAddresses(value ?? '').map(({ address }) => address)
      if (/^(?:to|cc)$/i.test(name ?? '')) recipients.push(...addresses)
      else senders.push(...addresses)
    }
    if (recipients.length > 0) break
  }
  return { recipients, senders }
}

/** What the mail that a report is about was called, and what it referred to, out of the mail or the header that the report carries. */
export function originalIds(
  attachments: readonly ParsedAttachment[],
  contents: readonly Content[],
): { original: string | null; originalReferences: string[] } {
  for (const [index, attachment] of attachments.entries()) {
    if (!carriers.includes(attachment.content_type)) continue
    const content = contents[index]
    if (!content) continue
    const head = unfoldedHead(headOf(content, bytesMax))
    const [original] = idsIn(head, /^message-id[ \t]*:(.*)$/im)
    if (original)
      return { original, originalReferences: idsIn(head, /^references[ \t]*:(.*)$/im).slice(-referencesMax) }
  }
  return { original: null, originalReferences: [] }
}

const referencesMax = 100

const recipientsMax = 1000
const bytesMax = 1024 * 1024
const carriers = [
  'message/rfc822',
  'text/rfc822-headers',
  'message/rfc822-headers',
  'message/global',
  'message/global-headers',
]

function groups(status: Uint8Array): Map<string, string>[] {
  const text = latin1(status)
  return text
    .split(/\n[ \t]*\n/)
    .map(readFields)
    .filter((fields) => fields.size > 0)
}

function readFields(group: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const line of group.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim())
  }
  return fields
}

function recipientOf(fields: Map<string, string>): string {
  for (const name of ['final-recipient', 'original-recipient', 'x-actual-recipient']) {
    const value = fields.get(name)
    if (!value) continue
    const semicolon = value.indexOf(';')
    const address = value
      .slice(semicolon + 1)
      .trim()
      .replace(/^<|>$/g, '')
    if (address) return cleanLine(address)
  }
  return ''
}

function statusOf(fields: Map<string, string>): string {
  const diagnostic = fields.get('diagnostic-code') ?? ''
  const status = /([245])\.(\d{1,3})\.(\d{1,3})/.exec(fields.get('status') ?? '')?.[0] ?? ''
  // `5.0.0` says no more than its class: the answer of the other server often says why.
  if (status && !/\.0\.0$/.test(status)) return status
  return (
    (statusIn(diagnostic).startsWith(status.charAt(0)) && statusIn(diagnostic)) || status || statusOfWords(diagnostic)
  )
}

function unfoldedHead(content: Uint8Array): string {
  const text = latin1(content)
  const end = text.search(/\n[ \t]*\n/)
  return (end < 0 ? text : text.slice(0, end)).replace(/\n[ \t]+/g, ' ')
}

const idsIn = (head: string, field: RegExp): string[] => readMessageIds(field.exec(head)?.[1] ?? '')

function latin1(bytes: Uint8Array): string {
  const part = bytes.subarray(0, bytesMax)
  return Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('latin1').replace(/\r\n?/g, '\n')
}
