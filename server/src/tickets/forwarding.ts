import { sql } from 'kysely'
import { plannedOnce } from '../platform/db/plannedOnce.ts'
import type { Tx } from '../platform/work.ts'
import { filesOfTicket } from './attaching.ts'
import { refused } from './recipients.ts'
import type { Named } from './ticket.ts'

/** The message that an answer or a forward is about. */
export type About = { id: string; direction: 'in' | 'out'; messageIdHeader: string | null }

/** The one that is named, of this ticket; else the customer's newest. What is held may be of somebody else: it comes last. */
export async function messageAbout(tx: Tx, ticketId: string, named: string | undefined): Promise<About | undefined> {
  const { rows } = await sql<About>`
    select id, direction, message_id_header as "messageIdHeader" from message
    where ticket_id = ${plannedOnce(ticketId)} and automatic is null and ${
      named === undefined ? sql`direction = 'in'` : sql`id = ${named} and direction in ('in', 'out')`
    }
    order by held, (message_id_header is null), at desc, id desc limit 1`.execute(tx.db)
  if (named !== undefined && !rows[0])
    throw refused([{ field: 'message_id', message: 'is no message of this ticket that can be answered or handed on' }])
  return rows[0]
}

/** What goes along: the files that are named, else all of the message that is handed on; an answer takes none by itself. */
export async function filesAlong(
  tx: Tx,
  ticketId: string,
  { forwarded, named }: { forwarded: string | null; named: readonly string[] | undefined },
) {
  if (named) return named.length > 0 ? filesOfTicket(tx, ticketId, { ids: named }) : []
  return forwarded ? filesOfTicket(tx, ticketId, { ofMessage: forwarded }) : []
}

export type Forwarded = {
  from: Named
  to: Named[]
  cc: Named[]
  at: Date
  subject: string
  text: string
  html: string | null
}

/** The message that one of ours hands on, as it was written. */
export async function forwardedMessage(tx: Tx, messageId: string): Promise<Forwarded | null> {
  const { rows } = await sql<Forwarded>`
    select json_build_object('name', from_name, 'address', from_address) as from, to_addresses as to, cc_addresses as cc, at,
      subject, text, html
    from message where id = ${messageId}`.execute(tx.db)
  return rows[0] ?? null
}
