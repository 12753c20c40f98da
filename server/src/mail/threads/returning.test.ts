import { afterAll, beforeAll, expect, test } from 'vitest'
import { attemptAt } from '../../../test/attempting.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { recordDelivery } from '../../tickets/index.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { mailKeeper } from '../arriving/keeping.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const rows = (sql: string, values: unknown[] = []) => world.rows(world.acme.orgId, sql, values)
const ticketOf = async (id: string) => (await world.ask('Kim', 'GET', `/api/tickets/${id}`)).body

type Sent = {
  ticketId: string
  messageId: string
  deliveryId: string
  address: string
  header: string
  references: string[]
}

/** Kim answers and the mail has left, to Ada and whom else the test names. */
async function sent(others: string[] = [], { status = 'resolved' } = {}): Promise<Sent> {
  const address = `ada-${crypto.randomUUID()}@customer.example`
  const ticket = await world.ask('Kim', 'POST', '/api/tickets', {
    ...{ subject: 'Broken lamp', body: 'It does not light.', requester: { email: address, name: 'Ada' } },
  })
  const ticketId = ticket.body.id
  const { body } = await world.ask('Kim', 'POST', `/api/tickets/${ticketId}/replies`, { body: 'Try a bulb.', status })
  const messageId = body.messages.at(-1).id
  const [{ id: deliveryId }] = (await rows('select id from delivery where message_id = $1', [messageId])) as [
    { id: string },
  ]
  for (const [at, other] of others.entries())
    await rows(
      `insert into delivery_recipient (delivery_id, position, org_id, address, kind, state, at)
      values ($1, $2, $3, $4, 'cc', 'queued', now())`,
      [deliveryId, at + 1, world.acme.orgId, other],
    )
  await attemptAt(world.store, world.acme.orgId, deliveryId)
  const [{ header, references }] = (await rows(
    'select message_id_header as header, reference_ids as references from message where id = $1',
    [messageId],
  )) as [{ header: string; references: string[] }]
  return { ticketId, messageId, deliveryId, address, header, references }
}

type Report = { recipient: string; action?: string; status?: string; header?: string; references?: readonly string[] }

const report = ({ recipient, action = 'failed', status = '5.1.1', header, references = [] }: Report) =>
  [
    ...[
      'From: Mail Delivery System <mailer-daemon@mx.example>',
      `To: ${world.acme.mailbox}`,
      'Subject: Undelivered Mail',
    ],
    ...[`Message-ID: <${crypto.randomUUID()}@mx.example>`, 'MIME-Version: 1.0', 'Auto-Submitted: auto-replied'],
    ...[
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
    ],
    ...[
      'What became of it.',
      '',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example',
      '',
    ],
    ...[`Final-Recipient: rfc822; ${recipient}`, `Action: ${action}`, `Status: ${status}`, ''],
    ...(header
      ? [
          ...['--b', 'Content-Type: text/rfc822-headers', '', `Message-ID: <${header}>`],
          ...(references.length > 0 ? [`References: ${references.map((id) => `<${id}>`).join('\r\n ')}`] : []),
          ...['Subject: Re: Broken lamp', ''],
        ]
      : []),
    ...['--b--', ''],
  ].join('\r\n')

async function arrive(mail: string, to = world.acme.mailbox) {
  await mailKeeper(world.store).keep({ bytes: Buffer.from(mail), envelopeFrom: '', recipients: [to] })
  while ((await ingestRound(world.store)) > 0);
}
const statesOf = async ({ deliveryId }: Sent) =>
  (await rows('select state from delivery_recipient where delivery_id = $1 order by position', [deliveryId])).map(
    ({ state }) => state,
  )

test('a proven bounce marks its recipient alone, flags the address, and brings the ticket up without opening it', async () => {
  const it = await sent(['bob@customer.example'])
  await arrive(report({ recipient: it.address.toUpperCase(), ...it }))
  expect(await statesOf(it)).toEqual(['bounced', 'sent'])
  const ticket = await ticketOf(it.ticketId)
  expect(ticket).toMatchObject({ status: 'resolved', unread: true, undelivered: true, preview: 'Try a bulb.' })
  expect(ticket.undeliverable).toMatchObject([{ address: it.address, says: 'There is no such mailbox (5.1.1).' }])
  expect(ticket.messages).toHaveLength(3)
  expect(ticket.events.at(-1)).toMatchObject({ type: 'delivery.bounced', data: { address: it.address } })
  expect(ticket.messages[1].delivery).toMatchObject({
    ...{
      status: 'sent',
      recipients: [{ state: 'bounced', says: 'There is no such mailbox (5.1.1).' }, { state: 'sent' }],
    },
  })

  await arrive(
    `From: Ada <${it.address}>\r\nTo: ${world.acme.mailbox}\r\nMessage-ID: <${crypto.randomUUID()}@c.example>\r\n\r\nI am here.\r\n`,
  )
  expect((await ticketOf(it.ticketId)).undeliverable, 'who writes is alive').toEqual([])
})

test('a hundred forged bounces change nothing (R12)', async () => {
  const it = await sent()
  const before = await rows('select status, attempts from delivery where id = $1', [it.deliveryId])
  const stranger = `docket.${it.references[0]!.split('.')[1]!.split('-')[0]}-${'a'.repeat(26)}@acme.example`
  for (let n = 0; n < 100; n++) {
    const forged = [
      report({ recipient: it.address }),
      report({ recipient: it.address, header: it.header }),
      report({ recipient: it.address, header: it.header, references: [stranger] }),
      report({
        recipient: it.address,
        header: `docket.${crypto.randomUUID()}@acme.example`,
        references: it.references,
      }),
    ][n % 4]!
    const to = n % 5 === 0 ? `support+b.${crypto.randomUUID().replaceAll('-', '')}@acme.example` : world.acme.mailbox
    await mailKeeper(world.store).keep({ bytes: Buffer.from(forged), envelopeFrom: '', recipients: [to] })
  }
  while ((await ingestRound(world.store)) > 0);
  expect(await statesOf(it)).toEqual(['sent'])
  expect(await rows('select status, attempts from delivery where id = $1', [it.deliveryId])).toEqual(before)
  const ticket = await ticketOf(it.ticketId)
  expect(ticket).toMatchObject({ status: 'resolved', undelivered: false, undeliverable: [] })
  // Those that name our mail are shown beside it.
  expect(ticket.messages.length).toBe(2 + 50)
}, 120_000)

test('a bounce to the address that only this mail was sent from needs no more', async () => {
  const it = await sent()
  const [row] = await rows('select envelope_from, return_token from delivery where id = $1', [it.deliveryId])
  const { envelope_from, return_token } = row as { envelope_from: string; return_token: string }
  const bounce = () => report({ recipient: 'somebody.else@forwarded.example', status: '5.2.2' })
  // Whoever can write rows but cannot sign proves nothing.
  const unsigned = 'support+b.abcdefghijklmnopqrstuvwxyz@acme.example'
  const put = (address: string, token: string) =>
    rows('update delivery set envelope_from = $2, return_token = $3 where id = $1', [it.deliveryId, address, token])
  await put(unsigned, 'abcdefghijklmnopqrstuvwxyz')
  await arrive(bounce(), unsigned)
  expect(await statesOf(it)).toEqual(['sent'])
  await put(envelope_from, return_token)
  await arrive(bounce(), envelope_from)
  expect(await statesOf(it)).toEqual(['bounced'])
  const ticket = await ticketOf(it.ticketId)
  expect(ticket.messages).toHaveLength(3)
  expect(ticket, 'a full mailbox is no bad address').toMatchObject({ undelivered: true, undeliverable: [] })
})

test.each([
  ['delayed', '4.4.1', 'delayed'],
  ['delivered', '2.1.5', 'delivered'],
  ['relayed', '2.0.0', 'delivered'],
  ['expanded', '2.0.0', 'sent'],
  ['failed', '4.4.7', 'bounced'],
])('a report that says %s %s leaves its recipient %s', async (action, status, state) => {
  const it = await sent()
  await arrive(report({ recipient: it.address, action, status, ...it }))
  expect(await statesOf(it)).toEqual([state])
  const ticket = await ticketOf(it.ticketId)
  expect(ticket).toMatchObject({ status: 'resolved', undelivered: state === 'bounced', undeliverable: [] })
  expect(ticket.unread).toBe(state === 'bounced')
})

test('good news after bad changes nothing, bad news after good does', async () => {
  const it = await sent()
  const say = (action: string, status: string) => arrive(report({ recipient: it.address, action, status, ...it }))
  await say('delivered', '2.0.0')
  await say('delayed', '4.4.1')
  expect(await statesOf(it)).toEqual(['delivered'])
  await say('failed', '5.1.1')
  await say('delivered', '2.0.0')
  expect(await statesOf(it)).toEqual(['bounced'])
})

test('what some did not get is sent again to them alone, under the same Message-ID', async () => {
  const it = await sent(['bob@customer.example', 'cleo@customer.example'])
  await arrive(report({ recipient: it.address, ...it }))
  const retried = await world.ask('Kim', 'POST', `/api/tickets/${it.ticketId}/messages/${it.messageId}/retry`)
  expect(retried.status).toBe(200)
  expect(await statesOf(it)).toEqual(['queued', 'sent', 'sent'])
  const cancelled = await world.ask('Kim', 'POST', `/api/tickets/${it.ticketId}/messages/${it.messageId}/cancel`)
  expect(cancelled.status, 'what has left once is not taken back').toBe(409)
  await world.as(world.acme.orgId, (tx) =>
    recordDelivery(tx, it.deliveryId, {
      status: 'failed',
      recipients: [{ address: it.address, accepted: false, says: '550 5.1.1 unknown' }],
    }),
  )
  expect(await statesOf(it)).toEqual(['failed', 'sent', 'sent'])
  expect(await ticketOf(it.ticketId)).toMatchObject({ undelivered: true, unread: true })
})

test('of a mail that went to several, each has his own answer', async () => {
  const it = await sent(['bob@customer.example', 'cleo@customer.example'])
  await rows(`update delivery_recipient set state = 'sending' where delivery_id = $1`, [it.deliveryId])
  await world.as(world.acme.orgId, (tx) =>
    recordDelivery(tx, it.deliveryId, {
      status: 'queued',
      recipients: [
        { address: it.address, accepted: true, says: null },
        { address: 'BOB@customer.example', accepted: false, says: '550 no' },
        { address: 'cleo@customer.example', accepted: false, later: true, says: '451 later' },
      ],
    }),
  )
  expect(await statesOf(it)).toEqual(['sent', 'failed', 'queued'])
  await world.as(world.acme.orgId, (tx) => recordDelivery(tx, it.deliveryId, { status: 'sent' }))
  expect(await statesOf(it)).toEqual(['sent', 'failed', 'sent'])
  const again = await world.ask('Kim', 'POST', `/api/tickets/${it.ticketId}/messages/${it.messageId}/retry`)
  expect(again.status).toBe(200)
  expect(await statesOf(it)).toEqual(['sent', 'queued', 'sent'])
})

test('a mail that was perhaps sent is declared sent by a person who looked, and by nobody when there is no doubt', async () => {
  const it = await sent()
  const path = `/api/tickets/${it.ticketId}/messages/${it.messageId}/declare-sent`
  expect((await world.ask('Kim', 'POST', path)).status).toBe(409)
  await rows(`update delivery set status = 'unsure' where id = $1`, [it.deliveryId])
  await rows(`update delivery_recipient set state = 'unsure' where delivery_id = $1`, [it.deliveryId])
  expect((await world.ask('Kim', 'POST', path)).body.messages[1].delivery).toMatchObject({
    ...{ status: 'sent', recipients: [{ state: 'sent' }] },
  })
  expect((await world.ask('Kim', 'POST', `/api/tickets/${it.ticketId}/messages/${it.messageId}/retry`)).status).toBe(
    409,
  )
})
