import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'

export type Undeliverable = { address: string; says: string; at: Date }

/** Another server says that there is no such address; whoever writes to it again is told. */
export async function rememberUndeliverable(
  tx: Tx,
  { address, says }: { address: string; says: string },
): Promise<void> {
  await sql`update contact set undeliverable_at = ${tx.now}, undeliverable_says = ${says}
    where email = ${address.toLowerCase()}`.execute(tx.db)
}

/** Mail came from these addresses: they are alive. */
export async function forgetUndeliverable(tx: Tx, addresses: readonly string[]): Promise<void> {
  await sql`update contact set undeliverable_at = null, undeliverable_says = null
    where undeliverable_at is not null and email = any(${addresses}::text[])`.execute(tx.db)
}

export async function undeliverableAmong(tx: Tx, addresses: readonly string[]): Promise<Undeliverable[]> {
  const { rows } = await sql<Undeliverable>`
    select email as address, undeliverable_says as says, undeliverable_at as at from contact
    where undeliverable_at is not null and email = any(${addresses}::text[]) order by email`.execute(tx.db)
  return rows
}
