import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'
import { mailFailed } from './events.ts'
import { type Stage, tables } from './mailbox.ts'
import type { RecipientEvidence } from './recipientEvidence.ts'

export type Claimed = {
  id: string
  mailbox_id: string
  raw_sha256: string
  size: number
  envelope_from: string | null
  envelope_to: string | null
  received_at: Date
  is_history: boolean
  stages: Stage[]
  request_id: string | null
  trace: string | null
  /** Null when they lie in the blob store. */
  bytes: Buffer | null
}

/** What became of a delivery. */
export type Joined = { id: string; messageId: string; stages: Stage[]; recipient: RecipientEvidence }

const batchMax = 40
/** A batch is parsed in memory: big mails go in smaller company. */
const batchBytesMax = 16 * 1024 * 1024
const attemptsMax = 5
const waitSeconds = [5, 30, 120, 600]

/** Takes waiting deliveries that nobody else has, oldest first; they are free again when this unit of work ends, however it ends. */
export async function claimWaiting(tx: Tx, only?: string): Promise<Claimed[]> {
  await sql`savepoint claim`.execute(tx.db)
  const { rows } = await sql<Claimed>`
    select o.id, o.mailbox_id, o.raw_sha256, o.size, o.envelope_from, o.envelope_to, o.received_at, o.is_history, o.stages,
      o.request_id, o.trace
    from occurrence o
    where o.state = 'kept' and o.next_try_at <= ${tx.now} ${only ? sql`and o.id = ${only}` : sql``}
    order by o.received_at, o.id limit ${batchMax} for update skip locked`.execute(tx.db)
  const fitting = upTo(batchBytesMax, rows)
  if (fitting.length === 0) return []
  if (fitting.length < rows.length) {
    // What does not fit goes free at once: another lane would take in those behind it first.
    await sql`rollback to savepoint claim`.execute(tx.db)
    const ids = fitting.map(({ id }) => id)
    const locked = await sql<{ id: string }>`
      select id from occurrence where id = any(${ids}::uuid[]) and state = 'kept' for update skip locked`.execute(tx.db)
    const ours = new Set(locked.rows.map(({ id }) => id))
    return withBytes(
      tx,
      fitting.filter(({ id }) => ours.has(id)),
    )
  }
  return withBytes(tx, fitting)
}

async function withBytes(tx: Tx, fitting: readonly Omit<Claimed, 'bytes'>[]): Promise<Claimed[]> {
  const raws = await tables(tx)
    .selectFrom('raw_mail')
    .select(['sha256', 'bytes'])
    .where((eb) => eb('sha256', '=', eb.fn.any(eb.val([...new Set(fitting.map(({ raw_sha256 }) => raw_sha256))]))))
    .execute()
  const bySha = new Map(raws.map((raw) => [raw.sha256, raw.bytes]))
  return fitting.map((row) => ({ ...row, bytes: bySha.get(row.raw_sha256) ?? null }))
}

/** The hash of a delivery's raw mail when its bytes lie in the blob store. */
export async function filedShaOf(tx: Tx, id: string): Promise<string | undefined> {
  const row = await tables(tx)
    .selectFrom('occurrence')
    .innerJoin('raw_mail', 'raw_mail.sha256', 'occurrence.raw_sha256')
    .select('raw_mail.sha256')
    .where('occurrence.id', '=', id)
    .where('raw_mail.bytes', 'is', null)
    .executeTakeFirst()
  return row?.sha256
}

/** The first of them that together hold no more bytes than this; always one, however big it is. */
export function upTo<T extends { size: number }>(bytesMax: number, items: readonly T[]): T[] {
  const fitting: T[] = []
  let bytes = 0
  for (const item of items) {
    bytes += item.size
    if (bytes > bytesMax && fitting.length > 0) break
    fitting.push(item)
  }
  return fitting
}

/** Links deliveries to their messages, all in one statement. */
export async function recordIngested(tx: Tx, done: readonly Joined[]): Promise<void> {
  if (done.length === 0) return
  const rows = done.map(({ messageId, ...rest }) => ({ ...rest, message_id: messageId }))
  await sql`
    update occurrence o set state = 'done', error = null, message_id = d.message_id, stages = d.stages, recipient = d.recipient
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as d(id uuid, message_id uuid, stages jsonb, recipient jsonb)
    where o.id = d.id`.execute(tx.db)
}

/** The mail stays kept. It is tried again later, or stands before a person when trying again cannot help or has not. */
export async function recordFailure(
  tx: Tx,
  id: string,
  error: string,
  { final = false, counts = true, stages }: { final?: boolean; counts?: boolean; stages?: Stage[] } = {},
): Promise<void> {
  const row = await tables(tx)
    .selectFrom('occurrence')
    .select(['attempts', 'state'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (row?.state !== 'kept') return
  const attempts = row.attempts + (counts ? 1 : 0)
  const failed = final || attempts >= attemptsMax
  const wait = waitSeconds[Math.min(row.attempts, waitSeconds.length - 1)]!
  await tables(tx)
    .updateTable('occurrence')
    .set({
      attempts,
      // The database takes no NUL, and an error may quote the mail.
      error: error.replaceAll('\0', ''),
      state: failed ? 'failed' : 'kept',
      next_try_at: new Date(tx.now.getTime() + wait * 1000),
      ...(stages && { stages: JSON.stringify(stages).replaceAll('\\u0000', '') as never }),
    })
    .where('id', '=', id)
    .execute()
  if (failed) tx.emit(mailFailed, { occurrenceId: id })
}
