import { readAddresses, readMessageIds } from './addresses.ts'
import { structured } from './parameters.ts'
import type { Bounce, ReadMail } from './parsed.ts'

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

/** The recipients a bounce without a delivery status names in X-Failed-Recipients, with the first status its text tells. */
export function readFailedRecipients(headers: ReadonlyMap<string, readonly string[]>, text: string): Bounce[] {
  const addresses = (headers.get('x-failed-recipients') ?? []).flatMap(readAddresses)
  const status = /\b([45])\.\d{1,3}\.\d{1,3}\b/.exec(text.slice(0, 20_000))
  const permanent = status?.[1] === '5'
  return addresses
    .slice(0, recipientsMax)
    .map(({ address }) => ({ recipient: address, action: 'failed', status: status?.[0] ?? '', permanent }))
}

/** Message-ID of the mail a bounce is about, out of the mail or the header it carries; null when it carries none. */
export function originalMessageId(read: ReadMail): string | null {
  for (const [index, attachment] of read.mail.attachments.entries()) {
    if (!carriers.includes(attachment.content_type)) continue
    const content = read.contents[index]
    if (!content) continue
    const id = messageIdIn(content)
    if (id) return id
  }
  return null
}

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
    if (address) return address
  }
  return ''
}

function statusOf(fields: Map<string, string>): string {
  const status = /([245])\.(\d{1,3})\.(\d{1,3})/.exec(fields.get('status') ?? '')
  if (status) return status[0]
  const diagnostic = fields.get('diagnostic-code') ?? ''
  const enhanced = /\b([245])\.(\d{1,3})\.(\d{1,3})\b/.exec(diagnostic)
  if (enhanced) return enhanced[0]
  const reply = /\b([245])\d\d\b/.exec(diagnostic)
  return reply ? `${reply[1]}.0.0` : ''
}

function messageIdIn(content: Uint8Array): string | null {
  const text = latin1(content)
  const end = text.search(/\n[ \t]*\n/)
  const head = (end < 0 ? text : text.slice(0, end)).replace(/\n[ \t]+/g, ' ')
  const value = /^message-id[ \t]*:(.*)$/im.exec(head)?.[1]
  return value ? (readMessageIds(value)[0] ?? null) : null
}

function latin1(bytes: Uint8Array): string {
  const part = bytes.subarray(0, bytesMax)
  return Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('latin1').replace(/\r\n?/g, '\n')
}
