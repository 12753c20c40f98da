import { sql } from 'kysely'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import type { Tx } from '../../platform/work.ts'
import { lockThreading, storedMessages, surfaceTickets } from '../../tickets/index.ts'
import { recordIngested } from '../arriving/claiming.ts'
import { listOwnAddresses, type Stage, tables } from '../mailbox.ts'
import { heedBlocks } from '../senders/heedingBlocks.ts'
import { setAside } from '../staff/settingAside.ts'
import { heedLabels } from '../threads/heedingLabels.ts'
import { joinTickets } from '../threads/joining.ts'
import type { Judged } from './replaying.ts'
import type { KeptMail, ReadAgain } from './rereading.ts'

export type FailedKept = KeptMail & { size: number }

/** Mails that failed because they could not be read, in the order of their ids. */
export async function failedKept(
  tx: Tx,
  { after, limit, mailboxId, since, only }: FailedAsked,
): Promise<Omit<FailedKept, 'bytes'>[]> {
  const { rows } = await sql<Omit<FailedKept, 'bytes'>>`
    select id, mailbox_id as "mailboxId", raw_sha256 as "rawSha256", envelope_from as "envelopeFrom", envelope_to as "envelopeTo",
      received_at as "receivedAt", size
    from occurrence where state = 'failed' and id > ${after}
      and jsonb_path_exists(stages, '$[*] ? (@.stage == "parsed" && exists(@.error))')
      ${mailboxId ? sql`and mailbox_id = ${mailboxId}` : sql``} ${since ? sql`and received_at >= ${since}` : sql``}
      ${only ? sql`and id::text = ${only}` : sql``}
    order by id limit ${limit}`.execute(tx.db)
  return rows
}

type FailedAsked = {
  after: string
  limit: number
  mailboxId?: string | null
  since?: Date | null
  only?: string | null
}

/** What became of mails that had failed; with `writes` those that can be read now are taken in, each in a commit of its own. */
export async function recover(
  store: Store,
  orgId: string,
  mails: readonly ReadAgain[],
  writes: boolean,
): Promise<Judged[]> {
  const judged: Judged[] = []
  for (const one of mails) {
    const { id, read, failure } = one
    const subject = read?.mail.subject ?? ''
    const said = { id, ticketId: null, ticketNumber: null, subject, changes: [], failure, recovered: false }
    if (!read) judged.push(said)
    else if (!writes) judged.push({ ...said, recovered: true })
    else
      try {
        judged.push({ ...said, ...(await takeIn(store, orgId, { ...one, read })) })
      } catch (error) {
        store.log.warn(
          { err: error, org_id: orgId, occurrence_id: id },
          'replay: a mail that can be read was not taken in',
        )
        judged.push({ ...said, failure: (error as Error).message.slice(0, 500) })
      }
  }
  return judged
}

/** Silently, as history is; but what came to be answered must be seen, and stands open in the inbox. */
function takeIn(store: Store, orgId: string, { id, read }: ReadAgain & { read: NonNullable<ReadAgain['read']> }) {
  return inTx(store, systemActor(orgId, 'replay'), async (tx) => {
    await lockThreading(tx)
    const row = await tables(tx)
      .selectFrom('occurrence')
      .selectAll()
      .where('id', '=', id)
      .where('state', '=', 'failed')
      .forUpdate()
      .executeTakeFirst()
    // Somebody pressed "Try again" in this moment.
    if (!row) return { recovered: false }
    const parsed: Stage = { stage: 'parsed', at: store.clock().toISOString() }
    const mailboxes = await listOwnAddresses(tx)
    const ownAddresses = new Set(mailboxes.map(({ address }) => address))
    const { fingerprint, wordsFingerprint, weakFingerprint } = read
    const prints = { fingerprint, wordsFingerprint, weakFingerprint }
    const readable = { ...row, ...prints, is_history: true, bytes: null, request_id: null, trace: null }
    const whole = { ...readable, read: heedLabels(read, row.labels), stages: [...row.stages, parsed] }
    const mails = await setAside(tx, store, [whole], mailboxes)
    const done = await joinTickets(tx, store, mails, ownAddresses)
    await recordIngested(tx, done)
    const ids = done.map(({ messageId }) => messageId)
    const [heeded] = await heedBlocks(tx, [{ read }], ownAddresses)
    if (!row.is_history && !heeded?.isBlocked) await surfaceTickets(tx, ids)
    const [on] = await storedMessages(tx, ids)
    return { recovered: true, ticketId: on?.ticketId ?? null, ticketNumber: on?.ticketNumber ?? null }
  })
}
