import type { Content } from './contents.ts'
import type { Fingerprints } from './fingerprinting.ts'

/** What the parser understood of one mail; its JSON is what `docket parse` prints. Pure data, computed again at any time. */

/** Raised with every change of what parser, judge or sanitiser make of a mail: what older ones have read is read again by itself. */
export const parserVersion = 4

export type Address = { name: string; address: string }

export type ParsedAttachment = {
  filename: string
  content_type: string
  size: number
  sha256: string
  inline: boolean
  content_id: string | null
}

export type Verdict = {
  /** Do not answer automatically (RFC 3834). */
  auto_generated: boolean
  /** An automatic reply to us: attach, do not reopen. */
  vacation: boolean
  bounce: boolean
  list: boolean
  /** Two machines are talking: an automatic mail of ours came back, or a mail goes round in circles. */
  loop: boolean
  /** A filter on its way took it for spam. A hint to people: nothing is dropped or hidden for it. */
  spam: boolean
  /** Each signal that was seen, as a sentence with the header that carries it. */
  reasons: string[]
}

export type Bounce = { recipient: string; action: string; status: string; permanent: boolean }

export const sources = [
  'envelope',
  'workspace_header',
  'delivered_to',
  'x_original_to',
  'to_cc_scan',
  'unknown',
] as const
export const confidences = ['high', 'medium', 'low'] as const
export type Recipient = {
  address: string | null
  source: (typeof sources)[number]
  confidence: (typeof confidences)[number]
}

export type ParsedMail = {
  sha256: string
  /** Null when the header is missing, or cannot be read (then `problems` says so). */
  message_id: string | null
  in_reply_to: string | null
  references: string[]
  /** ISO 8601 UTC; null when the header is missing or cannot be read (then `problems` says so). */
  date: string | null
  subject: string
  from: Address | null
  to: Address[]
  cc: Address[]
  reply_to: Address[]
  /** The whole plain text: the text part, else text made from the HTML. */
  text: string
  reply_text: string
  quoted_text: string
  /** Sanitised; null when the mail has no HTML part. */
  html: string | null
  attachments: ParsedAttachment[]
  verdict: Verdict
  bounces: Bounce[]
  recipient: Recipient
  /** Faults: what is there and cannot be read, is cut, or deceives. A header that was left out is null, and no fault. */
  problems: string[]
}

/** What was understood of a mail: data alone, which may go from one process to another. */
export type ReadMail = {
  mail: ParsedMail
  /** Header values by lower-case name, unfolded, in order of appearance. */
  headers: ReadonlyMap<string, readonly string[]>
  /** The Message-ID of the mail that a bounce is about, where it carries that. */
  original: string | null
} & Fingerprints

/** `contents` has the bytes of the attachments, in the order of `mail.attachments`. */
export type OpenMail = ReadMail & { contents: Content[] }
