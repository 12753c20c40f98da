import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'

const between = '\n\n'
const all = sql`body, html, to_addresses, cc_addresses, bcc_addresses, upload_ids, identity_id, status`

/** A window that saw the words as they were must not write over these; when they are as they were again, it may. */
const least = sql`interval '1 ms'`

/** The words with their shape; those that were typed without one get the plainest. */
const htmlOf = (draft: string) => {
  const of = (column: string) => sql.ref(`${draft}.${column}`)
  return sql`coalesce(${of('html')}, '<p>' || replace(replace(replace(replace(${of('body')},
    '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), chr(10), '<br>') || '</p>')`
}

/**
 * What people were writing on the one ticket they find on the other, below what they were writing there, with its files; to whom it goes is
 * decided there. The one keeps it too, unseen, so that it can be given back.
 */
export async function carryDrafts(tx: Tx, fromId: string, intoId: string): Promise<void> {
  await sql`
    insert into draft (ticket_id, user_id, kind, ${all}, updated_at)
    select ${intoId}, user_id, kind, ${all}, updated_at from draft where ticket_id = ${fromId}
    on conflict (ticket_id, user_id, kind) do update set
      body = draft.body || ${between} || excluded.body,
      html = case when draft.html is null and excluded.html is null then null
        else ${htmlOf('draft')} || ${htmlOf('excluded')} end,
      upload_ids = draft.upload_ids || excluded.upload_ids,
      updated_at = draft.updated_at + ${least}`.execute(tx.db)
}

/**
 * Back again. What has been sent or thrown away on the other ticket meanwhile is gone from both; what has been changed there stays there,
 * and its first form comes back as well: better twice than lost.
 */
export async function fetchDrafts(tx: Tx, fromId: string, intoId: string): Promise<void> {
  const same = sql`one.ticket_id = ${fromId} and other.ticket_id = ${intoId} and other.user_id = one.user_id and other.kind = one.kind`
  await sql`
    delete from draft one where one.ticket_id = ${fromId} and not exists (
      select from draft other where other.ticket_id = ${intoId} and other.user_id = one.user_id and other.kind = one.kind)`.execute(
    tx.db,
  )
  await sql`
    delete from draft other using draft one
    where ${same} and other.body = one.body and other.html is not distinct from one.html`.execute(tx.db)
  const tail = sql`${htmlOf('one')}`
  await sql`
    update draft other set
      body = left(other.body, length(other.body) - length(${between} || one.body)),
      html = left(other.html, length(other.html) - length(${tail})),
      upload_ids = array(select id from unnest(other.upload_ids) with ordinality as file(id, place)
        where id <> all (one.upload_ids) order by place),
      updated_at = other.updated_at - ${least}
    from draft one
    where ${same} and right(other.body, length(${between} || one.body)) = ${between} || one.body
      and (other.html is null or right(other.html, length(${tail})) = ${tail})`.execute(tx.db)
}
