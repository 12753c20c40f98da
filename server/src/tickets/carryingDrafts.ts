import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'

const between = '\n\n'

/**
 * What people were writing on the one ticket they find on the other, below what they were writing there. The one keeps it too, unseen,
 * so that it can be given back.
 */
export async function carryDrafts(tx: Tx, fromId: string, intoId: string): Promise<void> {
  await sql`
    insert into draft (ticket_id, user_id, kind, body, updated_at)
    select ${intoId}, user_id, kind, body, updated_at from draft where ticket_id = ${fromId}
    on conflict (ticket_id, user_id, kind) do update set body = draft.body || ${between} || excluded.body`.execute(
    tx.db,
  )
}

/**
 * Back again. What has been sent or thrown away on the other ticket meanwhile is gone from both; what has been changed there stays there,
 * and its first form comes back as well: better twice than lost.
 */
export async function fetchDrafts(tx: Tx, fromId: string, intoId: string): Promise<void> {
  await sql`
    delete from draft one where one.ticket_id = ${fromId} and not exists (
      select from draft other where other.ticket_id = ${intoId} and other.user_id = one.user_id and other.kind = one.kind)`.execute(
    tx.db,
  )
  await sql`
    delete from draft other using draft one
    where one.ticket_id = ${fromId} and other.ticket_id = ${intoId} and other.user_id = one.user_id and other.kind = one.kind
      and other.body = one.body`.execute(tx.db)
  await sql`
    update draft other set body = left(other.body, length(other.body) - length(${between} || one.body)) from draft one
    where one.ticket_id = ${fromId} and other.ticket_id = ${intoId} and other.user_id = one.user_id and other.kind = one.kind
      and right(other.body, length(${between} || one.body)) = ${between} || one.body`.execute(tx.db)
}
