import type { Email } from 'postal-mime'
import PostalMime, { decodeWords } from 'postal-mime'
import { readAddresses, readMailboxes, readMessageIds } from './addresses.ts'
import { attachmentsOf } from './attachments.ts'
import { readBounces, readFailedRecipients } from './bouncing.ts'
import { boundedHtml, refuseBeyondMeasure } from './bounding.ts'
import { cleanLine, cleanText } from './cleaning.ts'
import { readDate } from './dates.ts'
import { fingerprint, sha256 } from './fingerprinting.ts'
import { type HeaderBlock, header, readHeaders, structured } from './headers.ts'
import { htmlToText } from './htmlText.ts'
import { judgeMail } from './judging.ts'
import type { Address, Bounce, ParsedMail, ReadMail } from './parsed.ts'
import { findRecipient } from './recipientEvidence.ts'
import { splitReply } from './replyText.ts'
import { sanitizeHtml } from './sanitizing.ts'
import { Unparsable } from './unparsable.ts'

export { Unparsable } from './unparsable.ts'

/** `from` is `''` for the null sender; null when nobody told us. */
export type Envelope = { from: string | null; to: string | null }

/** `fingerprint` tells one mail from another, whatever road it came by (fingerprinting.ts). */
export type IdentifiedMail = ReadMail & { fingerprint: string }

/**
 * Reads one mail, however broken. Small faults are told in `problems`; a mail no ticket can be made of throws Unparsable with
 * the sentence why. Nothing else is ever thrown, and the same bytes always give the same answer.
 */
export async function parseMail(bytes: Uint8Array, envelope?: Envelope): Promise<IdentifiedMail> {
  const block = readHeaders(bytes)
  refuseBeyondMeasure(block.bytes)
  const body = await readBody(block.bytes)
  const problems = block.problems
  const { headers } = block
  const rawSha256 = sha256(bytes)

  const subject = cleanLine(decodeWords(header(headers, 'subject') ?? ''))
  const { attachments, contents } = attachmentsOf(body.attachments)
  const delivery = deliveryOf(body)
  const { from, fault } = readFrom(headers)
  const whole = cleanText(body.html ?? '')
  const html = readHtml(whole, problems)
  const plain = cleanText(body.text ?? '')
  const text = plain.trim() === '' && html !== null ? htmlToText(html) : plain
  const { reply, quoted } = splitReply(text)
  const ids = readIds(headers, problems)
  const date = readDates(headers, problems)
  const recipients = readRecipients(headers, problems)
  const envelopeFrom = envelope?.from ?? null
  const verdict = judgeMail({ headers, from, subject, envelopeFrom, text, deliveries: delivery })

  const mail: ParsedMail = {
    sha256: rawSha256,
    ...ids,
    date,
    subject,
    from,
    ...recipients,
    text,
    reply_text: reply,
    quoted_text: quoted,
    html,
    attachments,
    verdict,
    bounces: delivery ?? (verdict.bounce ? readFailedRecipients(headers, text) : []),
    recipient: findRecipient(headers, envelope?.to ?? null),
    problems,
  }
  const leaves = [plain, whole, ...contents].filter((leaf) => leaf.length > 0)
  const identity = { messageId: ids.message_id, subject, from: from?.address ?? null, date, leaves, rawSha256 }
  const read = { mail, headers, contents, fingerprint: fingerprint(identity) }
  if (fault !== null) {
    // A bounce of a broken mail system is still known by its structure, and its ticket waits for it.
    if (delivery === null) throw new Unparsable(fault, read)
    problems.push(fault)
  }
  return read
}

const nestingMax = 100
const partHeadersBytesMax = 4 * 1024 * 1024
const referencesMax = 100
const recipientsMax = 1000

type Headers = HeaderBlock['headers']

async function readBody(bytes: Uint8Array): Promise<Email> {
  const limits = { maxNestingDepth: nestingMax, maxHeadersSize: partHeadersBytesMax }
  try {
    return await PostalMime.parse(bytes, { forceRfc822Attachments: true, ...limits })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (reason.includes('nesting depth'))
      throw new Unparsable(`The mail is nested more than ${nestingMax} levels deep.`)
    if (reason.includes('header size')) throw new Unparsable('The headers of its parts are longer than 4 MiB.')
    throw new Unparsable(`The structure of the mail cannot be read: ${reason}.`)
  }
}

function readFrom(headers: Headers): { from: Address | null; fault: string | null } {
  const values = headers.get('from') ?? []
  const mailboxes = values.flatMap((value) => (value ? readMailboxes(value) : []))
  const addressed = mailboxes.filter((one) => one.address.includes('@'))
  const from = addressed[0] ?? null
  if (values.length === 0) return { from, fault: 'The mail has no From.' }
  if (values.length > 1)
    return { from, fault: `The mail has ${values.length} From headers: which one is the sender cannot be told.` }
  if (addressed.length > 1)
    return { from, fault: `From names ${addressed.length} senders: which one wrote the mail cannot be told.` }
  if (from) return { from, fault: null }
  const mailer = mailboxes.find((one) => /^(?:mailer-daemon|postmaster)$/i.test(one.address || one.name))
  if (mailer) return { from: { name: '', address: mailer.address || mailer.name }, fault: null }
  return { from: null, fault: 'From holds no address.' }
}

function readHtml(whole: string, problems: string[]): string | null {
  if (whole.trim() === '') return null
  const bounded = boundedHtml(whole)
  if (bounded.length < whole.length)
    problems.push('The HTML is too long or too deep and is cut; the source has all of it.')
  return sanitizeHtml(bounded)
}

function readIds(headers: Headers, problems: string[]): Pick<ParsedMail, 'message_id' | 'in_reply_to' | 'references'> {
  const given = headers.get('message-id') ?? []
  const own = given.flatMap(readMessageIds)[0] ?? null
  if (given.length === 0) problems.push('No Message-ID.')
  else if (own === null) problems.push('The Message-ID cannot be read.')
  else if (given.length > 1) problems.push('Several Message-ID headers; the first counts.')

  const chain = (headers.get('references') ?? []).flatMap(readMessageIds)
  const references = [...new Set(chain)].filter((id) => id !== own)
  if (references.length > referencesMax) {
    problems.push(`${references.length} references; the first and the last ${referencesMax - 1} are kept.`)
    references.splice(1, references.length - referencesMax)
  }
  const answered = (headers.get('in-reply-to') ?? []).flatMap(readMessageIds).find((id) => id !== own)
  return { message_id: own, in_reply_to: answered ?? null, references }
}

function readDates(headers: Headers, problems: string[]): string | null {
  const value = header(headers, 'date')
  if (value === null) {
    problems.push('No Date.')
    return null
  }
  const date = readDate(value)
  if (date === null) problems.push(`The Date cannot be read: ${cleanLine(value).slice(0, 80)}`)
  return date
}

function readRecipients(headers: Headers, problems: string[]): Pick<ParsedMail, 'to' | 'cc' | 'reply_to'> {
  const all = (name: string) => (headers.get(name) ?? []).flatMap(readAddresses)
  const to = all('to')
  const cc = all('cc')
  const count = to.length + cc.length
  if (count > recipientsMax) problems.push(`${count} recipients; the first ${recipientsMax} are kept.`)
  const kept = to.slice(0, recipientsMax)
  return { to: kept, cc: cc.slice(0, recipientsMax - kept.length), reply_to: all('reply-to').slice(0, recipientsMax) }
}

/** What this mail reports of each recipient, null when it is no report: a status inside a forwarded mail is an attachment of it. */
function deliveryOf(body: Email): Bounce[] | null {
  const root = structured(body.headers.find((one) => one.key === 'content-type')?.value ?? null)
  const isReport =
    root.value === 'multipart/report' && root.params.get('report-type')?.toLowerCase() === 'delivery-status'
  const statuses = body.attachments.filter((one) => isDeliveryStatus(one.mimeType))
  const bounces = statuses.flatMap((one) =>
    one.content instanceof ArrayBuffer ? readBounces(new Uint8Array(one.content)) : [],
  )
  return isReport || bounces.length > 0 ? bounces : null
}

function isDeliveryStatus(type: string): boolean {
  return type === 'message/delivery-status' || type === 'message/global-delivery-status'
}
