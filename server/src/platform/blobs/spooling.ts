import { createHash, randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { type FileHandle, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Bytes of unknown length, set aside until their hash, by which a blob is called, is known. */
export type Spooled = {
  size: number
  sha256: string
  /** The first bytes, enough to tell a picture by. */
  head: Uint8Array
  pieces(): Iterable<Uint8Array>
  /** All of them at once. */
  whole(): Promise<Buffer>
}

export class TooLong extends Error {}

const pieceBytes = 64 * 1024
/** A file for a few bytes costs more than all else that is done with them. */
const heldMax = 256 * 1024

/**
 * Runs the work over them and leaves nothing behind: few are held, more lie in a file. Throws `TooLong` at the first byte beyond
 * `bytesMax`.
 */
export async function spooling<R>(
  bytes: AsyncIterable<Uint8Array>,
  bytesMax: number,
  work: (spooled: Spooled) => Promise<R>,
): Promise<R> {
  const path = join(tmpdir(), `docket-${randomUUID()}`)
  const hash = createHash('sha256')
  let held: Uint8Array[] = []
  let file: FileHandle | undefined
  let [size, head] = [0, Buffer.alloc(0)]
  try {
    try {
      for await (const piece of bytes) {
        size += piece.byteLength
        if (size > bytesMax) throw new TooLong(`More than ${bytesMax} bytes came.`)
        if (head.byteLength < 64) head = Buffer.concat([head, piece.subarray(0, 64)])
        hash.update(piece)
        held.push(piece)
        if (size <= heldMax) continue
        file ??= await open(path, 'wx', 0o600)
        for (const one of held) await file.write(one)
        held = []
      }
    } finally {
      await file?.close()
    }
    return await work({
      ...{ size, sha256: hash.digest('hex'), head },
      pieces: () => (file ? piecesIn(path) : held),
      whole: async () => (file ? readFile(path) : Buffer.concat(held)),
    })
  } finally {
    if (file) await rm(path, { force: true })
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
