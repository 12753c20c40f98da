import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { type Desk, rssMbOf } from './measuring.ts'

const quietMs = 60_000
const filingMs = 8 * 60_000

/** What the server holds when all its mail is taken in and filed, and nobody has asked it anything for a minute. */
export async function measureRest({ docket, say }: Desk, pool: pg.Pool): Promise<number> {
  const until = performance.now() + filingMs
  for (let left = 1; left > 0 && performance.now() < until; await sleep(1_000)) {
    const { rows } = await pool.query<{ left: number }>('select count(*)::int as left from raw_mail where not blob')
    left = rows[0]!.left
  }
  say('a quiet minute')
  await sleep(quietMs)
  return rssMbOf(docket.child.pid!)
}
