import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'
import { ticketChanged } from './events.ts'
import { type Status, tables } from './ticket.ts'

/** A ticket that was moved, and what it was. */
export type Moved = { ticketId: string; status: Status }

/** The tickets that wait, of these requesters or of all of these domains (with their @), go to spam. Says what each was. */
export async function moveToSpam(
  tx: Tx,
  { addresses, domains }: { addresses: readonly string[]; domains: readonly string[] },
): Promise<Moved[]> {
  const { rows } = await sql<Moved>`
    select t.id as "ticketId", t.status from ticket t join contact c on c.id = t.requester_id
    where t.status in ('new', 'open', 'pending')
      and (c.email = any(${addresses}::text[]) or substring(c.email from '@[^@]*$') = any(${domains}::text[]))
    order by t.id for no key update of t`.execute(tx.db)
  await change(
    tx,
    rows.map(({ ticketId, status }) => ({ ticketId, status: [status, 'spam'] })),
  )
  return rows
}

/** Those that are still spam become what they were. Says how many. */
export async function moveBackFromSpam(tx: Tx, moved: readonly Moved[]): Promise<number> {
  const was = new Map(moved.map(({ ticketId, status }) => [ticketId, status]))
  const { rows } = await sql<{ id: string }>`
    select id from ticket where id = any(${[...was.keys()]}::uuid[]) and status = 'spam' order by id for no key update`.execute(
    tx.db,
  )
  await change(
    tx,
    rows.map(({ id }) => ({ ticketId: id, status: ['spam', was.get(id)!] })),
  )
  return rows.length
}

type Change = { ticketId: string; status: [Status, Status] }

async function change(tx: Tx, changes: readonly Change[]): Promise<void> {
  for (const [to, some] of Map.groupBy(changes, ({ status }) => status[1]))
    await tables(tx)
      .updateTable('ticket')
      .set((eb) => ({ status: to, version: eb('version', '+', 1), updated_at: tx.now }))
      .where((eb) => eb('id', '=', eb.fn.any(eb.val(some.map(({ ticketId }) => ticketId)))))
      .execute()
  for (const one of changes) tx.emit(ticketChanged, one)
}
