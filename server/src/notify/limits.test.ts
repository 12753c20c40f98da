import { createServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { NoticeDesk } from '../../test/noticeDesk.ts'
import { resumeDeliveries } from '../mail/index.ts'

let desk: NoticeDesk
let mailboxId: string
beforeAll(async () => {
  desk = await NoticeDesk.open()
  mailboxId = await desk.mailboxId()
})
afterAll(() => desk.close())
beforeEach(async () => {
  await desk.rows('delete from mailbox_way_out')
  await desk.letOut()
  desk.wait(2 * 86_400)
})

const leavesBy = (way: object) => desk.ask('Ana', 'PUT', `/mailboxes/${mailboxId}/way-out`, way)
/** A ticket of Kim's, who hears of it with the next mails that leave. */
async function given() {
  const ticket = await desk.ticketOf(await desk.receive())
  const kim = await desk.idOf('kim@acme.example')
  await desk.ask('Ana', 'PATCH', `/tickets/${ticket.id}`, { version: ticket.version, assignee_user_id: kim })
  return ticket
}
const noticeOf = async ({ id }: { id: string }) =>
  (
    await desk.rows<{ status: string; says: string | null; attempts: number; leaves_at: Date }>(
      'select status, says, attempts, leaves_at from notice where ticket_id = $1',
      [id],
    )
  )[0]!
const now = () => desk.world.store.clock().getTime()

test('a notification counts against the limits of the mailbox that it leaves by, and a reply waits behind it', async () => {
  await leavesBy({ kind: 'server', per_minute: 1 })
  const ticket = await given()
  expect(await desk.letOut()).toHaveLength(1)
  const answered = await desk.ask('Ana', 'POST', `/tickets/${ticket.id}/replies`, { body: 'Switch it on.' })
  const before = desk.left.length
  await resumeDeliveries(desk.world.store)
  expect(desk.left).toHaveLength(before)
  const [waiting] = await desk.rows<{ error: string; waits_for: string }>(
    'select error, waits_for from delivery where message_id = $1',
    [answered.messages.at(-1).id],
  )
  expect(waiting).toEqual({
    error: 'One mail in a minute has left this mailbox, as many as it may send. This one leaves next.',
    waits_for: 'limit',
  })
  desk.wait(61)
  await resumeDeliveries(desk.world.store)
  expect(desk.left).toHaveLength(before + 1)
})

test('and waits with the reason when as many have left as may', async () => {
  await leavesBy({ kind: 'server', per_minute: 1 })
  const tickets = [await given(), await given()]
  expect(await desk.letOut()).toHaveLength(1)
  const notices = () => Promise.all(tickets.map(noticeOf))
  expect((await notices()).sort((a, b) => b.status.localeCompare(a.status))).toEqual([
    expect.objectContaining({ status: 'sent', says: null }),
    {
      status: 'queued',
      says: 'One mail in a minute has left this mailbox, as many as it may send.',
      attempts: 0,
      leaves_at: new Date(now() + 60_000),
    },
  ])
  expect(await desk.letOut()).toHaveLength(1)
  for (const notice of await notices()) expect(notice).toMatchObject({ status: 'sent', says: null, attempts: 1 })
})

test('while the mailbox is paused it waits, and looks again before the pause is over: a person may have ended it', async () => {
  await leavesBy({ kind: 'server', per_day: 100 })
  await desk.rows(`update mailbox_way_out set paused_until = $1, says = 'Wait for an hour.'`, [
    new Date(now() + 3_600_000),
  ])
  const ticket = await given()
  expect(await desk.letOut()).toEqual([])
  expect(await noticeOf(ticket)).toEqual({
    status: 'queued',
    says: 'Wait for an hour.',
    attempts: 0,
    leaves_at: new Date(now() + 300_000),
  })
  await leavesBy({ kind: 'server', per_day: 100 })
  expect(await desk.letOut({ seconds: 301 })).toHaveLength(1)
})

test('a server that is away pauses the mailbox, and is no fault of the mail', async () => {
  const closed = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => closed.once('listening', resolve))
  const { port } = closed.address() as { port: number }
  await new Promise((resolve) => closed.close(resolve))
  await leavesBy({ kind: 'smtp', host: '127.0.0.1', port, security: 'none' })
  const ticket = await given()
  expect(await desk.letOut()).toEqual([])
  const [way] = await desk.rows<{ paused_until: Date; says: string; failures: number }>(
    'select paused_until, says, failures from mailbox_way_out',
  )
  expect(way!.failures).toBe(1)
  expect(await noticeOf(ticket)).toEqual({
    status: 'queued',
    says: way!.says,
    attempts: 0,
    leaves_at: way!.paused_until,
  })
  await leavesBy({ kind: 'server' })
  expect(await desk.letOut()).toHaveLength(1)
})
