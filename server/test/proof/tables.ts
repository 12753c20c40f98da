import { CompiledQuery } from 'kysely'
import type { World } from '../world.ts'
import type { House } from './filling.ts'

type Column = {
  table: string
  name: string
  type: string
  must: boolean
  /** The table its id is of. */
  of: string | null
  /** A check, a key or an index that only certain values pass. */
  checks: string[]
}
export type Table = { name: string; columns: Column[] }

/** Said although row security says it too: a table that is reached through functions only may have no policy. */
const own = `org_id = current_setting('app.org_id')::uuid`

/** Every table of an organisation, as the catalog knows them: a table that is added tomorrow is among them. */
export async function tablesOf(world: World): Promise<Table[]> {
  const columns = await world.rows<Column>(
    world.acme.orgId,
    `select c.relname as "table", a.attname as name, format_type(a.atttypid, null) as type,
       a.attnotnull and not a.atthasdef and a.attidentity = '' as must,
       (select f.confrelid::regclass::text from pg_constraint f where f.contype = 'f' and f.conrelid = c.oid and a.attname <> 'org_id' and a.attnum = any(f.conkey) limit 1) as of,
       array(select pg_get_constraintdef(k.oid) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any(k.conkey)) as checks
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and exists (select from pg_attribute o where o.attrelid = c.oid and o.attname = 'org_id' and not o.attisdropped)
     order by c.relname, a.attnum`,
  )
  return [...Map.groupBy(columns, ({ table }) => table)].map(([name, columns]) => ({ name, columns }))
}

/** What the organisation itself sees, as the serving role: the schema's owner sees more. */
export const seenBy = <R>(world: World, orgId: string, text: string, values: readonly unknown[] = []): Promise<R[]> =>
  world.as(orgId, async (tx) => (await tx.db.executeQuery<R>(CompiledQuery.raw(text, [...values]))).rows)

/** Gives the organisation a row in every table that its day at work left empty, so that no table is looked at in vain. */
export async function plantEmpty(world: World, { orgId, canary }: House, tables: readonly Table[]): Promise<string[]> {
  const planted: string[] = []
  for (const { name, columns } of tables) {
    if ((await world.rows(orgId, `select from "${name}" where ${own} limit 1`)).length) continue
    const wanted = columns.filter(({ must, type, name }) => must || (type === 'text' && name !== 'org_id'))
    const values = await Promise.all(wanted.map((column) => valueFor(world, orgId, column, canary)))
    await world.rows(
      orgId,
      `insert into "${name}" (${wanted.map(({ name }) => `"${name}"`)}) values (${wanted.map((_, i) => `$${i + 1}`)})`,
      values,
    )
    planted.push(name)
  }
  return planted
}

async function valueFor(world: World, orgId: string, { type, of, checks, name }: Column, canary: string) {
  const choice = /'([^']+)'::text/.exec(checks.join(' '))?.[1]
  if (of) return (await seenBy<{ id: string }>(world, orgId, `select id from ${of} limit 1`))[0]?.id
  if (choice) return choice
  if (type === 'uuid') return crypto.randomUUID()
  if (type === 'text') return `${canary} ${name}`
  if (type === 'bytea') return Buffer.from(`${canary} ${name}`)
  if (type === 'boolean') return false
  if (type.startsWith('timestamp')) return world.store.clock()
  if (type === 'inet') return '192.0.2.1'
  if (type === 'jsonb') return JSON.stringify({ canary })
  if (type.endsWith('[]')) return [canary]
  return 1
}

/** What the machine itself reads, and would no longer know: hashes, keys into other rows, the address that mail comes to. */
const machineWords = /sha256|hash|^address$|^envelope_from$|secret|sealed|^key$|fingerprint|^via$|^email$/

/** Writes the canary into every text of the organisation's rows that is free to say anything. */
export async function stamp(world: World, { orgId, canary }: House, tables: readonly Table[]): Promise<number> {
  let stamped = 0
  for (const { name: table, columns } of tables) {
    for (const { name, type, checks, of } of columns) {
      if (type !== 'text' || checks.length || of || machineWords.test(name)) continue
      const sql = `update "${table}" set "${name}" = "${name}" || ' ${canary}' where ${own} and "${name}" not like '%${canary}%' returning 1`
      stamped += (await world.rows(orgId, sql)).length
    }
  }
  return stamped
}

/** Every id that stands anywhere in the organisation's rows. */
export async function idsOf(world: World, orgId: string, tables: readonly Table[]): Promise<Set<string>> {
  const ids = new Set<string>()
  for (const { name: table, columns } of tables) {
    for (const { name } of columns.filter(({ type }) => type === 'uuid')) {
      const found = await world.rows<{ id: string }>(orgId, `select "${name}"::text as id from "${table}" where ${own}`)
      for (const { id } of found) ids.add(id)
    }
  }
  return ids
}

/** What a mere look or a refusal may write: when a key was last used, and the audit itself. */
const traces = ['last_used_at', 'last_seen_at']
const auditTables = /audit|sign_in|attempt/

/** One line a table: equal exactly when no row of the organisation came, went or changed, jobs in the queue included. */
export async function stateOf(world: World, orgId: string, tables: readonly Table[]): Promise<Record<string, string>> {
  const watched = tables.filter(({ name }) => !auditTables.test(name))
  const without = traces.map((name) => ` - '${name}'`).join('')
  const rows = await world.rows<{ name: string; sum: string }>(
    orgId,
    [
      ...watched.map(
        ({ name }) =>
          `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(row, '|' order by row)), '') as sum
           from (select (to_jsonb(t)${without})::text as row from "${name}" t where ${own})`,
      ),
      `select 'jobs', count(*)::text from pgboss.job where data->>'orgId' = '${orgId}'`,
    ].join(' union all '),
  )
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]))
}

/** Tables of the organisation in which a word stands, in any column. */
export async function tablesWith(
  world: World,
  orgId: string,
  tables: readonly Table[],
  word: string,
): Promise<string[]> {
  const looks = tables.map(
    ({ name }) =>
      `select '${name}' as name where exists (select from "${name}" t where ${own} and to_jsonb(t)::text like '%${word}%')`,
  )
  return (await world.rows<{ name: string }>(orgId, looks.join(' union all '))).map(({ name }) => name)
}

const access = ['app_user', 'api_token']

/** Remembers who may come in, and gives back a function that lets them in again after whatever was done to their rows. */
export async function keepAccess(world: World, orgId: string): Promise<() => Promise<void>> {
  const kept = new Map<string, unknown>()
  for (const table of access) {
    const rows = await world.rows(orgId, `select to_jsonb(t) as row from "${table}" t where ${own}`)
    kept.set(table, JSON.stringify(rows.map(({ row }) => row)))
  }
  return async () => {
    for (const [table, rows] of kept) {
      const changed = table === 'app_user' ? ['role', 'active'] : ['user_id', 'token_hash']
      const set = changed.map((name) => `${name} = excluded.${name}`)
      const sql = `insert into "${table}" select * from jsonb_populate_recordset(null::"${table}", $1) on conflict (id) do update set ${set}`
      await world.rows(orgId, sql, [rows])
    }
  }
}
