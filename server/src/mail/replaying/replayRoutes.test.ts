import { afterAll, beforeAll, expect, test } from 'vitest'
import { attemptAt } from '../../../test/attempting.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { mailKeeper } from '../arriving/keeping.ts'
import { workReplays } from './replayWorking.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  for (const n of [1, 2]) await arrive(`r${n}@example.com`)
})
afterAll(() => world.close())

const arrive = async (id: string, headers = '') => {
  const mail = `From: Ada <ada@example.com>\r\nTo: support@acme.example\r\nSubject: Lamp\r\nMessage-ID: <${id}>\r\n${headers}\r\nDark.\r\n`
  await mailKeeper(world.store).keep({
    bytes: Buffer.from(mail),
    envelopeFrom: 'ada@example.com',
    recipients: [world.acme.mailbox],
  })
  while ((await ingestRound(world.store)) > 0);
}
const where = async (id: string) => {
  const [row] = await world.rows<{ id: string; ticket_id: string }>(
    world.acme.orgId,
    'select id, ticket_id from message where message_id_header = $1',
    [id],
  )
  return { ...row!, path: `/api/tickets/${row!.ticket_id}/messages/${row!.id}` }
}
const ana = (method: string, path: string, body?: unknown) => world.ask('Ana', method, path, body)
/** As a server that runs does, until nobody waits. */
const work = async () => {
  for (let turns = 0; turns < 5; turns++) await workReplays(world.store)
}

test('an administrator has kept mail read again: looks, holds it, lets it go on, and has it written', async () => {
  const begun = await ana('POST', '/api/ops/replays', { mailbox: 'Support@Acme.example' })
  expect(begun.status).toBe(201)
  expect(begun.body).toMatchObject({
    kind: 'look',
    state: 'running',
    mailbox: 'support@acme.example',
    started_by: 'ana',
  })
  const one = `/api/ops/replays/${begun.body.id}`
  expect((await ana('POST', '/api/ops/replays', {})).body.code).toBe('replay-under-way')
  expect((await ana('POST', `${one}/pause`)).body.state).toBe('paused')
  await work()
  expect((await ana('GET', one)).body.mails.read).toBe(0)
  expect((await ana('POST', `${one}/resume`)).body.state).toBe('running')
  await world.rows(
    world.acme.orgId,
    `update message set text = 'old', parser_version = 1 where message_id_header = 'r1@example.com'`,
  )
  await work()
  const looked = (await ana('GET', one)).body
  expect(looked).toMatchObject({ state: 'done', mails: { read: 2, same: 1, changed: 1, failed: 0 } })
  expect(looked.changes).toMatchObject([
    { kind: 'text', mails: 1, examples: [{ was: 'old', is: 'Dark.\n', subject: 'Lamp' }] },
  ])
  expect((await ana('POST', `${one}/cancel`)).body.code).toBe('replay-over')

  const applied = await ana('POST', `${one}/apply`)
  expect(applied).toMatchObject({ status: 201, body: { kind: 'apply', mailbox: 'support@acme.example' } })
  await work()
  expect((await ana('GET', `/api/ops/replays/${applied.body.id}`)).body).toMatchObject({
    state: 'done',
    mails: { changed: 1 },
  })
  const { ticket_id } = await where('r1@example.com')
  expect((await ana('GET', `/api/tickets/${ticket_id}`)).body.messages[0].text).toBe('Dark.\n')

  const page = (await ana('GET', '/api/ops/replays?limit=1')).body
  expect(page.items[0].id).toBe(applied.body.id)
  expect((await ana('GET', `/api/ops/replays?limit=1&cursor=${page.next_cursor}`)).body.items[0].id).not.toBe(
    applied.body.id,
  )
  const told = (await ana('GET', '/api/audit?type=replay')).body.items.map(({ type }: { type: string }) => type)
  expect(told).toEqual(['replay.applied', 'replay.resume', 'replay.pause', 'replay.looked'])
})

test('who may not is refused, and what is unknown is said by its field', async () => {
  expect((await world.ask('Kim', 'POST', '/api/ops/replays', {})).status).toBe(403)
  expect((await world.ask('Kim', 'GET', '/api/ops/replays')).status).toBe(200)
  expect((await world.ask('Vic', 'GET', '/api/ops/replays')).status).toBe(403)
  const refused = await ana('POST', '/api/ops/replays', { mailbox: 'support@globex.example' })
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'mailbox' }] } })
})

test('a message says how it came, what it answers, and what would be decided today; another organisation hears nothing', async () => {
  await arrive('answer@example.com', 'In-Reply-To: <r1@example.com>\r\n')
  const [first, answer] = [await where('r1@example.com'), await where('answer@example.com')]
  const source = (await world.ask('Vic', 'GET', `${answer.path}/source`)).body
  expect(source).toMatchObject({
    direction: 'in',
    message_id: 'answer@example.com',
    in_reply_to: 'r1@example.com',
    author: { name: 'Ada', address: 'ada@example.com' },
    delivery: null,
    stitch: { reason: 'in_reply_to', refers_to: { message_id: first.id, ticket_id: first.ticket_id, subject: 'Lamp' } },
    occurrences: [{ is_history: false, attempts: 1, envelope_from: 'ada@example.com' }],
  })
  expect(source.parser.version).toBe(source.parser.today)
  expect((await world.ask('Vic', 'GET', `${answer.path}/today`)).body).toMatchObject({ changes: [], failure: null })
  expect((await world.ask('Gus', 'GET', `${answer.path}/today`)).status).toBe(404)
})

test('an answer of ours says how it went out, and has no other reading', async () => {
  const { ticket_id } = await where('r2@example.com')
  const replied = await world.ask('Kim', 'POST', `/api/tickets/${ticket_id}/replies`, { body: 'Turn it on.' })
  const ours = replied.body.messages.find(({ direction }: { direction: string }) => direction === 'out')
  const path = `/api/tickets/${ticket_id}/messages/${ours.id}`
  const [delivery] = await world.rows<{ id: string }>(
    world.acme.orgId,
    `update delivery set response = '250 queued as 7' where message_id = $1 returning id`,
    [ours.id],
  )
  await attemptAt(world.store, world.acme.orgId, delivery!.id)
  expect((await world.ask('Kim', 'GET', `${path}/source`)).body).toMatchObject({
    direction: 'out',
    parser: null,
    occurrences: [],
    delivery: { status: 'sent', via: 'outbox', response: '250 queued as 7', envelope_to: ['ada@example.com'] },
  })
  expect((await world.ask('Kim', 'GET', `${path}/today`)).status).toBe(404)
})
