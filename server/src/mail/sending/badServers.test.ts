import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openSendingDesk, type SendingDesk } from '../../../test/sendingDesk.ts'
import { type Manners, openSmtpPeer, type SmtpPeer } from '../../../test/smtpPeer.ts'

let desk: SendingDesk
let mailboxes = 0
const peers: SmtpPeer[] = []
beforeAll(async () => {
  desk = await openSendingDesk()
})
afterAll(() => desk.close())
afterEach(() => {
  for (const peer of peers.splice(0)) peer.close()
})

async function at(manners: Manners, more: Record<string, unknown> = {}) {
  const peer = await openSmtpPeer(manners)
  peers.push(peer)
  const mailboxId = await desk.mailbox(`box${++mailboxes}`)
  await desk.leavesBy(mailboxId, peer.port, more)
  return { peer, mailboxId }
}

test('a server that greylists gets the same mail again, and takes it', async () => {
  const { peer, mailboxId } = await at({ rcpt: () => '450 4.2.0 greylisted, come back' })
  const { deliveryId, ticketId } = await desk.queue(mailboxId)
  const shown = async () =>
    (await desk.world.ask('Kim', 'GET', `/api/tickets/${ticketId}`)).body.messages.at(-1).delivery
  expect((await shown()).tries_at).toBe(null)
  await desk.send()
  expect(await desk.of(deliveryId)).toMatchObject({
    status: 'queued',
    attempts: 1,
    error: expect.stringContaining('greylisted'),
  })
  expect(await shown()).toMatchObject({ error: expect.stringContaining('greylisted'), attempts: 1 })
  expect(Date.parse((await shown()).tries_at)).toBeGreaterThan(Date.now())
  expect(await desk.wayOut(mailboxId)).toMatchObject({ paused_until: null, says: null })
  peer.behave({})
  await desk.later()
  await desk.send()
  expect(await desk.of(deliveryId)).toMatchObject({ status: 'sent', attempts: 2, error: null, via: 'smtp' })
  expect(peer.taken).toHaveLength(1)
})

test('a server that refuses one of three recipients has the mail for the other two, and its words are shown', async () => {
  const { peer, mailboxId } = await at({ rcpt: (to) => (to.startsWith('bob') ? '550 5.1.1 no such user' : '250 fine') })
  const to = ['ada@customer.example', 'bob@customer.example', 'cy@customer.example']
  const { deliveryId } = await desk.queue(mailboxId, to)
  await desk.send()
  const { status, error } = await desk.of(deliveryId)
  expect(status).toBe('sent')
  expect(error).toBe('Taken for 2 of 3 recipients. Not for bob@customer.example: “550 5.1.1 no such user”.')
  expect(peer.taken.map(({ to }) => to)).toEqual([['ada@customer.example', 'cy@customer.example']])
})

test('recipients that were put off are tried again alone: whom it was taken for gets it once', async () => {
  let isFull = true
  const { peer, mailboxId } = await at({
    rcpt: (to) => (isFull && to.startsWith('bob') ? '452 4.2.2 mailbox full' : '250 fine'),
  })
  const { deliveryId } = await desk.queue(mailboxId, ['ada@customer.example', 'bob@customer.example'])
  await desk.send()
  expect(await desk.of(deliveryId)).toMatchObject({ status: 'queued' })
  const states = 'select address, state from delivery_recipient where delivery_id = $1 order by position'
  expect(await desk.rows(states, [deliveryId])).toEqual([
    { address: 'ada@customer.example', state: 'sent' },
    { address: 'bob@customer.example', state: 'queued' },
  ])
  isFull = false
  await desk.later()
  await desk.send()
  expect(await desk.of(deliveryId)).toMatchObject({ status: 'sent', error: null })
  expect(peer.taken.map(({ to }) => to)).toEqual([['ada@customer.example'], ['bob@customer.example']])
  expect(peer.taken[0]!.bytes.equals(peer.taken[1]!.bytes)).toBe(true)
})

test('when all are refused, some for good and some for now, only those for now are tried again', async () => {
  let isFull = true
  const { peer, mailboxId } = await at({
    rcpt: (to) => {
      if (to.startsWith('gone')) return '550 5.1.1 no such user'
      return isFull ? '452 4.2.2 mailbox full' : '250 fine'
    },
  })
  const { deliveryId } = await desk.queue(mailboxId, ['gone@customer.example', 'full@customer.example'])
  await desk.send()
  expect(await desk.of(deliveryId)).toMatchObject({ status: 'queued', attempts: 1 })
  const states = () =>
    desk.rows('select address, state from delivery_recipient where delivery_id = $1 order by position', [deliveryId])
  expect(await states()).toMatchObject([{ state: 'failed' }, { state: 'queued' }])
  isFull = false
  await desk.later()
  await desk.send()
  expect(await desk.of(deliveryId)).toMatchObject({ status: 'sent', attempts: 2 })
  expect(await states()).toMatchObject([{ state: 'failed' }, { state: 'sent' }])
  expect(peer.taken.map(({ to }) => to)).toEqual([['full@customer.example']])
})

test('a mail that Docket itself cannot make ready is tried again later, with the reason, and in the end stands before a person', async () => {
  const { peer, mailboxId } = await at({})
  const { deliveryId, messageId } = await desk.queue(mailboxId)
  await desk.rows(`update message set from_address = 'gone@acme.example' where id = $1`, [messageId])
  await desk.send()
  const broken = await desk.of(deliveryId)
  expect(broken).toMatchObject({ status: 'queued', attempts: 1 })
  expect(broken.error).toMatch(/^Docket could not make this mail ready: ./)
  expect(broken.next_try_at.getTime()).toBeGreaterThan(Date.now())
  for (let tries = 1; tries < 8; tries++) {
    await desk.later()
    await desk.send()
  }
  expect(await desk.of(deliveryId)).toMatchObject({ status: 'failed', attempts: 8 })
  expect((await desk.of(deliveryId)).error).toMatch(/^Given up after 8 attempts\. Docket could not/)
  expect(peer.taken).toEqual([])
})

test('a way out whose secret cannot be opened any more has sent nothing: its mails wait, and the mailbox says why', async () => {
  const { peer, mailboxId } = await at({}, { username: 'kim', password: 'secret' })
  const { deliveryId } = await desk.queue(mailboxId)
  await desk.rows(`update mailbox_way_out set secret = 'v1.of.another.key' where mailbox_id = $1`, [mailboxId])
  await desk.send()
  expect(await desk.of(deliveryId)).toMatchObject({ status: 'queued', attempts: 0, waits_for: 'way' })
  expect((await desk.wayOut(mailboxId)).says).toMatch(/^The way out of this mailbox could not be opened: ./)
  expect(peer.taken).toEqual([])
})

test('a server that accepts a connection and drops it, or closes with 421, holds the mailbox back and counts against no mail', async () => {
  const { peer, mailboxId } = await at({ greeting: null })
  const [one, two] = [await desk.queue(mailboxId), await desk.queue(mailboxId)]
  await desk.send()
  for (const { deliveryId } of [one, two])
    expect(await desk.of(deliveryId)).toMatchObject({ status: 'queued', attempts: 0, waits_for: 'way' })
  expect(await desk.wayOut(mailboxId)).toMatchObject({
    refused: false,
    says: expect.stringContaining('127.0.0.1'),
    waiting: 2,
  })
  peer.behave({ mail: '421 4.7.0 too many connections, try again in 10 minutes' })
  await desk.rows('update mailbox_way_out set paused_until = null where mailbox_id = $1', [mailboxId])
  await desk.later()
  await desk.send()
  const { paused_until, says } = await desk.wayOut(mailboxId)
  expect(says).toContain('try again in 10 minutes')
  expect(new Date(paused_until).getTime() - Date.now()).toBeGreaterThan(9 * 60_000)
  peer.behave({})
  const { body } = await desk.world.ask('Ana', 'POST', `/api/mailboxes/${mailboxId}/way-out/check`, {})
  expect(body.ok).toBe(true)
  await desk.send()
  for (const { deliveryId } of [one, two])
    expect(await desk.of(deliveryId)).toMatchObject({ status: 'sent', attempts: 1 })
})

test('a server that says 4xx for an hour keeps the mail waiting, each time with its words, and then takes it', async () => {
  const { peer, mailboxId } = await at({ dot: '451 4.3.0 not now' })
  const { deliveryId } = await desk.queue(mailboxId)
  for (let attempts = 1; attempts <= 4; attempts++) {
    await desk.later()
    await desk.send()
    expect(await desk.of(deliveryId)).toMatchObject({
      status: 'queued',
      attempts,
      error: expect.stringContaining('not now'),
    })
  }
  peer.behave({})
  await desk.later()
  await desk.send()
  expect((await desk.of(deliveryId)).status).toBe('sent')
  expect(new Set(peer.taken.map(({ bytes }) => bytes.toString('latin1'))).size).toBe(1)
})

test('a password that is wrong is a setting: it is said at the mailbox, mails wait, and none fails', async () => {
  const { peer, mailboxId } = await at({ auth: '535 5.7.8 bad credentials' }, { user: 'box', password: 'wrong' })
  const { deliveryId } = await desk.queue(mailboxId)
  await desk.send()
  const later = await desk.queue(mailboxId)
  await desk.send()
  for (const id of [deliveryId, later.deliveryId])
    expect(await desk.of(id)).toMatchObject({
      status: 'queued',
      attempts: 0,
      waits_for: 'way',
      error: expect.stringContaining('does not accept this user and password'),
    })
  expect(await desk.wayOut(mailboxId)).toMatchObject({
    refused: true,
    says: expect.stringContaining('bad credentials'),
    waiting: 2,
  })
  expect(peer.connections()).toBe(1)
  peer.behave({ auth: '235 welcome' })
  await desk.leavesBy(mailboxId, peer.port, { user: 'box', password: 'right' })
  await desk.send()
  for (const id of [deliveryId, later.deliveryId]) expect((await desk.of(id)).status).toBe('sent')
  expect(await desk.wayOut(mailboxId)).toMatchObject({ refused: false, says: null, waiting: 0 })
})

test('a server without the encryption that was asked for gets neither password nor mail', async () => {
  for (const security of ['tls', 'starttls']) {
    const { peer, mailboxId } = await at({ auth: '235 welcome' }, { security, user: 'box', password: 'secret' })
    const { deliveryId } = await desk.queue(mailboxId)
    await desk.send()
    expect(await desk.of(deliveryId)).toMatchObject({ status: 'queued', waits_for: 'way' })
    expect(await desk.wayOut(mailboxId)).toMatchObject({ refused: true, says: expect.stringMatching(/TLS/) })
    expect(peer.taken).toEqual([])
  }
})

test('a connection that is lost after the final dot leaves the mail unsure, and it is not sent again by itself', async () => {
  const { peer, mailboxId } = await at({ dot: null })
  const it = await desk.queue(mailboxId)
  await desk.send()
  await desk.later()
  await desk.send()
  expect(await desk.of(it.deliveryId)).toMatchObject({ status: 'unsure', attempts: 1 })
  expect(peer.taken).toHaveLength(1)
  const at_ = `/api/tickets/${it.ticketId}/messages/${it.messageId}`
  const { body } = await desk.world.ask('Kim', 'POST', `${at_}/look`)
  expect(body).toMatchObject({ found: 'unknown' })
  expect((await desk.world.ask('Vic', 'POST', `${at_}/declare-sent`)).status).toBe(403)
  expect((await desk.world.ask('Kim', 'POST', `${at_}/declare-sent`)).status).toBe(200)
  expect(await desk.of(it.deliveryId)).toMatchObject({ status: 'sent', error: null })
  expect((await desk.world.ask('Kim', 'POST', `${at_}/declare-sent`)).status).toBe(409)
})

test('a thousand recipients are answered one by one', async () => {
  const { mailboxId } = await at({ rcpt: (to) => (to.startsWith('r7') ? '550 no' : '250 fine') })
  const to = Array.from({ length: 1_000 }, (_, nth) => `r${nth}@customer.example`)
  const { deliveryId } = await desk.queue(mailboxId, to)
  await desk.send()
  const [row] = await desk.rows<{ status: string; n: number; refused: number }>(
    `select d.status, count(*)::int as n, count(*) filter (where r.state = 'failed' and r.says like '%550 no%')::int as refused
     from delivery d join delivery_recipient r on r.delivery_id = d.id where d.id = $1 group by d.status`,
    [deliveryId],
  )
  expect(row).toEqual({ status: 'sent', n: 1_000, refused: 111 })
})

test('a mail larger than the server takes, or with a recipient that is none, fails with that sentence', async () => {
  const { mailboxId } = await at({ mail: '552 5.3.4 too big' })
  const { deliveryId } = await desk.queue(mailboxId)
  await desk.send()
  expect(await desk.of(deliveryId)).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('552 5.3.4 too big'),
  })
})

test('a mailbox that is disconnected from the provider it sends by keeps its mails until it is connected again', async () => {
  const mailboxId = await desk.mailbox('grant')
  await desk.rows(
    `insert into connection (mailbox_id, org_id, kind, settings, secret, connected_at, next_pull_at)
    values ($1, $2, 'nylas', '{"account": "grant@acme.example", "grant": "g", "provider": "google"}', 'v1.x', now(), now() + interval '1 day')`,
    [mailboxId, desk.world.acme.orgId],
  )
  expect((await desk.world.ask('Ana', 'PUT', `/api/mailboxes/${mailboxId}/way-out`, { kind: 'nylas' })).status).toBe(
    200,
  )
  const { deliveryId } = await desk.queue(mailboxId)
  await desk.world.ask('Ana', 'DELETE', `/api/mailboxes/${mailboxId}/connection`)
  await desk.send()
  expect(await desk.of(deliveryId)).toMatchObject({
    status: 'queued',
    attempts: 0,
    error: expect.stringContaining('no longer connected'),
  })
  await desk.world.ask('Ana', 'DELETE', `/api/mailboxes/${mailboxId}/way-out`)
  await desk.send()
  expect(await desk.of(deliveryId)).toMatchObject({ status: 'sent', via: 'outbox' })
})
