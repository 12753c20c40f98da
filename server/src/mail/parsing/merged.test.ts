import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../../test/world.ts'
import { inTx } from '../../platform/tx.ts'
import type { Tx } from '../../platform/work.ts'
import { mergeTickets, mintReplyTag, unmergeTicket } from '../../tickets/index.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { mailKeeper } from '../arriving/keeping.ts'

/** Where mail goes when its ticket is another one by now. */

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Mail = { id: string; from?: string; to?: string; answers?: string; body?: string }

const arrive = async ({ id, from = 'ada@example.com', to = world.acme.mailbox, answers, body = id }: Mail) => {
  const head = `From: ${from}\r\nTo: ${to}\r\nSubject: About ${id}\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID: <${id}>\r\n`
  const bytes = Buffer.from(`${head}${answers ? `In-Reply-To: <${answers}>\r\n` : ''}\r\n${body}\r\n`)
  await mailKeeper(world.store).keep({ bytes, envelopeFrom: from, recipients: [to] })
  while ((await ingestRound(world.store)) > 0);
  return where(id)
}
type Where = { ticketId: string; number: number; held: boolean; reason: string }
const where = async (id: string): Promise<Where> => {
  const [row] = await world.rows<Where>(
    world.acme.orgId,
    `select m.ticket_id as "ticketId", t.number, m.held, m.stitch_reason as reason from message m join ticket t on t.id = m.ticket_id
     where m.message_id_header = $1`,
    [id],
  )
  return row!
}
const byKim = async <R>(work: (tx: Tx) => Promise<R>): Promise<R> => {
  const [kim] = await world.rows<{ id: string }>(world.acme.orgId, `select id from app_user where name = 'Kim'`)
  return inTx(world.store, { kind: 'user', id: kim!.id, orgId: world.acme.orgId, roles: ['agent'] }, work)
}
const merge = (fromId: string, intoId: string, addParticipants?: boolean) =>
  byKim((tx) => mergeTickets(tx, { fromId, intoId, reason: 'by_hand', addParticipants }))
const tagged = ({ ticketId, number }: Where, participant: string) =>
  world.acme.mailbox.replace(
    '@',
    `+${mintReplyTag(world.store.keys, { orgId: world.acme.orgId, ticketId, number, participant })}@`,
  )

test('a chain of merges is followed: tags and references of the first ticket lead to the last', async () => {
  const [a, b, c] = [await arrive({ id: 'a@x' }), await arrive({ id: 'b@x' }), await arrive({ id: 'c@x' })]
  await merge(a.ticketId, b.ticketId)
  await merge(b.ticketId, c.ticketId)
  expect(await arrive({ id: 'a2@x', answers: 'a@x' })).toEqual({ ...c, reason: 'in_reply_to' })
  expect(await arrive({ id: 'a3@x', to: tagged(a, 'ada@example.com') })).toEqual({ ...c, reason: 'reply_token' })
  expect(await arrive({ id: 'b2@x', to: tagged(b, 'ada@example.com') })).toEqual({ ...c, reason: 'reply_token' })

  await byKim((tx) => unmergeTicket(tx, { id: a.ticketId }))
  expect(await arrive({ id: 'a4@x', answers: 'a@x' })).toEqual({ ...a, reason: 'in_reply_to' })
  expect(await arrive({ id: 'a5@x', answers: 'a2@x' })).toEqual({ ...c, reason: 'in_reply_to' })
})

test('who took part in the merged ticket and was not named is held on the other, also with a good tag', async () => {
  const [mine, other] = [await arrive({ id: 'd@x' }), await arrive({ id: 'e@x', from: 'bob@example.net' })]
  await merge(other.ticketId, mine.ticketId)
  expect(await where('e@x')).toMatchObject({ ticketId: mine.ticketId, held: true })
  const tag = tagged(other, 'bob@example.net')
  const late = await arrive({ id: 'e2@x', from: 'bob@example.net', to: tag })
  expect(late).toEqual({ ...mine, held: true, reason: 'reply_token' })
})

test('who was named takes part; after undoing no more, and what he wrote meanwhile is held', async () => {
  const [mine, other] = [await arrive({ id: 'f@x' }), await arrive({ id: 'g@x', from: 'bob@example.net' })]
  await merge(other.ticketId, mine.ticketId, true)
  expect(await arrive({ id: 'g2@x', from: 'bob@example.net', answers: 'g@x' })).toMatchObject({ held: false })
  const undone = await byKim((tx) => unmergeTicket(tx, { id: other.ticketId }))
  expect(undone).toEqual({ backId: other.ticketId, stayed: 1 })
  expect(await where('g@x')).toMatchObject({ ticketId: other.ticketId, held: false })
  expect(await where('g2@x')).toMatchObject({ ticketId: mine.ticketId, held: true })
})

test('merging while mail arrives leaves no message behind on the empty ticket', async () => {
  const [a, b] = [await arrive({ id: 'h@x' }), await arrive({ id: 'i@x' })]
  await Promise.all([
    ...Array.from({ length: 8 }, (_, n) => arrive({ id: `h${n}@x`, answers: 'h@x' })),
    merge(a.ticketId, b.ticketId),
  ])
  const left = await world.as(world.acme.orgId, (tx) =>
    sql`select id from message where ticket_id = ${a.ticketId}`.execute(tx.db),
  )
  expect(left.rows).toEqual([])
  expect(await where('h7@x')).toMatchObject({ ticketId: b.ticketId })
})
