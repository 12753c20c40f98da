import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'
import { type Direction, type Named, tables } from './ticket.ts'

/** Messages already held with these fingerprints. */
export async function knownMessages(
  tx: Tx,
  fingerprints: readonly string[],
): Promise<Map<string, { messageId: string; ticketId: string | null }>> {
  const rows = await tables(tx)
    .selectFrom('message')
    .select(['fingerprint', 'id', 'ticket_id'])
    .where(sql<boolean>`fingerprint = any(${fingerprints}::text[])`)
    .execute()
  return new Map(rows.map(({ fingerprint, id, ticket_id }) => [fingerprint!, { messageId: id, ticketId: ticket_id }]))
}

export type Prints = { header: string; wordsFingerprint: string; weakFingerprint: string }
export type Like = { messageId: string; ticketId: string | null; held: boolean; likeness: 'words' | 'weak' | 'none' }

/** An id that so many mails carry tells none of them: one more mail of a broken machine must not cost what all before it cost. */
const sharedMax = 200

/** For each of these mails the message under its Message-ID that is most like it, the oldest of those; nothing where no message has it. */
export async function mostAlike(tx: Tx, mails: readonly Prints[]): Promise<(Like | undefined)[]> {
  const found: (Like | undefined)[] = mails.map(() => undefined)
  if (mails.length === 0) return found
  const { rows } = await sql<Like & { place: number }>`
    select (k.place - 1)::int as place, m.*
    from rows from (jsonb_to_recordset(${JSON.stringify(mails)}::jsonb)
      as (header text, "wordsFingerprint" text, "weakFingerprint" text)) with ordinality as k(header, words, weak, place)
    cross join lateral (
      select m.id as "messageId", m.ticket_id as "ticketId", m.held,
        case when m.words_fingerprint = k.words then 'words' when m.weak_fingerprint = k.weak then 'weak' else 'none' end as likeness
      from (
        select id, ticket_id, held, words_fingerprint, weak_fingerprint, at from message
        where message_id_header = k.header limit ${sharedMax}
      ) m
      order by m.words_fingerprint is distinct from k.words, m.weak_fingerprint is distinct from k.weak, m.at, m.id limit 1
    ) m`.execute(tx.db)
  for (const { place, ...like } of rows) found[place] = like
  return found
}

export type Shared = {
  header: string
  kind: 'variant' | 'different'
  messages: number
  firstSeenAt: Date
  newestAt: Date
}

/** Which of these Message-IDs more than one message has, and whether it is one mail but for what mailing lists add. */
export async function sharedHeaders(tx: Tx, headers: readonly string[]): Promise<Shared[]> {
  if (headers.length === 0) return []
  const { rows } = await sql<Shared>`
    select message_id_header as header, count(*)::int as messages, max(at) as "newestAt",
      case when count(distinct weak_fingerprint) = 1 and count(weak_fingerprint) = count(*) then 'variant' else 'different' end as kind,
      (array_agg(at order by at, id))[2] as "firstSeenAt"
    from message where message_id_header = any(${headers}::text[])
    group by message_id_header having count(*) > 1`.execute(tx.db)
  return rows
}

export type Compared = {
  id: string
  header: string
  direction: Direction
  ticket: { id: string; number: number } | null
  from: Named
  subject: string
  sent_at: string | null
  at: string
  held: boolean
  text: string
  /** Of all that is said, also of what `text` was cut off from. */
  text_md5: string
  html_md5: string | null
  attachments: { filename: string; size: number; sha256: string }[]
}

const comparedMax = 1_000

/** The messages that have these Message-IDs, oldest first, as far as it takes to see what differs; of each id no more than `max`. */
export async function messagesToCompare(
  tx: Tx,
  headers: readonly string[],
  { max, textMax }: { max: number; textMax: number },
): Promise<Compared[]> {
  const { rows } = await sql<Compared>`
    select m.*
    from unnest(${headers}::text[]) as k(header)
    cross join lateral (
      select m.id, m.message_id_header as header, m.direction, m.subject, m.sent_at, m.at, m.held, left(m.text, ${textMax}) as text,
        md5(m.text) as text_md5, md5(m.html) as html_md5, json_build_object('name', m.from_name, 'address', m.from_address) as "from",
        (select json_build_object('id', t.id, 'number', t.number) from ticket t where t.id = m.ticket_id) as ticket,
        array(select json_build_object('filename', a.filename, 'size', a.size, 'sha256', a.sha256)
          from attachment a where a.org_id = m.org_id and a.message_id = m.id order by a.position) as attachments
      from message m where m.id in (
        select o.id from (select id, at from message where message_id_header = k.header limit ${comparedMax}) o
        order by o.at, o.id limit ${max})
    ) m
    order by m.at, m.id`.execute(tx.db)
  return rows.map((row) => ({
    ...row,
    at: new Date(row.at).toISOString(),
    sent_at: row.sent_at === null ? null : new Date(row.sent_at).toISOString(),
  }))
}

export type Unprinted = { id: string; header: string; rawSha256: string | null; raw: Buffer | null; isPrinted: boolean }

/** Messages with a Message-ID after this one, and what their fingerprints are made of. */
export async function messagesToPrint(tx: Tx, after: string, max: number): Promise<Unprinted[]> {
  const { rows } = await sql<Unprinted>`
    select m.id, m.message_id_header as header, m.raw_sha256 as "rawSha256", m.weak_fingerprint is not null as "isPrinted",
      case when m.weak_fingerprint is null then d.raw end as raw
    from message m left join delivery d on d.message_id = m.id
    where m.id > ${after} and m.message_id_header is not null order by m.id limit ${max}`.execute(tx.db)
  return rows
}

export async function countToPrint(tx: Tx): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from message where message_id_header is not null`.execute(tx.db)
  return rows[0]!.n
}

/** Fingerprints of messages that were written before there were these. */
export async function recordPrints(
  tx: Tx,
  prints: readonly { id: string; wordsFingerprint: string | null; weakFingerprint: string | null }[],
): Promise<void> {
  if (prints.length === 0) return
  await sql`
    update message m set words_fingerprint = p."wordsFingerprint", weak_fingerprint = p."weakFingerprint"
    from jsonb_to_recordset(${JSON.stringify(prints)}::jsonb) as p(id uuid, "wordsFingerprint" text, "weakFingerprint" text)
    where m.id = p.id`.execute(tx.db)
}
