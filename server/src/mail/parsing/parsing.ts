import { readAddresses, readMailboxes, readMessageIds } from './addresses.ts'
import { attachmentsOf } from './attachments.ts'
import { originalIds, readBounces, readUnstructured } from './bouncing.ts'
import { linesEnd, linesMax } from './bounding.ts'
import { cleanLine } from './cleaning.ts'
import { headOf } from './contents.ts'
import { readDate } from './dates.ts'
import { type Fingerprints, fingerprintsOf, sha256 } from './fingerprinting.ts'
import { type HeaderBlock, header, readHeaders } from './headers.ts'
import { judgeMail } from './judging.ts'
import { noticeMissing } from './noticing.ts'
import type { Address, Bounce, OpenMail, ParsedMail } from './parsed.ts'
import { type Part, readParts } from './parts.ts'
import { openBodies, readBodies } from './reading.ts'
import { findRecipient } from './recipientEvidence.ts'
import { splitReply } from './replyText.ts'
import { Unparsable } from './unparsable.ts'
import { decodeWords } from './words.ts'

export { Unparsable } from './unparsable.ts'

/** `from` is `''` for the null sender; null when nobody told us. */
export type Envelope = { from: string | null; to: string | null }

/**
 * Reads one mail, however broken. Small faults are told in `problems`; a mail no ticket can be made of throws Unparsable with
 * the sentence why. Nothing else is ever thrown, and the same bytes always give the same answer.
 */
export async function parseMail(bytes: Uint8Array, envelope?: Envelope): Promise<OpenMail> {
  const block = readHeaders(bytes)
  const { headers, problems } = block
  const root = readParts(headers, block.body, problems)
  const { text, html, leaves, embedded, attached, contentIds } = readBodies(root, problems)
  const rawSha256 = sha256(bytes)

  const subject = subjectOf(headers)
  const { attachments, contents, leaves: files } = attachmentsOf(attached, embedded)
  problems.push(...noticeMissing(contentIds, attachments))
  const delivery = deliveryOf(root, attached)
  const { from, fault } = readFrom(headers)
  const { reply, quoted } = splitReply(text)
  if (linesEnd(text) < text.length) problems.push(`The text has more than ${linesMax} lines; what is below is folded.`)
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
    bounces: delivery?.length ? delivery : verdict.bounce ? readUnstructured(headers, text, contents) : [],
    recipient: findRecipient(headers, envelope?.to ?? null),
    problems: bounded(fault === null ? problems : [...problems, fault]),
  }
  const identity = {
    messageId: ids.message_id,
    subject,
    from: from?.address ?? null,
    date,
    leaves: [...leaves, ...files],
    rawSha256,
    headers,
  }
  const read = {
    mail,
    headers,
    contents,
    ...(mail.bounces.length > 0 || verdict.bounce
      ? originalIds(attachments, contents)
      : { original: null, originalReferences: [] }),
    ...fingerprintsOf(identity),
  }
  // A bounce of a broken mail system is still known by its structure, and its ticket waits for it.
  if (fault !== null && delivery === null) throw new Unparsable(fault, read)
  return read
}

/** Which mail this is, as `parseMail` says it, and nothing else of it: a mail of our own is not read for its words. */
export function fingerprintMail(bytes: Uint8Array): Fingerprints {
  const { headers, body } = readHeaders(bytes)
  const { leaves, embedded, attached } = openBodies(readParts(headers, body, []), [])
  return fingerprintsOf({
    messageId: readIds(headers, []).message_id,
    subject: subjectOf(headers),
    from: readFrom(headers).from?.address ?? null,
    date: readDates(headers, []),
    leaves: [...leaves, ...attachmentsOf(attached, embedded).leaves],
    rawSha256: sha256(bytes),
    headers,
  })
}

const subjectOf = (headers: Headers): string => cleanLine(decodeWords(header(headers, 'subject') ?? ''))

/** Each fault once, however often a mail repeats it; some quote the mail. */
function bounded(problems: readonly string[]): string[] {
  const unique = [...new Set(problems.map(cleanLine))]
  if (unique.length <= problemsMax) return unique
  return [...unique.slice(0, problemsMax), `${unique.length - problemsMax} more faults are not told.`]
}

const problemsMax = 50

const referencesMax = 100
const recipientsMax = 1000

type Headers = HeaderBlock['headers']

function readFrom(headers: Headers): { from: Address | null; fault: string | null } {
  const values = headers.get('from') ?? []
  const mailboxes = values.flatMap((value) => (value ? readMailboxes(value) : []))
  const addressed = mailboxes.filter((one) => one.address.includes('@'))
  const from = addressed[0] ?? null
  if (headers.size === 0) return { from, fault: 'The mail has no header.' }
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

function readIds(headers: Headers, problems: string[]): Pick<ParsedMail, 'message_id' | 'in_reply_to' | 'references'> {
  const given = headers.get('message-id') ?? []
  const own = given.flatMap(readMessageIds)[0] ?? null
  if (given.length > 0 && own === null) problems.push('The Message-ID cannot be read.')
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
  if (value === null) return null
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

const statusBytesMax = 1024 * 1024

/** What this mail reports of each recipient, null when it is no report: a status inside a forwarded mail is an attachment of it. */
function deliveryOf(root: Part, attached: readonly Part[]): Bounce[] | null {
  const isReport =
    root.type === 'multipart/report' && root.params.get('report-type')?.toLowerCase() === 'delivery-status'
  const bounces = attached
    .filter(({ type }) => type === 'message/delivery-status' || type === 'message/global-delivery-status')
    .flatMap((part) => readBounces(headOf(part, statusBytesMax)))
  return isReport || bounces.length > 0 ? bounces : null
}
