import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { connected } from './roles.ts'

const ours = join(import.meta.dirname, '../../../migrations')

/**
 * Brings the schema forward, one file one transaction, and returns the names of what it applied. Two at once apply each file once.
 * With `only` it stops at an older version, for a backup that has it.
 */
export async function migrate(
  ownerUrl: string,
  { appRole = 'docket_app', folder = ours, only }: { appRole?: string; folder?: string; only?: readonly string[] } = {},
): Promise<string[]> {
  return connected(ownerUrl, async (client) => {
    await client.query(`select pg_advisory_lock(hashtext('docket migrations'))`)
    await client.query(
      'create table if not exists schema_migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    )
    await client.query(`grant select on schema_migration to ${client.escapeIdentifier(appRole)}`)
    const { rows } = await client.query<{ name: string }>('select current_user::text as name')
    const roles = { docket_app: appRole, docket_owner: rows[0]?.name ?? 'docket_owner' }

    const missing = pending(await applied(client), migrationsIn(folder))
    const waiting = only ? missing.filter(({ name }) => only.includes(name)) : missing
    for (const migration of waiting) await apply(client, migration, roles)
    return waiting.map(({ name }) => name)
  })
}

/** The names of migrations that this schema still lacks. */
export async function missingMigrations(url: string, { folder = ours }: { folder?: string } = {}): Promise<string[]> {
  return connected(url, async (client) => {
    const { rows } = await client.query<{ there: boolean }>(
      `select to_regclass('schema_migration') is not null as there`,
    )
    const done = rows[0]?.there ? await applied(client) : new Map<string, string>()
    return pending(done, migrationsIn(folder)).map(({ name }) => name)
  })
}

/** What this version can bring a schema to. */
export const knownMigrations = (): Migration[] => migrationsIn(ours)

type Migration = { name: string; sql: string; sha256: string }

function migrationsIn(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name) => {
    const sql = readFileSync(join(folder, name), 'utf8')
    return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
  })
}

async function applied(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from schema_migration')
  return new Map(rows.map(({ name, sha256 }) => [name, sha256]))
}

function pending(done: Map<string, string>, all: Migration[]): Migration[] {
  const changed = all.find(({ name, sha256 }) => done.has(name) && done.get(name) !== sha256)
  if (changed)
    throw new Error(`The migration ${changed.name} was changed after it was applied: write a new one instead.`)
  const known = new Set(all.map(({ name }) => name))
  const newer = [...done.keys()].find((name) => !known.has(name))
  if (newer)
    throw new Error(
      `The database has the migration ${newer}, which this version of Docket does not know: it is too old for it.`,
    )
  return all.filter(({ name }) => !done.has(name))
}

/** A migration that waits for a lock makes everybody behind it wait: it gives up after 2 s and comes again. */
async function apply(
  client: pg.Client,
  { name, sql, sha256 }: Migration,
  roles: Record<string, string>,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query('begin')
      await client.query(`set local lock_timeout = '2s'`)
      await client.query(withRoles(client, sql, roles))
      await client.query('insert into schema_migration (name, sha256) values ($1, $2)', [name, sha256])
      await client.query('commit')
      return
    } catch (error) {
      await client.query('rollback')
      const { code, message } = error as { code?: string; message: string }
      const lockNotAvailable = '55P03'
      if (code !== lockNotAvailable || attempt === 10)
        throw new Error(`The migration ${name} failed: ${message}`, { cause: error })
      await sleep(attempt * 500)
    }
  }
}

/** The files name the roles of the embedded server; a database of one's own may call them otherwise. */
function withRoles(client: pg.Client, sql: string, roles: Record<string, string>): string {
  return sql.replace(/\bdocket_(?:app|owner)\b/g, (role) => {
    const name = roles[role] ?? role
    return name === role ? role : client.escapeIdentifier(name)
  })
}
