import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { openDatabase } from '../server/src/platform/db/opening.ts'

/** Single-row inserts of 2.5 KB a second, each its own commit, over four connections: what the same PostgreSQL does bare. */
export async function measureFloor(dataDir: string, count: number): Promise<number> {
  const database = await openDatabase({ dataDir, databaseUrl: undefined, databaseOwnerUrl: undefined } as never)
  const pool = new pg.Pool({ connectionString: database.ownerUrl, max: 4 })
  try {
    await pool.query('create table bench_floor (id bigint generated always as identity primary key, bytes bytea)')
    const bytes = randomBytes(2_500)
    let next = 0
    const began = performance.now()
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        while (next++ < count)
          await pool.query({ name: 'floor', text: 'insert into bench_floor (bytes) values ($1)', values: [bytes] })
      }),
    )
    return count / ((performance.now() - began) / 1000)
  } finally {
    await pool.query('drop table if exists bench_floor')
    await pool.end()
    await database.release()
  }
}
