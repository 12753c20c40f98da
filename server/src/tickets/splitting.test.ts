import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const ask = (method: string, path: string, body?: unknown, who: 'Kim' | 'Gus' | 'Vic' = 'Kim') =>
  world.ask(who, method, `/api/tickets/${path}`, body)
const read = async (id: string) => (await ask('GET', id)).body
const open = async (who: 'Kim' | 'Gus' = 'Kim') => {
  const asked = { subject: 'Two matters', body: 'The first.', requester: { email: 'ada@example.com', name: 'Ada' } }
  const { id } = (await world.ask(who, 'POST', '/api/tickets', asked)).body
  await ask('POST', `${id}/notes`, { body: 'A note on the second' }, who)
  await ask('POST', `${id}/replies`, { body: 'An answer to the second' }, who)
  return (await ask('GET', id, undefined, who)).body
}
type Ticket = Awaited<ReturnType<typeof open>>
const split = ({ id, version }: Ticket, message_ids: string[], more = {}) =>
  ask('POST', `${id}/split`, { message_ids, version, ...more })
const idsOf = ({ messages }: Ticket): string[] => messages.map(({ id }: { id: string }) => id)

test('messages become a ticket of their own, linked with the old one, and both say so', async () => {
  const ticket = await open()
  const [first, ...others] = idsOf(ticket)
  const { status, body: apart } = await split(ticket, others, { subject: 'The second matter' })
  expect(status).toBe(201)
  expect(idsOf(apart)).toEqual(others)
  expect(apart).toMatchObject({
    ...{ subject: 'The second matter', status: 'open', message_count: 2, preview: 'An answer to the second' },
    ...{ requester: { email: 'ada@example.com' }, participants: ['ada@example.com'] },
    links: [{ id: ticket.id, number: ticket.number, reason: 'split' }],
  })
  const left = await read(ticket.id)
  expect(left).toMatchObject({ message_count: 1, preview: 'The first.', links: [{ id: apart.id, reason: 'split' }] })
  expect(idsOf(left)).toEqual([first])
  for (const { events } of [left, apart])
    expect(events.at(-1)).toMatchObject({
      ...{ type: 'ticket.split', actor: { name: 'Kim' } },
      data: { fromNumber: ticket.number, intoNumber: apart.number, messages: 2 },
    })
})

test('splitting and undoing is as if nothing had been done; twice is once', async () => {
  const ticket = await open()
  const counts = (await ask('GET', 'counts')).body
  const [, ...others] = idsOf(ticket)
  const apart = (await split(ticket, others)).body
  expect((await split(ticket, others)).body.id).toBe(apart.id)
  const undone = (await ask('POST', `${apart.id}/unsplit`)).body
  expect(undone.stayed).toBe(0)
  const { version: _, updated_at: _u, events: _e, ...rest } = ticket
  expect(undone.ticket).toMatchObject(rest)
  expect((await ask('GET', 'counts')).body).toEqual(counts)
  expect(await read(apart.id)).toMatchObject({ merged_into: { id: ticket.id } })
  expect((await ask('POST', `${apart.id}/unsplit`)).body.ticket.merged_into).toMatchObject({ id: ticket.id })
})

test('what was written on the new ticket since stays there', async () => {
  const ticket = await open()
  const apart = (await split(ticket, idsOf(ticket).slice(1))).body
  await ask('POST', `${apart.id}/replies`, { body: 'More about it' })
  const { body } = await ask('POST', `${apart.id}/unsplit`)
  expect([body.stayed, body.ticket.message_count]).toEqual([1, 3])
  expect(await read(apart.id)).toMatchObject({ merged_into: null, message_count: 1, preview: 'More about it' })
})

test('what cannot be split is refused with a sentence', async () => {
  const ticket = await open()
  const foreign = await open('Gus')
  const all = idsOf(ticket)
  expect((await split(ticket, all)).body).toMatchObject({ code: 'cannot-split', status: 422 })
  for (const other of [idsOf(foreign)[0]!, crypto.randomUUID()])
    expect((await split(ticket, [all[1]!, other])).body).toMatchObject({
      status: 422,
      errors: [{ field: 'message_ids' }],
    })
  expect((await split(foreign, idsOf(foreign).slice(1))).status).toBe(404)
  expect((await split({ ...ticket, version: 1 }, all.slice(1))).body).toMatchObject({ code: 'conflict' })
  const asked = { message_ids: all.slice(1), version: ticket.version }
  expect((await ask('POST', `${ticket.id}/split`, asked, 'Vic')).status).toBe(403)
})

test('a merge after a split, and the two undone in the wrong order, lose nothing', async () => {
  const [ticket, other] = [await open(), await open()]
  const apart = (await split(ticket, idsOf(ticket).slice(1))).body
  await ask('POST', `${apart.id}/merge`, { into_ticket_id: other.id, version: apart.version })
  const { links } = await read(other.id)
  expect(links).toMatchObject([{ id: ticket.id }])
  expect((await ask('POST', `${apart.id}/unsplit`)).body.ticket).toMatchObject({ id: ticket.id, message_count: 3 })
  expect((await ask('POST', `${apart.id}/unmerge`)).body.ticket).toMatchObject({ id: apart.id, message_count: 0 })
  expect(idsOf(await read(ticket.id))).toEqual(idsOf(ticket))
  expect(idsOf(await read(other.id))).toEqual(idsOf(other))
})
