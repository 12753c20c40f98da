import { createHmac } from 'node:crypto'
import { request as ask } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../../test/world.ts'
import { ingestRound } from '../arriving/ingesting.ts'

/** The real HTTP stack, the real database; only the provider is ours. */

let world: World
let mailboxId: string
beforeAll(async () => {
  world = await openWorld({ DOCKET_MAIL_BYTES_MAX: '4096', PUBLIC_URL: 'https://help.acme.example' })
  mailboxId = (await world.ask('Ana', 'GET', '/api/mailboxes')).body.items[0].id
})
afterAll(() => world.close())

const make = async (provider: string, more: object = {}) => {
  const made = await world.ask('Ana', 'PUT', `/api/mailboxes/${mailboxId}/webhook`, { provider, ...more })
  expect(made.status, made.text).toBe(200)
  return addressed(made.body.url)
}
/** As a provider does: the path to ask for, and the password in the header. */
const addressed = (url: string) => {
  const { pathname, username, password } = new URL(url)
  const basic = Buffer.from(`${username}:${password}`).toString('base64')
  return { url, path: pathname, headers: { authorization: `Basic ${basic}` } as Record<string, string> }
}
const mail = (subject: string, to = 'support@acme.example') =>
  `From: Ada <ada@customer.example>\r\nTo: ${to}\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replaceAll(' ', '-')}@customer.example>\r\n\r\nIt is about ${subject}.\r\n`
const post = (path: string, body: string | Buffer, headers: Record<string, string>) =>
  world.ask(null, 'POST', path, Buffer.from(body as Buffer), { 'content-type': 'message/rfc822', ...headers })
const status = async () => (await world.ask('Ana', 'GET', `/api/mailboxes/${mailboxId}/webhook`)).body
const count = async (sql = 'select count(*)::int as n from occurrence') =>
  (await world.rows<{ n: number }>(world.acme.orgId, sql))[0]!.n
const subjects = async () => {
  while ((await ingestRound(world.store)) > 0);
  const rows = await world.rows<{ subject: string }>(world.acme.orgId, 'select subject from ticket order by number')
  return rows.map(({ subject }) => subject)
}

test('a mail that is posted becomes a ticket, and posted again stays one', async () => {
  const { path, headers } = await make('raw')
  const said = { ...headers, 'x-envelope-to': 'support+7@acme.example', 'x-envelope-from': 'ada@customer.example' }
  const first = await post(path, mail('posted'), said)
  expect([first.status, first.body]).toEqual([200, { mails: 1, kept: 1 }])
  expect((await post(path, mail('posted'), said)).body).toEqual({ mails: 1, kept: 0 })
  expect(await subjects()).toEqual(['posted'])
  const [row] = await world.rows(
    world.acme.orgId,
    'select provider_id, envelope_from, envelope_to, is_history from occurrence',
  )
  expect(row).toMatchObject({
    provider_id: expect.stringMatching(/^raw:[0-9a-f]{64}$/),
    ...{ envelope_from: 'ada@customer.example', envelope_to: 'support+7@acme.example', is_history: false },
  })
  expect(await status()).toMatchObject({ taken: 2, refused: 0, last_refusal: null })
})

test('a wrong key is answered like any address that is not there, whatever is posted', async () => {
  const { path, headers } = await make('raw')
  const wrong = await post(`${path.slice(0, -1)}x`, mail('wrong key'), headers)
  const nowhere = await post('/hooks/nothing/here', mail('wrong key'), headers)
  const { instance: _, ...problem } = wrong.body
  expect(nowhere.body).toMatchObject(problem)
  expect([wrong.status, problem.code]).toEqual([404, 'not-found'])
  expect((await post(`${path}x`, 'x'.repeat(20 * 1024 * 1024), headers)).status).toBe(404)
})

test('a post without proof is refused, counted and not kept', async () => {
  const { path } = await make('raw')
  const before = await count()
  const refused = await post(path, mail('forged'), {})
  expect([refused.status, refused.body.code]).toEqual([401, 'not-genuine'])
  expect(await count()).toBe(before)
  expect(await status()).toMatchObject({ taken: 0, refused: 1, last_refusal: expect.stringContaining('password') })
})

test('a mail that was taken apart is left with the provider, and the sentence names the switch', async () => {
  const { path, headers } = await make('postmark')
  const body = JSON.stringify({ From: 'ada@customer.example', TextBody: 'Hello' })
  const refused = await post(path, body, { ...headers, 'content-type': 'application/json' })
  expect([refused.status, refused.body.code]).toEqual([503, 'mail-not-raw'])
  expect((await status()).last_refusal).toContain('Include raw email content')
  const whole = JSON.stringify({ From: 'ada@customer.example', MessageID: 'm1', RawEmail: mail('by Postmark') })
  for (const kept of [1, 0])
    expect((await post(path, whole, { ...headers, 'content-type': 'application/json' })).body).toEqual({
      mails: 1,
      kept,
    })
  expect(await subjects()).toContain('by Postmark')
})

test('the last five calls are told, newest first, each with what came of it and of its mails', async () => {
  const { path, headers } = await make('raw')
  expect((await status()).calls).toEqual([])
  await post(path, mail('before'), headers)
  await post(path, mail('called'), { ...headers, 'x-envelope-from': 'ada@bounces.example' })
  expect((await status()).calls[0].mails[0]).toMatchObject({
    state: 'kept',
    from: 'ada@bounces.example',
    ticket_id: null,
  })
  await subjects()
  await post(path, mail('called'), { ...headers, 'x-envelope-from': 'ada@bounces.example' })
  await post(path, mail('forged'), {})
  await post(path, 'a text', { ...headers, 'content-type': 'text/plain' })
  await post(path, mail('nobody').replace(/^From.*\r\n/, ''), headers)
  await subjects()
  const { calls } = await status()
  const [ticket] = await world.rows(world.acme.orgId, `select id from ticket where subject = 'called'`)
  expect(calls).toMatchObject([
    {
      outcome: 'kept',
      says: null,
      mails: [{ state: 'failed', error: expect.stringContaining('no From'), ticket_id: null }],
    },
    { outcome: 'refused', says: expect.stringContaining('message/rfc822'), mails: [] },
    { outcome: 'not-genuine', says: expect.stringContaining('password'), mails: [] },
    { outcome: 'known', mails: [{ state: 'done', subject: 'called' }] },
    { outcome: 'kept', mails: [{ from: 'ada@customer.example', subject: 'called', ticket_id: ticket!.id }] },
  ])
  const { items } = (await world.ask('Kim', 'GET', '/api/mailboxes')).body
  expect(items[0].posted_by).toBe((await status()).provider_name)
})

test('a mail too large is refused with 413, by what it holds and by what is posted', async () => {
  const { path, headers } = await make('raw')
  const before = await count()
  const large = await post(path, mail('x'.repeat(5_000)), headers)
  expect([large.status, large.body.code]).toEqual([413, 'too-large'])
  expect((await post(path, 'x'.repeat(3 * 1024 * 1024), headers)).status).toBe(413)
  expect(await count()).toBe(before)
  expect((await status()).last_refusal).toContain('4096')
})

test('a signature of Mailgun is good for one mail: with another it is a forgery', async () => {
  const { path, url } = await make('mailgun', { signing_key: 'signing-key' })
  expect(url).toMatch(/^https:\/\/help\.acme\.example\/hooks\/mail\/[\w-]{32}\/mime$/)
  const timestamp = String(Math.floor(world.store.clock().getTime() / 1000))
  const signature = createHmac('sha256', 'signing-key').update(`${timestamp}once`).digest('hex')
  const form = (text: string) =>
    new URLSearchParams({
      recipient: 'support@acme.example',
      timestamp,
      token: 'once',
      signature,
      'body-mime': text,
    }).toString()
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  expect((await post(path, form(mail('by Mailgun')), type)).body).toEqual({ mails: 1, kept: 1 })
  expect((await post(path, form(mail('by Mailgun')), type)).body).toEqual({ mails: 1, kept: 0 })
  const forged = await post(path, form(mail('by Mallory')), type)
  expect([forged.status, forged.body.detail]).toEqual([401, expect.stringContaining('another mail')])
  expect(await subjects()).not.toContain('by Mallory')
})

test('mail for another mailbox of the organisation goes there, never to another organisation', async () => {
  const opened = await world.ask('Ana', 'POST', '/api/mailboxes', { address: 'sales@acme.example', name: 'Sales' })
  const { path, headers } = await make('raw')
  const to = 'sales+3@acme.example, support@globex.example, other@acme.example'
  expect((await post(path, mail('for two'), { ...headers, 'x-envelope-to': to })).body).toEqual({ mails: 1, kept: 2 })
  const rows = await world.rows(
    world.acme.orgId,
    `select mailbox_id, envelope_to from occurrence o join raw_mail r on r.sha256 = o.raw_sha256
     where position('for two' in encode(r.bytes, 'escape')) > 0 order by envelope_to`,
  )
  expect(rows).toEqual([
    { mailbox_id: opened.body.id, envelope_to: 'sales+3@acme.example' },
    { mailbox_id: mailboxId, envelope_to: 'support@globex.example' },
  ])
  expect(
    await world.rows(world.globex.orgId, 'select id from occurrence where org_id = $1', [world.globex.orgId]),
  ).toEqual([])
})

test('a new address takes over, and the one before is good for another day', async () => {
  const old = await make('raw')
  const rotated = await world.ask('Ana', 'POST', `/api/mailboxes/${mailboxId}/webhook/rotate`)
  const fresh = addressed(rotated.body.url)
  expect(fresh.path).not.toBe(old.path)
  for (const { path, headers } of [old, fresh]) expect((await post(path, mail('rotated'), headers)).status).toBe(200)
  await world.rows(world.acme.orgId, `update mail_webhook set before_until = now() - interval '1 s'`)
  expect((await post(old.path, mail('too late'), old.headers)).status).toBe(404)
  await world.ask('Ana', 'DELETE', `/api/mailboxes/${mailboxId}/webhook`)
  expect((await post(fresh.path, mail('too late'), fresh.headers)).status).toBe(404)
  expect((await world.ask('Ana', 'GET', `/api/mailboxes/${mailboxId}/webhook`)).body.code).toBe('no-webhook')
})

test('neither key nor secret stands in the database, and what an admin did stands in the audit', async () => {
  const { url, path } = await make('mailgun', { signing_key: 'canary-of-mailgun' })
  const dumped =
    JSON.stringify(await world.rows(world.acme.orgId, 'select * from mail_webhook')) +
    JSON.stringify(await world.rows(world.acme.orgId, 'select * from audit'))
  expect(dumped).not.toContain('canary-of-mailgun')
  expect(dumped).not.toContain(path.split('/')[3])
  expect(dumped).not.toContain(url)
  const types = await world.rows<{ type: string }>(
    world.acme.orgId,
    `select distinct type from audit where type like 'webhook.%' order by type`,
  )
  expect(types.map(({ type }) => type)).toEqual(['webhook.made', 'webhook.removed', 'webhook.rotated'])
})

test.each([
  [{ provider: 'mailgun' }, 'signing_key'],
  [{ provider: 'postmark', signing_key: 'x' }, 'signing_key'],
  [{ provider: 'sendgrid', signing_key: 'no key' }, 'signing_key'],
  [{ provider: 'ses' }, 'topic'],
  [{ provider: 'ses', topic: 'mail' }, 'topic'],
])('%j lacks what its provider needs, and the field is named', async (body, field) => {
  const refused = await world.ask('Ana', 'PUT', `/api/mailboxes/${mailboxId}/webhook`, body)
  expect([refused.status, refused.body.errors[0].field]).toEqual([422, field])
})

test('when it cannot be kept the provider hears no 200, and the next post of it is kept once (R2)', async () => {
  const { path, headers } = await make('raw')
  const owner = (sql: string) => world.rows(world.acme.orgId, sql)
  const before = await count()
  await owner(`create function post_broken() returns trigger language plpgsql as $$ begin raise 'i/o error'; end $$`)
  await owner(`create constraint trigger post_broken after insert on occurrence deferrable initially deferred
    for each row execute function post_broken()`)
  expect((await post(path, mail('at the commit'), headers)).status).toBe(500)
  expect(await count()).toBe(before)
  await owner('drop trigger post_broken on occurrence')
  const many = await Promise.all(Array.from({ length: 20 }, () => post(path, mail('at the commit'), headers)))
  expect(many.map(({ status }) => status)).toEqual(Array(20).fill(200))
  expect(many.map(({ body }) => body.kept).sort()).toEqual([...Array(19).fill(0), 1])
  expect(await count()).toBe(before + 1)
  expect(await status()).toMatchObject({ taken: 20, refused: 0 })
})

test('bodies that never end hold no more than their share, and the next is told to come again', async () => {
  const { path, headers } = await make('raw')
  const address = await world.listen()
  const size = 1024 * 1024
  const open = () =>
    new Promise<{ status: number; end(): void }>((resolve) => {
      const sent = ask({ ...address, method: 'POST', path, headers: { ...headers, 'content-length': size } })
      sent.on('response', (answer) => resolve({ status: answer.statusCode!, end: () => sent.destroy() }))
      sent.on('error', () => {})
      sent.write('x')
      stalled.push(() => sent.destroy())
    })
  const stalled: (() => void)[] = []
  const answers = Array.from({ length: 8 }, open)
  const first = await Promise.race(answers)
  expect(first.status).toBe(503)
  for (const end of stalled) end()
  await expect.poll(async () => (await post(path, mail('after the crowd'), headers)).status).toBe(200)
})
