import { sql } from 'kysely'
import { z } from 'zod'
import { activeAmong, usersById } from '../auth/index.ts'
import { SendFailed } from '../connectors/mailOut.ts'
import { openWay, ownsAddress, pauseWay, readWay, takeTurn } from '../mail/index.ts'
import { defineJob } from '../platform/jobs.ts'
import type { Store } from '../platform/store.ts'
import { inTx, systemActor } from '../platform/tx.ts'
import type { Tx } from '../platform/work.ts'
import { type Notice, tables } from './notice.ts'
import { composeNotice } from './noticeMail.ts'

const minute = 60_000
const hourMs = 60 * minute
/** To one person within an hour, of all tickets together. The last says that it is the last. */
const perHour = 30
const sweepMax = 200
/** Far longer than any attempt may take: what is still on its way after it belonged to a process that died. */
const attemptMs = 10 * minute
/** Whether a mailbox goes again is asked this often. */
const lookAgainMs = 5 * minute
const waits = [minute, 5 * minute, 30 * minute, 120 * minute, 240 * minute]

const lastSays = `This is the last of ${perHour} mails within an hour. What happens now is not mailed for a while: look at your tickets.`

/** Whose time has come: what has gathered is let out, as far as the ceiling allows, and what waits for another try gets it. */
export async function sweepNotices(store: Store): Promise<number> {
  const orgs = await sql<{ org_id: string }>`select org_id from orgs_with_notices(${store.clock()})`.execute(store.db)
  let done = 0
  for (const { org_id } of orgs.rows) done += await inTx(store, systemActor(org_id, 'notify'), letOut)
  return done
}

async function letOut(tx: Tx): Promise<number> {
  const due = await tables(tx)
    .selectFrom('notice')
    .selectAll()
    .where('status', 'in', ['gathering', 'queued', 'sending'])
    .where('leaves_at', '<=', tx.now)
    .orderBy('leaves_at')
    .orderBy('id')
    .limit(sweepMax)
    .forUpdate()
    .skipLocked()
    .execute()
  for (const notice of due) {
    if (notice.status === 'gathering') {
      const withheld = await whyWithheld(tx, notice)
      if (withheld) {
        await record(tx, notice.id, { status: 'withheld', says: withheld })
        continue
      }
      await record(tx, notice.id, { let_out_at: tx.now })
    }
    // Also one whose process died on the way: it is tried again.
    await record(tx, notice.id, { status: 'queued', leaves_at: new Date(tx.now.getTime() + attemptMs) })
    tx.enqueue(sendNotice, { id: notice.id })
  }
  return due.length
}

/**
 * Why this mail does not leave, or null. Counted in the database, one sweep after the other, so that neither a restart nor a second
 * process makes more room.
 */
async function whyWithheld(tx: Tx, { user_id }: Notice): Promise<string | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`notices of ${user_id}`}, 0))`.execute(tx.db)
  if (!(await activeAmong(tx, [user_id])).has(user_id)) return 'The person works here no more.'
  const { email } = (await usersById(tx, [user_id])).get(user_id)!
  if (await ownsAddress(tx, email)) return `${email} is an address of a mailbox: a mail there would become a ticket.`
  const n = await letOutWithinHour(tx, user_id, tx.now)
  return n >= perHour ? `${perHour} mails left within an hour already.` : null
}

async function letOutWithinHour(tx: Tx, userId: string, until: Date): Promise<number> {
  const { n } = await tables(tx)
    .selectFrom('notice')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('user_id', '=', userId)
    .where('let_out_at', '>', new Date(until.getTime() - hourMs))
    .where('let_out_at', '<=', until)
    .executeTakeFirstOrThrow()
  return Number(n)
}

/**
 * Sends it. Sent again when nobody knows whether it left: a notification that comes twice harms nobody, and has one Message-ID. The row
 * is the truth, the job its messenger; the sweep brings up what is due again.
 */
export const sendNotice = defineJob({
  name: 'notify.notice',
  input: z.object({ id: z.string() }),
  async run({ unit, store }, { id }) {
    const mail = await unit((tx) => prepare(tx, store, id))
    if (!mail) return
    try {
      const out = openWay(store, mail.way)
      if (!out) return unit((tx) => fail(tx, id, 'SMTP_URL is not set, so no mail leaves this server.'))
      await out.send(mail).finally(() => out.close())
    } catch (error) {
      if (!(error instanceof SendFailed)) throw error
      await unit((tx) => recordFailure(tx, id, error, mail))
      return
    }
    await unit((tx) => record(tx, id, { status: 'sent', says: null, sent_at: tx.now }))
  },
})

async function prepare(tx: Tx, store: Store, id: string) {
  const notice = await tables(tx).selectFrom('notice').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  // Two jobs may name one mail: while an attempt may be under way, this one leaves it alone.
  if (notice?.status !== 'queued') return
  const isLast = (await letOutWithinHour(tx, notice.user_id, notice.let_out_at ?? tx.now)) >= perHour
  const mail = await composeNotice(tx, store, notice, isLast ? lastSays : null)
  if ('withheld' in mail) return record(tx, id, { status: 'withheld', says: mail.withheld })
  const wait = await takeTurn(tx, mail.mailboxId)
  if (wait) return record(tx, id, { status: 'queued', says: wait.says, leaves_at: earlier(tx, wait.until) })
  const attempts = notice.attempts + 1
  await record(tx, id, { status: 'sending', attempts, leaves_at: new Date(tx.now.getTime() + attemptMs) })
  return { ...mail, attempts, way: await readWay(tx, mail.mailboxId) }
}

/** A mailbox may go again before its pause is over. */
const earlier = (tx: Tx, until: Date) => new Date(Math.min(until.getTime(), tx.now.getTime() + lookAgainMs))

type Tried = { attempts: number; mailboxId: string }

async function recordFailure(tx: Tx, id: string, failure: SendFailed, { attempts, mailboxId }: Tried): Promise<void> {
  const { kind, message, ofWay } = failure
  if (kind === 'temporary' && ofWay) {
    // It was not this mail that failed, and replies need not find it out once more.
    const until = await pauseWay(tx, mailboxId, failure)
    const again = { status: 'queued', attempts: attempts - 1, says: message, leaves_at: earlier(tx, until) } as const
    return void (await record(tx, id, again))
  }
  const wait = waits[attempts - 1]
  if (kind === 'permanent' || wait === undefined) return fail(tx, id, message)
  await record(tx, id, { status: 'queued', says: message, leaves_at: new Date(tx.now.getTime() + wait) })
}

const fail = (tx: Tx, id: string, says: string) => record(tx, id, { status: 'failed', says })

async function record(tx: Tx, id: string, change: Partial<Notice>): Promise<undefined> {
  await tables(tx).updateTable('notice').set(change).where('id', '=', id).execute()
}
