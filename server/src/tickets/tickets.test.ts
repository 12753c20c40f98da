import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const open = async (subject = 'The printer is on fire', who: 'Kim' | 'Gus' = 'Kim') =>
  (
    await world.ask(who, 'POST', '/api/tickets', {
      subject,
      body: 'Please help.',
      requester: { email: 'Ada@Example.com', name: 'Ada' },
    })
  ).body

test('a ticket opened by API has a number, its words, and is new', async () => {
  const ticket = await open()
  expect(ticket).toMatchObject({
    status: 'new',
    priority: 'normal',
    version: 1,
    requester: { email: 'ada@example.com' },
  })
  expect(ticket.messages).toMatchObject([{ direction: 'in', text: 'Please help.' }])
  expect((await open()).number).toBe(ticket.number + 1)
})

test('what opening a ticket answers is what reading it answers', async () => {
  const { body: users } = await world.ask('Ana', 'GET', '/api/users')
  const { body: opened } = await world.ask('Kim', 'POST', '/api/tickets', {
    subject: 'Lamp',
    body: 'It   blinks.\n\nAlways.',
    requester: { email: 'first.time@example.com', name: 'Eve' },
    priority: 'high',
    assignee_user_id: users.items.find(({ name }: { name: string }) => name === 'Kim').id,
  })
  expect(opened.assignee.name).toBe('Kim')
  expect(opened.events).toHaveLength(2)
  expect(opened).toEqual((await world.ask('Kim', 'GET', `/api/tickets/${opened.id}`)).body)
})

test('title and description are accepted for subject and body', async () => {
  const { status, body } = await world.ask('Kim', 'POST', '/api/tickets', {
    title: 'T',
    description: 'D',
    requester: { email: 'a@b.example' },
  })
  expect([status, body.subject, body.messages[0].text]).toEqual([201, 'T', 'D'])
})

test('a refused request names every field and why', async () => {
  const { status, body, headers } = await world.ask('Kim', 'POST', '/api/tickets', {
    body: ' ',
    requester: { email: 'nonsense' },
  })
  expect(status).toBe(422)
  expect(headers.get('content-type')).toContain('application/problem+json')
  expect(body.errors.map(({ field }: { field: string }) => field)).toContain('requester.email')
})

test('the same Idempotency-Key opens one ticket and answers the same, another body is refused', async () => {
  const wanted = { subject: 'Once', body: 'only', requester: { email: 'ada@example.com' } }
  const headers = { 'idempotency-key': 'k-1' }
  const [first, twin] = await Promise.all([1, 2].map(() => world.ask('Kim', 'POST', '/api/tickets', wanted, headers)))
  expect([first!.status, twin!.status]).toEqual([201, 201])
  expect(twin!.body).toEqual(first!.body)
  expect((await world.ask('Kim', 'POST', '/api/tickets', { ...wanted, subject: 'Other' }, headers)).status).toBe(422)
})

test('two people who change one ticket: the second is shown what the first did', async () => {
  const { id, version } = await open()
  expect((await world.ask('Kim', 'PATCH', `/api/tickets/${id}`, { version, status: 'open' })).status).toBe(200)
  const late = await world.ask('Ana', 'PATCH', `/api/tickets/${id}`, { version, priority: 'high' })
  expect(late.status).toBe(409)
  expect(late.body).toMatchObject({ code: 'conflict', current: { status: 'open', version: version + 1 } })
})

test('what changed, by whom, stands on the timeline', async () => {
  const { id, version } = await open()
  const { body } = await world.ask('Kim', 'PATCH', `/api/tickets/${id}`, {
    version,
    status: 'resolved',
    priority: 'high',
  })
  expect(body.events.at(-1)).toMatchObject({
    type: 'ticket.changed',
    actor: { name: 'Kim' },
    data: { status: ['new', 'resolved'], priority: ['normal', 'high'] },
  })
})

test('a reply keeps its words, its delivery and its Message-ID in one commit, and uses up the draft', async () => {
  const { id } = await open()
  await world.ask('Kim', 'PUT', `/api/tickets/${id}/drafts/reply`, { body: 'half a th' })
  expect((await world.ask('Kim', 'GET', `/api/tickets/${id}`)).body.drafts).toMatchObject([
    { kind: 'reply', body: 'half a th' },
  ])
  const { status, body } = await world.ask('Kim', 'POST', `/api/tickets/${id}/replies`, {
    body: 'Use the extinguisher.',
    status: 'pending',
  })
  expect(status).toBe(201)
  expect(body.drafts).toEqual([])
  expect(body).toMatchObject({ status: 'pending', unread: false })
  expect(body.messages.at(-1)).toMatchObject({
    direction: 'out',
    delivery: { status: 'queued' },
    to: [{ address: 'ada@example.com' }],
  })
  const waiting = `select status from delivery where ticket_id = $1`
  expect(await world.rows(world.acme.orgId, waiting, [id])).toEqual([{ status: 'queued' }])
})

test('a note is internal: it has no delivery and does not reorder the list', async () => {
  const { id, active_at } = await open()
  const { body } = await world.ask('Kim', 'POST', `/api/tickets/${id}/notes`, { body: 'Ask facilities.' })
  expect(body.messages.at(-1)).toMatchObject({ direction: 'note', delivery: null })
  expect(body.active_at).toBe(active_at)
})

test('a viewer sees but does not touch', async () => {
  const { id, version } = await open()
  expect((await world.ask('Vic', 'GET', `/api/tickets/${id}`)).body.can).toEqual({
    update: false,
    reply: false,
    note: false,
  })
  expect((await world.ask('Vic', 'PATCH', `/api/tickets/${id}`, { version, status: 'open' })).status).toBe(403)
})

test('another organisation’s ticket answers exactly like one that does not exist', async () => {
  const { id } = await open()
  const missing = '00000000-0000-7000-8000-000000000000'
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['PATCH', '', { version: 1, status: 'open' }],
    ['POST', '/replies', { body: 'x' }],
    ['POST', '/notes', { body: 'x' }],
    ['PUT', '/drafts/reply', { body: 'x' }],
  ] as const) {
    const [foreign, absent] = await Promise.all(
      [id, missing].map((one) =>
        world.ask('Gus', method, `/api/tickets/${one}${path}`, body, { 'x-request-id': 'same' }),
      ),
    )
    expect(foreign!.status).toBe(404)
    expect(foreign!.text).toBe(absent!.text)
  }
})

test('assigning to somebody who is not a user here is refused in the field’s name', async () => {
  const { id, version } = await open()
  const answer = await world.ask('Kim', 'PATCH', `/api/tickets/${id}`, {
    version,
    assignee_user_id: '00000000-0000-7000-8000-000000000000',
  })
  expect(answer.status).toBe(422)
  expect(answer.body.errors).toMatchObject([{ field: 'assignee_user_id' }])
})

test('the list is read page by page, newest first, without a gap or a double, filtered and searched', async () => {
  const opened: string[] = []
  for (let i = 0; i < 7; i++) opened.push((await open(`Zebra 100%_${i}`)).id)
  const seen: string[] = []
  let cursor = ''
  do {
    const { body } = await world.ask(
      'Kim',
      'GET',
      `/api/tickets?limit=3&q=${encodeURIComponent('zebra 100%_')}${cursor && `&cursor=${cursor}`}`,
    )
    seen.push(...body.items.map(({ id }: { id: string }) => id))
    cursor = body.next_cursor
  } while (cursor)
  expect(seen).toEqual(opened.reverse())
  expect((await world.ask('Kim', 'GET', '/api/tickets?cursor=nonsense')).status).toBe(422)
  expect((await world.ask('Kim', 'GET', '/api/tickets?status=resolved,spam&assignee_user_id=none')).status).toBe(200)
})

test('a ticket is given to who works here; what stands with somebody who left is changed all the same', async () => {
  const { body: vic } = await world.ask('Vic', 'GET', '/api/me')
  const ticket = await open('Somebody else’s')
  const path = `/api/tickets/${ticket.id}`
  const given = await world.ask('Ana', 'PATCH', path, { version: ticket.version, assignee_user_id: vic.user.id })
  expect(given.body.assignee.name).toBe('Vic')
  await world.ask('Ana', 'PATCH', `/api/users/${vic.user.id}`, { active: false })
  const urgent = { version: given.body.version, assignee_user_id: vic.user.id, priority: 'urgent' }
  const { body: changed } = await world.ask('Ana', 'PATCH', path, urgent)
  expect([changed.priority, changed.assignee.name]).toEqual(['urgent', 'Vic'])
  const other = await open('Another')
  const refused = await world.ask('Ana', 'PATCH', `/api/tickets/${other.id}`, {
    version: other.version,
    assignee_user_id: vic.user.id,
  })
  expect([refused.status, refused.body.errors[0].field]).toEqual([422, 'assignee_user_id'])
  await world.ask('Ana', 'PATCH', `/api/users/${vic.user.id}`, { active: true })
})
