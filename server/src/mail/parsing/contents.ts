import { createHash } from 'node:crypto'
import { decodeInPieces, decodeTransfer } from './decoding.ts'
import { leafHash } from './fingerprinting.ts'

/** The bytes of an attachment as they travelled: a view of the mail, decoded when they are asked for. */
export type Content = { body: Buffer; encoding: string }

/** Above this a content is decoded in pieces and never held whole. */
const wholeBytesMax = 1024 * 1024

export function* piecesOf({ body, encoding }: Content): Generator<Buffer> {
  if (body.length <= wholeBytesMax) yield decodeTransfer(body, encoding)
  else yield* decodeInPieces(body, encoding)
}

export const wholeOf = (content: Content): Buffer => Buffer.concat([...piecesOf(content)])

/** The first bytes of it, and no more decoded than they need. */
export function headOf(content: Content, bytesMax: number): Buffer {
  const pieces: Buffer[] = []
  let size = 0
  for (const piece of piecesOf(content)) {
    pieces.push(piece)
    size += piece.length
    if (size >= bytesMax) break
  }
  const [only] = pieces
  return (pieces.length === 1 && only ? only : Buffer.concat(pieces)).subarray(0, bytesMax)
}

/** As many first bytes as are asked for, up to the end of a line or a character, and the hash of all that follows. */
export function divide(content: Content, bytesMax: number): { head: Buffer; rest: string | null } {
  if (content.body.length <= bytesMax) return { head: decodeTransfer(content.body, content.encoding), rest: null }
  const pieces = piecesOf(content)
  const held: Buffer[] = []
  let size = 0
  for (let next = pieces.next(); !next.done; next = pieces.next()) {
    held.push(next.value)
    size += next.value.length
    if (size > bytesMax) break
  }
  const all = Buffer.concat(held)
  if (size <= bytesMax) return { head: all, rest: null }
  const end = endOfLine(all, bytesMax)
  function* following(): Generator<Buffer> {
    yield all.subarray(end)
    yield* pieces
  }
  return { head: all.subarray(0, end), rest: leafHash(following()) }
}

function endOfLine(bytes: Buffer, at: number): number {
  const feed = at > 0 ? bytes.lastIndexOf(10, at - 1) : -1
  if (feed >= 0 && at - feed < lineBytesMax) return feed + 1
  let end = at
  while (end > 0 && at - end < 3 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return end
}

const lineBytesMax = 64 * 1024

export type Measured = { size: number; sha256: string; leaf: string }

/** What is told of a content, in one pass. */
export function measure(content: Content): Measured {
  const hash = createHash('sha256')
  let size = 0
  function* counted(): Generator<Buffer> {
    for (const piece of piecesOf(content)) {
      size += piece.length
      hash.update(piece)
      yield piece
    }
  }
  const leaf = leafHash(counted())
  return { size, sha256: hash.digest('hex'), leaf }
}
