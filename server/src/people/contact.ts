import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../platform/work.ts'

type Contact = { id: string; email: string; name: string; created_at: Date }
const tables = (tx: Tx) => tx.db.withTables<{ contact: Contact }>()

/** The contacts behind addresses, by lower-case address; strangers become contacts the first time they write. */
export async function recognize(
  tx: Tx,
  people: readonly { address: string; name: string }[],
): Promise<Map<string, string>> {
  const named = new Map<string, string>()
  for (const { address, name } of people) {
    const email = address.trim().toLowerCase()
    if (!named.get(email)) named.set(email, name)
  }
  // In one order everywhere: two units of work that meet the same strangers then wait for each other instead of deadlocking.
  const emails = [...named.keys()].sort()
  if (emails.length === 0) return new Map()
  const known = await find(tx, emails)
  const strangers = emails.filter((email) => !known.has(email))
  if (strangers.length === 0) return known
  await sql`
    insert into contact (id, email, name, created_at)
    select id, email, name, ${tx.now}
    from unnest(${strangers.map(() => tx.newId())}::uuid[], ${strangers}::text[], ${strangers.map((email) => named.get(email) ?? '')}::text[]) as stranger(id, email, name)
    on conflict (org_id, email) do nothing`.execute(tx.db)
  for (const [email, id] of await find(tx, strangers)) known.set(email, id)
  return known
}

/** Of a list of unknown length PostgreSQL believes that it has ten, and makes a new plan each time; most lists are of one. */
const among = (column: RawBuilder<unknown>, values: readonly string[], type: RawBuilder<unknown>) =>
  values.length === 1
    ? sql<boolean>`${column} = ${values[0]}::${type}`
    : sql<boolean>`${column} = any(${values}::${type}[])`

async function find(tx: Tx, emails: readonly string[]): Promise<Map<string, string>> {
  const rows = await tables(tx)
    .selectFrom('contact')
    .select(['id', 'email'])
    .where(among(sql`email`, emails, sql`text`))
    .execute()
  return new Map(rows.map(({ id, email }) => [email, id]))
}
