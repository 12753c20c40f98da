import { afterAll, beforeAll, expect, test } from 'vitest'
import { attemptAt } from '../../test/attempting.ts'
import { openWorld, type World } from '../../test/world.ts'

let world: World
let mailboxId: string
beforeAll(async () => {
  world = await openWorld({ DOCKET_UNDO_SECONDS: '10' })
  mailboxId = (await rows('select id from mailbox where address = $1', [world.acme.mailbox]))[0]!.id
})
afterAll(() => world.close())

const rows = (sql: string, values: unknown[] = []) => world.rows(world.acme.orgId, sql, values)
type Who = 'Kim' | 'Ana' | 'Gus' | 'Vic'
const ask = (who: Who, method: 'GET' | 'POST' | 'PUT', path: string, body?: object) =>
  world.ask(who, method, `/api${path}`, body)

const cy = { name: 'Cy', address: 'cy@example.com' }
const mail = { to: [cy], subject: 'Your lamp', body: 'The zorblax lamp is ready.' }
const write = async (more: object = {}) => {
  const { status, body } = await ask('Kim', 'POST', '/tickets/outbound', { mailbox_id: mailboxId, ...mail, ...more })
  expect([status, body.detail]).toEqual([201, undefined])
  return { ...body, message: body.messages[0] }
}
const cancel = ({ id, message }: { id: string; message: { id: string } }, who: Who = 'Kim') =>
  ask(who, 'POST', `/tickets/${id}/messages/${message.id}/cancel`)
const newMails = async (who: Who = 'Kim') => (await ask(who, 'GET', '/new-mails')).body.items
const idsOf = async (query: string) =>
  (await ask('Kim', 'GET', `/tickets?${query}`)).body.items.map(({ id }: { id: string }) => id)

async function send(deliveryId: string, laterMs = 1) {
  const store = { ...world.store, clock: () => new Date(world.store.clock().getTime() + laterMs) }
  await attemptAt(store, world.acme.orgId, deliveryId)
}
const deliveryOf = async (messageId: string) =>
  (await rows('select id, status from delivery where message_id = $1', [messageId]))[0]

test('a new mail waits as a reply does, and leaves when the time to take it back is over', async () => {
  const ticket = await write()
  const { delivery, at } = ticket.message
  expect(delivery).toMatchObject({ status: 'queued', can_cancel: true })
  expect(Date.parse(delivery.leaves_at) - Date.parse(at)).toBe(10_000)
  const { id } = (await deliveryOf(ticket.message.id))!
  await send(id)
  expect((await deliveryOf(ticket.message.id))!.status).toBe('queued')
  await send(id, 60_000)
  expect((await deliveryOf(ticket.message.id))!.status).toBe('sent')
  expect((await cancel(ticket)).body).toMatchObject({ type: expect.stringContaining('already-leaving') })
  expect((await ask('Kim', 'GET', `/tickets/${ticket.id}`)).status).toBe(200)
})

test('it leaves at the hour that was asked for, or at once when told to', async () => {
  const tomorrow = new Date(world.store.clock().getTime() + 24 * 3_600_000).toISOString()
  const ticket = await write({ send_at: tomorrow })
  expect(ticket.message.delivery.leaves_at).toBe(tomorrow)
  expect((await ask('Kim', 'POST', `/tickets/${ticket.id}/messages/${ticket.message.id}/send-now`)).status).toBe(200)
  await send((await deliveryOf(ticket.message.id))!.id)
  expect((await deliveryOf(ticket.message.id))!.status).toBe('sent')
})

test('taken back, all of it is its writer’s new mail again, and its ticket is in no list, count or search', async () => {
  const file = await world.ask('Kim', 'POST', '/api/uploads?filename=plan.txt', Buffer.from('plan'), {
    'content-type': 'text/plain',
  })
  const counts = async () => (await ask('Kim', 'GET', '/tickets/counts')).body
  const before = await counts()
  const wrote = {
    ...{ cc: [{ name: '', address: 'bo@example.com' }], bcc: [{ name: 'Di', address: 'di@example.com' }] },
    ...{ html: '<p>The <b>zorblax</b> lamp is ready.</p>', upload_ids: [file.body.id], identity_id: mailboxId },
    status: 'resolved',
  }
  const ticket = await write(wrote)
  expect(ticket).toMatchObject({ status: 'resolved' })
  expect(await idsOf('q=zorblax')).toContain(ticket.id)

  const { status, body } = await cancel(ticket)
  expect([status, body.number, body.messages]).toEqual([200, ticket.number, []])
  const [draft] = await newMails()
  expect(draft).toMatchObject({ ...mail, ...wrote, id: body.withdrawn.new_mail_id, mailbox_id: mailboxId })
  expect(draft.uploads).toMatchObject([{ filename: 'plan.txt' }])
  expect([await idsOf('q=zorblax'), await idsOf(`q=%23${ticket.number}`)]).toEqual([
    expect.not.arrayContaining([ticket.id]),
    [],
  ])
  expect(await idsOf('limit=200')).not.toContain(ticket.id)
  expect(await counts()).toEqual(before)
  for (const table of ['delivery', 'thread_key', 'ticket_participant', 'search_document'])
    expect(await rows(`select 1 from ${table} where ticket_id = $1`, [ticket.id]), table).toEqual([])

  const again = await write()
  expect(again.number, 'a number is not given twice').toBe(ticket.number + 1)
  await cancel(again)
})

test('its page says who took it back; elsewhere it is missing as any other', async () => {
  const ticket = await write()
  await cancel(ticket)
  for (const answer of [await ask('Ana', 'GET', `/tickets/${ticket.id}`), await cancel(ticket)])
    expect(answer).toMatchObject({
      status: 410,
      body: { detail: expect.stringMatching(`Kim.* took the mail that opened #${ticket.number} back`) },
    })
  expect((await ask('Gus', 'GET', `/tickets/${ticket.id}`)).status).toBe(404)
  expect((await ask('Kim', 'POST', `/tickets/${ticket.id}/notes`, { body: 'Late' })).status).toBe(404)
  expect((await ask('Kim', 'PUT', `/tickets/${ticket.id}/drafts/note`, { body: 'Late' })).status).toBe(404)
})

test('a colleague may take it back: the words are still whose they were', async () => {
  const ticket = await write({ subject: 'Of Kim' })
  expect((await cancel(ticket, 'Vic')).status).toBe(403)
  expect((await cancel(ticket, 'Gus')).status).toBe(404)
  const { body } = await cancel(ticket, 'Ana')
  expect(body.withdrawn).toEqual({ new_mail_id: null })
  expect((await newMails('Ana')).length).toBe(0)
  expect((await newMails())[0]).toMatchObject({ subject: 'Of Kim' })
})

test.each([
  ['a note', (id: string) => ask('Ana', 'POST', `/tickets/${id}/notes`, { body: 'I asked them by phone.' })],
  ['a draft', (id: string) => ask('Ana', 'PUT', `/tickets/${id}/drafts/reply`, { body: 'And further' })],
])('with %s on it the ticket stays, and the words are the draft of its first mail', async (_what, add) => {
  const ticket = await write()
  expect((await add(ticket.id)).status).toBeLessThan(300)
  const { status, body } = await cancel(ticket)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    ...{ withdrawn: null, status: 'open', preview: '' },
    drafts: [{ kind: 'reply', body: mail.body, to: [cy] }],
  })
  const sent = await ask('Kim', 'POST', `/tickets/${ticket.id}/replies`, { body: mail.body, to: [cy] })
  expect(sent.body.messages.at(-1)).toMatchObject({ subject: mail.subject })
})

/** The drill has a thousand; each run of the suite has some of them. */
const races = Number(process.env.DOCKET_RACES ?? 96)
const atOnce = 8

test('undo and send of a new mail at once: exactly one of them happens, as often as they meet (R13)', {
  timeout: 600_000,
}, async () => {
  const ends = { cancelled: 0, sent: 0 }
  for (let round = 0; round < races / atOnce; round++) {
    await Promise.all(
      Array.from({ length: atOnce }, async (_, at) => {
        const ticket = await write({ send_at: '2020-01-01T00:00:00Z', subject: `Race ${round} ${at}` })
        const { id } = ticket.message
        const delivery = (await deliveryOf(id))!
        const sender = async () => {
          if (at % 2 === 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * 20))
          await send(delivery.id)
        }
        const undo = async () => {
          if (at % 2 === 1) await new Promise((resolve) => setTimeout(resolve, Math.random() * 20))
          return cancel(ticket)
        }
        const [, { status }] = await Promise.all([sender(), undo()])
        const [there] = await rows(
          `select (select count(*)::int from ticket where id = $1) as tickets,
            (select count(*)::int from message where id = $2 and ticket_id is not null) as shown,
            (select status from delivery where message_id = $2) as state,
            (select count(*)::int from new_mail where subject = $3) as drafts,
            (select count(*)::int from event where ticket_id = $1 and type = 'ticket.withdrawn') as withdrawn`,
          [ticket.id, id, ticket.subject],
        )
        expect({ status, ...there }).toEqual(
          status === 200
            ? { status: 200, tickets: 0, shown: 0, state: null, drafts: 1, withdrawn: 1 }
            : { status: 409, tickets: 1, shown: 1, state: 'sent', drafts: 0, withdrawn: 0 },
        )
        ends[status === 200 ? 'cancelled' : 'sent']++
      }),
    )
  }
  expect(ends.cancelled + ends.sent).toBe(races)
  expect(Math.min(ends.cancelled, ends.sent), 'both have won').toBeGreaterThan(0)
})

test('undo and a colleague’s first words at once: no word is lost, whoever is first', async () => {
  for (let round = 0; round < 24; round++) {
    const ticket = await write()
    const [undone, kept] = await Promise.all([
      cancel(ticket),
      ask('Ana', 'PUT', `/tickets/${ticket.id}/drafts/note`, { body: 'They rang.' }),
    ])
    expect([undone.status, [200, 404].includes(kept.status)]).toEqual([200, true])
    expect(undone.body.withdrawn === null, `kept ${kept.status}`).toBe(kept.status === 200)
  }
})
