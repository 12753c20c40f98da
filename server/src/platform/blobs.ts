import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Bytes by organisation and SHA-256. Never guessable from outside: they are only reached through the row that names them. */
export type Blobs = {
  put(orgId: string, sha256: string, bytes: Uint8Array): Promise<void>
  get(orgId: string, sha256: string): Promise<Uint8Array | undefined>
}

/** On disk. A blob is whole or absent: written aside, synced, renamed; the folder is synced so that the name survives too. */
export function diskBlobs(root: string): Blobs {
  const pathOf = (orgId: string, sha256: string): string => {
    if (!/^[0-9a-f-]{36}$/.test(orgId) || !/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not the name of a blob')
    return join(root, orgId, sha256.slice(0, 2), sha256)
  }
  return {
    async put(orgId, sha256, bytes) {
      const path = pathOf(orgId, sha256)
      if ((await stat(path).catch(absent))?.size === bytes.byteLength) return
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const aside = `${path}.${randomBytes(6).toString('hex')}`
      try {
        const file = await open(aside, 'wx', 0o600)
        try {
          await file.writeFile(bytes)
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(aside, path)
      } catch (error) {
        await rm(aside, { force: true })
        throw error
      }
      const folder = await open(dirname(path), 'r')
      try {
        await folder.sync()
      } finally {
        await folder.close()
      }
    },
    async get(orgId, sha256) {
      return readFile(pathOf(orgId, sha256)).catch(absent)
    },
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
