import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'

/**
 * Bytes by organisation and SHA-256. Never guessable from outside: they are only reached through the row that names them. What is
 * given out has the hash that it is called by, or is refused.
 */
export type Blobs = {
  /** Where they lie, in words without secrets. */
  place: string
  put(orgId: string, sha256: string, bytes: Uint8Array): Promise<void>
  /** The same without holding it all, where the store can. */
  putPieces(orgId: string, sha256: string, pieces: Iterable<Uint8Array>): Promise<void>
  get(orgId: string, sha256: string): Promise<Uint8Array | undefined>
  /** The same without holding it all: a damaged blob breaks off before its last piece. */
  open(orgId: string, sha256: string): Promise<OpenBlob | undefined>
  has(orgId: string, sha256: string): Promise<boolean>
  delete(orgId: string, sha256: string): Promise<void>
  /** All of them, or those of one organisation, in the order of their names. */
  list(orgId?: string): AsyncIterable<BlobName & { size: number }>
  /** An address that gives out this blob for a minute, as a file to save; null where there is none and the bytes pass through us. */
  signedUrl(orgId: string, sha256: string, disposition: string): Promise<string | null>
  /** Throws a sentence when it does not serve. */
  check(): Promise<void>
}

export type BlobName = { orgId: string; sha256: string }
export type OpenBlob = { size: number; stream: Readable }

/** The store does not answer, or not as it should; the sentence is for the operator and holds no secret. */
export class BlobsAway extends Error {
  /** Whether asking again may help. */
  readonly passing: boolean
  constructor(sentence: string, { passing = true, cause }: { passing?: boolean; cause?: unknown } = {}) {
    super(sentence, { cause })
    this.passing = passing
  }
}

export class BlobDamaged extends Error {}

/** `org/sha256`, and never a path of somebody else's making. */
export function mustBeName(orgId: string, sha256: string): void {
  if (!/^[0-9a-f-]{36}$/.test(orgId) || !/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not the name of a blob')
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export function mustMatch(sha256: string, found: string): void {
  if (found !== sha256) throw new BlobDamaged(`The blob ${sha256} is damaged: its bytes have the hash ${found}.`)
}

/** Holds the last piece back until the hash is known, so that whoever counts the bytes sees a damaged blob break off. */
export function verifying(pieces: AsyncIterable<Uint8Array>, sha256: string): Readable {
  return Readable.from(checked(pieces, sha256), { objectMode: false })
}

async function* checked(pieces: AsyncIterable<Uint8Array>, sha256: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let held: Uint8Array | undefined
  for await (const piece of pieces) {
    if (held) yield held
    hash.update(piece)
    held = piece
  }
  mustMatch(sha256, hash.digest('hex'))
  if (held) yield held
}

export async function collect(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}
