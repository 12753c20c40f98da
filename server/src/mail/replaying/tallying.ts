import { sql } from 'kysely'
import type { Tx } from '../../platform/work.ts'
import type { Judged } from './replaying.ts'
import type { ReplayExample } from './replayRun.ts'

export type Group = { kind: string; field: string; mails: number; examples: ReplayExample[] }
export type Tally = {
  read: number
  same: number
  changed: number
  failed: number
  recovered: number
  groups: Map<string, Group>
}

const examplesMax = 3

export const emptyTally = (): Tally => ({ read: 0, same: 0, changed: 0, failed: 0, recovered: 0, groups: new Map() })

/** What was found, gathered by kind; `onto` goes on counting. */
export function tallyOf(judged: readonly Judged[], onto = emptyTally()): Tally {
  for (const one of judged) {
    onto.read++
    if (one.failure !== null) {
      onto.failed++
      // A sentence that counts something is the same sentence.
      const kind = `cannot be read: ${one.failure.replace(/\d+/g, 'n')}`.slice(0, 200)
      note(onto, one, { field: 'failure', kind, was: '', is: one.failure })
    } else if (one.recovered) {
      onto.recovered++
      note(onto, one, { field: 'recovered', kind: 'failed before, can be read now', was: '', is: one.subject })
    } else if (one.changes.length === 0) onto.same++
    else {
      onto.changed++
      for (const change of one.changes) note(onto, one, change)
    }
  }
  return onto
}

function note({ groups }: Tally, one: Judged, { field, kind, was, is }: Judged['changes'][number]): void {
  const group = groups.get(kind) ?? { kind, field, mails: 0, examples: [] }
  groups.set(kind, group)
  group.mails++
  if (group.examples.length >= examplesMax) return
  const { id, ticketId, ticketNumber, subject } = one
  const about = { message_id: id, ticket_id: ticketId, ticket_number: ticketNumber, subject: subject.slice(0, 200) }
  group.examples.push({ ...about, was: was.slice(0, 2_000), is: is.slice(0, 2_000) })
}

export async function writeChanges(tx: Tx, runId: string, groups: Tally['groups']): Promise<void> {
  if (groups.size === 0) return
  const rows = JSON.stringify([...groups.values()]).replaceAll('\\u0000', '')
  await sql`
    insert into replay_change as c (run_id, kind, field, mails, examples)
    select ${runId}::uuid, kind, field, mails, examples
    from jsonb_to_recordset(${rows}::jsonb) as g(kind text, field text, mails int, examples jsonb)
    on conflict (run_id, kind) do update set mails = c.mails + excluded.mails,
      examples = (select jsonb_agg(each.example order by each.n)
        from jsonb_array_elements(c.examples || excluded.examples) with ordinality as each(example, n) where each.n <= ${examplesMax})`.execute(
    tx.db,
  )
}
