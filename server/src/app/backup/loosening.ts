import type pg from 'pg'

/**
 * For one transaction, on an empty database: COPY refuses tables whose row security binds the loader, triggers would do again what
 * the backup holds as done, and foreign keys would ask for an order that a schema with circles has not. Returns what puts all of it
 * back; every key is then checked against every row.
 */
export async function loosen(client: pg.Client): Promise<() => Promise<void>> {
  const forced = await texts(
    client,
    `select oid::regclass::text from pg_class
     where relnamespace = 'public'::regnamespace and relforcerowsecurity and relkind in ('r', 'p')`,
  )
  const triggers = await pairs(
    client,
    `select tgrelid::regclass::text as on, quote_ident(tgname) as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where c.relnamespace = 'public'::regnamespace and not tgisinternal and tgenabled = 'O' and tgparentid = 0`,
  )
  const keys = await pairs(
    client,
    `select conrelid::regclass::text as on, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where connamespace = 'public'::regnamespace and contype = 'f' and conparentid = 0`,
  )
  const all = async (statements: readonly string[]) => {
    for (const statement of statements) await client.query(statement)
  }
  await all(forced.map((table) => `alter table ${table} no force row level security`))
  await all(triggers.map(({ on, name }) => `alter table ${on} disable trigger ${name}`))
  await all(keys.map(({ on, name }) => `alter table ${on} drop constraint ${name}`))
  return async () => {
    await all(keys.map(({ on, name, definition }) => `alter table ${on} add constraint ${name} ${definition}`))
    await all(triggers.map(({ on, name }) => `alter table ${on} enable trigger ${name}`))
    await all(forced.map((table) => `alter table ${table} force row level security`))
  }
}

async function texts(client: pg.Client, sql: string): Promise<string[]> {
  const { rows } = await client.query<[string]>({ text: sql, rowMode: 'array' })
  return rows.map(([text]) => text)
}

async function pairs(client: pg.Client, sql: string) {
  const { rows } = await client.query<{ on: string; name: string; definition: string }>(sql)
  return rows
}
