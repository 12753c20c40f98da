import { createHash } from 'node:crypto'
import { type Leaf, listHosts, withoutFooter, withoutSpace } from './listFooters.ts'

export type Identity = {
  messageId: string | null
  /** Decoded. */
  subject: string
  from: string | null
  date: string | null
  /** Each leaf as decoded, before anything of ours touched it: a new sanitiser must not make an old mail a new one. */
  leaves: readonly Leaf[]
  rawSha256: string
  headers: ReadonlyMap<string, readonly string[]>
}

export type Fingerprints = {
  /** Only the same mail has it, whatever road it came by. */
  fingerprint: string
  /** Mails have it in common that differ in nothing but white space at the ends of lines and of the text. */
  wordsFingerprint: string | null
  /** Mails have it in common that differ in that, or in what a mailing list adds. */
  weakFingerprint: string | null
}

/**
 * Which mail this is. `fingerprint`: trace headers, re-encoding and line ends do not count. `words`: nor does white space that nobody
 * sees. `weak`: nor do the footer and the `[tag]` of the subject that a mailing list adds (listFooters.ts says what a footer is).
 *
 * The weak one is a hint and never makes two mails one: whoever sends a second mail under a known id could write anything into a footer,
 * and it would be hidden. Mails with the same words are one, since every word of either stands in the other, whichever came first. A
 * mail without Message-ID is known by its bytes alone, so that fetching it again is not a second mail.
 */
export function fingerprintsOf(mail: Identity): Fingerprints {
  if (mail.messageId === null)
    return { fingerprint: sha256(`raw\n${mail.rawSha256}`), wordsFingerprint: null, weakFingerprint: null }
  const { messageId, subject, from, date, leaves } = mail
  const hosts = listHosts(mail.headers)
  const print = (subject: string, leaves: readonly string[]) =>
    sha256(JSON.stringify([messageId, subject, from, date, [...leaves].sort()]))
  return {
    fingerprint: print(subject, leaves.map(leafHash)),
    wordsFingerprint: print(
      subject,
      leaves.map(withoutSpace).flatMap((leaf) => (leaf.length ? [leafHash(leaf)] : [])),
    ),
    weakFingerprint: print(
      withoutTags(subject),
      leaves.map((leaf) => withoutFooter(leaf, hosts)).flatMap((leaf) => (leaf.length ? [leafHash(leaf)] : [])),
    ),
  }
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

function leafHash(leaf: Leaf): string {
  if (typeof leaf === 'string') return sha256(trimmed(Buffer.from(leaf.replace(/\r\n?/g, '\n'))))
  const buffer = Buffer.from(leaf.buffer, leaf.byteOffset, leaf.byteLength)
  if (!buffer.includes(13)) return sha256(trimmed(buffer))
  return sha256(trimmed(Buffer.from(buffer.toString('latin1').replace(/\r\n?/g, '\n'), 'latin1')))
}

/** Whether the last line break belongs to the part or to the boundary is read in two ways. */
function trimmed(buffer: Buffer): Buffer {
  let end = buffer.length
  while (end > 0 && buffer[end - 1] === 10) end--
  return buffer.subarray(0, end)
}

/** `Re: [list] Lamp` and `Re: Lamp`: some lists put their name there. */
const withoutTags = (subject: string): string =>
  subject
    .replace(/\[[^[\]]{0,80}\]/g, ' ')
    .split(/\s+/)
    .filter(Boolean)
    .join(' ')
