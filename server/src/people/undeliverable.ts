import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../platform/work.ts'

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

/** Who of those addresses is known for it, as a column: `at` is text. */
export const undeliverableAmong = (addresses: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  array(select json_build_object('address', k.email, 'says', k.undeliverable_says, 'at', k.undeliverable_at) from contact k
    where k.undeliverable_at is not null and k.email in (${addresses}) order by k.email)`
