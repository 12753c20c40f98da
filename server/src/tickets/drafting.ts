import type { z } from 'zod'
import { notFound } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import type { Drafting } from './shapes.ts'
import { mustNotBeMerged, tables } from './ticket.ts'

/** What a person is writing, kept from the first key; an empty body throws it away. */
export async function keepDraft(tx: Tx, { id, kind, body }: z.output<typeof Drafting>): Promise<void> {
  const ticket = await tables(tx)
    .selectFrom('ticket')
    .select(['number', 'merged_into'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!ticket) throw notFound()
  await mustNotBeMerged(tx, ticket)
  if (body.trim() === '') {
    await tables(tx)
      .deleteFrom('draft')
      .where('ticket_id', '=', id)
      .where('user_id', '=', tx.actor.id)
      .where('kind', '=', kind)
      .execute()
    return
  }
  await tables(tx)
    .insertInto('draft')
    .values({ ticket_id: id, user_id: tx.actor.id, kind, body, updated_at: tx.now })
    .onConflict((on) => on.columns(['ticket_id', 'user_id', 'kind']).doUpdateSet({ body, updated_at: tx.now }))
    .execute()
}
