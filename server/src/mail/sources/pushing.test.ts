import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalGmail, openGmail } from '../../../test/gmail.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { connectMailbox } from './connecting.ts'
import { renewPushes } from './pushing.ts'

const account = 'help@acme.example'
const signer = 'push@project.iam.gserviceaccount.com'
const audience = 'http://127.0.0.1:3000/api/hooks/gmail'
let world: World
let gmail: LocalGmail
let mailboxId: string
beforeAll(async () => {
  gmail = await openGmail([account])
  world = await openWorld({
    GOOGLE_CLIENT_ID: gmail.clientId,
    GOOGLE_CLIENT_SECRET: gmail.clientSecret,
    GOOGLE_API_URL: gmail.url,
    GOOGLE_PUBSUB_TOPIC: 'projects/project/topics/gmail',
    GOOGLE_PUSH_ACCOUNT: signer,
  })
  const { body } = await world.ask('Ana', 'GET', '/api/mailboxes')
  mailboxId = body.items[0].id
  const secret = await gmail.refreshToken(account)
  await world.as(world.acme.orgId, (tx) =>
    connectMailbox(tx, world.store, { mailboxId, kind: 'gmail', settings: { account }, secret }),
  )
}, 120_000)
afterAll(() => Promise.all([world.close(), gmail.close()]))

const good = { aud: audience, email: signer, email_verified: true }
const about = (emailAddress: string) => ({
  message: { data: Buffer.from(JSON.stringify({ emailAddress, historyId: 1 })).toString('base64'), messageId: '1' },
  subscription: 'projects/project/subscriptions/docket',
})
const push = async (body: unknown, token?: string) =>
  (await world.ask(null, 'POST', '/api/hooks/gmail', body, token ? { authorization: `Bearer ${token}` } : {})).status
const row = async () =>
  (
    await world.rows<{ next_pull_at: Date; push_until: Date; push_renew_at: Date; push_error: string | null }>(
      world.acme.orgId,
      'select * from connection',
    )
  )[0]!
const rest = () => world.rows(world.acme.orgId, `update connection set next_pull_at = now() + interval '1 hour'`)
const isDue = async () => (await row()).next_pull_at.getTime() <= Date.now()

test('a push of Google makes the mailbox due at once, however often it comes and in whatever spelling of the account', async () => {
  await rest()
  expect(await push(about(account.toUpperCase()), gmail.pushToken(good))).toBe(204)
  expect(await isDue()).toBe(true)
  for (let again = 0; again < 3; again++) expect(await push(about(account), gmail.pushToken(good))).toBe(204)
})

test('an account that nobody here reads, and what is no push of Gmail, are taken and do nothing', async () => {
  await rest()
  expect(await push(about('stranger@acme.example'), gmail.pushToken(good))).toBe(204)
  for (const data of [
    '',
    'not base64!',
    Buffer.from('null').toString('base64'),
    Buffer.from('{"emailAddress":5}').toString('base64'),
  ])
    expect(await push({ message: { data } }, gmail.pushToken(good))).toBe(204)
  expect(await isDue()).toBe(false)
})

test('nobody else is believed: no token, another audience, another signer, one that ended, another key, none at all', async () => {
  await rest()
  const now = Math.floor(Date.now() / 1000)
  const [head, claims] = gmail.pushToken(good).split('.')
  const forged = [
    gmail.pushToken({ ...good, aud: 'https://elsewhere.example' }),
    gmail.pushToken({ ...good, email: 'other@project.iam.gserviceaccount.com' }),
    gmail.pushToken({ ...good, email_verified: false }),
    gmail.pushToken({ ...good, iss: 'https://evil.example' }),
    gmail.pushToken({ ...good, iat: now - 9000, exp: now - 5000 }),
    `${head}.${claims}.${Buffer.from('signature').toString('base64url')}`,
    `${Buffer.from('{"alg":"none","kid":"door"}').toString('base64url')}.${claims}.`,
    'guessed',
    'a.b.c',
  ]
  for (const token of forged) expect(await push(about(account), token)).toBe(403)
  expect(await push(about(account))).toBe(403)
  expect(await isDue()).toBe(false)
})

test('Google is asked to call us, again well before that ends, and by one process at a time; a refusal is a sentence and reading goes on', async () => {
  expect(await renewPushes(world.store)).toBe(1)
  const first = await row()
  expect(first.push_until.getTime()).toBeGreaterThan(Date.now() + 3_600_000)
  expect(first.push_renew_at.getTime()).toBeLessThan(first.push_until.getTime() - 3_600_000)
  expect(await renewPushes(world.store)).toBe(0)
  await world.rows(world.acme.orgId, `update connection set push_renew_at = now() - interval '1 minute'`)
  const asked = gmail.asked.filter((one) => one.endsWith('/watch')).length
  await Promise.all([renewPushes(world.store), renewPushes(world.store)])
  expect(gmail.asked.filter((one) => one.endsWith('/watch')).length).toBe(asked + 1)

  gmail.misbehave({ rate: 1, statuses: [500] })
  await world.rows(world.acme.orgId, `update connection set push_renew_at = now() - interval '1 minute'`)
  await renewPushes(world.store)
  gmail.misbehave({})
  const { body } = await world.ask('Ana', 'GET', `/api/mailboxes/${mailboxId}/sync/status`)
  expect(body).toMatchObject({ push_error: expect.stringContaining('500'), failures: 0, state: 'new' })
  expect((await row()).push_renew_at.getTime()).toBeGreaterThan(Date.now())
  await world.ask('Ana', 'POST', `/api/mailboxes/${mailboxId}/sync/resume`)
  expect(await renewPushes(world.store)).toBe(1)
  expect((await row()).push_error).toBe(null)
})
