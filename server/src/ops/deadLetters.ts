import { sql } from 'kysely'
import { audit } from '../auth/index.ts'
import type { Envelope } from '../platform/jobs.ts'
import { notFound, problem } from '../platform/problem.ts'
import type { Store } from '../platform/store.ts'
import type { Job, Tx } from '../platform/work.ts'

export type DeadLetter = {
  id: string
  job: string | null
  says: string | null
  failed_at: Date
  began_at: Date | null
  attempts: number
  request_id: string | null
  /** Whether this version still knows jobs of its kind. */
  known: boolean
}

export const jobUnknown = problem('job-unknown', 409, 'This version knows no job of this kind')

/** Jobs that failed too often or gave up, newest first, each with its last sentence. */
export async function listDeadLetters(
  tx: Tx,
  { limit, cursor, id }: { limit: number; cursor?: { at: Date; id: string } | undefined; id?: string },
): Promise<DeadLetter[]> {
  const { rows } = await sql<DeadLetter>`
    select * from dead_letters(${id ?? null}, ${cursor?.at ?? null}, ${cursor?.id ?? null}, ${limit})`.execute(tx.db)
  return rows
}

/** From the beginning, with all its attempts: every job may run twice, so this does no harm where it had worked after all. */
export async function replayJob(tx: Tx, store: Store, id: string): Promise<void> {
  const [letter] = await listDeadLetters(tx, { limit: 1, id })
  if (!letter) throw notFound()
  if (!letter.known) throw jobUnknown(`There is no ${letter.job ?? 'such job'} any more: it cannot be done again.`)
  // Somebody else was faster.
  if ((await replayJobs(tx, store, [id])) === 0) throw notFound()
}

/** Those of them that are dead letters, and of a kind that is known. Says how many. */
export async function replayJobs(tx: Tx, store: Store, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ id: string; job: string; envelope: Envelope }>`
    select * from take_dead_letters(${ids}::uuid[])`.execute(tx.db)
  for (const [name, taken] of Map.groupBy(rows, ({ job }) => job)) {
    await store.jobs.insert(
      tx.db,
      { name } as Job<unknown>,
      taken.map(({ envelope }) => envelope),
    )
    await audit(tx, 'job.replayed', { job: name, jobs: taken.length })
  }
  return rows.length
}
