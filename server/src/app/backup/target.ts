import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../platform/config.ts'
import { startEmbedded } from '../../platform/db/embedded.ts'
import { knownMigrations } from '../../platform/db/migrate.ts'
import { connected, ensureServingRole, prepareDatabase } from '../../platform/db/roles.ts'
import { openKeys } from '../../platform/secrets.ts'
import type { Checked } from './checking.ts'
import type { Manifest } from './manifest.ts'
import { checkOf } from './sealingKeys.ts'

export type Target = { ownerUrl: string; appRole: string; release(): Promise<void> }

/** The database that a backup goes into, with its roles and nothing else done to it. */
export async function openTarget(config: Config, progress: (line: string) => void): Promise<Target> {
  if (!config.databaseUrl) {
    const server = await startEmbedded(config.dataDir, { progress })
    try {
      const { ownerUrl } = await prepareDatabase(server)
      return { ownerUrl, appRole: 'docket_app', release: server.release }
    } catch (error) {
      await server.release()
      throw error
    }
  }
  if (!config.databaseOwnerUrl)
    throw new Error('docket restore needs DATABASE_OWNER_URL beside DATABASE_URL: only the owner fills a database.')
  const appRole = await ensureServingRole(config.databaseOwnerUrl, config.databaseUrl)
  return { ownerUrl: config.databaseOwnerUrl, appRole, release: async () => {} }
}

/** Throws a sentence unless nothing is there yet, and nothing that this backup is too old for. */
export async function mustBeEmpty(ownerUrl: string, { migrations }: Manifest): Promise<void> {
  await connected(ownerUrl, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')`,
    )
    const names = new Set(tables.map(({ name }) => name))
    if (names.size === 0) return
    if (!names.has('schema_migration'))
      throw new Error('The database holds tables of something else: a backup is only restored into an empty database.')
    if (names.has('org')) {
      const { rows } = await client.query<{ count: number }>('select count(*)::int as count from org')
      const { count } = rows[0]!
      if (count > 0)
        throw new Error(
          `The database already holds ${count === 1 ? 'an organisation' : `${count} organisations`}: a backup is only restored into an empty one.`,
        )
    }
    const { rows: applied } = await client.query<{ name: string }>('select name from schema_migration')
    const inBackup = new Set(migrations.map(({ name }) => name))
    const newer = applied.find(({ name }) => !inBackup.has(name))
    if (newer)
      throw new Error(
        `The database is already at ${newer.name}, and the backup is older: restore into a fresh database, which is then brought up to date.`,
      )
  })
}

/** This version must know every migration of the backup, by the same bytes. */
export function mustKnow({ migrations }: Manifest): void {
  const known = new Map(knownMigrations().map(({ name, sha256 }) => [name, sha256]))
  for (const { name, sha256 } of migrations) {
    const ours = known.get(name)
    if (ours === undefined)
      throw new Error(`The backup is of a newer Docket (it has ${name}): restore it with that version or a later one.`)
    if (ours !== sha256)
      throw new Error(
        `The backup was made with another ${name} than this version has: restore it with its own version.`,
      )
  }
}

/** The key that the restored secrets will be opened with, or a sentence why there is none. Says what is to be written. */
export function keyFor(config: Config, { manifest, secrets }: Checked): { write(): void } {
  const path = join(config.dataDir, 'encryption.key')
  const there =
    config.encryptionKey ?? (existsSync(path) ? Buffer.from(readFileSync(path, 'utf8'), 'base64') : undefined)
  if (there) {
    if (checkOf(openKeys(there)) === manifest.keys.check) return { write: () => writeDemo(config, secrets) }
    const name = config.encryptionKey ? 'ENCRYPTION_KEY_BASE64' : path
    throw new Error(
      `${name} is not the key that this backup's secrets were sealed with: ${secrets ? 'docket restore --print-key shows that key.' : 'set it to the key of the old installation.'}`,
    )
  }
  if (!secrets)
    throw new Error(
      `The backup holds no keys: put the old installation's encryption.key into ${config.dataDir}, or set ENCRYPTION_KEY_BASE64 to it.`,
    )
  return {
    write() {
      mkdirSync(config.dataDir, { recursive: true })
      writeFileSync(path, `${secrets.encryption_key}\n`, { flag: 'wx', mode: 0o600, flush: true })
      writeDemo(config, secrets)
    },
  }
}

/** The demo's page of sign-in shows what stands in this file: the password that the restored user has. */
function writeDemo({ dataDir }: Config, secrets: Checked['secrets']): void {
  if (!secrets?.demo_password) return
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(join(dataDir, 'demo-password'), `${secrets.demo_password}\n`, { mode: 0o600 })
}
