import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'

let world: World
let mailboxId: string
beforeAll(async () => {
  world = await openWorld()
  const [mailbox] = await world.rows(world.acme.orgId, 'select id from mailbox where address = $1', [
    world.acme.mailbox,
  ])
  mailboxId = mailbox!.id
})
afterAll(() => world.close())

type Who = 'Kim' | 'Ana' | 'Gus' | 'Vic'
const begin = (it: object, who: Who = 'Kim') => world.ask(who, 'POST', '/api/new-mails', it)
const keep = (id: string, it: object, who: Who = 'Kim') => world.ask(who, 'PUT', `/api/new-mails/${id}`, it)
const all = async (who: Who = 'Kim') => (await world.ask(who, 'GET', '/api/new-mails')).body.items
const idsOf = async (who?: Who) => (await all(who)).map(({ id }: { id: string }) => id)
const cy = { name: 'Cy', address: 'cy@example.com' }
const send = (more: object) =>
  world.ask('Kim', 'POST', '/api/tickets/outbound', {
    ...{ mailbox_id: mailboxId, to: [cy], subject: 'Your lamp', body: 'It is ready.', ...more },
  })

test('a new mail keeps all that it is made of, half an address among it, and its writer finds the latest first', async () => {
  const it = {
    ...{ mailbox_id: mailboxId, identity_id: mailboxId, to: [cy], cc: [{ name: '', address: 'bo@' }], bcc: [] },
    ...{
      subject: 'Your lamp',
      body: 'It is *ready*',
      html: '<p>It is <b>ready</b></p>',
      upload_ids: [],
      status: 'open',
    },
  }
  const first = await begin(it)
  expect([first.status, first.body]).toMatchObject([201, { ...it, uploads: [] }])
  const second = await begin({ body: 'Another' })
  expect((await idsOf()).slice(0, 2)).toEqual([second.body.id, first.body.id])
  await keep(first.body.id, { ...it, body: 'It is ready now', seen: first.body.updated_at })
  expect((await all())[0]).toMatchObject({ id: first.body.id, body: 'It is ready now', to: [cy] })
})

test('of two windows that write one, the one that has not seen the other’s words is shown them', async () => {
  const { id, updated_at } = (await begin({ body: 'One' })).body
  const two = (await keep(id, { body: 'One and two', seen: updated_at })).body
  expect((await keep(id, { body: 'One else', seen: updated_at })).body).toMatchObject({
    ...{ code: 'new-mail-changed', draft: { id, body: 'One and two', updated_at: two.updated_at } },
  })
  expect((await keep(id, { seen: updated_at })).status, 'nor does it throw them away').toBe(409)
  expect((await keep(id, { body: 'One and two', seen: updated_at })).body, 'the same words are no conflict').toEqual(
    two,
  )
  expect((await keep(id, { body: 'Mine, knowingly' })).status).toBe(200)
})

test('one of nothing is thrown away, and does not come back by itself', async () => {
  const { id, updated_at } = (await begin({ subject: 'Lamp' })).body
  expect((await keep(id, { subject: ' ', seen: updated_at })).body).toEqual({ updated_at: null })
  expect(await idsOf()).not.toContain(id)
  expect((await keep(id, { subject: 'Lamp again', seen: updated_at })).status).toBe(404)
})

test('it is its writer’s alone: colleagues and strangers miss it, a viewer may not write', async () => {
  const { id } = (await begin({ subject: 'Of Kim' })).body
  for (const who of ['Ana', 'Gus'] as const) {
    expect(await idsOf(who)).not.toContain(id)
    expect((await keep(id, { subject: 'Taken' }, who)).status).toBe(404)
  }
  expect((await begin({ subject: 'No' }, 'Vic')).status).toBe(403)
  expect((await world.ask('Vic', 'GET', '/api/new-mails')).status).toBe(403)
  const [foreign] = await world.rows(world.globex.orgId, 'select id from mailbox where org_id = $1', [
    world.globex.orgId,
  ])
  expect((await begin({ mailbox_id: foreign!.id, subject: 'From Globex' })).body.errors).toMatchObject([
    { field: 'mailbox_id' },
  ])
})

test('two windows that send it at once send one mail, as often as they meet', async () => {
  for (let round = 0; round < 20; round++) {
    const { id, updated_at } = (await begin({ subject: 'Your lamp', body: 'It is ready.' })).body
    const subject = `Once ${round}`
    const answers = await Promise.all([1, 2].map(() => send({ subject, draft_id: id, draft_seen: updated_at })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'new-mail-changed', draft: null })
    expect(await world.rows(world.acme.orgId, 'select number from ticket where subject = $1', [subject])).toHaveLength(
      1,
    )
    expect(await idsOf()).not.toContain(id)
  }
})

test('a window that has not seen its last words does not send it, and they stay', async () => {
  const { id, updated_at } = (await begin({ subject: 'Your lamp', body: 'It is ready.' })).body
  await keep(id, { subject: 'Your lamp', body: 'It is not ready.', seen: updated_at })
  expect((await send({ subject: 'Stale', draft_id: id, draft_seen: updated_at })).body).toMatchObject({
    draft: { id, body: 'It is not ready.' },
  })
  expect(await world.rows(world.acme.orgId, `select from ticket where subject = 'Stale'`)).toEqual([])
  expect(await idsOf()).toContain(id)
})
