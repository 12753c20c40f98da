import type { SendFailed } from '../../connectors/mailOut.ts'
import { defineJob } from '../../platform/jobs.ts'
import type { Tx } from '../../platform/work.ts'
import { connectionChanged } from '../events.ts'
import { endWaiting } from './claiming.ts'
import { asServer, wayRow, ways } from './wayOut.ts'

const minuteMs = 60_000
const awayMs = [0.5, 1, 2, 5, 10, 15].map((minutes) => minutes * minuteMs)
/** A setting that was wrong is looked at again by itself this seldom: a server of many mailboxes is put right in one place. */
const refusedMs = 60 * minuteMs

/** No mail of this mailbox is tried until then: the failure was not about one mail. What is due waits and is not counted as tried. */
export async function pauseWay(
  tx: Tx,
  mailboxId: string,
  { ofWay, message, retryAfterMs }: Pick<SendFailed, 'ofWay' | 'message' | 'retryAfterMs'>,
): Promise<Date> {
  const before = (await wayRow(tx, mailboxId)) ?? asServer(mailboxId, tx.now)
  const usual = ofWay === 'refused' ? refusedMs : awayMs[Math.min(before.failures, awayMs.length - 1)]!
  // Several mails that were on their way together are one failure.
  const isNew = !before.paused_until || before.paused_until <= tx.now
  const until = new Date(tx.now.getTime() + (retryAfterMs ?? usual))
  const paused_until = !isNew && before.paused_until! > until ? before.paused_until! : until
  const values = {
    paused_until,
    says: message,
    refused_at: ofWay === 'refused' ? (before.refused_at ?? tx.now) : before.refused_at,
    failures: before.failures + (isNew ? 1 : 0),
  }
  await ways(tx)
    .insertInto('mailbox_way_out')
    .values({ ...before, ...values })
    .onConflict((on) => on.column('mailbox_id').doUpdateSet(values))
    .execute()
  if (before.says !== message) tx.emit(connectionChanged, { mailboxId, what: 'way-out-paused' })
  return paused_until
}

/** Mail leaves again; what waited for it is due now. */
export async function resumeWay(tx: Tx, mailboxId: string): Promise<void> {
  const { numUpdatedRows } = await ways(tx)
    .updateTable('mailbox_way_out')
    .set({ paused_until: null, refused_at: null, says: null, failures: 0 })
    .where('mailbox_id', '=', mailboxId)
    .where((eb) => eb.or([eb('paused_until', 'is not', null), eb('failures', '>', 0)]))
    .executeTakeFirst()
  await endWaiting(tx, mailboxId)
  if (numUpdatedRows > 0n) tx.emit(connectionChanged, { mailboxId, what: 'way-out-resumed' })
}

/** A mailbox that was connected anew may send by its provider again. */
export const resumeConnected = defineJob({
  name: 'mail.resume-way-out',
  input: connectionChanged.data,
  async run({ unit }, { mailboxId, what }) {
    if (what === 'connected' || what === 'reconnected' || what === 'confirmed')
      await unit((tx) => resumeWay(tx, mailboxId))
  },
})
