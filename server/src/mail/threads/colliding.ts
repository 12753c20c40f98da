import { sql } from 'kysely'
import { audit } from '../../auth/index.ts'
import { notFound } from '../../platform/problem.ts'
import type { Tx } from '../../platform/work.ts'
import { type Compared, messagesToCompare, sharedHeaders } from '../../tickets/index.ts'
import { tables } from '../mailbox.ts'
import { sha256 } from '../parsing/fingerprinting.ts'
import { type Difference, differencesOf } from './comparing.ts'

/** More are not counted anew, but one by one as they come: a broken machine gives all its mails one id. */
const countedMax = 200

export type Came = { mails: number; newestAt: Date }

/**
 * Writes down that mails share these Message-IDs, each id once, with what is known of it now; `came` are the mails under it that are
 * new. Another mail under an id that a person has looked at already makes it unseen. Written twice without new mails it is the same.
 */
export async function recordCollisions(tx: Tx, came: ReadonlyMap<string, Came>): Promise<void> {
  if (came.size === 0) return
  const fresh = [...came].map(([header, one]) => ({ header, sha256: sha256(header), ...one }))
  const { rows: many } = await sql<{ header: string }>`
    update collision c set kind = 'different', messages = c.messages + f.mails, newest_at = greatest(c.newest_at, f."newestAt"),
      seen_at = case when f.mails > 0 then null else c.seen_at end,
      seen_by_user_id = case when f.mails > 0 then null else c.seen_by_user_id end
    from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as f(header text, sha256 text, mails int, "newestAt" timestamptz)
    where c.message_id_sha256 = f.sha256 and c.messages >= ${countedMax}
    returning f.header`.execute(tx.db)
  const counted = new Set(many.map(({ header }) => header))
  const shared = await sharedHeaders(
    tx,
    [...came.keys()].filter((header) => !counted.has(header)),
  )
  if (shared.length === 0) return
  const rows = shared.map((one) => ({ id: tx.newId(), sha256: sha256(one.header), ...one }))
  await sql`
    insert into collision (id, message_id_header, message_id_sha256, kind, messages, first_seen_at, newest_at)
    select id, header, sha256, kind, messages, "firstSeenAt", "newestAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as c(id uuid, header text, sha256 text, kind text, messages int, "firstSeenAt" timestamptz, "newestAt" timestamptz)
    order by sha256
    on conflict (org_id, message_id_sha256) do update set
      kind = excluded.kind, messages = excluded.messages, first_seen_at = excluded.first_seen_at, newest_at = excluded.newest_at,
      seen_at = case when excluded.messages > collision.messages then null else collision.seen_at end,
      seen_by_user_id = case when excluded.messages > collision.messages then null else collision.seen_by_user_id end`.execute(
    tx.db,
  )
}

export type Collision = {
  id: string
  message_id: string
  kind: 'variant' | 'different'
  message_count: number
  first_seen_at: Date
  newest_at: Date
  seen_at: Date | null
  seen_by: string | null
  messages: (Omit<Compared, 'header' | 'text' | 'text_md5' | 'html_md5'> & {
    deliveries: number
    mailboxes: string[]
    differs: Difference[]
  })[]
}

type Row = Omit<Collision, 'messages'>

/** Those whose newest mail came last first. */
export async function listCollisions(
  tx: Tx,
  { limit, cursor }: { limit: number; cursor?: { at: Date; id: string } | undefined },
): Promise<Collision[]> {
  const { rows } = await sql<Row>`
    ${columns} ${cursor ? sql`where (c.newest_at, c.id) < (${cursor.at}, ${cursor.id}::uuid)` : sql``}
    order by c.newest_at desc, c.id desc limit ${limit}`.execute(tx.db)
  return withMessages(tx, rows)
}

export async function readCollision(tx: Tx, id: string): Promise<Collision> {
  const { rows } = await sql<Row>`${columns} where c.id = ${id}`.execute(tx.db)
  const [whole] = await withMessages(tx, rows)
  if (!whole) throw notFound()
  return whole
}

/** A person has looked at it. Who did so first stays named. */
export async function markCollisionSeen(tx: Tx, id: string): Promise<void> {
  const row = await tables(tx)
    .selectFrom('collision')
    .select('seen_at')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound()
  if (row.seen_at) return
  await tables(tx)
    .updateTable('collision')
    .set({ seen_at: tx.now, seen_by_user_id: tx.actor.kind === 'user' ? tx.actor.id : null })
    .where('id', '=', id)
    .execute()
  await audit(tx, 'collision.seen', { collision_id: id })
}

const columns = sql`
  select c.id, c.message_id_header as message_id, c.kind, c.messages as message_count, c.first_seen_at, c.newest_at, c.seen_at,
    u.name as seen_by
  from collision c left join app_user u on u.id = c.seen_by_user_id`

/** More are counted only: a sender chooses how many mails of one id there are. */
const messagesMax = 10
const textMax = 20_000

async function withMessages(tx: Tx, rows: readonly Row[]): Promise<Collision[]> {
  if (rows.length === 0) return []
  const found = await messagesToCompare(
    tx,
    rows.map(({ message_id }) => message_id),
    { max: messagesMax, textMax },
  )
  const ways = await waysOf(
    tx,
    found.map(({ id }) => id),
  )
  const byHeader = Map.groupBy(found, ({ header }) => header)
  return rows.map((row) => {
    const messages = byHeader.get(row.message_id) ?? []
    return {
      ...row,
      messages: messages.map((one) => {
        const { header: _, text: _t, text_md5: _m, html_md5: _h, ...shown } = one
        const { deliveries = 0, mailboxes = [] } = ways.get(one.id) ?? {}
        return { ...shown, deliveries, mailboxes, differs: differencesOf(messages[0]!, one) }
      }),
    }
  })
}

/** How often each message came, and to which mailboxes. */
async function waysOf(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, { deliveries: number; mailboxes: string[] }>> {
  const { rows } = await sql<{ id: string; deliveries: number; mailboxes: string[] }>`
    select o.message_id as id, count(*)::int as deliveries, array_agg(distinct b.address order by b.address) as mailboxes
    from occurrence o join mailbox b on b.id = o.mailbox_id where o.message_id = any(${ids}::uuid[]) group by 1`.execute(
    tx.db,
  )
  return new Map(rows.map(({ id, ...way }) => [id, way]))
}
