import { createHash } from 'node:crypto'
import { type Leaf, listHosts, withoutFooter, withoutSpace } from './listFooters.ts'

export type Identity = {
  messageId: string | null
  /** Decoded. */
  subject: string
  from: string | null
  date: string | null
  /** Each leaf that is not empty, as decoded, before anything of ours touched it: a new sanitiser must not make an old mail a new one. */
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
    fingerprint: print(subject, leaves.map(hashOf)),
    wordsFingerprint: print(
      subject,
      leaves.map((leaf) => bounded(leaf, withoutSpace)).flatMap((leaf) => (leaf === '' ? [] : [hashOf(leaf)])),
    ),
    weakFingerprint: print(
      withoutTags(subject),
      leaves
        .map((leaf) => bounded(leaf, (text) => withoutFooter(text, hosts)))
        .flatMap((leaf) => (leaf === '' ? [] : [hashOf(leaf)])),
    ),
  }
}

/** The lines of a long text would take many times its length; it is compared as it is. */
const boundedChars = 2 * 1024 * 1024
const bounded = (leaf: Leaf, plain: (leaf: Leaf) => Leaf): Leaf =>
  typeof leaf === 'string' && leaf.length > boundedChars ? leaf : plain(leaf)

const hashOf = (leaf: Leaf): string => (typeof leaf === 'string' ? textHash(leaf) : leaf.hash)

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** Line ends are alike, and those at the end do not count: whether the last belongs to the part or to the boundary is read in two ways. */
export function leafHash(pieces: Iterable<Uint8Array>): string {
  const hash = createHash('sha256')
  let feeds = 0
  let isAfterReturn = false
  for (const piece of pieces) {
    const bytes = withLineFeeds(piece, isAfterReturn)
    if (piece.length > 0) isAfterReturn = piece.at(-1) === 13
    let end = bytes.length
    while (end > 0 && bytes[end - 1] === 10) end--
    if (end > 0) {
      for (; feeds > 0; feeds -= lineFeeds.length) hash.update(lineFeeds.subarray(0, feeds))
      feeds = 0
      hash.update(bytes.subarray(0, end))
    }
    feeds += bytes.length - end
  }
  return hash.digest('hex')
}

const lineFeeds = Buffer.alloc(64 * 1024, 10)
const charsMax = 256 * 1024

const textHash = (text: string): string => leafHash(utf8Pieces(text))

function* utf8Pieces(text: string): Generator<Uint8Array> {
  for (let at = 0; at < text.length; ) {
    // Both halves of a surrogate pair are one character.
    const over = (text.charCodeAt(at + charsMax - 1) & 0xfc00) === 0xd800 ? 1 : 0
    yield Buffer.from(text.slice(at, at + charsMax + over))
    at += charsMax + over
  }
}

function withLineFeeds(piece: Uint8Array, isAfterReturn: boolean): Buffer {
  const skipped = isAfterReturn && piece[0] === 10 ? 1 : 0
  const buffer = Buffer.from(piece.buffer, piece.byteOffset + skipped, piece.byteLength - skipped)
  if (!buffer.includes(13)) return buffer
  return Buffer.from(buffer.toString('latin1').replace(/\r\n?/g, '\n'), 'latin1')
}

/** `Re: [list] Lamp` and `Re: Lamp`: some lists put their name there. */
const withoutTags = (subject: string): string =>
  subject
    .replace(/\[[^[\]]{0,80}\]/g, ' ')
    .split(/\s+/)
    .filter(Boolean)
    .join(' ')
