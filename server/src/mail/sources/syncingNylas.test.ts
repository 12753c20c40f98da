import { createHmac } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, openBrowser } from '../../../test/browser.ts'
import { type Nylas, openNylas } from '../../../test/nylas.ts'
import { openWorld, password, type World } from '../../../test/world.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { type Syncer, startSyncing } from './syncing.ts'

let nylas: Nylas
let world: World
let ana: Browser
let syncer: Syncer | undefined
let mailboxId: string
beforeAll(async () => {
  nylas = await openNylas()
  world = await openWorld({
    NYLAS_CLIENT_ID: nylas.clientId,
    NYLAS_API_KEY: nylas.apiKey,
    NYLAS_API_URI: nylas.apiUrl,
    NYLAS_WEBHOOK_SECRET: 'webhook-secret',
  })
  mailboxId = (await world.ask('Ana', 'GET', '/api/mailboxes')).body.items[0].id
  ana = openBrowser(world)
  await ana.signIn('ana@acme.example', password)
})
afterAll(async () => {
  await syncer?.close()
  await Promise.all([world.close(), nylas.close()])
})

const mail = (subject: string) =>
  `From: Ada <ada@customer.example>\r\nTo: support@acme.example\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replaceAll(' ', '-')}@customer.example>\r\n\r\nIt is about ${subject}.\r\n`
const subjects = async () => {
  while ((await ingestRound(world.store)) > 0);
  const rows = await world.rows<{ subject: string }>(world.acme.orgId, 'select subject from ticket order by number')
  return rows.map(({ subject }) => subject)
}
const state = async () => (await world.ask('Kim', 'GET', `/api/mailboxes/${mailboxId}/sync/status`)).body
const start = async (more: object = {}) => {
  const begun = await ana.ask('POST', '/mailboxes/nylas/start', { mailbox_id: mailboxId, ...more })
  expect(begun.status, begun.text).toBe(200)
  return new URL(begun.body.url)
}
const comeBack = async (browser: Browser, state: string, code = nylas.newCode()) => {
  const answer = await browser.ask('GET', `/mailboxes/nylas/callback?${new URLSearchParams({ state, code })}`)
  return answer.headers.get('location')
}
const called = (body: string | Buffer, headers: Record<string, string> = {}) => {
  const signature = createHmac('sha256', 'webhook-secret').update(body).digest('hex')
  return world.ask(null, 'POST', '/hooks/nylas', Buffer.from(body as Buffer), {
    ...{ 'content-type': 'application/json', 'x-nylas-signature': signature },
    ...headers,
  })
}
const created = () => JSON.stringify({ type: 'message.created', data: { object: { grant_id: nylas.grant, id: 'm' } } })

test('a person is sent to Nylas with what it needs, and an API token cannot begin', async () => {
  const url = await start()
  expect(`${url.origin}${url.pathname}`).toBe(`${nylas.apiUrl}/v3/connect/auth`)
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    ...{ client_id: nylas.clientId, response_type: 'code', login_hint: 'support@acme.example' },
    redirect_uri: `${world.store.config.publicUrl}/api/mailboxes/nylas/callback`,
  })
  const byToken = await world.ask('Ana', 'POST', '/api/mailboxes/nylas/start', { mailbox_id: mailboxId })
  expect(byToken.status).toBe(403)
})

test('connected, older mail is history, and what comes is there at the call of Nylas', async () => {
  nylas.deliver('old', mail('old'), { at: new Date(Date.now() - 7 * 86_400_000) })
  expect(await comeBack(ana, (await start()).searchParams.get('state')!)).toBe(
    `/mailboxes/connected?mailbox_id=${mailboxId}`,
  )
  const confirmed = { account: nylas.account, since: null }
  expect((await ana.ask('POST', `/mailboxes/${mailboxId}/connection/confirm`, confirmed)).status).toBe(200)
  syncer = startSyncing(world.store)
  await expect.poll(subjects, { timeout: 20_000 }).toEqual(['old'])
  await expect.poll(async () => (await state()).state, { timeout: 20_000 }).toBe('live')
  nylas.deliver('new', mail('new'), { at: new Date(Date.now() + 2_000) })
  // The schedule would come in a minute.
  expect((await called(created())).status).toBe(200)
  await expect.poll(subjects, { timeout: 20_000 }).toEqual(['old', 'new'])
  const history = await world.rows(
    world.acme.orgId,
    'select provider_id, is_history from occurrence order by provider_id',
  )
  expect(history).toEqual([
    { provider_id: 'nylas:new', is_history: false },
    { provider_id: 'nylas:old', is_history: true },
  ])
})

test('calls that come twice, packed, or of something else do no harm; one that is not signed is refused', async () => {
  for (let n = 0; n < 3; n++) expect((await called(created())).status).toBe(200)
  expect((await called(gzipSync(created()), { 'content-encoding': 'gzip' })).status).toBe(200)
  expect((await called('{"type":"calendar.created","data":{}}')).status).toBe(200)
  expect((await called('no json')).status).toBe(400)
  const forged = await called(created(), { 'x-nylas-signature': 'f'.repeat(64) })
  expect([forged.status, forged.body.code]).toEqual([401, 'not-genuine'])
  const unsigned = await called(created(), { 'x-nylas-signature': '' })
  expect([unsigned.status, unsigned.body.detail]).toEqual([401, 'It has no signature.'])
  const asked = await world.ask(null, 'GET', '/hooks/nylas?challenge=ab-12')
  expect([asked.status, asked.text, asked.headers.get('content-type')]).toEqual([
    200,
    'ab-12',
    expect.stringContaining('text/plain'),
  ])
  expect((await world.ask(null, 'GET', '/hooks/nylas?challenge=<script>')).status).toBe(400)
})

test('with every fifth answer a fault, each mail is there once', async () => {
  nylas.failEvery(5, { status: 429, headers: { 'retry-after': '1' } })
  const names = Array.from({ length: 12 }, (_, n) => `many ${n}`)
  for (const [n, name] of names.entries())
    nylas.deliver(`many-${n}`, mail(name), { at: new Date(Date.now() + 3_000 + n * 1000) })
  await called(created())
  await expect
    .poll(async () => (await subjects()).filter((subject) => subject.startsWith('many')).sort(), {
      timeout: 60_000,
      interval: 500,
    })
    .toEqual([...names].sort())
  nylas.failEvery(0, { status: 500 })
  await expect.poll(async () => (await state()).state, { timeout: 30_000 }).toBe('live')
}, 120_000)

test('another process lists the last hours again, and fetches only what is not kept', async () => {
  await syncer?.close()
  await world.rows(world.acme.orgId, 'update connection set next_pull_at = now()')
  nylas.deliver('after the other', mail('after the other'), { at: new Date(Date.now() + 20_000) })
  const before = nylas.asked.length
  syncer = startSyncing(world.store)
  await expect.poll(subjects, { timeout: 20_000 }).toContain('after the other')
  const fetched = nylas.asked.slice(before).filter((asked) => asked.includes('raw_mime'))
  expect(fetched).toEqual([expect.stringContaining('after%20the%20other')])
}, 60_000)

test('a grant that has ended is told at once, with a sentence, and the secret of the application nowhere', async () => {
  nylas.expire()
  await called(created())
  await expect.poll(async () => (await state()).state, { timeout: 30_000 }).toBe('refused')
  expect((await state()).last_error).toContain('the grant has ended')
  const rows = await world.rows(world.acme.orgId, 'select * from connection')
  const audit = await world.rows(world.acme.orgId, 'select * from audit')
  expect(JSON.stringify([rows, audit])).not.toContain(nylas.apiKey)
})
