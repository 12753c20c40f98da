import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Browser, openBrowser } from '../../../test/browser.ts'
import { type LocalGmail, openGmail } from '../../../test/gmail.ts'
import { type Nylas, openNylas } from '../../../test/nylas.ts'
import { openWorld, password, type World } from '../../../test/world.ts'
import { checkBalance } from '../balance/balancing.ts'
import { renewPushes } from './pushing.ts'
import { type Syncer, startSyncing } from './syncing.ts'

const [account, other] = ['help@acme.example', 'somebody@else.example']
const signer = 'push@project.iam.gserviceaccount.com'
let gmail: LocalGmail
let nylas: Nylas
let world: World
let ana: Browser
let syncer: Syncer | undefined
beforeAll(async () => {
  ;[gmail, nylas] = await Promise.all([openGmail([account, other]), openNylas()])
  world = await openWorld({
    ...{ GOOGLE_CLIENT_ID: gmail.clientId, GOOGLE_CLIENT_SECRET: gmail.clientSecret, GOOGLE_API_URL: gmail.url },
    ...{ NYLAS_CLIENT_ID: nylas.clientId, NYLAS_API_KEY: nylas.apiKey, NYLAS_API_URI: nylas.apiUrl },
    ...{ GOOGLE_PUBSUB_TOPIC: 'projects/project/topics/gmail', GOOGLE_PUSH_ACCOUNT: signer },
    NYLAS_WEBHOOK_SECRET: 'webhook-secret',
  })
  ana = openBrowser(world)
  await ana.signIn('ana@acme.example', password)
  await world.store.jobs.work(world.store)
}, 120_000)
afterAll(async () => {
  await syncer?.close()
  await Promise.all([world.close(), gmail.close(), nylas.close()])
})
beforeEach(async () => {
  await syncer?.close()
  syncer = undefined
  await world.rows(world.acme.orgId, 'delete from connection')
})

const mail = (subject: string) =>
  `From: Ada <ada@customer.example>\r\nTo: ${account}\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replaceAll(' ', '-')}@customer.example>\r\n\r\nIt is about ${subject}.\r\n`
const back = async (from: URL) => {
  const { headers } = await ana.ask('GET', `${from.pathname.replace(/^\/api/, '')}${from.search}`)
  return new URL(headers.get('location')!, 'http://docket').searchParams
}
const mailboxOf = async (address: string) =>
  (await ana.ask('POST', '/mailboxes', { address, name: address })).body.id as string
const atGoogle = async (signedIn: string, more: object = {}) => {
  const mailbox_id = await mailboxOf(account)
  const { body } = await ana.ask('POST', '/mailboxes/gmail/oauth/start', { mailbox_id, ...more })
  await back(await gmail.consent(body.url, signedIn))
  return mailbox_id
}
const atNylas = async (signedIn: string) => {
  const mailbox_id = await mailboxOf(nylas.account)
  const { body } = await ana.ask('POST', '/mailboxes/nylas/start', { mailbox_id })
  const state = new URL(body.url).searchParams.get('state')!
  await back(
    new URL(`http://docket/mailboxes/nylas/callback?${new URLSearchParams({ state, code: nylas.newCode(signedIn) })}`),
  )
  return mailbox_id
}
const status = async (id: string) => (await ana.ask('GET', `/mailboxes/${id}/sync/status`)).body
const confirm = (id: string, said: object) => ana.ask('POST', `/mailboxes/${id}/connection/confirm`, said)
const fetched = async () => (await world.rows(world.acme.orgId, 'select from occurrence')).length
const byGoogle = () => {
  const token = gmail.pushToken({ aud: 'http://127.0.0.1:3000/api/hooks/gmail', email: signer, email_verified: true })
  const data = Buffer.from(JSON.stringify({ emailAddress: account, historyId: 1 })).toString('base64')
  const call = { message: { data, messageId: '1' }, subscription: 'projects/project/subscriptions/docket' }
  return world.ask(null, 'POST', '/api/hooks/gmail', call, { authorization: `Bearer ${token}` })
}
const byNylas = () => {
  const body = Buffer.from(JSON.stringify({ type: 'message.created', data: { object: { grant_id: nylas.grant } } }))
  const signature = createHmac('sha256', 'webhook-secret').update(body).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-nylas-signature': signature }
  return world.ask(null, 'POST', '/hooks/nylas', body, headers)
}
const providers = {
  gmail: { connect: () => atGoogle(account), call: byGoogle, asked: () => gmail.asked, account },
  nylas: {
    connect: () => atNylas(nylas.account),
    call: byNylas,
    asked: () => nylas.asked,
    account: 'support@acme.example',
  },
}

for (const [kind, { connect, call, asked, account }] of Object.entries(providers))
  test(`${kind}: before a person confirms it nothing asks the provider: not the clock, a call, a watch, a backfill, a count or an order; the status says why`, async () => {
    const id = await connect()
    syncer = startSyncing(world.store)
    const before = asked().length
    expect((await call()).status).toBeLessThan(300)
    expect(await renewPushes(world.store)).toBe(0)
    for (const [order, body] of [['backfill', {}], ['history'], ['pause', { minutes: 5 }], ['resume']] as const) {
      const answer = await ana.ask('POST', `/mailboxes/${id}/sync/${order}`, body)
      expect([order, answer.status, answer.body.code]).toEqual([order, 409, 'not-confirmed'])
    }
    const days = { since: '2020-01-01', until: '2030-01-01' }
    const counted = await world.as(world.acme.orgId, async ({ actor }) => actor)
    const { error } = await checkBalance(world.store, counted, id, days, AbortSignal.timeout(20_000))
    expect(error).toContain('Nothing is fetched before')
    // A process that would fetch has looked at least once when this one has come to an end.
    await syncer.close()
    // The keys by which a call of Google is believed are nobody's mail.
    expect(asked().filter((one, at) => at >= before && !one.endsWith('/certs'))).toEqual([])
    expect(await fetched()).toBe(0)
    expect(await status(id)).toMatchObject({
      ...{ state: 'unconfirmed', held: expect.stringContaining('Nothing is fetched before'), push_until: null },
      ...{ backfill: null, confirmed_at: null, settings: { account } },
    })
    const { items } = (await ana.ask('GET', '/mailboxes')).body
    expect(items.find((one: { id: string }) => one.id === id).connection.state).toBe('unconfirmed')
  })

test('a person looks at the newest mails, names the account that was looked at, and it begins; twice is once, and reconnecting asks no second time', async () => {
  await gmail.deliver(account, mail('before'))
  const id = await atGoogle(account)
  const { body } = await ana.ask('GET', `/mailboxes/${id}/connectivity`)
  expect(body).toMatchObject({ ok: true, newest: [{ subject: 'before' }] })
  expect((await confirm(id, { account: other })).body.code).toBe('another-account')
  expect((await status(id)).state).toBe('unconfirmed')
  expect((await confirm(id, { account, since: null })).body).toMatchObject({ state: 'new', backfill: { since: null } })
  const { asked_at } = (await status(id)).backfill
  expect((await confirm(id, { account, since: '2020-01-01' })).body).toMatchObject({ backfill: { asked_at } })
  syncer = startSyncing(world.store)
  await expect.poll(fetched, { timeout: 20_000 }).toBe(1)
  expect(await renewPushes(world.store)).toBe(1)
  await atGoogle(account)
  expect((await status(id)).confirmed_at).not.toBeNull()
}, 60_000)

test('without a stretch of the past, what came between the consent and the look comes along', async () => {
  const id = await atGoogle(account)
  const { connected_at } = await status(id)
  expect((await confirm(id, { account })).body.backfill.since).toBe(connected_at)
})

test('only an administrator begins, and of another organisation there is nothing to begin', async () => {
  const id = await atGoogle(account)
  expect((await world.ask('Kim', 'POST', `/api/mailboxes/${id}/connection/confirm`, { account })).status).toBe(403)
  expect((await world.ask('Gina', 'POST', `/api/mailboxes/${id}/connection/confirm`, { account })).status).toBe(404)
})

test('an access that came from the wrong account is given back at once, and no secret of it is kept', async () => {
  const id = await atGoogle(other)
  await expect.poll(() => gmail.asked.filter((one) => one === 'POST /revoke').length, { timeout: 30_000 }).toBe(1)
  expect((await ana.ask('GET', `/mailboxes/${id}`)).body.connection).toBeNull()

  await atNylas('private@acme.example')
  await expect
    .poll(() => nylas.asked.filter((one) => one.startsWith('DELETE')), { timeout: 30_000 })
    .toEqual([expect.stringContaining('grant00000002')])
  expect(await world.rows(world.acme.orgId, 'select from connection')).toEqual([])
}, 60_000)

test('an account that another mailbox is read with stays allowed when somebody signs in with it by mistake', async () => {
  await atGoogle(other, { account: other })
  const revoked = gmail.asked.filter((one) => one === 'POST /revoke').length
  const second = await mailboxOf('second@acme.example')
  const { body } = await ana.ask('POST', '/mailboxes/gmail/oauth/start', { mailbox_id: second })
  await back(await gmail.consent(body.url, other))
  const done = async () =>
    (await world.store.pool.query(`select from pgboss.job where name = 'mail.end-access' and state < 'completed'`)).rows
  await expect.poll(done, { timeout: 30_000 }).toEqual([])
  expect(gmail.asked.filter((one) => one === 'POST /revoke').length).toBe(revoked)
}, 60_000)
