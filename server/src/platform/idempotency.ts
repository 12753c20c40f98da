import { sql } from 'kysely'
import { problem } from './problem.ts'
import type { Tx } from './work.ts'

export const keyReused = problem('idempotency-key-reused', 422, 'This Idempotency-Key was used for another request')

/**
 * The same key and body answer what was answered before. The row is written in the unit of work it protects, so a twin that comes
 * while the first still runs waits for its commit.
 */
export async function answerOnce(
  tx: Tx,
  { key, route, body }: { key: string; route: string; body: string },
  run: () => Promise<unknown>,
): Promise<unknown> {
  const mine = await sql`
    insert into idempotency (user_id, key, route, body_sha256, at) values (${tx.actor.id}, ${key}, ${route}, ${body}, ${tx.now})
    on conflict do nothing returning key`.execute(tx.db)
  if (mine.rows.length === 0) {
    const { rows } = await sql<{ body_sha256: string; response: unknown }>`
      select body_sha256, response from idempotency where user_id = ${tx.actor.id} and route = ${route} and key = ${key}`.execute(
      tx.db,
    )
    if (rows[0]?.body_sha256 !== body) throw keyReused('Send a new key with a changed request.')
    return rows[0].response
  }
  const said = await run()
  await sql`update idempotency set response = ${JSON.stringify(said)}::jsonb where user_id = ${tx.actor.id} and route = ${route} and key = ${key}`.execute(
    tx.db,
  )
  return said
}
