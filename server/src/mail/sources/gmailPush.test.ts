import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalGmail, openGmail } from '../../../test/gmail.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { connectMailbox } from './connecting.ts'

const account = 'help@acme.example'
const signer = 'push@project.iam.gserviceaccount.com'
const address = '/hooks/gmail'
const formerAddress = '/api/hooks/gmail'
const audience = `http://127.0.0.1:3000${address}`
let world: World
let gmail: LocalGmail
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
  const mailboxId = body.items[0].id
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
const push = async (body: unknown, token?: string, at = address) =>
  (await world.ask(null, 'POST', at, body, token ? { authorization: `Bearer ${token}` } : {})).status
const row = async () =>
  (await world.rows<{ next_pull_at: Date }>(world.acme.orgId, 'select next_pull_at from connection'))[0]!
const rest = () => world.rows(world.acme.orgId, `update connection set next_pull_at = now() + interval '1 hour'`)
const isDue = async () => (await row()).next_pull_at.getTime() <= Date.now()

/** A sender that says how much it has, and sends none of it. */
async function answerWithoutBody(): Promise<string> {
  const { host, port } = await world.listen()
  const socket = connect(port, host)
  socket.write(`POST ${address} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n`)
  const [answer] = await once(socket, 'data')
  socket.destroy()
  return String(answer)
}

test('a push of Google makes the mailbox due at once, however often it comes and in whatever spelling of the account', async () => {
  await rest()
  expect(await push(about(account.toUpperCase()), gmail.pushToken(good))).toBe(200)
  expect(await isDue()).toBe(true)
  for (let again = 0; again < 3; again++) expect(await push(about(account), gmail.pushToken(good))).toBe(200)
})

test('an account that nobody here reads, and what is no push of Gmail, are taken and do nothing', async () => {
  await rest()
  expect(await push(about('stranger@acme.example'), gmail.pushToken(good))).toBe(200)
  for (const data of [
    '',
    'not base64!',
    Buffer.from('null').toString('base64'),
    Buffer.from('{"emailAddress":5}').toString('base64'),
  ])
    expect(await push({ message: { data } }, gmail.pushToken(good))).toBe(200)
  expect(await isDue()).toBe(false)
})

test('at the address that it was registered under before, a push is believed as well, for either name of it', async () => {
  for (const aud of [audience, `http://127.0.0.1:3000${formerAddress}`])
    for (const at of [address, formerAddress]) {
      await rest()
      expect(await push(about(account), gmail.pushToken({ ...good, aud }), at)).toBe(200)
      expect(await isDue()).toBe(true)
    }
})

test('what Google signed but is no push of Pub/Sub is refused', async () => {
  for (const body of ['no json', {}, { message: 'x' }, { message: { data: 5 } }])
    expect(await push(body, gmail.pushToken(good))).toBe(400)
  expect(await push({ message: { data: 'x'.repeat(100_000) } }, gmail.pushToken(good))).toBe(413)
})

test('who does not show a token of Google is answered before a byte of the body is read; without GOOGLE_PUSH_ACCOUNT nothing is there', async () => {
  expect(await answerWithoutBody()).toMatch(/^HTTP\/1.1 403 /)
  const { googlePushAccount } = world.store.config
  world.store.config.googlePushAccount = undefined
  expect(await push(about(account), gmail.pushToken(good))).toBe(404)
  world.store.config.googlePushAccount = googlePushAccount
})

test('when the keys of Google cannot be asked for, the push comes again; nobody makes us ask with a token that says it is another’s', async () => {
  world.store.config.googleApiUrl = 'http://127.0.0.1:9'
  expect(await push(about(account), gmail.pushToken({ ...good, aud: 'https://elsewhere.example' }))).toBe(403)
  expect(await push(about(account), gmail.pushToken(good))).toBe(503)
  world.store.config.googleApiUrl = gmail.url
  expect(await push(about(account), gmail.pushToken(good))).toBe(200)
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
  expect(await push(about(account), forged[0], formerAddress)).toBe(403)
  expect(await isDue()).toBe(false)
})
