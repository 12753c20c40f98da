import type pg from 'pg'

export type Table = {
  schema: string
  name: string
  columns: string[]
  /** Read organisation by organisation, as each: the owner of the schema is bound by the policies too. */
  byOrg: boolean
  /** The rows that a backup takes, where it does not take all. */
  only?: string
}

/** The settings that decide how COPY writes a value: the same on both sides. */
export const copySettings = `
  set client_encoding = 'UTF8'; set datestyle = 'ISO'; set intervalstyle = 'postgres'; set extra_float_digits = 1;
  set timezone = 'UTC'; set bytea_output = 'hex'; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0`

/** Migrations stand in the manifest; the rest of our schema is taken whole, whatever tables it has by now. */
const notTaken = ['schema_migration']
/** Of the queue what is waited for, under way or given up; what is done is done. */
const ofQueue: Record<string, string | undefined> = {
  queue: undefined,
  schedule: undefined,
  subscription: undefined,
  job: `state not in ('completed', 'cancelled')`,
}

export async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table & { blind: boolean }>(`
    select n.nspname::text as schema, c.relname::text as name,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped) as "byOrg",
      c.relforcerowsecurity and not (select rolsuper or rolbypassrls from pg_roles where rolname = current_user)
        and not exists (select from pg_policy p, pg_roles r
        where p.polrelid = c.oid and p.polcmd in ('*', 'r') and p.polpermissive
          and r.rolname = current_user and (0 = any(p.polroles) or r.oid = any(p.polroles))) as blind
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'pgboss') and c.relkind in ('r', 'p') and not c.relispartition
    order by n.nspname desc, c.relname`)
  const blind = rows.find((table) => table.blind)
  // Row security hides and does not complain: rows that cannot be seen must not be taken for rows that are not there.
  if (blind) throw new Error(`No policy lets the owner of the schema read ${blind.name}: a backup would lack its rows.`)
  const ours = rows.filter(({ schema, name }) => schema === 'public' && !notTaken.includes(name))
  const queued = Object.entries(ofQueue).flatMap(([name, only]) => {
    const table = rows.find((one) => one.schema === 'pgboss' && one.name === name)
    return table ? [{ ...table, byOrg: false, ...(only ? { only } : {}) }] : []
  })
  return [...ours, ...queued].map(({ schema, name, columns, byOrg, only }) => ({
    schema,
    name,
    columns,
    byOrg,
    ...(only ? { only } : {}),
  }))
}

export const quoted = (client: pg.Client, { schema, name }: { schema: string; name: string }) =>
  `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`

export const listOf = (client: pg.Client, columns: readonly string[]) =>
  columns.map((column) => client.escapeIdentifier(column)).join(', ')

/** One statement for a table that no organisation owns; one for each organisation of the others. */
export function copiesOf(client: pg.Client, table: Table, orgIds: readonly string[]): { org?: string; sql: string }[] {
  const rows = `select ${listOf(client, table.columns)} from ${quoted(client, table)}`
  if (!table.byOrg) return [{ sql: `copy (${rows}${table.only ? ` where ${table.only}` : ''}) to stdout` }]
  // Policies for the owner's own questions let it see rows of others too, so the organisation is named here, and only here.
  return orgIds.map((org) => ({ org, sql: `copy (${rows} where org_id = ${client.escapeLiteral(org)}) to stdout` }))
}
