import { sql } from 'kysely'
import type { Store } from '../../platform/store.ts'
import type { Tx } from '../../platform/work.ts'
import {
  fingerprintsTaken,
  type Reread,
  recordReread,
  rewriteMessages,
  type StoredMessage,
  storedMessages,
} from '../../tickets/index.ts'
import { listOwnAddresses, tables } from '../mailbox.ts'
import { parserVersion, type ReadMail } from '../parsing/parsed.ts'
import { writeKeys } from '../threads/joining.ts'
import { idsOf, listOf } from '../threads/threadIds.ts'
import { type Change, compareReading } from './rejudging.ts'
import type { ReadAgain } from './rereading.ts'
import { compareStitching } from './restitching.ts'
import { withWhatStands } from './standing.ts'

export const replayStages = ['all', 'parse', 'stitch'] as const
export type ReplayStage = (typeof replayStages)[number]

/** What became of one mail that was read again. */
export type Judged = {
  id: string
  ticketId: string | null
  ticketNumber: number | null
  subject: string
  changes: Change[]
  /** Why it cannot be read today. */
  failure: string | null
  /** It had failed before and stands on a ticket now, or would. */
  recovered: boolean
}

export type How = { stage: ReplayStage; writes: boolean }

/**
 * Every decision about these mails, as it stands and as it would be today. With `writes` what the parser decides is written too; the
 * ticket is only ever proposed: a message that moved by itself could not be found by those who have read it.
 */
export async function judgeAgain(
  tx: Tx,
  store: Store,
  mails: readonly ReadAgain[],
  { stage, writes }: How,
): Promise<Judged[]> {
  const rewrites = writes && stage !== 'stitch'
  const all = await storedMessages(
    tx,
    mails.map(({ id }) => id),
    rewrites,
  )
  const stored = new Map(all.map((one) => [one.id, one]))
  const ownAddresses = new Set(stage === 'parse' ? [] : (await listOwnAddresses(tx)).map(({ address }) => address))
  const judged: Judged[] = []
  const known: Known[] = []
  for (const one of mails) {
    const { id, read, failure } = one
    const then = stored.get(id)
    if (!then) continue
    const changes: Change[] = []
    if (read) {
      const mail = withWhatStands(then, read.mail)
      const decided = compareReading(then, { mail, fingerprint: read.fingerprint })
      if (stage !== 'stitch') changes.push(...decided)
      known.push({ stored: then, read: { ...read, mail }, isOther: decided.length > 0 })
      if (stage !== 'parse') changes.push(...(await compareStitching(tx, store, then, { ...one, read }, ownAddresses)))
    }
    const { ticketId, ticketNumber, subject } = then
    judged.push({ id, ticketId, ticketNumber, subject, changes, failure, recovered: false })
  }
  if (rewrites) await write(tx, known)
  return judged
}

type Known = { stored: StoredMessage; read: ReadMail; isOther: boolean }

async function write(tx: Tx, known: readonly Known[]): Promise<void> {
  const others = known.filter(({ isOther }) => isOther)
  const renamed = others.filter(({ stored, read }) => stored.fingerprint !== read.fingerprint)
  // Today it would be another delivery of a message that is here: it stays known by what it was known by.
  const taken = await fingerprintsTaken(
    tx,
    renamed.map(({ stored, read }) => ({ id: stored.id, fingerprint: read.fingerprint })),
  )
  const rereads = others.map(
    ({ stored, read }): Reread => ({
      stored,
      mail: read.mail,
      fingerprint: taken.has(stored.id) ? null : read.fingerprint,
      wordsFingerprint: read.wordsFingerprint,
      weakFingerprint: read.weakFingerprint,
      parserVersion,
    }),
  )
  await rewriteMessages(tx, rereads)
  for (const one of others) await rewriteKeys(tx, one)
  const same = known.filter(({ stored, isOther }) => !isOther && stored.parserVersion !== parserVersion)
  await recordReread(
    tx,
    same.map(({ stored }) => stored.id),
    parserVersion,
  )
}

/** Answers find the mail by the ids it is known by today. */
async function rewriteKeys(tx: Tx, { stored, read }: Known): Promise<void> {
  const { ticketId, messageIdHeader, inReplyTo, references } = stored
  const was = JSON.stringify([messageIdHeader, inReplyTo, references])
  if (ticketId === null || was === JSON.stringify([read.mail.message_id, read.mail.in_reply_to, read.mail.references]))
    return
  const deliveries = await tables(tx)
    .selectFrom('occurrence')
    .select(['mailbox_id', 'received_at'])
    .where('message_id', '=', stored.id)
    .orderBy('received_at')
    .execute()
  const { own, parents, references: named } = idsOf(read)
  const keys = [
    ...(own ? [{ key: own, kind: 'own' as const }] : []),
    ...[...new Set([...parents, ...named])].map((key) => ({ key, kind: 'ref' as const })),
  ]
  const { rows } = await sql<{ internal: boolean }>`
    select coalesce(bool_or(internal), false) as internal from thread_key where message_id = ${stored.id}`.execute(
    tx.db,
  )
  await tables(tx)
    .deleteFrom('thread_key')
    .where('message_id', '=', stored.id)
    .where('key', 'not like', 'thread %')
    .execute()
  const on = { ticket_id: ticketId, message_id: stored.id, list_id: listOf(read), internal: rows[0]!.internal }
  await writeKeys(
    tx,
    deliveries.flatMap(({ mailbox_id, received_at }) =>
      keys.map((key) => ({ ...key, ...on, mailbox_id, at: received_at })),
    ),
  )
}
