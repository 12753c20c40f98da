import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { extract, pack } from 'tar-stream'

/** The file is not what was written: said in one sentence, before anything is changed. */
export class Damaged extends Error {}

export type Put = (name: string, bytes: Uint8Array) => Promise<void>

/**
 * A tar in zstd, which every `tar --zstd` can open, and after it the hash of all that stands before: in a frame that zstd skips. So a
 * file that was cut or changed anywhere is known without unpacking it. It appears under its name when it is whole and on the disk.
 */
export async function writeArchive(path: string, at: Date, fill: (put: Put) => Promise<void>): Promise<void> {
  const aside = `${path}.${randomBytes(4).toString('hex')}.part`
  const tar = pack()
  const zstd = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } })
  const file = createWriteStream(aside, { flags: 'wx', mode: 0o600, flush: true })
  const written = pipeline(tar, zstd, sealed(), file)
  // A full disk ends the pipeline, not the entry that is being put: whoever puts must hear of it.
  const broken = written.then(() => new Promise<never>(() => {}))
  broken.catch(() => {})
  const put: Put = (name, bytes) =>
    Promise.race([
      broken,
      new Promise<void>((done, failed) => {
        const entry = tar.entry({ name, size: bytes.byteLength, mtime: at, mode: 0o600 }, (error) =>
          error ? failed(error) : done(),
        )
        entry.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
      }),
    ])
  try {
    await fill(put)
    tar.finalize()
    await written
    await rename(aside, path)
  } catch (error) {
    tar.destroy()
    await written.catch(() => {})
    await rm(aside, { force: true })
    throw error
  }
}

/** Every entry in its order. The file must have been checked before. */
export async function* readArchive(path: string): AsyncGenerator<{ name: string; bytes: Buffer }> {
  const { end } = await trailerOf(path)
  const entries = extract()
  const done = pipeline(createReadStream(path, { end: end - 1 }), createZstdDecompress(), entries)
  done.catch(() => {})
  for await (const entry of entries) {
    const pieces: Buffer[] = []
    for await (const piece of entry) pieces.push(piece as Buffer)
    yield { name: entry.header.name, bytes: Buffer.concat(pieces) }
  }
  await done
}

/** Reads the whole file once, and throws when one bit of it is another or its end is missing. */
export async function checkArchive(path: string, took: (bytes: number) => void = () => {}): Promise<void> {
  const { end, hash } = await trailerOf(path)
  const found = createHash('sha256')
  if (end > 0)
    for await (const piece of createReadStream(path, { end: end - 1, highWaterMark: 1024 * 1024 })) {
      found.update(piece as Buffer)
      took((piece as Buffer).length)
    }
  if (!found.digest().equals(hash)) throw new Damaged(`${path} is damaged: its bytes are not those that were written.`)
}

const skippable = 0x184d2a50
const kind = Buffer.from('docket-backup-01')
const head = Buffer.alloc(8)
head.writeUInt32LE(skippable, 0)
head.writeUInt32LE(kind.length + 32, 4)
const trailerBytes = head.length + kind.length + 32

function sealed(): Transform {
  const hash = createHash('sha256')
  return new Transform({
    transform(piece, _encoding, done) {
      hash.update(piece)
      done(null, piece)
    },
    flush(done) {
      done(null, Buffer.concat([head, kind, hash.digest()]))
    },
  })
}

async function trailerOf(path: string): Promise<{ end: number; hash: Buffer }> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const end = size - trailerBytes
    const trailer = Buffer.alloc(trailerBytes)
    if (end >= 0) await file.read(trailer, 0, trailerBytes, end)
    const mark = Buffer.concat([head, kind])
    if (end < 0 || !trailer.subarray(0, mark.length).equals(mark))
      throw new Damaged(`${path} is no whole backup: its end is missing or damaged.`)
    return { end, hash: trailer.subarray(mark.length) }
  } finally {
    await file.close()
  }
}
