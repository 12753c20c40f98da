import { afterAll, beforeAll, expect, test } from 'vitest'
import { attemptAt } from '../../../test/attempting.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { mailKeeper } from '../arriving/keeping.ts'

/** Strangers on a ticket, and mail that answers what was split off. */

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Mail = { id: string; from?: string; to?: string; answers?: string }
const arrive = async ({ id, from = 'Ada <ada@example.com>', to = world.acme.mailbox, answers }: Mail) => {
  const head = `From: ${from}\r\nTo: ${to}\r\nSubject: The lamp\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID: <${id}>\r\n`
  const bytes = Buffer.from(`${head}${answers ? `In-Reply-To: <${answers}>\r\n` : ''}\r\nWords of ${id}\r\n`)
  await mailKeeper(world.store).keep({ bytes, envelopeFrom: 'x@example.com', recipients: [to] })
  while ((await ingestRound(world.store)) > 0);
  const rows = await world.rows<{ id: string; ticket_id: string; held: boolean; stitch_reason: string }>(
    world.acme.orgId,
    'select id, ticket_id, held, stitch_reason from message where message_id_header = $1',
    [id],
  )
  return rows[0]!
}
const ask = async (method: string, path: string, body?: unknown, who: 'Kim' | 'Gus' | 'Vic' = 'Kim') =>
  (await world.ask(who, method, `/api/tickets/${path}`, body)).body
const heldOf = async (id: string) =>
  ((await ask('GET', id)).messages as { text: string; held: boolean }[]).filter(({ held }) => held).length

/** The mail that an answer on this ticket is, as it leaves. */
const answer = async (ticketId: string, body: string) => {
  await ask('POST', `${ticketId}/replies`, { body })
  const [row] = await world.rows<{ id: string; message_id: string }>(
    world.acme.orgId,
    'select id, message_id from delivery where ticket_id = $1 order by queued_at desc, id desc limit 1',
    [ticketId],
  )
  await attemptAt(world.store, world.acme.orgId, row!.id)
  const [sent] = await world.rows<{ raw: Buffer; header: string }>(
    world.acme.orgId,
    'select d.raw, m.message_id_header as header from delivery d join message m on m.id = d.message_id where d.id = $1',
    [row!.id],
  )
  const raw = sent!.raw.toString()
  return { raw, header: sent!.header, tag: /Reply-To:.*?<?([^\s<>]+\+[^\s<>]+)>?/i.exec(raw)?.[1] ?? '' }
}

test('what a stranger wrote is quoted to nobody until a person approves him; taken back, it is held again', async () => {
  const { ticket_id } = await arrive({ id: 'a@x' })
  const stranger = await arrive({ id: 'b@x', from: 'Bob <Bob@Example.net>', answers: 'a@x' })
  await arrive({ id: 'c@x', from: 'Bob <bob@example.net>', answers: 'a@x' })
  expect([stranger.held, await heldOf(ticket_id)]).toEqual([true, 2])
  expect((await answer(ticket_id, 'Before')).raw).not.toMatch(/Words of [bc]@x|bob@|<c@x>/i)

  const path = `${ticket_id}/messages/${stranger.id}`
  const approved = await ask('POST', `${path}/approve`)
  expect(approved.participants).toEqual(['ada@example.com', 'bob@example.net'])
  expect(approved.events.at(-1)).toMatchObject({
    ...{ type: 'sender.approved', actor: { name: 'Kim' } },
    data: { address: 'bob@example.net', name: 'Bob', messages: 2 },
  })
  expect(await heldOf(ticket_id)).toBe(0)
  expect(await ask('POST', `${path}/approve`)).toEqual(approved)
  const after = await answer(ticket_id, 'After')
  expect(after.raw).toContain('Words of c@x')
  expect(after.raw).not.toMatch(/^(To|Cc):.*bob@/im)
  expect((await arrive({ id: 'd@x', from: 'bob@example.net', answers: 'a@x' })).held).toBe(false)

  await ask('POST', `${path}/hold`)
  expect(await heldOf(ticket_id)).toBe(3)
  expect((await answer(ticket_id, 'Again')).raw).not.toMatch(/Words of [bcd]@x|bob@/i)
  expect((await arrive({ id: 'e@x', from: 'bob@example.net', answers: 'a@x' })).held).toBe(true)
})

test('approving is refused where it makes no sense, and to those who may not', async () => {
  const { ticket_id, id } = await arrive({ id: 'f@x' })
  const { messages } = await ask('POST', `${ticket_id}/notes`, { body: 'n' })
  expect(await ask('POST', `${ticket_id}/messages/${id}/hold`)).toMatchObject({ code: 'is-requester', status: 422 })
  expect(await ask('POST', `${ticket_id}/messages/${messages[1].id}/approve`)).toMatchObject({ status: 404 })
  expect(await ask('POST', `${ticket_id}/messages/${id}/approve`, undefined, 'Gus')).toMatchObject({ status: 404 })
  expect(await ask('POST', `${ticket_id}/messages/${id}/approve`, undefined, 'Vic')).toMatchObject({ status: 403 })
})

test('a stranger who is refused has a ticket of his own, alone, and his answers go there', async () => {
  const { ticket_id } = await arrive({ id: 'g@x' })
  const stranger = await arrive({ id: 'h@x', from: 'Eve <eve@example.net>', answers: 'g@x' })
  const { version } = await ask('GET', ticket_id)
  const own = await ask('POST', `${ticket_id}/split`, { message_ids: [stranger.id], version })
  expect(own).toMatchObject({ participants: ['eve@example.net'], requester: { email: 'eve@example.net' } })
  expect(own.messages).toMatchObject([{ held: false }])
  expect(await arrive({ id: 'h2@x', from: 'eve@example.net', answers: 'h@x' })).toMatchObject({
    ...{ ticket_id: own.id, held: false },
  })
  expect(await arrive({ id: 'g2@x', answers: 'g@x' })).toMatchObject({ ticket_id, held: false })
  const back = await ask('POST', `${own.id}/unsplit`)
  expect(back.ticket.messages.filter(({ held }: { held: boolean }) => held)).toHaveLength(1)
})

test('what is split off together with a stranger’s mail is not shown to the stranger', async () => {
  const { ticket_id, id } = await arrive({ id: 'i@x' })
  const stranger = await arrive({ id: 'j@x', from: 'eve@example.net', answers: 'i@x' })
  const late = await arrive({ id: 'i2@x', answers: 'i@x' })
  const { version } = await ask('GET', ticket_id)
  const own = await ask('POST', `${ticket_id}/split`, { message_ids: [stranger.id, late.id], version })
  expect(own.messages.map(({ held }: { held: boolean }) => held)).toEqual([false, true])
  expect((await answer(own.id, 'Dear Eve')).raw).not.toContain('Words of i2@x')
  expect(id).not.toBe(late.id)
})

test('an answer to a mail of ours that was split off goes where it is, also by the tag of the old ticket', async () => {
  const { ticket_id } = await arrive({ id: 'k@x' })
  const sent = await answer(ticket_id, 'Two things')
  const kept = await answer(ticket_id, 'The other thing')
  const { messages, version } = await ask('GET', ticket_id)
  const apart = await ask('POST', `${ticket_id}/split`, { message_ids: [messages[1].id], version })
  expect(sent.tag).toContain('+')
  expect(await arrive({ id: 'l@x', to: sent.tag, answers: sent.header })).toMatchObject({
    ...{ ticket_id: apart.id, held: false, stitch_reason: 'reply_token' },
  })
  expect(await arrive({ id: 'm@x', to: sent.tag, answers: kept.header })).toMatchObject({ ticket_id, held: false })
  expect(await arrive({ id: 'n@x', to: sent.tag })).toMatchObject({ ticket_id, held: false })
})

test('what was said on a ticket of one customer is not quoted to another when the two are merged', async () => {
  const mine = await arrive({ id: 'o@x' })
  const his = await arrive({ id: 'p@x', from: 'bob@example.net' })
  await answer(his.ticket_id, 'To Bob alone')
  const { version } = await ask('GET', his.ticket_id)
  await ask('POST', `${his.ticket_id}/merge`, { into_ticket_id: mine.ticket_id, version })
  const { raw } = await answer(mine.ticket_id, 'To Ada')
  expect(raw).toContain('Words of o@x')
  expect(raw).not.toMatch(/Words of p@x|To Bob alone|bob@/)
})
