import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'
import { leadsTo } from './holdingAnswers.ts'
import type { Direction, Status, Verdict } from './ticket.ts'

/** What colleagues are told by: facts of tickets for whoever notifies. They change nothing. */

type Assignment = { about: string; userId: string; actorUserId: string | null; at: Date }

/** Who has the ticket now and who gave it to them, by the event that did it; undefined when nobody was given it. */
export async function assignmentOf(tx: Tx, ticketId: string): Promise<Assignment | undefined> {
  const { rows } = await sql<Assignment>`
    select e.id as about, t.assignee_user_id as "userId", e.at,
      case when e.actor->>'kind' = 'user' then (e.actor->>'id')::uuid end as "actorUserId"
    from ticket t join event e on e.ticket_id = t.id
      and (e.type = 'ticket.opened' or (e.type = 'ticket.changed' and e.data->'assignee'->>1 = t.assignee_user_id::text))
    where t.id = ${ticketId} and t.assignee_user_id is not null
    order by e.seq desc limit 1`.execute(tx.db)
  return rows[0]
}

/** Who wrote this note; null: nobody of us. */
export async function noteOf(
  tx: Tx,
  messageId: string,
): Promise<{ authorUserId: string | null; at: Date } | undefined> {
  const { rows } = await sql<{ authorUserId: string | null; at: Date }>`
    select author_user_id as "authorUserId", at from message where id = ${messageId} and direction = 'note'`.execute(
    tx.db,
  )
  return rows[0]
}

export type Arrival = {
  messageId: string
  /** It began its ticket. */
  opens: boolean
  from: string
  verdict: Verdict | null
  mailboxId: string | null
  status: Status
  inShadow: boolean
  assigneeUserId: string | null
  /** The colleague who opened the ticket by hand. */
  openedBy: string | null
  at: Date
}

/** Words of a customer, and on whose desk they lie; the first of a ticket where no message is named. */
export async function arrivalOf(
  tx: Tx,
  { ticketId, messageId = null }: { ticketId: string; messageId?: string | null },
): Promise<Arrival | undefined> {
  const { rows } = await sql<Arrival>`
    select m.id as "messageId", m.from_address as "from", m.verdict, t.mailbox_id as "mailboxId", t.status,
      coalesce(b.shadow_since is not null, false) as "inShadow", t.assignee_user_id as "assigneeUserId", m.at,
      not exists (select from message e where e.ticket_id = m.ticket_id and (e.at, e.id) < (m.at, m.id)) as opens,
      (select (e.actor->>'id')::uuid from event e where e.ticket_id = t.id and e.type = 'ticket.opened' and e.actor->>'kind' = 'user'
        order by e.seq limit 1) as "openedBy"
    from message m join ticket t on t.id = m.ticket_id left join mailbox b on b.id = t.mailbox_id
    where t.id = ${ticketId} and m.direction = 'in' and (${messageId}::uuid is null or m.id = ${messageId}::uuid)
    order by m.at, m.id limit 1`.execute(tx.db)
  return rows[0]
}

export type TicketToTell = { id: string; number: number; subject: string; status: Status; mailboxId: string | null }

/** The ticket that this one has become. */
export async function ticketToTell(tx: Tx, ticketId: string): Promise<TicketToTell | undefined> {
  const { rows } = await sql<TicketToTell>`
    select id, number, subject, status, mailbox_id as "mailboxId" from ticket where id = ${await leadsTo(tx, ticketId)}`.execute(
    tx.db,
  )
  return rows[0]
}

export type WordsToTell = {
  messageId: string
  direction: Direction
  name: string
  address: string
  words: string
  isCut: boolean
  /** Of a machine, or of somebody who takes no part: its words go to nobody by mail. */
  isClosed: boolean
}

/** Of these messages who wrote them, and as many of their words as a mail shows. */
export async function wordsToTell(tx: Tx, ids: readonly string[], charsMax: number): Promise<Map<string, WordsToTell>> {
  const { rows } = await sql<WordsToTell>`
    select m.id as "messageId", m.direction, coalesce(u.name, m.from_name) as name, coalesce(u.email, m.from_address) as address,
      left(coalesce(nullif(m.reply_text, ''), m.text), ${charsMax}) as words,
      length(coalesce(nullif(m.reply_text, ''), m.text)) > ${charsMax} as "isCut",
      m.held or coalesce((m.verdict->>'auto_generated')::boolean, false) or coalesce((m.verdict->>'spam')::boolean, false) as "isClosed"
    from message m left join app_user u on u.id = m.author_user_id
    where m.id = any(${ids}::uuid[])`.execute(tx.db)
  return new Map(rows.map((row) => [row.messageId, row]))
}
