import pg from 'pg'
import { type EmbeddedPostgres, socketUrl } from './embedded.ts'

/**
 * The roles of an embedded server: one owns the database and its schema, the other serves, owns nothing and cannot pass row security.
 * Safe to ask for at every start.
 */
export async function prepareDatabase({
  superUrl,
  socketDir,
  passwords,
}: EmbeddedPostgres): Promise<{ ownerUrl: string; appUrl: string }> {
  await connected(superUrl, async (client) => {
    // Two starts may come here at once.
    await client.query(`select pg_advisory_lock(hashtext('docket roles'))`)
    await makeRole(client, 'docket_owner', passwords.owner)
    await makeRole(client, 'docket_app', passwords.app)
    const { rowCount } = await client.query(`select from pg_database where datname = 'docket'`)
    if (rowCount === 0) await client.query('create database docket owner docket_owner')
  })
  return {
    ownerUrl: socketUrl(socketDir, 'docket_owner', passwords.owner, 'docket'),
    appUrl: socketUrl(socketDir, 'docket_app', passwords.app, 'docket'),
  }
}

/** For a database of one's own: makes the role of DATABASE_URL when it is missing and the owner may. Returns its name. */
export async function ensureServingRole(ownerUrl: string, appUrl: string): Promise<string> {
  const { user, password } = new pg.Client(appUrl)
  if (!user) throw new Error('DATABASE_URL names no user: Docket serves as a role of its own.')
  await connected(ownerUrl, async (client) => {
    const { rows } = await client.query<{ may: boolean; is_owner: boolean; there: boolean }>(
      `select rolcreaterole or rolsuper as may, rolname = $1 as is_owner, exists (select from pg_roles where rolname = $1) as there
       from pg_roles where rolname = current_user`,
      [user],
    )
    const found = rows[0]
    if (found?.is_owner)
      throw new Error(`DATABASE_URL and DATABASE_OWNER_URL are both ${user}: the serving role must own nothing.`)
    if (found?.there) return
    if (!found?.may)
      throw new Error(
        `The role ${user} of DATABASE_URL does not exist, and DATABASE_OWNER_URL's role may not create roles.`,
      )
    await makeRole(client, user, password ?? '')
  })
  return user
}

/** Refuses to serve as a role that row security does not bind. Returns nothing when all is well. */
export async function checkServingRole(appUrl: string): Promise<void> {
  await connected(appUrl, async (client) => {
    const { rows } = await client.query<{
      name: string
      version: number
      is_super: boolean
      bypasses: boolean
      owned: string | null
    }>(`
      select current_user as name, current_setting('server_version_num')::int as version, rolsuper as is_super,
        rolbypassrls as bypasses,
        (select relname from pg_class where relnamespace not in (select oid from pg_namespace where nspname ~ '^pg_|^information_schema$')
          and pg_has_role(current_user, relowner, 'member') limit 1) as owned
      from pg_roles where rolname = current_user`)
    const role = rows[0]
    if (!role) throw new Error('The role of DATABASE_URL cannot see itself in pg_roles.')
    if (role.version < 150_000) throw new Error('Docket needs PostgreSQL 15 or newer.')
    const wrong = role.is_super
      ? 'is a superuser'
      : role.bypasses
        ? 'may bypass row security (bypassrls)'
        : role.owned
          ? `owns ${role.owned}, or is a member of the role that does`
          : undefined
    if (wrong)
      throw new Error(
        `The role ${role.name} of DATABASE_URL ${wrong}: one organisation could read another's tickets. Serve as a plain role.`,
      )
  })
}

/** One connection for one piece of work. */
export async function connected<R>(url: string, work: (client: pg.Client) => Promise<R>): Promise<R> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function makeRole(client: pg.Client, name: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name])
  if (rowCount) return
  const [role, secret] = [client.escapeIdentifier(name), client.escapeLiteral(password)]
  await client.query(`create role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole password ${secret}`)
}
