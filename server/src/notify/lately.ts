import { returnedAmong } from '../mail/index.ts'
import type { Tx } from '../platform/work.ts'
import { ticketToTell } from '../tickets/index.ts'
import { type Kind, type NoticeStatus, tables } from './notice.ts'

type Lately = {
  id: string
  at: Date
  kinds: Kind[]
  ticket: { id: string; number: number; subject: string } | null
  status: NoticeStatus | 'returned'
  says: string | null
}

const latelyMax = 20

/** The newest mails to whoever asks, and what became of each. */
export async function lately(tx: Tx): Promise<Lately[]> {
  const notices = await tables(tx)
    .selectFrom('notice')
    .selectAll()
    .where('user_id', '=', tx.actor.id)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(latelyMax)
    .execute()
  if (notices.length === 0) return []
  const ids = notices.map(({ id }) => id)
  const causes = await tables(tx)
    .selectFrom('notice_cause')
    .select(['notice_id', 'kind'])
    .where('notice_id', 'in', ids)
    .orderBy('at')
    .execute()
  const returned = await returnedAmong(tx, ids)
  const shown: Lately[] = []
  for (const { id, created_at: at, ticket_id, status, says } of notices) {
    const ticket = ticket_id === null ? undefined : await ticketToTell(tx, ticket_id)
    const back = returned.get(id)
    shown.push({
      ...{ id, at, kinds: [...new Set(causes.filter(({ notice_id }) => notice_id === id).map(({ kind }) => kind))] },
      ticket: ticket ? { id: ticket.id, number: ticket.number, subject: ticket.subject } : null,
      ...(back === undefined ? { status, says } : { status: 'returned', says: back }),
    })
  }
  return shown
}
