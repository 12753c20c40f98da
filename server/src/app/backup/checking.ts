import { createHash, type Hash } from 'node:crypto'
import { checkArchive, Damaged, readArchive } from './archive.ts'
import { keysName, Manifest, manifestName } from './manifest.ts'
import { openSecrets, type Secrets } from './sealingKeys.ts'

export type Checked = { manifest: Manifest; secrets: Secrets | undefined }

/**
 * Reads a backup from end to end and says what is in it, or throws a sentence: the file is damaged, it is of a newer version, the
 * passphrase is another. Nothing has been changed by then.
 */
export async function checkBackup(
  path: string,
  { passphrase, took }: { passphrase: string | undefined; took?: (bytes: number) => void },
): Promise<Checked> {
  await checkArchive(path, took)
  const tables = new Map<string, { hash: Hash; bytes: number }>()
  const blobs = { count: 0, bytes: 0 }
  let keys: Buffer | undefined
  let manifest: Manifest | undefined
  for await (const { name, bytes } of readArchive(path)) {
    if (name === keysName) keys = bytes
    else if (name === manifestName) manifest = manifestOf(path, bytes)
    else if (name.startsWith('blobs/')) {
      blobs.count++
      blobs.bytes += bytes.length
      if (createHash('sha256').update(bytes).digest('hex') !== name.split('/').at(-1))
        throw new Damaged(`${path} is damaged: ${name} has other bytes than its name says.`)
    } else {
      const table = name.split('/')[1] ?? ''
      const { hash, bytes: before } = tables.get(table) ?? { hash: createHash('sha256'), bytes: 0 }
      tables.set(table, { hash: hash.update(bytes), bytes: before + bytes.length })
    }
  }
  if (!manifest) throw new Damaged(`${path} is no whole backup: it does not say what is in it.`)
  for (const { schema, name, sha256, bytes } of manifest.tables) {
    const found = tables.get(`${schema}.${name}`)
    const hash = (found?.hash ?? createHash('sha256')).digest('hex')
    if (hash !== sha256 || (found?.bytes ?? 0) !== bytes)
      throw new Damaged(`${path} is damaged: the rows of ${name} are not those that were written.`)
  }
  if (blobs.count !== manifest.blobs.count || blobs.bytes !== manifest.blobs.bytes)
    throw new Damaged(`${path} is damaged: it holds ${blobs.count} of ${manifest.blobs.count} blobs.`)
  return { manifest, secrets: await secretsIn(manifest, keys, passphrase) }
}

function manifestOf(path: string, bytes: Buffer): Manifest {
  const read: unknown = JSON.parse(bytes.toString('utf8'))
  const format = read && typeof read === 'object' && 'format' in read ? Number(read.format) : Number.NaN
  if (format > 1) throw new Error(`${path} was made by a newer Docket: restore it with that version or a later one.`)
  const parsed = Manifest.safeParse(read)
  if (!parsed.success) throw new Damaged(`${path} is no backup that Docket can read.`)
  return parsed.data
}

async function secretsIn(
  { keys: { sealed } }: Manifest,
  keys: Buffer | undefined,
  passphrase: string | undefined,
): Promise<Secrets | undefined> {
  if (!sealed || !keys) return undefined
  if (passphrase === undefined)
    throw new Error(
      'The keys in this backup are sealed: give its passphrase with --passphrase-file or DOCKET_BACKUP_PASSPHRASE.',
    )
  return openSecrets(passphrase, keys)
}
