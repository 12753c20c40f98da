import { sql } from 'kysely'
import { notFound, problem } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { ticketWithdrawn } from './events.ts'
import { type Words, writeNewMail } from './newMails.ts'
import type { Ticket } from './ticket.ts'

export const ticketGone = problem(
  'ticket-withdrawn',
  410,
  'This ticket is gone: the mail that opened it was taken back',
)

/** A mail that opened its ticket, as its writer finds it again among his new mails. */
export type NewMailBack = Words & { kind: 'new' }

/**
 * Whether a ticket has anything besides the mail that opened it: words of anybody, a draft, another ticket in it. Nobody adds any until
 * the end of this unit of work: whoever begins to waits for the ticket's row, and finds it or finds it gone.
 */
export async function hasMoreThan(tx: Tx, { id }: Ticket, messageId: string): Promise<boolean> {
  await sql`select from ticket where id = ${id} for update`.execute(tx.db)
  const { rows } = await sql<{ more: boolean }>`
    select exists (select from message where ticket_id = ${id} and id <> ${messageId})
      or exists (select from draft where ticket_id = ${id})
      or exists (select from ticket where merged_into = ${id}) as more`.execute(tx.db)
  return rows[0]!.more
}

/**
 * The ticket goes as if it had never been: out of lists, counts and search, and nothing can be done to it any more. Its number is not
 * given again, and its page says what became of it.
 */
export async function withdrawTicket(
  tx: Tx,
  { id, number }: Ticket,
  { messageId, authorId, draft }: { messageId: string; authorId: string; draft: Words },
): Promise<{ new_mail_id: string | null }> {
  const newMailId = await writeNewMail(tx, authorId, draft)
  await sql`delete from ticket where id = ${id}`.execute(tx.db)
  tx.emit(ticketWithdrawn, { ticketId: id, messageId, number })
  return { new_mail_id: authorId === tx.actor.id ? newMailId : null }
}

/** For whoever asks for a ticket that is not there: what became of it, where that is known. */
export async function missing(tx: Tx, ticketId: string) {
  const { rows } = await sql<{ number: number; name: string | null }>`
    select (e.data->>'number')::bigint as number, u.name from event e
      left join app_user u on e.actor->>'kind' = 'user' and u.id::text = e.actor->>'id'
    where e.ticket_id = ${ticketId} and e.type = 'ticket.withdrawn' limit 1`.execute(tx.db)
  const [gone] = rows
  if (!gone) return notFound()
  return ticketGone(`${gone.name ?? 'Somebody'} took the mail that opened #${gone.number} back before it left.`)
}
