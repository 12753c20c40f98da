import { afterAll, beforeAll, expect, test } from 'vitest'
import { attemptAt } from '../../test/attempting.ts'
import { openWorld, type World } from '../../test/world.ts'
import { ingestRound, mailKeeper } from '../mail/index.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ DOCKET_UNDO_SECONDS: '10' })
})
afterAll(() => world.close())

const opened = async () =>
  (
    await world.ask('Kim', 'POST', '/api/tickets', {
      subject: 'Broken lamp',
      body: 'It does not light.',
      requester: { email: `ada-${crypto.randomUUID()}@example.com`, name: 'Ada' },
    })
  ).body

const reply = async (id: string, more: object = {}, who: 'Kim' | 'Ana' = 'Kim') => {
  const answer = await world.ask(who, 'POST', `/api/tickets/${id}/replies`, { body: 'Try another bulb.', ...more })
  return { ...answer, message: answer.body.messages?.at(-1) }
}
const cancel = (id: string, messageId: string) =>
  world.ask('Kim', 'POST', `/api/tickets/${id}/messages/${messageId}/cancel`)

const rows = (sql: string, values: unknown[] = []) => world.rows(world.acme.orgId, sql, values)

/** As the worker does it, at another instant. */
async function send(messageId: string, laterMs = 1, from = world.store.clock()) {
  const [delivery] = await rows('select id from delivery where message_id = $1', [messageId])
  const store = { ...world.store, clock: () => new Date(from.getTime() + laterMs) }
  await attemptAt(store, world.acme.orgId, delivery!.id)
}
const stateOf = async (messageId: string) =>
  (await rows('select status from delivery where message_id = $1', [messageId]))[0]?.status

test('a reply waits ten seconds, and a sender that comes earlier leaves it alone', async () => {
  const { id } = await opened()
  const { message } = await reply(id)
  expect(message.delivery).toMatchObject({ status: 'queued', can_cancel: true })
  expect(Date.parse(message.delivery.leaves_at) - Date.parse(message.at)).toBe(10_000)
  await send(message.id, 9_000, new Date(message.at))
  expect(await stateOf(message.id)).toBe('queued')
  await send(message.id, 10_000, new Date(message.at))
  expect(await stateOf(message.id)).toBe('sent')
  expect((await cancel(id, message.id)).body).toMatchObject({ type: expect.stringContaining('already-leaving') })
})

test('what is taken back is the draft again, and the ticket is as it was', async () => {
  const ticket = await opened()
  const { message, body: answered } = await reply(ticket.id, { status: 'resolved' })
  expect(answered).toMatchObject({ status: 'resolved', message_count: 2, preview: 'Try another bulb.' })
  const { status, body } = await cancel(ticket.id, message.id)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    ...{ status: 'new', message_count: 1, preview: ticket.preview, has_draft: true },
    drafts: [{ kind: 'reply', body: 'Try another bulb.' }],
  })
  expect(body.active_at).toBe(ticket.active_at)
  expect(body.messages.map((one: { id: string }) => one.id)).toEqual(
    ticket.messages.map((one: { id: string }) => one.id),
  )
  expect(body.events.map((one: { type: string }) => one.type)).toContain('reply.cancelled')
  expect(await rows('select 1 from thread_key where message_id = $1', [message.id])).toEqual([])
  expect(await rows('select 1 from search_document where message_id = $1', [message.id])).toEqual([])
  expect(
    await rows('select state from delivery_recipient r join delivery d on d.id = r.delivery_id where message_id = $1', [
      message.id,
    ]),
  ).toEqual([{ state: 'cancelled' }])
  expect((await cancel(ticket.id, message.id)).status, 'asked twice is done once').toBe(200)
  await send(message.id, 60_000)
  expect(await stateOf(message.id)).toBe('cancelled')
})

test('a status that somebody set since stays, and what was begun since stands below the words', async () => {
  const { id } = await opened()
  const { message, body } = await reply(id, { status: 'resolved' })
  await world.ask('Ana', 'PATCH', `/api/tickets/${id}`, { version: body.version, status: 'pending' })
  await world.ask('Kim', 'PUT', `/api/tickets/${id}/drafts/reply`, { body: 'And further' })
  const back = await cancel(id, message.id)
  expect(back.body).toMatchObject({ status: 'pending', drafts: [{ body: 'Try another bulb.\n\nAnd further' }] })
})

/** The drill has a thousand; each run of the suite has some of them. */
const races = Number(process.env.DOCKET_RACES ?? 96)
const atOnce = 8

test('undo and send at once: exactly one of them happens, as often as they meet (R13)', {
  timeout: 600_000,
}, async () => {
  const ends: Record<string, number> = {}
  for (let round = 0; round < races / atOnce; round++) {
    const { id } = await opened()
    const messages = []
    for (let each = 0; each < atOnce; each++)
      messages.push((await reply(id, { send_at: '2020-01-01T00:00:00Z' })).message)
    await Promise.all(
      messages.map(async ({ id: messageId }, at) => {
        const sender = () => send(messageId)
        const [{ status: answer }] = await Promise.all(
          at % 2 ? [cancel(id, messageId), sender()] : await sender2(sender, () => cancel(id, messageId)),
        )
        const state = await stateOf(messageId)
        const [there] = await rows(
          `select (select count(*)::int from message where id = $1 and ticket_id is not null) as shown,
            (select count(*)::int from thread_key where message_id = $1) as keys`,
          [messageId],
        )
        expect({ answer, state, ...there }).toEqual(
          answer === 200
            ? { answer: 200, state: 'cancelled', shown: 0, keys: 0 }
            : { answer: 409, state: 'sent', shown: 1, keys: 1 },
        )
        ends[state] = (ends[state] ?? 0) + 1
      }),
    )
  }
  expect(ends.cancelled! + ends.sent!).toBe(races)
  expect(Math.min(ends.cancelled!, ends.sent!), 'both have won').toBeGreaterThan(0)
})

/** The sender has a little start, as a worker that was woken earlier. */
async function sender2(sender: () => Promise<void>, undo: () => ReturnType<typeof cancel>) {
  const going = sender()
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 20))
  return [undo(), going] as const
}

test('the wait is each person’s own choice, of five', async () => {
  expect((await world.ask('Kim', 'PUT', '/api/me/sending', { undo_seconds: 7 })).status).toBe(422)
  expect((await world.ask('Kim', 'PUT', '/api/me/sending', { undo_seconds: 30 })).status).toBe(204)
  expect((await world.ask('Kim', 'GET', '/api/me/sending')).body).toEqual({
    undo_seconds: 30,
    undo_seconds_default: 10,
  })
  const { id } = await opened()
  const wait = ({ at, delivery }: { at: string; delivery: { leaves_at: string } }) =>
    Date.parse(delivery.leaves_at) - Date.parse(at)
  expect(wait((await reply(id)).message)).toBe(30_000)
  expect(wait((await reply(id, {}, 'Ana')).message)).toBe(10_000)
  await world.ask('Kim', 'PUT', '/api/me/sending', { undo_seconds: null })
})

test('a reply leaves at the hour that was asked for, at once when told to, and never more than a year later', async () => {
  const { id } = await opened()
  const tomorrow = new Date(world.store.clock().getTime() + 24 * 3_600_000).toISOString()
  const { message } = await reply(id, { send_at: tomorrow })
  expect(message.delivery.leaves_at).toBe(tomorrow)
  await send(message.id, 23 * 3_600_000)
  expect(await stateOf(message.id)).toBe('queued')
  const now = await world.ask('Kim', 'POST', `/api/tickets/${id}/messages/${message.id}/send-now`)
  expect(now.status).toBe(200)
  await send(message.id)
  expect(await stateOf(message.id)).toBe('sent')
  expect((await world.ask('Kim', 'POST', `/api/tickets/${id}/messages/${message.id}/send-now`)).status).toBe(409)
  expect((await reply(id, { send_at: '2099-01-01T00:00:00Z' })).status).toBe(422)
})

test.each([
  [true, 'cancelled', ['Try another bulb.']],
  [false, 'queued', []],
])(
  'when the customer writes first, a scheduled reply is given back only where its writer wanted it: %s',
  async (unless_answered, state, drafts) => {
    const { id, requester } = await opened()
    const tomorrow = new Date(world.store.clock().getTime() + 24 * 3_600_000).toISOString()
    const { message } = await reply(id, { send_at: tomorrow, unless_answered })
    const first = await reply(id)
    await send(first.message.id, 20_000)
    await arrive(
      `From: Ada <${requester.email}>\r\nTo: ${world.acme.mailbox}\r\nIn-Reply-To: <${await headerOf(first.message.id)}>\r\nMessage-ID: <${crypto.randomUUID()}@customer.example>\r\nSubject: Re: lamp\r\n\r\nIt lights again.\r\n`,
    )
    expect(await stateOf(message.id)).toBe(state)
    const { body } = await world.ask('Kim', 'GET', `/api/tickets/${id}`)
    expect(body.drafts.map((one: { body: string }) => one.body)).toEqual(drafts)
    expect(body.preview).toBe('It lights again.')
  },
)

const headerOf = async (messageId: string) =>
  (await rows('select message_id_header as id from message where id = $1', [messageId]))[0]!.id

async function arrive(mail: string) {
  await mailKeeper(world.store).keep({
    bytes: Buffer.from(mail),
    envelopeFrom: 'ada@example.com',
    recipients: [world.acme.mailbox],
  })
  while ((await ingestRound(world.store)) > 0);
}

test('nobody elsewhere can take a mail back, and a viewer may not', async () => {
  const { id } = await opened()
  const { message } = await reply(id)
  for (const deed of ['cancel', 'send-now', 'declare-sent']) {
    const path = `/api/tickets/${id}/messages/${message.id}/${deed}`
    expect((await world.ask('Gus', 'POST', path)).status).toBe(404)
    expect((await world.ask('Vic', 'POST', path)).status).toBe(403)
  }
})
