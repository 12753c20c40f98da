import { sql } from 'kysely'
import { notFound } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import type { Verdict } from './ticket.ts'

export type SourceOf = {
  messageId: string
  direction: 'in' | 'out' | 'note'
  rawSha256: string | null
  /** The composed mail of a reply. */
  raw: Buffer | null
  html: string | null
  text: string
  verdict: Verdict | null
  recipient: unknown
  stitch: { reason: string; confidence: string; evidence: unknown } | null
  problems: string[]
  attachments: { id: string; position: number; contentId: string | null }[]
}

/** What the source page of one message of one ticket shows; missing when the message is of another ticket. */
export async function messageForSource(
  tx: Tx,
  { ticketId, messageId }: { ticketId: string; messageId: string },
): Promise<SourceOf> {
  const { rows } = await sql<
    Omit<SourceOf, 'attachments' | 'stitch'> & { reason: string | null; confidence: string; evidence: unknown }
  >`
    select m.id as "messageId", m.direction, coalesce(m.raw_sha256, d.raw_sha256) as "rawSha256", d.raw, m.html, m.text, m.verdict, m.recipient,
      m.stitch_reason as reason, m.stitch_confidence as confidence, m.stitch_evidence as evidence, m.problems
    from message m left join delivery d on d.message_id = m.id where m.id = ${messageId} and m.ticket_id = ${ticketId}`.execute(
    tx.db,
  )
  const row = rows[0]
  if (!row) throw notFound()
  const attachments = await sql<{ id: string; position: number; contentId: string | null }>`
    select id, position, content_id as "contentId" from attachment where message_id = ${messageId} order by position`.execute(
    tx.db,
  )
  const { reason, confidence, evidence, ...rest } = row
  return { ...rest, stitch: reason === null ? null : { reason, confidence, evidence }, attachments: attachments.rows }
}
