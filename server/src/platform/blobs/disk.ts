import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BlobDamaged, type Blobs, BlobsAway, hashOf, mustBeName, mustMatch, verifying } from './blobs.ts'

/** On disk. A blob is whole or absent: written aside, synced, renamed; the folder is synced so that the name survives too. */
export function diskBlobs(root: string): Blobs {
  const pathOf = (orgId: string, sha256: string): string => {
    mustBeName(orgId, sha256)
    return join(root, orgId, sha256.slice(0, 2), sha256)
  }
  const putOnce = async (orgId: string, sha256: string, pieces: Iterable<Uint8Array>) => {
    const path = pathOf(orgId, sha256)
    // One that is there is left alone when it is whole; a damaged one is healed by whoever brings its bytes again.
    if ((await hashThere(path)) === sha256) return
    await writeWhole(root, path, hashed(pieces, sha256))
  }
  return {
    place: root,
    async put(orgId, sha256, bytes) {
      mustMatch(sha256, hashOf(bytes))
      await putOnce(orgId, sha256, [bytes])
    },
    putPieces: putOnce,
    async get(orgId, sha256) {
      const bytes = await readFile(pathOf(orgId, sha256)).catch(absent)
      if (bytes) mustMatch(sha256, hashOf(bytes))
      return bytes
    },
    async open(orgId, sha256) {
      const path = pathOf(orgId, sha256)
      const found = await stat(path).catch(absent)
      return found && { size: found.size, stream: verifying(createReadStream(path), sha256) }
    },
    has: async (orgId, sha256) => (await stat(pathOf(orgId, sha256)).catch(absent)) !== undefined,
    delete: (orgId, sha256) => rm(pathOf(orgId, sha256), { force: true }),
    async *list(only) {
      const orgs = only === undefined ? await namesIn(root, /^[0-9a-f-]{36}$/) : [only]
      for (const orgId of orgs) {
        for (const head of await namesIn(join(root, orgId), /^[0-9a-f]{2}$/)) {
          for (const sha256 of await namesIn(join(root, orgId, head), /^[0-9a-f]{64}$/)) {
            const found = await stat(pathOf(orgId, sha256)).catch(absent)
            if (found) yield { orgId, sha256, size: found.size }
          }
        }
      }
    },
    signedUrl: async () => null,
    async check() {
      const probe = join(root, `.probe-${randomBytes(6).toString('hex')}`)
      try {
        await writeWhole(root, probe, [Buffer.from('written to see whether it can be')])
      } finally {
        await rm(probe, { force: true })
      }
    },
  }
}

async function writeWhole(root: string, path: string, pieces: Iterable<Uint8Array>): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    // What stands beside the blobs may belong to another user, who passes through their parent: PostgreSQL's files do.
    await mkdir(dirname(root), { recursive: true, mode: 0o711 })
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await synced(aside, 'wx', async (file) => {
      for (const piece of pieces) await file.writeFile(piece)
    })
    await rename(aside, path)
    await synced(dirname(path), 'r')
  } catch (error) {
    await rm(aside, { force: true }).catch(() => {})
    throw error instanceof BlobDamaged ? error : broken(error as Error)
  }
}

/** Whoever writes them all hears at the end that they were others. */
function* hashed(pieces: Iterable<Uint8Array>, sha256: string): Generator<Uint8Array> {
  const hash = createHash('sha256')
  for (const piece of pieces) {
    hash.update(piece)
    yield piece
  }
  mustMatch(sha256, hash.digest('hex'))
}

async function hashThere(path: string): Promise<string | undefined> {
  const hash = createHash('sha256')
  try {
    for await (const piece of createReadStream(path)) hash.update(piece)
  } catch (error) {
    return absent(error as NodeJS.ErrnoException)
  }
  return hash.digest('hex')
}

async function synced(path: string, flags: string, write?: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, flags, 0o600)
  try {
    await write?.(file)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function namesIn(folder: string, like: RegExp): Promise<string[]> {
  const names = (await readdir(folder).catch(absent)) ?? []
  return names.filter((name) => like.test(name)).sort()
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw broken(error)
}

/** Full, closed or failing: whoever waits is told the same as of a bucket that does not answer. */
const broken = (error: Error) => new BlobsAway(`The disk refuses: ${error.message}.`, { cause: error })
