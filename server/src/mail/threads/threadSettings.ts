import { audit } from '../../auth/index.ts'
import type { Tx } from '../../platform/work.ts'

export type ThreadSettings = {
  /** An answer under a new subject opens a new ticket. */
  newSubjectOpens: boolean
  /** An answer to a ticket that was closed longer ago opens a new one; null: never. */
  closedDays: number | null
  /** A mail that names no other joins its sender's ticket of the same subject within these hours; null: never. */
  subjectHours: number | null
}

export const threadDefaults: ThreadSettings = { newSubjectOpens: false, closedDays: 14, subjectHours: null }

type Row = {
  new_subject_opens: boolean
  closed_days: number | null
  subject_hours: number | null
  updated_at: Date
}
const tables = (tx: Tx) => tx.db.withTables<{ thread_setting: Row }>()

export async function readThreadSettings(tx: Tx): Promise<ThreadSettings> {
  const row = await tables(tx).selectFrom('thread_setting').selectAll().executeTakeFirst()
  if (!row) return threadDefaults
  return {
    newSubjectOpens: row.new_subject_opens,
    closedDays: row.closed_days,
    subjectHours: row.subject_hours,
  }
}

/** They count for mail from now on; tickets stay as they are. */
export async function changeThreadSettings(tx: Tx, change: Partial<ThreadSettings>): Promise<ThreadSettings> {
  const before = await readThreadSettings(tx)
  const after = { ...before, ...change }
  const names = Object.keys(before) as (keyof ThreadSettings)[]
  const changed = names.filter((name) => before[name] !== after[name])
  if (changed.length === 0) return after
  const row = {
    new_subject_opens: after.newSubjectOpens,
    closed_days: after.closedDays,
    subject_hours: after.subjectHours,
    updated_at: tx.now,
  }
  await tables(tx)
    .insertInto('thread_setting')
    .values(row)
    .onConflict((on) => on.column('org_id' as never).doUpdateSet(row))
    .execute()
  const said = Object.fromEntries(
    changed.map((name) => [words[name], [before[name] ?? 'never', after[name] ?? 'never']]),
  )
  await audit(tx, 'threading.changed', said)
  return after
}

const words: Record<keyof ThreadSettings, string> = {
  newSubjectOpens: 'new_subject_opens',
  closedDays: 'closed_days',
  subjectHours: 'subject_hours',
}
