import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Desk } from '../../../test/acknowledging.ts'
import { resumeDeliveries } from './sender.ts'

/** G7: beside the old desk. Mail comes in, and nothing leaves until somebody says so. */

let desk: Desk
let mailboxId: string
beforeAll(async () => {
  desk = await Desk.open()
  mailboxId = await desk.mailboxId()
})
afterAll(() => desk.close())
beforeEach(async () => {
  await shadow(false)
  desk.left.length = 0
  desk.sends = true
})

const shadow = (on: boolean) => desk.world.ask('Ana', 'PUT', `/api/mailboxes/${mailboxId}/shadow`, { shadow: on })
let people = 0
const somebody = () => `shadow${++people}@shop.example`
async function ticketOf(from = somebody()): Promise<{ id: string }> {
  const [id] = await desk.receive({ from })
  return desk.ticketOf(id!)
}
const reply = (id: string) => desk.world.ask('Kim', 'POST', `/api/tickets/${id}/replies`, { body: 'Try another bulb.' })
const deliveries = (ticketId: string) =>
  desk.rows<{ id: string; message_id: string; status: string; error: string | null }>(
    'select id, message_id, status, error from delivery where ticket_id = $1 order by queued_at desc, id desc',
    [ticketId],
  )

test('a reply is refused before a word of it is written, and the ticket says so', async () => {
  await shadow(true)
  const { id } = await ticketOf()
  const before = (await desk.world.ask('Kim', 'GET', `/api/tickets/${id}`)).body
  expect(before).toMatchObject({ mailbox: { in_shadow: true }, can: { reply: false, note: true } })
  const refused = await reply(id)
  expect([refused.status, refused.body.code]).toEqual([409, 'mailbox-in-shadow'])
  expect(refused.body.detail).toContain('nothing leaves')
  const after = (await desk.world.ask('Kim', 'GET', `/api/tickets/${id}`)).body
  expect([after.messages.length, after.version]).toEqual([before.messages.length, before.version])
  expect(await deliveries(id)).toEqual([])
  const note = await desk.world.ask('Kim', 'POST', `/api/tickets/${id}/notes`, { body: 'Answered in the old desk.' })
  expect(note.status).toBe(201)
})

test('a mail that comes under the shadow is not acknowledged, neither then nor when the shadow is over', async () => {
  await shadow(true)
  const [id] = await desk.receive({ from: somebody() })
  const { opener } = await desk.ticketOf(id!)
  expect(opener.acknowledgement).toMatchObject({
    outcome: 'declined',
    reasons: [expect.stringContaining('shadow mode')],
  })
  await shadow(false)
  await desk.decide([opener.id])
  await desk.sendAll()
  expect((await desk.ticketOf(id!)).opener.acknowledgement.outcome).toBe('declined')
  expect(desk.left).toEqual([])
  await ticketOf()
  expect(desk.left).toHaveLength(1)
})

test('what waits when the shadow falls is stopped and counted, is not sent by retry or sweep, and can leave when it is over', async () => {
  const { id } = await ticketOf()
  desk.left.length = 0
  expect((await reply(id)).status).toBe(201)
  const [waiting] = await deliveries(id)
  const { body } = await shadow(true)
  expect(body).toMatchObject({ stopped: 1, leaving: 0, mailbox: { shadow_since: expect.any(String) } })
  const retry = () => desk.world.ask('Kim', 'POST', `/api/tickets/${id}/messages/${waiting!.message_id}/retry`, {})
  expect((await retry()).body.code).toBe('mailbox-in-shadow')
  await resumeDeliveries(desk.world.store)
  await desk.sendAll()
  expect((await deliveries(id))[0]).toMatchObject({ status: 'failed', error: expect.stringContaining('shadow mode') })
  expect(desk.left).toEqual([])
  await shadow(false)
  expect((await retry()).status).toBe(200)
  await desk.sendAll()
  expect(desk.left).toHaveLength(1)
})

test('a delivery that is queued all the same is failed where mail leaves, and says why', async () => {
  const { id } = await ticketOf()
  desk.left.length = 0
  await reply(id)
  const [waiting] = await deliveries(id)
  await shadow(true)
  await desk.rows(`update delivery set status = 'queued', error = null where id = $1`, [waiting!.id])
  await desk.sendAll()
  expect((await deliveries(id))[0]).toMatchObject({ status: 'failed', error: expect.stringContaining('shadow mode') })
  expect(desk.left).toEqual([])
})

test('a trial to oneself does not leave either; only an administrator switches, and each switch is written down', async () => {
  await shadow(true)
  const trial = await desk.world.ask('Ana', 'POST', `/api/acknowledging/${mailboxId}/test`, { language: 'en' })
  expect(trial.body.code).toBe('mailbox-in-shadow')
  const kim = await desk.world.ask('Kim', 'PUT', `/api/mailboxes/${mailboxId}/shadow`, { shadow: false })
  expect(kim.status).toBe(403)
  await shadow(true)
  await shadow(false)
  const audited = await desk.rows<{ type: string }>(
    `select type from audit where type like 'mailbox.%shadowed' order by at desc, id desc limit 2`,
  )
  expect(audited.map(({ type }) => type)).toEqual(['mailbox.unshadowed', 'mailbox.shadowed'])
  const { body } = await desk.world.ask('Kim', 'GET', `/api/mailboxes/${mailboxId}/history`)
  expect(body.items[0]).toMatchObject({ what: 'unshadowed', by: 'ana' })
  expect(desk.left).toEqual([])
})
