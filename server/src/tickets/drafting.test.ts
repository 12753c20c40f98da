import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const open = async () =>
  (
    await world.ask('Kim', 'POST', '/api/tickets', {
      ...{ subject: 'Lamp', body: 'It blinks.', requester: { email: 'ada@example.com', name: 'Ada' } },
    })
  ).body as { id: string; version: number }
const keep = (id: string, body: object, kind = 'reply') =>
  world.ask('Kim', 'PUT', `/api/tickets/${id}/drafts/${kind}`, body)
const drafts = async (id: string) => (await world.ask('Kim', 'GET', `/api/tickets/${id}`)).body.drafts
const ada = { name: 'Ada', address: 'ada@example.com' }

test('a draft keeps words, shape, recipients, status and what is no address yet', async () => {
  const { id } = await open()
  const draft = {
    ...{ body: 'Dear *Ada*', html: '<p>Dear <b>Ada</b></p>', to: [ada], cc: [{ name: '', address: 'bob@' }], bcc: [] },
    ...{ upload_ids: [], status: 'resolved' },
  }
  const { status, body } = await keep(id, draft)
  expect(status).toBe(200)
  expect(await drafts(id)).toEqual([
    { kind: 'reply', identity_id: null, ...draft, uploads: [], updated_at: body.updated_at },
  ])
  await keep(id, { body: 'See below.' }, 'forward')
  expect((await drafts(id)).map(({ kind }: { kind: string }) => kind).sort()).toEqual(['forward', 'reply'])
})

test('a draft of recipients alone is kept; one of nothing is thrown away', async () => {
  const { id } = await open()
  await keep(id, { body: '', to: [ada] })
  expect(await drafts(id)).toHaveLength(1)
  expect((await keep(id, { body: ' ' })).body).toEqual({ updated_at: null })
  expect(await drafts(id)).toEqual([])
})

test('of two windows that write one draft, the one that has not seen the other’s words is shown them', async () => {
  const { id } = await open()
  const first = (await keep(id, { body: 'One', seen: null })).body
  expect((await keep(id, { body: 'Other', seen: null })).body).toMatchObject({
    code: 'draft-changed',
    draft: { body: 'One', updated_at: first.updated_at },
  })
  const second = (await keep(id, { body: 'One and two', seen: first.updated_at })).body
  expect((await keep(id, { body: 'Lost?', seen: first.updated_at })).status).toBe(409)
  expect((await keep(id, { body: '', seen: first.updated_at })).status).toBe(409)
  expect(await drafts(id)).toMatchObject([{ body: 'One and two', updated_at: second.updated_at }])
  expect((await keep(id, { body: 'Mine, knowingly' })).status).toBe(200)
})

test('words saved twice because the answer was lost are no conflict', async () => {
  const { id } = await open()
  const { updated_at } = (await keep(id, { body: 'Once', seen: null })).body
  expect((await keep(id, { body: 'Once', seen: null })).body).toEqual({ updated_at })
})

test('a draft that was sent elsewhere does not come back by itself', async () => {
  const { id } = await open()
  const { updated_at } = (await keep(id, { body: 'Done' })).body
  await world.ask('Kim', 'POST', `/api/tickets/${id}/replies`, { body: 'Done' })
  expect((await keep(id, { body: 'Done!', seen: updated_at })).body).toMatchObject({
    code: 'draft-changed',
    draft: null,
  })
  expect(await drafts(id)).toEqual([])
})

test('a merge carries shape along, and a window that has not seen it does not write over it', async () => {
  const [from, into] = [await open(), await open()]
  await keep(from.id, { body: 'a < b', to: [ada] })
  const { updated_at } = (await keep(into.id, { body: 'Here', html: '<p>Here</p>' })).body
  const merging = { into_ticket_id: into.id, version: from.version }
  expect((await world.ask('Kim', 'POST', `/api/tickets/${from.id}/merge`, merging)).status).toBe(200)
  expect(await drafts(into.id)).toMatchObject([{ body: 'Here\n\na < b', html: '<p>Here</p><p>a &lt; b</p>', to: null }])
  expect((await keep(into.id, { body: 'Here!', seen: updated_at })).status).toBe(409)
  await world.ask('Kim', 'POST', `/api/tickets/${from.id}/unmerge`)
  expect(await drafts(into.id)).toMatchObject([{ body: 'Here', html: '<p>Here</p>', updated_at }])
  expect(await drafts(from.id)).toMatchObject([{ body: 'a < b', html: null, to: [ada] }])
})
