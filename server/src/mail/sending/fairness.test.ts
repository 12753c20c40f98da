import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openSendingDesk, type SendingDesk } from '../../../test/sendingDesk.ts'
import { type Manners, openSmtpPeer, type SmtpPeer } from '../../../test/smtpPeer.ts'
import { claimDue, holdOn } from './claiming.ts'

let desk: SendingDesk
let mailboxes = 0
const closing: { close(): unknown }[] = []
beforeAll(async () => {
  desk = await openSendingDesk()
})
afterAll(() => desk.close())
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close()
})

async function at(manners: Manners, more: Record<string, unknown> = {}) {
  const peer: SmtpPeer = await openSmtpPeer(manners)
  closing.push(peer)
  const mailboxId = await desk.mailbox(`fair${++mailboxes}`)
  await desk.leavesBy(mailboxId, peer.port, more)
  return { peer, mailboxId }
}
const statuses = async (mailboxId: string) => {
  const rows = await desk.rows<{ status: string; n: number }>(
    'select status, count(*)::int as n from delivery where mailbox_id = $1 group by 1',
    [mailboxId],
  )
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]))
}

test('a server that takes connections and hangs holds back the mails of its own mailbox and no other', async () => {
  const [slow, well] = [await at({ mail: 'hang' }), await at({})]
  for (let nth = 0; nth < 25; nth++) await desk.queue(slow.mailboxId)
  for (let nth = 0; nth < 30; nth++) await desk.queue(well.mailboxId)
  // As an attempt left them that broke off before there was a mail.
  await desk.rows(
    `update delivery_recipient set says = 'could not be made ready' where delivery_id in (
    select id from delivery where mailbox_id = $1)`,
    [slow.mailboxId],
  )
  const sender = desk.sender()
  await desk.until(() => well.peer.taken.length === 30)
  expect(await statuses(slow.mailboxId)).toEqual({ sending: 20, queued: 5 })
  expect(
    await desk.rows(
      `select r.state, r.says, count(*)::int as n from delivery_recipient r join delivery d on d.id = r.delivery_id
       where d.mailbox_id = $1 group by 1, 2 order by 1`,
      [slow.mailboxId],
    ),
  ).toEqual([
    { state: 'queued', says: 'could not be made ready', n: 5 },
    { state: 'sending', says: null, n: 20 },
  ])
  expect(slow.peer.connections()).toBe(10)
  await desk.until(async () => (await statuses(well.mailboxId)).sent === 30)
  // Connections are kept for the next mail.
  expect(well.peer.connections()).toBeLessThanOrEqual(10)
  slow.peer.close()
  await sender.close()
})

test('of two processes that send for one mailbox none sends what the other does', async () => {
  const { peer, mailboxId } = await at({})
  for (let nth = 0; nth < 40; nth++) await desk.queue(mailboxId, [`r${nth}@customer.example`])
  const senders = [desk.sender(), desk.sender()]
  await desk.until(async () => (await statuses(mailboxId)).sent === 40)
  expect(new Set(peer.taken.map(({ to }) => to[0])).size).toBe(40)
  expect(peer.taken).toHaveLength(40)
  for (const sender of senders) await sender.close()
})

test('twelve servers that hang hold back no other mailbox, however much waits for them', async () => {
  const hung = await Promise.all(Array.from({ length: 12 }, () => at({ mail: 'hang' })))
  for (const { mailboxId } of hung) for (let nth = 0; nth < 32; nth++) await desk.queue(mailboxId)
  closing.push(desk.sender())
  await desk.until(() => hung.every(({ peer }) => peer.connections() === 10))
  const well = await at({})
  await desk.queue(well.mailboxId)
  await desk.until(() => well.peer.taken.length === 1)
  for (const { peer } of hung) peer.close()
}, 60_000)

test('a way that turns out to be closed is not tried by those that were to follow', async () => {
  const { peer, mailboxId } = await at({ greeting: '421 4.3.2 not now' })
  for (let nth = 0; nth < 25; nth++) await desk.queue(mailboxId)
  closing.push(desk.sender())
  await desk.until(async () => (await desk.wayOut(mailboxId)).paused_until !== null)
  await desk.until(async () => {
    const [row] = await desk.rows<{ n: number }>(
      'select count(*)::int as n from delivery where mailbox_id = $1 and claimed_until is not null',
      [mailboxId],
    )
    return row!.n === 0
  })
  expect(peer.connections()).toBeLessThanOrEqual(10)
  expect(await statuses(mailboxId)).toEqual({ queued: 25 })
})

test('a reply leaves by itself as soon as it is written, and one that is for later when its time has come', async () => {
  const { peer, mailboxId } = await at({})
  closing.push(desk.sender())
  const ticketId = await desk.ticket(mailboxId, 'ada@customer.example')
  const reply = (more: object) =>
    desk.world.ask('Kim', 'POST', `/api/tickets/${ticketId}/replies`, { body: 'Hello.', ...more })
  await reply({})
  await desk.until(() => peer.taken.length === 1)
  await reply({ send_at: new Date(Date.now() + 1_500).toISOString() })
  expect(await statuses(mailboxId)).toMatchObject({ queued: 1 })
  await desk.until(() => peer.taken.length === 2)
  await desk.until(async () => (await statuses(mailboxId)).sent === 2)
})

test('what is over the limit of a minute waits with the reason, and the limit outlives the process', async () => {
  const { peer, mailboxId } = await at({}, { per_minute: 3, per_day: 5 })
  const all = []
  for (let nth = 0; nth < 7; nth++) all.push(await desk.queue(mailboxId))
  while ((await desk.send()) > 0);
  expect(peer.taken).toHaveLength(3)
  const waiting = await desk.of(all[3]!.deliveryId)
  expect(waiting).toMatchObject({ status: 'queued', attempts: 0, waits_for: 'limit' })
  expect(waiting.error).toBe(
    '3 mails in a minute have left this mailbox, as many as it may send. This one leaves next.',
  )
  expect(waiting.next_try_at.getTime()).toBeGreaterThan(Date.now() + 30_000)
  expect((await desk.wayOut(mailboxId)).waiting).toBe(4)

  await desk.later()
  await desk.send()
  expect(peer.taken).toHaveLength(3)

  await desk.rows(`update delivery set tried_at = tried_at - interval '2 minutes' where mailbox_id = $1`, [mailboxId])
  await desk.later()
  while ((await desk.send()) > 0);
  expect(peer.taken).toHaveLength(5)
  expect((await desk.of(all[6]!.deliveryId)).error).toContain('5 mails in a day')

  await desk.leavesBy(mailboxId, peer.port)
  await desk.send()
  expect(peer.taken).toHaveLength(7)
  expect((await desk.of(all[6]!.deliveryId)).error).toBe(null)
})

test('what a sender that died had taken is taken again, and its share of the mailbox is free', async () => {
  const { peer, mailboxId } = await at({})
  const { deliveryId } = await desk.queue(mailboxId)
  const held = (until: string) =>
    desk.rows(
      `update delivery set claimed_by = gen_random_uuid(), claimed_until = now() + $2::interval where id = $1`,
      [deliveryId, until],
    )
  await held('30 s')
  expect(await desk.send()).toBe(0)
  await held('-1 s')
  expect(await desk.send()).toBe(1)
  expect(peer.taken).toHaveLength(1)
})

test('a sender holds on to what it is sending, and not to what broke off', async () => {
  const { mailboxId } = await at({})
  const [going, broken] = [await desk.queue(mailboxId), await desk.queue(mailboxId)]
  const by = randomUUID()
  const { acme } = desk.world
  expect(await desk.world.as(acme.orgId, (tx) => claimDue(tx, { mailboxId, by }))).toHaveLength(2)
  await desk.rows(`update delivery set claimed_until = now() + interval '5 s' where claimed_by = $1`, [by])
  await desk.world.as(acme.orgId, (tx) => holdOn(tx, { by, deliveryIds: [going.deliveryId] }))
  const held = await desk.rows<{ id: string }>(
    `select id from delivery where claimed_by = $1 and claimed_until > now() + interval '20 s'`,
    [by],
  )
  expect(held.map(({ id }) => id)).toEqual([going.deliveryId])
  await desk.rows(`update delivery set claimed_until = now() - interval '1 s' where claimed_by = $1`, [by])
  expect(await desk.send(), broken.deliveryId).toBe(2)
})
