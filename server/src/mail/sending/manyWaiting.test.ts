import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSendingDesk, type SendingDesk } from '../../../test/sendingDesk.ts'
import type { Tx } from '../../platform/work.ts'
import { recordMade } from '../../tickets/index.ts'
import { claimDue, holdOn, letGo } from './claiming.ts'

let desk: SendingDesk
beforeAll(async () => {
  desk = await openSendingDesk()
})
afterAll(() => desk.close())

/** Others of the mailbox, made of this one. */
const more = (like: { messageId: string; deliveryId: string }, count: number, columns: string) =>
  desk.rows(
    `with written as (
      insert into message (id, ticket_id, direction, from_name, from_address, subject, text, reply_text, at)
      select gen_random_uuid(), ticket_id, direction, from_name, from_address, subject, text, reply_text, at
      from message, generate_series(1, $3) where id = $1 returning id)
    insert into delivery (id, message_id, ticket_id, mailbox_id, envelope_from, envelope_to, queued_at, status, next_try_at)
    select gen_random_uuid(), w.id, d.ticket_id, d.mailbox_id, '', d.envelope_to, now(), ${columns}
    from written w, delivery d where d.id = $2`,
    [like.messageId, like.deliveryId, count],
  )

/** Rows of deliveries that this unit of work has read until now. */
async function readBy(tx: Tx): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as n
    from pg_stat_xact_user_tables where relname = 'delivery'`.execute(tx.db)
  return rows[0]!.n
}

const mail = {
  ...{ bytes: { raw: Buffer.from('Hello.') }, returnToken: null, envelopeFrom: '', inReplyTo: null, references: [] },
  ...{ wordsFingerprint: null, weakFingerprint: null, until: undefined },
}

test('what leaves now costs no more for all that waits until tomorrow, even when nothing waited as the rows were last counted', async () => {
  const mailboxId = await desk.mailbox('waiting')
  const now = [await desk.queue(mailboxId), await desk.queue(mailboxId), await desk.queue(mailboxId)] as const
  const later = await desk.queue(mailboxId)
  await more(later, 3_000, `'sent', now()`)
  await desk.rows(`update delivery set status = 'sent'`)
  await desk.rows('analyze delivery')
  const ids = now.map(({ deliveryId }) => deliveryId)
  await desk.rows(`update delivery set status = 'queued' where id = any($1)`, [ids])

  const read = await desk.world.as(desk.world.acme.orgId, async (tx) => {
    const by = randomUUID()
    // PostgreSQL plans the first five for the very values it is asked for, and those that follow for any: that plan it keeps.
    const look = async () => {
      for (let nth = 0; nth < 8; nth++) {
        await sql`select from sending_due(${tx.now})`.execute(tx.db)
        for (const { id } of await claimDue(tx, { mailboxId, by })) await letGo(tx, { deliveryId: id, by })
        await holdOn(tx, { by, deliveryIds: [now[0].deliveryId] })
        const one = now[nth % now.length]!
        const made = await recordMade(tx, { ...mail, ...one, by, messageIdHeader: `m${nth}`, fingerprint: `f${nth}` })
        expect(made).toBeUndefined()
      }
    }
    await look()
    await more(later, 3_000, `'queued', now() + interval '1 day'`)
    const before = await readBy(tx)
    await look()
    return (await readBy(tx)) - before
  })
  expect(read).toBeGreaterThan(0)
  expect(read).toBeLessThan(1_000)
}, 60_000)
