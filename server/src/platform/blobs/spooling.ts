import { createHash, randomUUID } from 'node:crypto'
import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Bytes of unknown length, set aside in a file until their hash, by which a blob is called, is known. */
export type Spooled = {
  size: number
  sha256: string
  /** The first bytes, enough to tell a picture by. */
  head: Uint8Array
  path: string
  pieces(): Iterable<Uint8Array>
  stream(): AsyncIterable<Uint8Array>
}

export class TooLong extends Error {}

const pieceBytes = 64 * 1024

/** Runs the work over them and leaves nothing behind. Throws `TooLong` at the first byte beyond `bytesMax`. */
export async function spooling<R>(
  bytes: AsyncIterable<Uint8Array>,
  bytesMax: number,
  work: (spooled: Spooled) => Promise<R>,
): Promise<R> {
  const path = join(tmpdir(), `docket-${randomUUID()}`)
  const hash = createHash('sha256')
  let [size, head] = [0, Buffer.alloc(0)]
  try {
    const file = await open(path, 'wx', 0o600)
    try {
      for await (const piece of bytes) {
        size += piece.byteLength
        if (size > bytesMax) throw new TooLong(`More than ${bytesMax} bytes came.`)
        if (head.byteLength < 64) head = Buffer.concat([head, piece.subarray(0, 64)])
        hash.update(piece)
        await file.write(piece)
      }
    } finally {
      await file.close()
    }
    const spooled = { size, sha256: hash.digest('hex'), head, path }
    return await work({ ...spooled, pieces: () => piecesIn(path), stream: () => createReadStream(path) })
  } finally {
    await rm(path, { force: true })
  }
}

function* piecesIn(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r')
  try {
    for (;;) {
      const piece = Buffer.allocUnsafe(pieceBytes)
      const read = readSync(file, piece)
      if (read === 0) return
      yield piece.subarray(0, read)
    }
  } finally {
    closeSync(file)
  }
}
