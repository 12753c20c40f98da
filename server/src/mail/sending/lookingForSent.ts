import { sql } from 'kysely'
import { z } from 'zod'
import type { Found } from '../../connectors/mailOut.ts'
import { notFound } from '../../platform/problem.ts'
import { type Route, route } from '../../platform/routes.ts'
import type { Store } from '../../platform/store.ts'
import { inTx } from '../../platform/tx.ts'
import type { Tx } from '../../platform/work.ts'
import { notUnsure } from '../../tickets/index.ts'
import { bareId } from './composing.ts'
import { noteFound } from './leaving.ts'
import { openWay, readWay, type Way } from './wayOut.ts'

const OfMessage = z.object({ id: z.uuid(), message_id: z.uuid() })

type Unsure = { id: string; status: string; mailboxId: string | null; header: string; queuedAt: Date }

export const lookingForSentRoutes: Route[] = [
  route('POST /tickets/:id/messages/:message_id/look', {
    says: 'Ask the provider whether it has a mail of which nobody knows whether it left.',
    name: 'lookForSent',
    refuses: [notUnsure],
    may: 'ticket.reply',
    in: OfMessage,
    out: z.object({ found: z.enum(['there', 'absent', 'unknown']), says: z.string() }).meta({ id: 'SentLook' }),
    run: async (tx, { id, message_id }, store) => {
      const unsure = await mustBeUnsure(tx, id, message_id)
      const way = await readWay(tx, unsure.mailboxId)
      const { actor } = tx
      return async () => {
        const found = await look(store, way, unsure, message_id)
        await inTx(store, actor, (later) => noteFound(later, unsure.id, found))
        return { found, says: words[found] }
      }
    },
  }),
]

const words: Record<Found, string> = {
  there: 'The provider has it among what was sent: mark it as sent.',
  absent: 'The provider does not have it among what was sent. It may show up there a little late.',
  unknown: 'The provider cannot be asked: ask the recipient, or look there yourself, before you send it again.',
}

async function look(store: Store, way: Way, { header, queuedAt }: Unsure, mark: string): Promise<Found> {
  const out = openWay(store, way)
  try {
    return (await out?.findSent?.(bareId(header), { mark, since: queuedAt })) ?? 'unknown'
  } finally {
    out?.close()
  }
}

async function mustBeUnsure(tx: Tx, ticketId: string, messageId: string): Promise<Unsure> {
  const { rows } = await sql<Unsure>`
    select d.id, d.status, d.mailbox_id as "mailboxId", m.message_id_header as header, d.queued_at as "queuedAt"
    from delivery d join message m on m.id = d.message_id
    where d.ticket_id = ${ticketId} and d.message_id = ${messageId} for update of d`.execute(tx.db)
  const [row] = rows
  if (!row) throw notFound()
  if (row.status !== 'unsure') throw notUnsure(`This mail is ${row.status}.`)
  return row
}
