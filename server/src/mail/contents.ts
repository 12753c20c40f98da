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
