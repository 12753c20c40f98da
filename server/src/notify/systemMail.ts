import { z } from 'zod'
import { SendFailed, smtpOut } from '../connectors/smtpOut.ts'
import { mailboxToStaff, ownMarkOf } from '../mail/index.ts'
import { defineJob } from '../platform/jobs.ts'
import type { Store } from '../platform/store.ts'
import type { Tx } from '../platform/work.ts'
import { composeSystemMail } from './composing.ts'
import { type Kind, wordsOf } from './wording.ts'

type SystemMail = {
  id: string
  kind: Kind
  about: string
  to_address: string
  message_id_header: string
  status: 'queued' | 'sent' | 'failed'
  attempts: number
  error: string | null
  queued_at: Date
  sent_at: Date | null
}

/** The table this module owns. */
const tables = (tx: Tx) => tx.db.withTables<{ system_mail: SystemMail }>()

const retryMax = 8

/** Orders one mail of Docket's own; the second order for the same thing is none. */
export async function queueSystemMail(tx: Tx, store: Store, kind: Kind, about: string): Promise<void> {
  const words = await wordsOf(tx, store, kind, about)
  if (!words) return
  const id = tx.newId()
  const queued = await tables(tx)
    .insertInto('system_mail')
    .values({
      id,
      kind,
      about,
      to_address: words.to.address,
      message_id_header: `${id}@${(await mailboxToStaff(tx))?.address.split('@')[1] ?? 'docket.invalid'}`,
      status: 'queued',
      attempts: 0,
      error: null,
      queued_at: tx.now,
      sent_at: null,
    })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst()
  if (queued.numInsertedOrUpdatedRows) tx.enqueue(sendSystemMail, { id })
}

/**
 * Unlike an answer to a customer it is sent again when nobody knows whether it left: two links that are one harm nobody, and none
 * locks a person out. Its Message-ID stays, so a mail program may show the two as one.
 */
export const sendSystemMail = defineJob({
  name: 'notify.send',
  input: z.object({ id: z.string() }),
  retryMax,
  async run({ unit, store, attempt }, { id }) {
    const mail = await unit((tx) => prepare(tx, store, id))
    if (!mail) return
    try {
      await smtpOut(mail.smtpUrl).send(mail)
    } catch (error) {
      if (!(error instanceof SendFailed)) throw error
      const isOver = error.kind === 'permanent' || attempt > retryMax
      await unit((tx) => record(tx, id, isOver ? 'failed' : 'queued', error.message))
      if (isOver) return
      throw error
    }
    await unit((tx) => record(tx, id, 'sent'))
  },
})

async function prepare(tx: Tx, store: Store, id: string) {
  const row = await tables(tx).selectFrom('system_mail').selectAll().where('id', '=', id).executeTakeFirst()
  if (row?.status !== 'queued') return undefined
  const { smtpUrl } = store.config
  if (!smtpUrl) return record(tx, id, 'failed', 'SMTP_URL is not set, so no mail leaves this server.')
  const from = await mailboxToStaff(tx)
  if (!from) return record(tx, id, 'failed', 'The organisation has no mailbox that it could write from. Open one.')
  const words = await wordsOf(tx, store, row.kind, row.about)
  if (!words) return record(tx, id, 'failed', 'What it is about was taken back, used or over before it could leave.')
  const { message_id_header: messageId, queued_at: date } = row
  const raw = await composeSystemMail(words, { from, messageId, date, mark: ownMarkOf(store.keys, messageId) })
  return { smtpUrl, from: from.address, to: [row.to_address], raw }
}

async function record(
  tx: Tx,
  id: string,
  status: SystemMail['status'],
  error: string | null = null,
): Promise<undefined> {
  await tables(tx)
    .updateTable('system_mail')
    .set((eb) => ({ status, error, attempts: eb('attempts', '+', 1), ...(status === 'sent' && { sent_at: tx.now }) }))
    .where('id', '=', id)
    .execute()
}

export async function listSystemMails(tx: Tx, limit: number): Promise<SystemMail[]> {
  return tables(tx)
    .selectFrom('system_mail')
    .selectAll()
    .orderBy('queued_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
