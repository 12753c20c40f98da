import { afterAll, beforeAll, expect, test } from 'vitest'
import { attemptAt } from '../../test/attempting.ts'
import { openWorld, type World } from '../../test/world.ts'
import { ingestRound, mailKeeper } from '../mail/index.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ DOCKET_UNDO_SECONDS: '10' })
})
afterAll(() => world.close())

const bo = { name: 'Bo', address: 'bo@example.com' }
const opened = async () => {
  const asked = {
    ...{ subject: 'Broken lamp', body: 'It does not light.' },
    requester: { email: `ada-${crypto.randomUUID()}@example.com`, name: 'Ada' },
  }
  const { id, requester } = (await world.ask('Kim', 'POST', '/api/tickets', asked)).body
  return { id, ada: requester.email }
}
const reply = async (id: string, more: object = {}) => {
  const answer = await world.ask('Kim', 'POST', `/api/tickets/${id}/replies`, { body: 'Try another bulb.', ...more })
  expect(answer.status).toBe(201)
  return answer.body.messages.at(-1).id as string
}
const forward = (id: string) => reply(id, { kind: 'forward', to: [bo] })
const cancel = async (id: string, messageId: string) =>
  expect((await world.ask('Kim', 'POST', `/api/tickets/${id}/messages/${messageId}/cancel`)).status).toBe(200)
const outsiders = async (id: string) => (await world.ask('Kim', 'GET', `/api/tickets/${id}`)).body.participants
const insiders = async (id: string) =>
  (
    await world.rows(world.acme.orgId, 'select address from ticket_participant where ticket_id = $1 and inside', [id])
  ).map(({ address }) => address)

test('who joined by a reply leaves with it; the requester stays', async () => {
  const { id, ada } = await opened()
  const messageId = await reply(id, { to: [{ name: 'Ada', address: ada }], cc: [bo] })
  expect(await outsiders(id)).toEqual([ada, bo.address])
  await cancel(id, messageId)
  expect(await outsiders(id)).toEqual([ada])
})

test('of two replies to the same person each must be taken back before the person leaves', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const { id, ada } = await opened()
    const messages = [await reply(id, { to: [bo] }), await reply(id, { to: [bo] })]
    await cancel(id, messages[order[0]!]!)
    expect(await outsiders(id)).toEqual([ada, bo.address])
    await cancel(id, messages[order[1]!]!)
    expect(await outsiders(id)).toEqual([ada])
  }
})

test('who took part before, or was let in meanwhile, stays', async () => {
  const { id, ada } = await opened()
  await arrive(id, bo.address)
  const [held] = await world.rows(
    world.acme.orgId,
    'select id from message where ticket_id = $1 and from_address = $2',
    [id, bo.address],
  )
  const messageId = await reply(id, { to: [bo] })
  const approved = await world.ask('Ana', 'POST', `/api/tickets/${id}/messages/${held!.id}/approve`)
  expect(approved.status).toBe(200)
  await cancel(id, messageId)
  expect(await outsiders(id)).toEqual([ada, bo.address])
  await cancel(id, await reply(id, { to: [bo] }))
  expect(await outsiders(id)).toEqual([ada, bo.address])
})

test('whom colleagues had asked is asked by colleagues alone again', async () => {
  const { id, ada } = await opened()
  await forward(id)
  const messageId = await reply(id, { to: [bo] })
  expect([await outsiders(id), await insiders(id)]).toEqual([[ada, bo.address], []])
  await cancel(id, messageId)
  expect([await outsiders(id), await insiders(id)]).toEqual([[ada], [bo.address]])
})

test('whom a forward that was taken back would have asked is asked no more', async () => {
  const { id } = await opened()
  const messageId = await forward(id)
  expect(await insiders(id)).toEqual([bo.address])
  await cancel(id, messageId)
  expect(await insiders(id)).toEqual([])
})

test('a reply taken back after a forward to the same person leaves them asked by colleagues', async () => {
  const { id, ada } = await opened()
  const messageId = await reply(id, { to: [bo] })
  await forward(id)
  await cancel(id, messageId)
  expect([await outsiders(id), await insiders(id)]).toEqual([[ada], [bo.address]])
})

test('what somebody wrote who took part by a reply that never left is held', async () => {
  const { id } = await opened()
  const messageId = await reply(id, { to: [bo] })
  await arrive(id, bo.address)
  const held = async () =>
    (
      await world.rows(world.acme.orgId, 'select held from message where ticket_id = $1 and from_address = $2', [
        id,
        bo.address,
      ])
    ).map((row) => row.held)
  expect(await held()).toEqual([false])
  await cancel(id, messageId)
  expect(await held()).toEqual([true])
})

/** A mail of this person comes to the ticket: it answers one that left. */
async function arrive(ticketId: string, from: string) {
  const messageId = await reply(ticketId)
  const [delivery] = await world.rows(world.acme.orgId, 'select id from delivery where message_id = $1', [messageId])
  const store = { ...world.store, clock: () => new Date(world.store.clock().getTime() + 60_000) }
  await attemptAt(store, world.acme.orgId, delivery!.id)
  const [sent] = await world.rows(world.acme.orgId, 'select message_id_header as id from message where id = $1', [
    messageId,
  ])
  const mail = `From: ${from}\r\nTo: ${world.acme.mailbox}\r\nIn-Reply-To: <${sent!.id}>\r\nMessage-ID: <${crypto.randomUUID()}@customer.example>\r\nSubject: Re: lamp\r\n\r\nI know more.\r\n`
  await mailKeeper(world.store).keep({
    bytes: Buffer.from(mail),
    envelopeFrom: from,
    recipients: [world.acme.mailbox],
  })
  while ((await ingestRound(world.store)) > 0);
}
