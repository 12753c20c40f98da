import fc from 'fast-check'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'
import { indexMessages } from '../search/index.ts'
import { vectorOf } from '../search/matching.ts'
import { indexStep, indexWaiting } from './reindexing.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Who = 'Kim' | 'Gus'
const open = async (
  subject: string,
  body: string,
  { who = 'Kim' as Who, from = 'ada@example.com', name = 'Ada' } = {},
) => (await world.ask(who, 'POST', '/api/tickets', { subject, body, requester: { email: from, name } })).body

const search = async (q: string, { who = 'Kim' as Who, more = '' } = {}) =>
  (await world.ask(who, 'GET', `/api/tickets?q=${encodeURIComponent(q)}${more}`)).body
const found = async (q: string, options = {}) =>
  (await search(q, options)).items.map(({ number }: { number: number }) => number)

test('a ticket is found by its words in any form, by people, phrases and number, and not by what it lacks', async () => {
  const { number } = await open('Rechnungsnummer 4711', 'Die Größe „AB-123“ fehlt. 注文番号をご確認ください。', {
    from: 'mara@kunde.example',
    name: 'Mara Muñoz',
  })
  for (const q of [
    'rechnung', '4711', 'grosse', 'AB-123', '"AB-123 fehlt"', '注文番号', '確認', 'munoz', 'mara@kunde.example', '@kunde.example',
    'from:mara', 'from:mara@kunde.example', 'subject:4711', `#${number}`, 'größe fehlt -zucker', 'status:new grosse', 'after:1d grosse',
  ]) // biome-ignore format: one list
    expect([q, await found(q)]).toEqual([q, [number]])
  for (const q of [
    '"fehlt AB-123"', '番号注文', 'from:kim grosse', 'subject:grosse', 'to:mara', 'grosse -fehlt', '-from:mara grosse',
    'has:attachment grosse', 'status:closed grosse', 'before:1d grosse', '#471199', '🙂',
  ]) // biome-ignore format: one list
    expect([q, await found(q)]).toEqual([q, []])
})

test('answers and notes are found from the commit that wrote them, by their author too', async () => {
  const { id, number } = await open('Kettle', 'It whistles.')
  await world.ask('Kim', 'POST', `/api/tickets/${id}/replies`, { body: 'Descale it with vinegar.' })
  await world.ask('Kim', 'POST', `/api/tickets/${id}/notes`, { body: 'A known batch: K-77.' })
  for (const q of ['vinegar', 'to:ada vinegar ', 'K-77', 'from:kim@acme.example K-77 ', 'kettle K-77 '])
    expect([q, await found(q)]).toEqual([q, [number]])
})

test('what one message has counts as all wanted, what any message has as unwanted', async () => {
  const { id, number } = await open('Lamp', 'flickers purple')
  await world.ask('Kim', 'POST', `/api/tickets/${id}/notes`, { body: 'replaced orange fuse' })
  expect(await found('purple ')).toEqual([number])
  expect(await found('purple orange ')).toEqual([])
  expect(await found('purple -orange')).toEqual([])
})

test('the ticket of a lone number comes first, once, before tickets that mention it', async () => {
  const { number } = await open('The one', 'itself')
  const mentions = await open('Another', `see ${number} please`)
  expect((await found(String(number))).slice(0, 2)).toEqual([number, mentions.number])
  const { items, next_cursor } = await search(String(number), { more: '&limit=1' })
  expect(items[0].number).toBe(number)
  expect(next_cursor).not.toBeNull()
})

test('pages are complete and hold every ticket once, newest matching message first', async () => {
  const opened: { id: string; number: number }[] = []
  for (let i = 0; i < 9; i++) opened.push(await open(`Walrus ${i}`, 'tusks'))
  // An old ticket whose newest match is the newest of all, and one that was only active.
  await world.ask('Kim', 'POST', `/api/tickets/${opened[2]!.id}/notes`, { body: 'tusks again' })
  await world.ask('Kim', 'POST', `/api/tickets/${opened[0]!.id}/notes`, { body: 'unrelated' })
  const expected = [2, 8, 7, 6, 5, 4, 3, 1, 0].map((i) => opened[i]!.number)
  for (const limit of [1, 2, 4, 9, 20]) {
    const seen: number[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await search('tusks', { more: `&limit=${limit}${cursor && `&cursor=${cursor}`}` })
      seen.push(...page.items.map(({ number }: { number: number }) => number))
      cursor = page.next_cursor
    }
    expect(seen).toEqual(expected)
  }
  expect((await world.ask('Kim', 'GET', '/api/tickets?q=tusks&cursor=nonsense')).status).toBe(422)
})

test('status, assignee and read mark are the ticket’s own, of this moment', async () => {
  const { id, number, version } = await open('Gasket', 'torn')
  expect(await found('torn status:open,pending')).toEqual([])
  const me = (await world.ask('Kim', 'GET', '/api/me')).body.user.id
  await world.ask('Kim', 'PATCH', `/api/tickets/${id}`, {
    version,
    status: 'open',
    assignee_user_id: me,
    unread: false,
  })
  for (const q of [
    'torn status:open,pending', 'torn assignee:me', 'torn assignee:kim', 'torn -assignee:none', 'torn is:read', 'torn -status:new',
    'torn -is:unread', 'subject:gasket assignee:kim@acme.example',
  ]) // biome-ignore format: one list
    expect([q, await found(q)]).toEqual([q, [number]])
  for (const q of ['torn assignee:ana', 'torn -assignee:me', 'torn assignee:none', 'torn is:unread', 'torn status:new'])
    expect([q, await found(q)]).toEqual([q, []])
  expect(await found('status:open assignee:me')).toEqual([number])
  expect(await found('torn', { more: '&status=closed' })).toEqual([])
})

test.each([
  ['before:soon', 'before:'],
  ['status:shut', 'status:'],
  ['assignee:nobodyhere', 'assignee:'],
  ['is:blue', 'is:'],
  ['tag:vip', 'tag: tickets have no tags yet'],
])('%s is refused with a sentence', async (q, sentence) => {
  const { status, body } = await world.ask('Kim', 'GET', `/api/tickets?q=${encodeURIComponent(q)}`)
  expect(status).toBe(422)
  expect(body.errors).toMatchObject([{ field: 'q', message: expect.stringContaining(sentence) }])
})

test('an answer says where it stands: in the words, in the subject, with the sender', async () => {
  await open('Flügel defekt', `${'Some words before. '.repeat(20)} Der Flügel klemmt.`, {
    name: 'Orlando',
    from: 'o@wing.example',
  })
  const [words] = (await search('flugel')).items
  const marked = (text: string, ranges: [number, number][]) => ranges.map(([from, to]) => text.slice(from, to))
  expect(marked(words.match.text, words.match.ranges)).toEqual(['Flügel'])
  expect(marked(words.subject, words.match.subject)).toEqual(['Flügel'])
  expect(words.match).toMatchObject({ part: 'text', text: expect.stringMatching(/^….*Der Flügel klemmt\.$/) })
  const [sender] = (await search('from:orlando')).items
  expect(sender.match).toMatchObject({ part: 'from', text: 'Orlando <o@wing.example>', ranges: [[0, 7]], subject: [] })
})

test('a foreign organisation’s words never come back, and nobody who serves can read the index', async () => {
  const theirs = await open('Secret merger', 'xanadu', { who: 'Gus' })
  const ours = await open('Harmless', 'xanadu')
  expect(await found('xanadu')).toEqual([ours.number])
  expect((await search('xanadu', { who: 'Gus' })).items.map(({ id }: { id: string }) => id)).toEqual([theirs.id])
  const [slice] = await world.rows<{ prefix: string }>(
    world.globex.orgId,
    'select search_slice_prefix(no) as prefix from search_slice',
  )
  // Even a question that names the other's slice.
  const { rows } = await world.store.pool.query(
    `select * from set_config('app.org_id', $1, true), search_tickets($2, null, null, null, null, null, false, null, null, null, null, null, 10)`,
    [world.acme.orgId, `'${slice!.prefix}xanadu'`],
  )
  expect(rows).toEqual([])
  for (const table of ['search_document', 'search_slice'])
    await expect(
      world.as(world.acme.orgId, (tx) => sql`select * from ${sql.table(table)}`.execute(tx.db)),
    ).rejects.toThrow('permission denied')
})

test('another organisation’s message cannot be indexed as one’s own', async () => {
  const theirs = await open('Theirs', 'plum', { who: 'Gus' })
  const content = { subject: 'mine now', from: [], to: [], filenames: [], hasAttachment: false, text: 'mine now' }
  await world.as(world.acme.orgId, (tx) => indexMessages(tx, [{ messageId: theirs.messages[0].id, ...content }]))
  expect(await found('plum', { who: 'Gus' })).toEqual([theirs.number])
  expect(await found('mine')).toEqual([])
})

test('any text at all becomes words that PostgreSQL takes', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 400 })
  const person = fc.record({ name: text, address: text })
  const content = fc.record({
    subject: text,
    from: fc.array(person, { maxLength: 1 }),
    to: fc.array(person, { maxLength: 3 }),
    filenames: fc.array(text, { maxLength: 2 }),
    hasAttachment: fc.boolean(),
    text: fc.oneof(
      text,
      fc.constantFrom('x'.repeat(100_000), '注'.repeat(20_000), `${'ab '.repeat(20_000)}`, `a@${'b.'.repeat(200)}c`),
    ),
  })
  const vectors = fc.sample(content, 60).map(vectorOf)
  const sizes = await world.rows<{ most: number }>(
    world.acme.orgId,
    `select max(length(replace(one, '~', '7fffffff.')::tsvector)) as most from unnest($1::text[]) one`,
    [vectors],
  )
  expect(sizes[0]!.most).toBeGreaterThan(10)
})

test('a message that is deleted is not found, and one that moves is found where it went', async () => {
  const [from, to] = [await open('From', 'wandering'), await open('To', 'staying')]
  const org = world.acme.orgId
  await world.rows(org, 'update message set ticket_id = $1 where ticket_id = $2', [to.id, from.id])
  expect(await found('wandering')).toEqual([to.number])
  await world.rows(org, 'delete from message where ticket_id = $1', [to.id])
  expect(await found('wandering')).toEqual([])
})

test('while old messages are still being indexed the answer says so, and afterwards they are found', async () => {
  const { number } = await open('Old', 'antediluvian')
  const org = world.acme.orgId
  const all = (await found('ada', { more: '&limit=200' })).length
  await world.rows(org, 'delete from search_document where org_id = $1', [org])
  await world.rows(org, 'update search_progress set version = 0')
  const before = await search('antediluvian')
  expect(before).toMatchObject({ items: [], notice: expect.stringContaining('still being indexed') })
  await indexWaiting(world.store)
  expect(await search('antediluvian')).not.toHaveProperty('notice')
  expect(await found('antediluvian')).toEqual([number])
  expect(await found('ada', { more: '&limit=200' })).toHaveLength(all)
  expect(await indexStep(world.store, org)).toBeNull()
})

test('every part of a search uses an index: none reads all documents, not even for a word that is in all of them', async () => {
  const org = world.globex.orgId
  for (let i = 0; i < 3; i++) await open(`Plan ${i}`, 'everywhere', { who: 'Gus' })
  const { pathname, searchParams } = new URL(world.store.connection.replace('@/', '@localhost/'))
  const client = new pg.Client({
    connectionString: inject('postgres').superUrl.replace(/@\/\w+\?/, `@${pathname}?`),
  })
  expect(searchParams.get('host')).toBeTruthy()
  await client.connect()
  const plans: string[] = []
  client.on('notice', ({ message }) => message?.includes('search_document') && plans.push(message))
  await client.query(`load 'auto_explain'`)
  for (const [name, value] of Object.entries({
    'auto_explain.log_min_duration': '0', 'auto_explain.log_nested_statements': 'on', 'auto_explain.log_level': 'notice', 'app.org_id': org,
  })) // biome-ignore format: one table
    await client.query(`select set_config($1, $2, false)`, [name, value])
  await world.rows(
    org,
    `insert into ticket (id, number, subject, status, requester_id, created_at, active_at, updated_at)
     select gen_random_uuid(), 1000 + n, 'Many', 'pending', c.id, now(), now(), now() from generate_series(1, 600) n, (select id from contact limit 1) c`,
  )
  const past = new Date(9e12)
  for (const unwanted of [null, `'~nowhere'`])
    for (const after of [null, past])
      for (const [statuses, isUnread] of [
        [null, null],
        [['new'], null],
        [['new', 'pending'], null],
        [null, true],
      ])
        await client.query(
          `select * from search_tickets($1, $2, null, null, $3, null, false, $4, null, $5, $5, 'ffffffff-ffff-ffff-ffff-ffffffffffff', 50)`,
          [`'~everywhere'`, unwanted, statuses, isUnread, after],
        )
  await client.end()
  const indexes = (plan: string) => [...plan.matchAll(/Index Scan (?:using|on) (\w+)/g)].map(([, name]) => name)
  expect(plans.filter((plan) => /Bitmap Index Scan on search_document_words/.test(plan)).length).toBe(12)
  expect(plans.flatMap(indexes)).toContain('search_document_ticket')
  expect(plans.filter((plan) => /Seq Scan on (?:search_document|ticket)/.test(plan))).toEqual([])
})
