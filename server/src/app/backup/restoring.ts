import { finished } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { openBlobs } from '../../platform/blobs/place.ts'
import { blobPlaceOf, type Config } from '../../platform/config.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { connected } from '../../platform/db/roles.ts'
import { installQueue } from '../../platform/jobs.ts'
import { readArchive } from './archive.ts'
import type { Checked } from './checking.ts'
import { loosen } from './loosening.ts'
import type { Manifest, TableInBackup } from './manifest.ts'
import { copySettings, listOf, quoted } from './tables.ts'
import { keyFor, mustBeEmpty, mustKnow, openTarget, type Target } from './target.ts'

const puttingMax = 4

export type Restored = { rows: number; blobs: number }

/**
 * Puts a checked backup into an empty database and the blob store. All rows come in one transaction, committed when every blob lies
 * where it belongs and every count is as the backup says; the schema is first that of the backup, and brought up to date after it.
 */
export async function restoreBackup(
  config: Config,
  path: string,
  checked: Checked,
  { restored, progress }: { restored: Restored; progress: (line: string) => void },
): Promise<void> {
  const { manifest } = checked
  mustKnow(manifest)
  const key = keyFor(config, checked)
  await openBlobs(blobPlaceOf(config)).check()
  const target = await openTarget(config, progress)
  try {
    await mustBeEmpty(target.ownerUrl, manifest)
    await makeSchema(target, manifest)
    await connected(target.ownerUrl, (client) => fill(client, config, path, manifest, { restored, commit: key.write }))
    for (const name of await migrate(target.ownerUrl, { appRole: target.appRole }))
      progress(`Applied the migration ${name}.`)
  } finally {
    await target.release()
  }
}

async function makeSchema({ ownerUrl, appRole }: Target, { migrations }: Manifest): Promise<void> {
  await migrate(ownerUrl, { appRole, only: migrations.map(({ name }) => name) })
  await installQueue(ownerUrl, appRole)
}

async function fill(
  client: pg.Client,
  config: Config,
  path: string,
  manifest: Manifest,
  { restored, commit }: { restored: Restored; commit(): void },
): Promise<void> {
  await client.query(copySettings)
  await client.query('begin')
  await client.query(`set local lock_timeout = '10s'`)
  await makePartitions(client, manifest)
  await mustHaveColumns(client, manifest)
  const { tables } = manifest
  await client.query(`truncate ${tables.map((table) => quoted(client, table)).join(', ')} cascade`)
  const tighten = await loosen(client)
  await load(client, config, path, tables, restored)
  await mustCount(client, tables)
  await tighten()
  for (const { name, last, called } of manifest.sequences) {
    const sequence = `public.${client.escapeIdentifier(name)}`
    await client.query('select setval($1::regclass, $2::bigint, $3)', [sequence, last, called])
  }
  commit()
  await client.query('commit')
  await client.query(`analyze ${tables.map((table) => quoted(client, table)).join(', ')}`)
}

/** Those that were made while running; what migrations made is there. */
export async function makePartitions(client: pg.Client, { partitions }: Pick<Manifest, 'partitions'>): Promise<void> {
  for (const { parent, name, bound } of partitions) {
    const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
      `public.${client.escapeIdentifier(name)}`,
    ])
    if (rows[0]?.there) continue
    await client.query(
      `create table public.${client.escapeIdentifier(name)} partition of public.${client.escapeIdentifier(parent)} ${bound}`,
    )
  }
}

/** The schema is that of the backup; only the queue's own tables may have changed with its library. */
async function mustHaveColumns(client: pg.Client, { tables }: Manifest): Promise<void> {
  for (const table of tables) {
    const { rows } = await client.query<{ name: string }>(
      'select attname::text as name from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped',
      [quoted(client, table)],
    )
    const lost = table.columns.find((column) => !rows.some(({ name }) => name === column))
    if (lost)
      throw new Error(
        `The backup has ${table.name}.${lost}, which this version does not know: restore it with the version that made it.`,
      )
  }
}

/** Entries stand in the order of the tables, and blobs after all rows. */
async function load(
  client: pg.Client,
  config: Config,
  path: string,
  tables: readonly TableInBackup[],
  restored: Restored,
): Promise<void> {
  const byName = new Map(tables.map((table) => [`${table.schema}.${table.name}`, table]))
  const blobs = openBlobs(blobPlaceOf(config))
  // A store far away takes many at once; each holds its bytes until then.
  const putting = new Set<Promise<void>>()
  const put = async (orgId: string, sha256: string, bytes: Buffer) => {
    const one = blobs.put(orgId, sha256, bytes).then(() => void putting.delete(one))
    one.catch(() => {})
    putting.add(one)
    if (putting.size >= puttingMax) await Promise.race(putting)
    restored.blobs++
  }
  let copying: Copying | undefined
  const endCopy = async () => {
    restored.rows += (await copying?.end()) ?? 0
    copying = undefined
  }
  for await (const { name, bytes } of readArchive(path)) {
    const [kind, first, second] = name.split('/') as [string, string, string]
    if (kind === 'tables') {
      if (copying?.name !== first) {
        await endCopy()
        copying = copyInto(client, first, byName.get(first)!)
      }
      await copying.write(bytes)
    } else {
      await endCopy()
      if (kind !== 'blobs') continue
      await put(first, second, bytes)
    }
  }
  await endCopy()
  await Promise.all(putting)
}

type Copying = { name: string; write(bytes: Buffer): Promise<void>; end(): Promise<number> }

/** A row that PostgreSQL refuses ends the stream at once: whoever writes must not wait for it to take more. */
function copyInto(client: pg.Client, name: string, table: TableInBackup): Copying {
  const sql = `copy ${quoted(client, table)} (${listOf(client, table.columns)}) from stdin`
  const stream = client.query(copyFrom(sql))
  const done = finished(stream)
  done.catch(() => {})
  const write = (bytes: Buffer) =>
    new Promise<void>((taken, refused) => stream.write(bytes, (error) => (error ? refused(error) : taken())))
  return {
    name,
    write: (bytes) => Promise.race([write(bytes), done]),
    async end() {
      stream.end()
      await done
      return stream.rowCount
    },
  }
}

async function mustCount(client: pg.Client, tables: readonly TableInBackup[]): Promise<void> {
  for (const table of tables) {
    const { rows } = await client.query<{ count: string }>(
      `select count(*)::text as count from ${quoted(client, table)}`,
    )
    const count = Number(rows[0]!.count)
    if (count !== table.rows)
      throw new Error(`${table.name} has ${count} rows after the restore, but ${table.rows} in the backup.`)
  }
}
