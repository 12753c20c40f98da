import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const opened = async () => {
  const { body } = await world.ask('Kim', 'POST', '/api/tickets', {
    ...{ subject: 'Broken lamp', body: 'It does not light.', requester: { email: 'ada@example.com', name: 'Ada' } },
  })
  return { id: body.id as string, seen: body.messages[0].id as string }
}
const write = (who: 'Kim' | 'Ana', id: string, kind: 'replies' | 'notes', body: object) =>
  world.ask(who, 'POST', `/api/tickets/${id}/${kind}`, body)

test('a reply to a thread that changed is refused with what is new, and sent when the writer insists', async () => {
  const { id, seen } = await opened()
  const note = await write('Ana', id, 'notes', { body: 'I have called her already.' })
  const refused = await write('Kim', id, 'replies', { body: 'Try another bulb.', seen })
  expect(refused).toMatchObject({ status: 409, body: { type: expect.stringContaining('thread-changed') } })
  const [newer] = refused.body.newer
  expect(refused.body.newer).toHaveLength(1)
  expect(newer).toMatchObject({ direction: 'note', author: 'ana', preview: 'I have called her already.' })
  expect((await world.ask('Kim', 'GET', `/api/tickets/${id}`)).body.messages).toHaveLength(2)

  expect(newer.id).toBe(note.body.messages.at(-1).id)
  expect((await write('Kim', id, 'replies', { body: 'Try another bulb.', seen: newer.id })).status).toBe(201)
  expect((await write('Kim', id, 'replies', { body: 'Or the switch.', seen, force: true })).status).toBe(201)
  expect((await write('Kim', id, 'replies', { body: 'Nothing was seen.' })).status).toBe(201)
})

test('a mail that was committed after a note is newer, though it came earlier', async () => {
  const { id } = await opened()
  const note = await write('Kim', id, 'notes', { body: 'Seen.' })
  const seen = note.body.messages.at(-1).id
  await write('Ana', id, 'notes', { body: 'Late.' })
  await world.rows(
    world.acme.orgId,
    `update message set at = at - interval '1 minute' where ticket_id = $1 and text = 'Late.'`,
    [id],
  )
  expect((await write('Kim', id, 'replies', { body: 'x', seen })).body.newer).toMatchObject([{ preview: 'Late.' }])
})

test('two windows that send the same draft make one message', async () => {
  const { id, seen } = await opened()
  const tabs = await Promise.all(
    [1, 2].map(() =>
      world.ask(...(['Kim', 'POST', `/api/tickets/${id}/replies`, { body: 'The same words.', seen }] as const), {
        'Idempotency-Key': crypto.randomUUID(),
      }),
    ),
  )
  expect(tabs.map(({ status }) => status).sort()).toEqual([201, 409])
  expect((await world.ask('Kim', 'GET', `/api/tickets/${id}`)).body.messages).toHaveLength(2)
})

test('a message that is not there, here or elsewhere, was not seen', async () => {
  const { id } = await opened()
  const other = await world.ask('Gus', 'POST', '/api/tickets', {
    ...{ subject: 'x', body: 'y', requester: { email: 'bob@example.com' } },
  })
  for (const seen of [crypto.randomUUID(), other.body.messages[0].id])
    expect((await write('Kim', id, 'replies', { body: 'x', seen })).body).toMatchObject({
      ...{ status: 422, errors: [{ field: 'seen', message: 'there is no such message' }] },
    })
})
