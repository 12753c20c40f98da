import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'
import { type Kind, tables } from './notice.ts'

export type Told = {
  ticketId: string
  kind: Kind
  /** What happened, by its id: told twice, it is told once. */
  about: string
  messageId: string | null
  actorUserId: string | null
  at: Date
}

/** What happens to one ticket in this time is one mail to each. */
const gatheringMs = 60_000

/** Adds it to the mail that this person is about to get of this ticket, or begins one. It leaves when its time has come. */
export async function gather(tx: Tx, userId: string, it: Told): Promise<void> {
  // One at a time for each person, so that what is found is still gathering when it is added to.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`notice ${userId}`}, 0))`.execute(tx.db)
  const told = await tables(tx)
    .selectFrom('notice_cause')
    .select('id')
    .where('user_id', '=', userId)
    .where('kind', '=', it.kind)
    .where('about', '=', it.about)
    .executeTakeFirst()
  if (told) return
  const { ticketId, kind, about, messageId: message_id, actorUserId: actor_user_id, at } = it
  const cause = { id: tx.newId(), user_id: userId, kind, about, message_id, actor_user_id, at }
  await tables(tx)
    .insertInto('notice_cause')
    .values({ ...cause, notice_id: (await gatheringOf(tx, userId, ticketId)) ?? (await begin(tx, userId, ticketId)) })
    .execute()
}

async function gatheringOf(tx: Tx, userId: string, ticketId: string): Promise<string | undefined> {
  const row = await tables(tx)
    .selectFrom('notice')
    .select('id')
    .where('user_id', '=', userId)
    .where('ticket_id', '=', ticketId)
    .where('status', '=', 'gathering')
    .forUpdate()
    .executeTakeFirst()
  return row?.id
}

async function begin(tx: Tx, userId: string, ticketId: string): Promise<string> {
  const id = tx.newId()
  await tables(tx)
    .insertInto('notice')
    .values({
      ...{ id, user_id: userId, ticket_id: ticketId, status: 'gathering', attempts: 0, says: null },
      ...{ leaves_at: new Date(tx.now.getTime() + gatheringMs), created_at: tx.now, let_out_at: null, sent_at: null },
    })
    .execute()
  return id
}
