import { sql } from 'kysely'
import { invalid } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'

export type WordsAbout = {
  number: number
  subject: string
  mailbox_id: string | null
  mailbox_name: string | null
  contact_name: string
  /** The newest that the requester wrote; by it one sees which language they speak. */
  newest: string
}

/** What ready-made words say about a ticket. */
export async function wordsAbout(tx: Tx, ticketId: string): Promise<WordsAbout> {
  const { rows } = await sql<WordsAbout>`
    select t.number, t.subject, t.mailbox_id, b.name as mailbox_name, c.name as contact_name,
      coalesce((select left(m.reply_text, 2000) from message m
        where m.ticket_id = t.id and m.direction = 'in' and not m.held order by m.at desc limit 1), '') as newest
    from ticket t join contact c on c.id = t.requester_id left join mailbox b on b.id = t.mailbox_id
    where t.id = ${ticketId}`.execute(tx.db)
  if (!rows[0]) {
    const message = 'there is no such ticket'
    throw invalid(`ticket_id: ${message}`, { errors: [{ field: 'ticket_id', message }] })
  }
  return rows[0]
}
