import { createHash } from 'node:crypto'

export type Identity = {
  messageId: string | null
  /** Decoded. */
  subject: string
  from: string | null
  date: string | null
  /** The hash of each leaf as decoded, before anything of ours touched it: a new sanitiser must not make an old mail a new one. */
  leaves: readonly string[]
  rawSha256: string
}

/**
 * Which mail this is, whatever road it came by: trace headers, re-encoding and line ends do not count. A mail without
 * Message-ID is known by its bytes alone, so that fetching it again is not a second mail.
 */
export function fingerprint(mail: Identity): string {
  if (mail.messageId === null) return sha256(`raw\n${mail.rawSha256}`)
  return sha256(JSON.stringify([mail.messageId, mail.subject, mail.from, mail.date, mail.leaves.toSorted()]))
}

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

export const textHash = (text: string): string => leafHash(utf8Pieces(text))

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
