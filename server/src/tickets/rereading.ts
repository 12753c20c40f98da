import { sql } from 'kysely'
import { recognize } from '../people/index.ts'
import type { Tx } from '../platform/work.ts'
import { indexMessages } from '../search/index.ts'
import { findable, type Mail, senderOf } from './receiving.ts'
import { type Named, previewOf, type Verdict } from './ticket.ts'

type Attached = Mail['attachments'][number]

/** What was decided of a received mail when it was last read. */
export type StoredMessage = {
  id: string
  ticketId: string | null
  ticketNumber: number | null
  from: Named
  to: Named[]
  cc: Named[]
  subject: string
  messageIdHeader: string | null
  inReplyTo: string | null
  references: string[]
  date: Date | null
  rawSha256: string
  fingerprint: string | null
  parserVersion: number | null
  text: string
  replyText: string
  quotedText: string
  html: string | null
  verdict: Verdict | null
  recipient: unknown
  problems: string[]
  attachments: (Attached & { id: string })[]
  stitchReason: string | null
  held: boolean
  at: Date
}

/** In the order of their ids. `lock` for those who will change them. */
export async function storedMessages(tx: Tx, ids: readonly string[], lock = false): Promise<StoredMessage[]> {
  const { rows } = await sql<StoredMessage>`
    select m.id, m.ticket_id as "ticketId", t.number as "ticketNumber",
      json_build_object('name', m.from_name, 'address', m.from_address) as "from", m.to_addresses as "to", m.cc_addresses as cc, m.subject,
      m.message_id_header as "messageIdHeader", m.in_reply_to as "inReplyTo", m.reference_ids as "references", m.sent_at as date,
      m.raw_sha256 as "rawSha256", m.fingerprint, m.parser_version as "parserVersion", m.text, m.reply_text as "replyText",
      m.quoted_text as "quotedText", m.html, m.verdict, m.recipient, m.problems, m.stitch_reason as "stitchReason", m.held, m.at,
      coalesce((select json_agg(json_build_object('id', a.id, 'filename', a.filename, 'content_type', a.content_type, 'size', a.size,
          'sha256', a.sha256, 'inline', a.inline, 'content_id', a.content_id) order by a.position)
        from attachment a where a.org_id = m.org_id and a.message_id = m.id), '[]') as attachments
    from message m left join ticket t on t.id = m.ticket_id
    where m.id = any(${ids}::uuid[]) and m.direction = 'in' and m.raw_sha256 is not null
    order by m.id ${lock ? sql`for no key update of m` : sql``}`.execute(tx.db)
  return rows
}

export type Reread = {
  stored: StoredMessage
  mail: Omit<Mail, 'verdict'> & { verdict: Verdict }
  /** Null: as it was. */
  fingerprint: string | null
  wordsFingerprint: string | null
  weakFingerprint: string | null
  parserVersion: number
}

/**
 * The same mails, understood anew. Nothing follows from it: no status, no unread flag, no event; only what stands there becomes right.
 */
export async function rewriteMessages(tx: Tx, rereads: readonly Reread[]): Promise<void> {
  if (rereads.length === 0) return
  const contacts = await recognize(
    tx,
    rereads.flatMap(({ mail }) => mail.from ?? []),
  )
  const rows = rereads.map(({ stored, mail, fingerprint, wordsFingerprint, weakFingerprint, parserVersion }) => ({
    id: stored.id,
    contact_id: contacts.get(senderOf({ mail })) ?? null,
    from_name: mail.from?.name ?? '',
    from_address: mail.from?.address ?? '',
    to_addresses: mail.to,
    cc_addresses: mail.cc,
    reply_to_addresses: mail.reply_to,
    subject: mail.subject,
    message_id_header: mail.message_id,
    in_reply_to: mail.in_reply_to,
    reference_ids: mail.references,
    fingerprint,
    words_fingerprint: wordsFingerprint,
    weak_fingerprint: weakFingerprint,
    parser_version: parserVersion,
    text: mail.text,
    reply_text: mail.reply_text,
    quoted_text: mail.quoted_text,
    html: mail.html,
    verdict: mail.verdict,
    recipient: mail.recipient,
    problems: mail.problems,
    sent_at: mail.date,
  }))
  await sql`
    update message m set contact_id = coalesce(r.contact_id, m.contact_id), from_name = r.from_name, from_address = r.from_address,
      to_addresses = r.to_addresses, cc_addresses = r.cc_addresses, reply_to_addresses = r.reply_to_addresses, subject = r.subject,
      message_id_header = r.message_id_header,
      in_reply_to = r.in_reply_to, reference_ids = r.reference_ids, fingerprint = coalesce(r.fingerprint, m.fingerprint),
      words_fingerprint = r.words_fingerprint, weak_fingerprint = r.weak_fingerprint,
      parser_version = r.parser_version, text = r.text, reply_text = r.reply_text, quoted_text = r.quoted_text, html = r.html,
      verdict = r.verdict, recipient = r.recipient, problems = r.problems, sent_at = r.sent_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
      id uuid, contact_id uuid, from_name text, from_address text, to_addresses jsonb, cc_addresses jsonb,
      reply_to_addresses jsonb, subject text, message_id_header text, in_reply_to text, reference_ids text[], fingerprint text, words_fingerprint text, weak_fingerprint text,
      parser_version int, text text, reply_text text,
      quoted_text text, html text, verdict jsonb, recipient jsonb, problems jsonb, sent_at timestamptz)
    where m.id = r.id`.execute(tx.db)
  for (const reread of rereads) await rewriteAttachments(tx, reread)
  await rewriteTickets(tx, rereads)
  const onTicket = rereads.filter(({ stored }) => stored.ticketId !== null)
  await indexMessages(
    tx,
    onTicket.map(({ stored, mail }) => findable({ messageId: stored.id, mail })),
  )
}

/** These were read again and nothing differs. */
export async function recordReread(tx: Tx, ids: readonly string[], parserVersion: number): Promise<void> {
  if (ids.length === 0) return
  await sql`update message set parser_version = ${parserVersion} where id = any(${ids}::uuid[])`.execute(tx.db)
}

/** Of these the mails that came in, with what they were read from and by which parser. */
export async function receivedMails(
  tx: Tx,
  ids: readonly string[],
): Promise<{ id: string; rawSha256: string; parserVersion: number }[]> {
  const { rows } = await sql<{ id: string; rawSha256: string; parserVersion: number }>`
    select id, raw_sha256 as "rawSha256", coalesce(parser_version, 0) as "parserVersion" from message
    where id = any(${ids}::uuid[]) and direction = 'in' and raw_sha256 is not null order by id`.execute(tx.db)
  return rows
}

/** The messages of a Message-ID, or the one of this id. */
export async function messagesNamed(tx: Tx, name: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from message where direction = 'in' and (id::text = ${name} or message_id_header = ${name}) order by id`.execute(
    tx.db,
  )
  return rows.map(({ id }) => id)
}

/** How many an older parser read. */
export async function countReadBefore(tx: Tx, parserVersion: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from message where parser_version < ${parserVersion}`.execute(tx.db)
  return rows[0]!.n
}

/** Of these fingerprints the ones that another message has. */
export async function fingerprintsTaken(
  tx: Tx,
  wanted: readonly { id: string; fingerprint: string }[],
): Promise<Set<string>> {
  if (wanted.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    select w.id from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w(id uuid, fingerprint text)
    where exists (select from message m where m.fingerprint = w.fingerprint and m.id <> w.id)`.execute(tx.db)
  return new Set(rows.map(({ id }) => id))
}

/** The same bytes keep their row, and with it their address; only what is new or gone comes or goes. */
async function rewriteAttachments(tx: Tx, { stored, mail }: Reread): Promise<void> {
  const before = stored.attachments
  if (JSON.stringify(before.map(({ id: _, ...one }) => one)) === JSON.stringify(mail.attachments.map(plain))) return
  const left = new Set(before)
  const rows = mail.attachments.map((one, position) => {
    const known =
      before[position]?.sha256 === one.sha256 && left.has(before[position])
        ? before[position]
        : [...left].find(({ sha256 }) => sha256 === one.sha256)
    if (known) left.delete(known)
    return { id: known?.id ?? tx.newId(), message_id: stored.id, position, ...plain(one) }
  })
  const gone = [...left].map(({ id }) => id)
  if (gone.length) await sql`delete from attachment where id = any(${gone}::uuid[])`.execute(tx.db)
  await sql`
    insert into attachment (id, message_id, position, filename, content_type, size, sha256, inline, content_id)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as a(id uuid, message_id uuid, position int, filename text, content_type text, size int, sha256 text, inline boolean, content_id text)
    on conflict (id) do update set position = excluded.position, filename = excluded.filename, content_type = excluded.content_type,
      inline = excluded.inline, content_id = excluded.content_id`.execute(tx.db)
}

const plain = ({ filename, content_type, size, sha256, inline, content_id }: Attached): Attached => ({
  filename,
  content_type,
  size,
  sha256,
  inline,
  content_id,
})

/** What the list shows of a ticket changes only where it was this message's own. */
async function rewriteTickets(tx: Tx, rereads: readonly Reread[]): Promise<void> {
  const onTicket = rereads.filter(({ stored }) => stored.ticketId !== null)
  const shown = (subject: string) => subject || '(no subject)'
  const subjects = onTicket.map(({ stored, mail }) => [stored.ticketId, shown(stored.subject), shown(mail.subject)])
  const previews = onTicket.map(({ stored, mail }) => [
    stored.ticketId,
    previewOf(stored.replyText || stored.text),
    previewOf(mail.reply_text || mail.text),
  ])
  const changed = (rows: (string | null)[][]) =>
    JSON.stringify(rows.filter(([, was, is]) => was !== is).map(([id, was, is]) => ({ id, was, is })))
  await sql`
    update ticket t set subject = r."is" from jsonb_to_recordset(${changed(subjects)}::jsonb) as r(id uuid, was text, "is" text)
    where t.id = r.id and t.subject = r.was`.execute(tx.db)
  await sql`
    update ticket t set preview = r."is" from jsonb_to_recordset(${changed(previews)}::jsonb) as r(id uuid, was text, "is" text)
    where t.id = r.id and t.preview = r.was`.execute(tx.db)
}
