import { sql } from 'kysely'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import type { Tx } from '../../platform/work.ts'
import { messagesNamed } from '../../tickets/index.ts'
import { upTo } from '../arriving/claiming.ts'
import { failedKept, recover } from './recovering.ts'
import { type How, type Judged, judgeAgain, type ReplayStage } from './replaying.ts'
import { type KeptMail, keptMailsOf, readAgain, withBytes } from './rereading.ts'

/** Which mails, and from where on. */
export type Place = { part: 'messages' | 'failed-mails'; after: string }
export type Range = {
  mailboxId: string | null
  since: Date | null
  mail: string | null
  stage: ReplayStage
  /** Only messages that a parser before this one read. */
  olderThan?: number | undefined
}
export type Batch = { mails: KeptMail[]; next: Place | null }

const batchMax = 100
const batchBytesMax = 8 * 1024 * 1024
const first = '00000000-0000-0000-0000-000000000000'

/** The next mails of a range with their bytes; `next` is null when these are the last. */
export async function nextBatch(tx: Tx, range: Range, { part, after }: Place): Promise<Batch> {
  if (part === 'failed-mails') return nextFailed(tx, range, after)
  const found = await messagesAfter(tx, range, after)
  const fitting = upTo(batchBytesMax, found)
  const last = fitting.at(-1)
  const afterwards: Place | null = range.stage === 'stitch' ? null : { part: 'failed-mails', after: first }
  const mails = await keptMailsOf(
    tx,
    fitting.map(({ id }) => id),
    range.olderThan,
  )
  return { mails, next: last ? { part, after: last.id } : afterwards }
}

async function messagesAfter(tx: Tx, { mailboxId, since, mail }: Range, after: string) {
  const named = mail === null ? null : await messagesNamed(tx, mail)
  const { rows } = await sql<{ id: string; size: number }>`
    select distinct on (message_id) message_id as id, size from occurrence
    where message_id > ${after} ${named ? sql`and message_id = any(${named}::uuid[])` : sql``}
      ${mailboxId ? sql`and mailbox_id = ${mailboxId}` : sql``} ${since ? sql`and received_at >= ${since}` : sql``}
    order by message_id, received_at, id limit ${batchMax}`.execute(tx.db)
  return rows
}

async function nextFailed(tx: Tx, { mailboxId, since, mail }: Range, after: string): Promise<Batch> {
  const found = await failedKept(tx, { after, limit: batchMax, mailboxId, since, only: mail })
  const fitting = upTo(batchBytesMax, found)
  const last = fitting.at(-1)
  return { mails: await withBytes(tx, fitting), next: last ? { part: 'failed-mails', after: last.id } : null }
}

/** Looks at the next mails of a range without writing anything anywhere. */
export async function lookAtNext(
  store: Store,
  orgId: string,
  range: Range,
  place: Place,
): Promise<{ judged: Judged[]; next: Place | null }> {
  const actor = systemActor(orgId, 'replay')
  const { mails, next } = await inTx(store, actor, (tx) => nextBatch(tx, range, place))
  const read = await readAgain(store, orgId, mails)
  if (place.part === 'failed-mails') return { judged: await recover(store, orgId, read, false), next }
  const how: How = { stage: range.stage, writes: false }
  return { judged: await inTx(store, actor, (tx) => judgeAgain(tx, store, read, how)), next }
}
