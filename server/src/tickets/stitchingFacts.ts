import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../platform/work.ts'
import type { Status } from './ticket.ts'

type Joinable = {
  id: string
  number: number
  status: Status
  subject: string
  mailboxId: string | null
  closedAt: Date | null
  activeAt: Date
  splitFrom: string[]
  participants: Set<string>
  /** Those of them whom colleagues only asked. */
  insiders: Set<string>
}
type Former = { id: string; number: number; participants: Set<string> }

/**
 * What decides whether a mail may join: the facts of these tickets, and whose they are. In place of a ticket that was merged stands the
 * one that it was merged into in the end, and what it was formerly: its number and its tags still lead there.
 */
export async function ticketsForStitching(
  tx: Tx,
  { ids = [], numbers = [] }: { ids?: readonly string[]; numbers?: readonly number[] },
): Promise<(Joinable & { formerly: Former[] })[]> {
  if (ids.length + numbers.length === 0) return []
  const asked = await factsOf(tx, sql`id = any(${ids}::uuid[]) or number = any(${numbers}::bigint[])`)
  const facts = new Map(asked.map((row) => [row.id, row]))
  for (;;) {
    const next = [...facts.values()].flatMap(({ mergedInto }) =>
      mergedInto && !facts.has(mergedInto) ? [mergedInto] : [],
    )
    if (next.length === 0) break
    for (const row of await factsOf(tx, sql`id = any(${next}::uuid[])`)) facts.set(row.id, row)
  }
  const led = Map.groupBy(facts.values(), (row) => {
    let last = row
    while (last.mergedInto) last = facts.get(last.mergedInto)!
    return last
  })
  return [...led].map(([{ mergedInto: _, ...last }, rows]) => ({
    ...last,
    formerly: rows
      .filter(({ mergedInto }) => mergedInto)
      .map(({ id, number, participants }) => ({ id, number, participants })),
  }))
}

async function factsOf(tx: Tx, which: RawBuilder<unknown>): Promise<(Joinable & { mergedInto: string | null })[]> {
  const { rows } = await sql<
    Omit<Joinable, 'participants' | 'insiders'> & {
      mergedInto: string | null
      participants: string[]
      insiders: string[]
    }
  >`
    select id, number, status, subject, mailbox_id as "mailboxId", closed_at as "closedAt", active_at as "activeAt",
      merged_into as "mergedInto",
      array(select from_id from ticket_move v where v.into_id = t.id and v.kind = 'split' and v.undone_at is null) as "splitFrom",
      array(select address from ticket_participant p where p.ticket_id = t.id) as participants,
      array(select address from ticket_participant p where p.ticket_id = t.id and p.inside) as insiders
    from ticket t where ${which}`.execute(tx.db)
  return rows.map((row) => ({ ...row, participants: new Set(row.participants), insiders: new Set(row.insiders) }))
}
