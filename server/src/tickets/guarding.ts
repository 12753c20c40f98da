import { sql } from 'kysely'
import { z } from 'zod'
import { Instant } from '../platform/instant.ts'
import { invalid, problem } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { previewOf } from './ticket.ts'

const Newer = z
  .object({
    id: z.string(),
    direction: z.enum(['in', 'out', 'note']),
    author: z.string(),
    at: Instant,
    preview: z.string(),
  })
  .meta({ id: 'NewerMessage' })

export const threadChanged = problem('thread-changed', 409, 'Somebody wrote on this ticket meanwhile', {
  newer: z.array(Newer),
})

const written = sql`e.type in ('message.received', 'note.added', 'reply.queued', 'message.recovered')`
const newerMax = 20

/**
 * Whoever sends has seen what stands there. What came since is known by the order of its events, which is that of the commits on this
 * ticket: a mail may carry an earlier hour than the note that was there before it.
 */
export async function mustHaveSeen(tx: Tx, { ticketId, seen }: { ticketId: string; seen: string }): Promise<void> {
  const asked = await sql<{ at: Date; seq: string | null }>`
    select m.at, (select max(e.seq) from event e where e.ticket_id = ${ticketId} and ${written}
        and e.data->>'messageId' = ${seen}) as seq
    from message m where m.id = ${seen}`.execute(tx.db)
  const [known] = asked.rows
  if (!known)
    throw invalid('seen: there is no such message', {
      errors: [{ field: 'seen', message: 'there is no such message' }],
    })
  const since = known.seq
    ? sql`exists (select from event e where e.ticket_id = ${ticketId} and ${written} and e.seq > ${known.seq}
        and e.data->>'messageId' = m.id::text)`
    : sql`m.at > ${known.at}`
  const { rows } = await sql<{ id: string; direction: 'in' | 'out' | 'note'; author: string; at: Date; text: string }>`
    select m.id, m.direction, coalesce(u.name, nullif(m.from_name, ''), m.from_address) as author, m.at,
      left(coalesce(nullif(m.reply_text, ''), m.text), 1000) as text
    from message m left join app_user u on u.id = m.author_user_id
    where m.ticket_id = ${ticketId} and m.automatic is null and ${since}
    order by m.at, m.id limit ${newerMax}`.execute(tx.db)
  if (rows.length === 0) return
  const names = [...new Set(rows.map(({ author }) => author))].join(', ')
  throw threadChanged(`${names} wrote since you last looked. Read it, then send again.`, {
    newer: rows.map(({ text, at, ...row }) => ({ ...row, at: at.toISOString(), preview: previewOf(text) })),
  })
}
