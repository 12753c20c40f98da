import { sql } from 'kysely'
import type { Tx } from '../../platform/work.ts'
import { mailFailed } from '../events.ts'
import { type Stage, tables } from '../mailbox.ts'
import type { RecipientEvidence } from '../parsing/recipientEvidence.ts'

export type Claimed = {
  id: string
  mailbox_id: string
  raw_sha256: string
  size: number
  envelope_from: string | null
  envelope_to: string | null
  received_at: Date
  is_history: boolean
  labels: string[] | null
  provider_thread: string | null
  /** This one included. */
  attempts: number
  error: string | null
  stages: Stage[]
  request_id: string | null
  trace: string | null
  /** Null when they lie in the blob store. */
  bytes: Buffer | null
}

/** Tried as often as it may be: this attempt is one too many. */
export const isSpent = ({ attempts, error }: Pick<Claimed, 'attempts' | 'error'>): boolean =>
  attempts > (error === null ? deathsMax : errorsMax)

/** What became of a delivery. */
export type Joined = { id: string; messageId: string; stages: Stage[]; recipient: RecipientEvidence }

const batchMax = 40
/** A batch is parsed in memory: big mails go in smaller company. */
const batchBytesMax = 16 * 1024 * 1024
/** After so many errors of its own a mail stands before a person. */
const errorsMax = 5
/** A process that dies with a mail in hand says little of the mail, as long as no error does. */
const deathsMax = 25
const waitSeconds = [5, 30, 120, 600]
const heldMs = 30_000

/**
 * Takes waiting deliveries that nobody else has, oldest first. The attempt is counted before anything is read, so that a mail which
 * ends the process is not tried for ever; until the next try it belongs to whoever took it. What was tried before is tried alone.
 */
export async function claimWaiting(tx: Tx): Promise<Claimed[]> {
  // Lost with a crash of the database, the mail is tried once more: that is not worth a wait for its disk.
  await sql`set local synchronous_commit = off`.execute(tx.db)
  const { rows } = await sql<Omit<Claimed, 'bytes'>>`
    select o.id, o.mailbox_id, o.raw_sha256, o.size, o.envelope_from, o.envelope_to, o.received_at, o.is_history, o.labels, o.attempts,
      o.error, o.stages, o.request_id, o.trace, o.provider_thread
    from occurrence o
    where o.state = 'kept' and o.next_try_at <= ${tx.now}
    order by o.received_at, o.id limit ${batchMax} for update skip locked`.execute(tx.db)
  const fitting = upTo(batchBytesMax, togetherOf(rows))
  if (fitting.length === 0) return []
  const attempts = fitting[0]!.attempts
  await tables(tx)
    .updateTable('occurrence')
    .set({ attempts: attempts + 1, next_try_at: heldUntil(tx.now, attempts) })
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(fitting.map(({ id }) => id)))))
    .execute()
  const raws = await tables(tx)
    .selectFrom('raw_mail')
    .select(['sha256', 'bytes'])
    .where((eb) => eb('sha256', '=', eb.fn.any(eb.val([...new Set(fitting.map(({ raw_sha256 }) => raw_sha256))]))))
    .execute()
  const bySha = new Map(raws.map((raw) => [raw.sha256, raw.bytes]))
  return fitting.map((row) => ({ ...row, attempts: attempts + 1, bytes: bySha.get(row.raw_sha256) ?? null }))
}

function togetherOf<T extends { attempts: number }>(rows: readonly T[]): T[] {
  return (rows[0]?.attempts ?? 0) > 0 ? rows.slice(0, 1) : rows.filter(({ attempts }) => attempts === 0)
}

/** Longer than any reading takes; who dies with it in hand makes it wait no longer than that. */
function heldUntil(now: Date, attemptsBefore: number): Date {
  return new Date(Math.min(nextTry(now, attemptsBefore).getTime(), now.getTime() + heldMs))
}

function nextTry(now: Date, attemptsBefore: number): Date {
  return new Date(now.getTime() + waitSeconds[Math.min(attemptsBefore, waitSeconds.length - 1)]! * 1_000)
}

/** Those nobody else took meanwhile; they cannot until this unit of work ends. */
export async function stillOurs(tx: Tx, claimed: readonly Claimed[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select o.id from occurrence o
      join jsonb_to_recordset(${JSON.stringify(claimed.map(({ id, attempts }) => ({ id, attempts })))}::jsonb)
        as c(id uuid, attempts int) on c.id = o.id and c.attempts = o.attempts
    where o.state = 'kept' order by o.id for update of o`.execute(tx.db)
  return new Set(rows.map(({ id }) => id))
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
  one: Claimed,
  error: string,
  { final = false, counts = true, stages }: { final?: boolean; counts?: boolean; stages?: Stage[] } = {},
): Promise<void> {
  if (!(await stillOurs(tx, [one])).has(one.id)) return
  // The first error counts as one, however many processes died before.
  const attempts = one.error === null ? 1 : one.attempts
  const failed = final || (counts && attempts >= errorsMax)
  await tables(tx)
    .updateTable('occurrence')
    .set({
      attempts: counts ? attempts : one.attempts - 1,
      // The database takes no NUL, and an error may quote the mail.
      error: error.replaceAll('\0', ''),
      state: failed ? 'failed' : 'kept',
      next_try_at: nextTry(tx.now, attempts - 1),
      ...(stages && { stages: JSON.stringify(stages).replaceAll('\\u0000', '') as never }),
    })
    .where('id', '=', one.id)
    .execute()
  if (failed) tx.emit(mailFailed, { occurrenceId: one.id })
}
