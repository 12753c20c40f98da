import { sql } from 'kysely'
import { notFound } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { refused } from './recipients.ts'
import { type Attachment, tables, type Upload } from './ticket.ts'

export type AttachmentOf = {
  /** The mail it came in; none when it was never part of one. */
  rawSha256: string | null
  position: number
  filename: string
  contentType: string
  size: number
  sha256: string
  /** Its bytes are a blob of their own. */
  filed: boolean
}

/** An attachment, reached only through its ticket. */
export async function attachmentOf(
  tx: Tx,
  { ticketId, attachmentId }: { ticketId: string; attachmentId: string },
): Promise<AttachmentOf> {
  const { rows } = await sql<AttachmentOf>`
    select coalesce(m.raw_sha256, om.raw_sha256) as "rawSha256", coalesce(o.position, a.position) as position, a.filename,
      a.content_type as "contentType", a.size, a.sha256, a.blob as filed
    from attachment a join message m on m.id = a.message_id
      left join attachment o on o.id = a.copy_of left join message om on om.id = o.message_id
    where a.id = ${attachmentId} and m.ticket_id = ${ticketId}`.execute(tx.db)
  const [row] = rows
  if (!row || !(row.rawSha256 || row.filed)) throw notFound()
  return row
}

export type UnfiledAttachment = {
  id: string
  messageId: string
  rawSha256: string
  position: number
  sha256: string
  /** The same bytes are filed already, for another mail: a logo, a signature. */
  known: boolean
}

/** Attachments of mails whose bytes are no blob yet, those of one message together. */
export async function unfiledAttachments(tx: Tx, max: number): Promise<UnfiledAttachment[]> {
  const { rows } = await sql<UnfiledAttachment>`
    select a.id, a.message_id as "messageId", m.raw_sha256 as "rawSha256", a.position, a.sha256,
      exists (select from attachment f where f.org_id = a.org_id and f.sha256 = a.sha256 and f.blob) as known
    from attachment a join message m on m.id = a.message_id
    where not a.blob and a.blob_fault is null and m.raw_sha256 is not null
    order by a.message_id, a.position limit ${max}`.execute(tx.db)
  return rows
}

export async function recordFiled(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tables(tx).updateTable('attachment').set({ blob: true }).where('id', 'in', ids).execute()
}

/** It is left in its mail for good. */
export async function recordUnfilable(tx: Tx, ids: readonly string[], fault: string): Promise<void> {
  if (ids.length === 0) return
  await tables(tx).updateTable('attachment').set({ blob_fault: fault }).where('id', 'in', ids).execute()
}

type ToAttach = Pick<
  Attachment,
  'filename' | 'content_type' | 'size' | 'sha256' | 'inline' | 'content_id' | 'copy_of'
> & {
  blob: boolean
}

/** Files of a ticket as a further message of it takes them along: the same bytes, by reference. */
export async function filesOfTicket(
  tx: Tx,
  ticketId: string,
  which: { ids: readonly string[] } | { ofMessage: string },
): Promise<ToAttach[]> {
  const chosen = 'ids' in which ? sql`a.id = any(${which.ids}::uuid[])` : sql`a.message_id = ${which.ofMessage}`
  const { rows } = await sql<ToAttach & { id: string }>`
    select a.id, a.filename, a.content_type, a.size, a.sha256, a.inline, a.content_id, a.blob, coalesce(a.copy_of, a.id) as copy_of
    from attachment a join message m on m.id = a.message_id where m.ticket_id = ${ticketId} and ${chosen}
    order by m.at, m.id, a.position`.execute(tx.db)
  if ('ids' in which) {
    const there = new Set(rows.map(({ id }) => id))
    const faults = which.ids.flatMap((id, index) =>
      there.has(id) ? [] : [{ field: `attachment_ids.${index}`, message: 'is no file of this ticket' }],
    )
    if (faults.length > 0) throw refused(faults)
  }
  return rows.map(({ id: _, ...file }) => file)
}

export const fileOfUpload = ({ filename, content_type, size, sha256, inline, content_id }: Upload): ToAttach => ({
  ...{ filename, content_type, size, sha256, inline, content_id },
  blob: true,
  copy_of: null,
})

/** The files of a message of ours, in this order, as pages show those of any mail. */
export async function attachFiles(tx: Tx, messageId: string, files: readonly ToAttach[]): Promise<void> {
  if (files.length === 0) return
  const rows = files.map((file, position) => ({
    id: tx.newId(),
    message_id: messageId,
    position,
    ...file,
    blob_fault: null,
  }))
  await tables(tx).insertInto('attachment').values(rows).execute()
}
