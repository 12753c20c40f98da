import type pg from 'pg'
import { type Desk, type Measured, measure } from './measuring.ts'
import { longThreads } from './seeding.ts'

/** A ticket with its whole thread, another one each time. */
export async function measureOpening(
  desk: Desk,
  pool: pg.Pool,
): Promise<{ length: number; bytes: number; is: Measured }[]> {
  const measured = []
  for (const length of longThreads) {
    const { rows } = await pool.query<{ id: string }>('select id from ticket where subject = $1', [
      `Thread of ${length}`,
    ])
    let bytes = 0
    const is = await measure(desk, {
      clients: 1,
      ask: async (client, nth) => {
        const answer = await client.get(`/api/tickets/${rows[nth % rows.length]!.id}`)
        bytes = answer.body.length
        return answer
      },
    })
    measured.push({ length, bytes, is })
  }
  return measured
}
