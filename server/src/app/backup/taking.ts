import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { encryptionKeyOf } from '../../platform/config.ts'
import { connected } from '../../platform/db/roles.ts'
import type { Store } from '../../platform/store.ts'
import { type Put, writeArchive } from './archive.ts'
import { blobsInBackup } from './blobs.ts'
import { blobName, keysName, type Manifest, manifestName, partName, type TableInBackup } from './manifest.ts'
import { checkOf, sealSecrets } from './sealingKeys.ts'
import { copiesOf, copySettings, type Table, tablesOf } from './tables.ts'

export type Taken = { rows: number; blobs: number; expected: number | undefined }

const partBytes = 4 * 1024 * 1024

/**
 * Everything of an installation as it was at one instant, in one file, while it goes on serving. The rows come from one snapshot; blobs
 * are written before the rows that name them and never changed, so those read after the snapshot hold all that it names.
 */
export async function takeBackup(
  store: Store,
  ownerUrl: string,
  { path, passphrase, taken }: { path: string; passphrase: string | undefined; taken: Taken },
): Promise<Manifest> {
  const at = store.clock()
  let manifest: Manifest | undefined
  await writeArchive(path, at, async (put) => {
    if (passphrase !== undefined) await put(keysName, await sealSecrets(passphrase, secretsOf(store)))
    const rows = await connected(ownerUrl, (client) => takeRows(client, put, taken))
    const blobs = await takeBlobs(store, rows.orgIds, put, taken)
    const { orgIds: _, ...database } = rows
    manifest = {
      format: 1,
      made_at: at.toISOString(),
      ...database,
      blobs,
      keys: { sealed: passphrase !== undefined, check: checkOf(store.keys) },
    }
    await put(manifestName, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`))
  })
  await store.pool.query('update installation set backed_up_at = $1', [at])
  return manifest!
}

async function takeRows(client: pg.Client, put: Put, taken: Taken) {
  await client.query(copySettings)
  await client.query('begin isolation level repeatable read read only')
  const orgs = await client.query<{ id: string }>('select id from org order by id')
  const orgIds = orgs.rows.map(({ id }) => id)
  const migrations = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from schema_migration order by name',
  )
  const partitions = await client.query<Manifest['partitions'][number]>(`
    select p.relname::text as parent, c.relname::text as name, pg_get_expr(c.relpartbound, c.oid) as bound
    from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    where c.relispartition and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by c.oid`)
  const list = await tablesOf(client)
  taken.expected = await expectedRows(client)

  const tables: TableInBackup[] = []
  for (const table of list) tables.push(await takeTable(client, table, orgIds, put, taken))
  // Sequences are outside every snapshot: read last, they are never behind a row.
  const sequences = await sequencesOf(client)
  await client.query('commit')
  return { orgIds, migrations: migrations.rows, partitions: partitions.rows, tables, sequences }
}

async function takeTable(
  client: pg.Client,
  table: Table,
  orgIds: readonly string[],
  put: Put,
  taken: Taken,
): Promise<TableInBackup> {
  const hash = createHash('sha256')
  let [rows, bytes, parts] = [0, 0, 0]
  let waiting: Buffer[] = []
  let waitingBytes = 0
  const flush = async () => {
    if (waitingBytes === 0) return
    const part = Buffer.concat(waiting)
    waiting = []
    waitingBytes = 0
    hash.update(part)
    bytes += part.length
    await put(partName(table, ++parts), part)
  }
  for (const { org, sql } of copiesOf(client, table, orgIds)) {
    if (org) await client.query(`select set_config('app.org_id', $1, true)`, [org])
    const stream = client.query(copyTo(sql))
    for await (const piece of stream) {
      waiting.push(piece as Buffer)
      waitingBytes += (piece as Buffer).length
      if (waitingBytes >= partBytes) await flush()
    }
    rows += stream.rowCount
    taken.rows += stream.rowCount
  }
  await flush()
  const { schema, name, columns } = table
  return { schema, name, columns, rows, bytes, sha256: hash.digest('hex') }
}

async function sequencesOf(client: pg.Client): Promise<Manifest['sequences']> {
  const { rows } = await client.query<{ name: string }>(
    `select sequencename::text as name from pg_sequences where schemaname = 'public' order by 1`,
  )
  const sequences: Manifest['sequences'] = []
  for (const { name } of rows) {
    const found = await client.query<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from public.${client.escapeIdentifier(name)}`,
    )
    sequences.push({ name, ...found.rows[0]! })
  }
  return sequences
}

/** For the progress bar: what PostgreSQL believes it holds. */
async function expectedRows(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`
    select coalesce(sum(greatest(reltuples, 0)), 0)::float8 as count from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r'`)
  return rows[0]!.count
}

async function takeBlobs(store: Store, orgIds: readonly string[], put: Put, taken: Taken): Promise<Manifest['blobs']> {
  const blobs = { count: 0, bytes: 0, missing: 0 }
  for await (const { orgId, sha256, bytes } of blobsInBackup(store, orgIds)) {
    if (!bytes) {
      blobs.missing++
      continue
    }
    blobs.count++
    taken.blobs++
    blobs.bytes += bytes.byteLength
    await put(blobName(orgId, sha256), bytes)
  }
  return blobs
}

function secretsOf({ config }: Store) {
  const demo = join(config.dataDir, 'demo-password')
  return {
    encryption_key: encryptionKeyOf(config).toString('base64'),
    ...(existsSync(demo) ? { demo_password: readFileSync(demo, 'utf8').trim() } : {}),
  }
}
