import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type Person, type World } from '../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const ask = (who: Person, method: string, path: string, body?: object) => world.ask(who, method, `/api${path}`, body)
const open = async (body = 'It blinks.') =>
  (
    await ask('Kim', 'POST', '/tickets', {
      ...{ subject: 'Lamp <3', body, requester: { email: 'ada@example.com', name: 'Dr. Ada Lovelace' } },
    })
  ).body as { id: string; number: number }
const words = (body: string) => ({ html: `<p>${body}</p>`, body })
const made = async (who: Person, macro: object) =>
  (await ask(who, 'POST', '/macros', { ...words('Hello'), ...macro })).body as { id: string }
const names = async (who: Person, query = '') =>
  (await ask(who, 'GET', `/macros${query}`)).body.items.map(({ name }: { name: string }) => name)

test('a signature is its person’s alone, filled for the ticket, and off where that was chosen', async () => {
  const [mailbox] = await world.rows<{ id: string }>(world.acme.orgId, 'select id from mailbox')
  const { id, number } = await open()
  await world.rows(world.acme.orgId, `update ticket set mailbox_id = $1 where id = $2`, [mailbox!.id, id])
  await ask('Kim', 'PUT', '/signature', words('{{agent.name}} of {{mailbox.name}}, #{{ticket.number}}'))
  const filled = (await ask('Kim', 'GET', `/signature/filled?ticket_id=${id}`)).body
  expect(filled).toMatchObject({ body: expect.stringMatching(`^Kim of .+, #${number}$`), unknown: [] })
  expect((await ask('Kim', 'GET', `/signature/filled?mailbox_id=${mailbox!.id}`)).body.unknown).toEqual([
    'ticket.number',
  ])
  expect((await ask('Ana', 'GET', `/signature/filled?ticket_id=${id}`)).body.body).toBe('')

  await ask('Kim', 'PUT', '/signature', { ...words('Kim'), off_mailbox_ids: [mailbox!.id] })
  expect((await ask('Kim', 'GET', `/signature/filled?ticket_id=${id}`)).body.body).toBe('')
  expect((await ask('Kim', 'GET', '/signature')).body).toMatchObject({ body: 'Kim', off_mailbox_ids: [mailbox!.id] })
  expect((await ask('Kim', 'PUT', '/signature', { html: '<p></p>', body: ' ' })).body).toMatchObject({ html: '' })
})

test('a macro is filled for its ticket, and says what stands for nothing', async () => {
  const { id } = await open()
  const macro = await made('Kim', {
    ...words('Dear {{contact.first_name}}, {{ticket.subject}} {{contact.nme}}'),
    ...{ name: 'Hello', status: 'pending' },
  })
  expect((await ask('Kim', 'GET', `/macros/${macro.id}/filled?ticket_id=${id}`)).body).toEqual({
    html: '<p>Dear Ada, Lamp &#60;3 {{contact.nme}}</p>',
    ...{ body: 'Dear Ada, Lamp <3 {{contact.nme}}', unknown: ['contact.nme'], status: 'pending' },
  })
})

test('one’s own macros are nobody else’s, and everybody’s are changed by who may', async () => {
  const mine = await made('Kim', { name: 'Only Kim' })
  expect(await names('Ana')).not.toContain('Only Kim')
  for (const method of ['PATCH', 'DELETE']) expect((await ask('Ana', method, `/macros/${mine.id}`)).status).toBe(404)
  expect((await ask('Kim', 'POST', '/macros', { ...words('x'), name: 'All', shared: true })).status).toBe(403)

  const shared = await made('Ana', { name: 'All', shared: true })
  expect(await names('Kim')).toContain('All')
  expect((await ask('Kim', 'PATCH', `/macros/${shared.id}`, { name: 'Mine' })).status).toBe(403)
  expect((await ask('Kim', 'PATCH', `/macros/${mine.id}`, { shared: true })).status).toBe(403)
  expect((await ask('Ana', 'PATCH', `/macros/${shared.id}`, { name: 'Ours' })).body).toMatchObject({ name: 'Ours' })
  expect((await ask('Kim', 'DELETE', `/macros/${mine.id}`)).status).toBe(204)
})

test('what is made for the requester’s language comes first, what is made for another last', async () => {
  for (const [name, language] of [
    ['Aufschub', 'de'],
    ['Any', null],
    ['Delay', 'en'],
  ] as const)
    await made('Gus', { name, language })
  const { id } = (
    await ask('Gus', 'POST', '/tickets', {
      ...{ subject: 'Lampe', requester: { email: 'eva@example.com', name: 'Eva' } },
      body: 'Guten Tag, ich habe die Lampe bekommen und sie ist nicht die, die wir bestellt haben. Vielen Dank!',
    })
  ).body
  expect(await names('Gus', `?ticket_id=${id}`)).toEqual(['Aufschub', 'Any', 'Delay'])
  expect(await names('Gus')).toEqual(['Any', 'Aufschub', 'Delay'])
})
