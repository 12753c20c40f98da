import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type LocalGmail, openGmail } from '../../../test/gmail.ts'
import { type Nylas, openNylas } from '../../../test/nylas.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { connectMailbox } from './connecting.ts'

const account = 'help@acme.example'
let gmail: LocalGmail
let nylas: Nylas
let world: World
let mailboxId: string
beforeAll(async () => {
  ;[gmail, nylas] = await Promise.all([openGmail([account]), openNylas()])
  world = await openWorld({
    ...{ GOOGLE_CLIENT_ID: gmail.clientId, GOOGLE_CLIENT_SECRET: gmail.clientSecret, GOOGLE_API_URL: gmail.url },
    ...{ NYLAS_CLIENT_ID: nylas.clientId, NYLAS_API_KEY: nylas.apiKey, NYLAS_API_URI: nylas.apiUrl },
  })
  mailboxId = (await world.ask('Ana', 'GET', '/api/mailboxes')).body.items[0].id
  await world.store.jobs.work(world.store)
}, 120_000)
afterAll(() => Promise.all([world.close(), gmail.close(), nylas.close()]))
beforeEach(() => gmail.misbehave({}))

const connectGmail = async (id = mailboxId) => {
  const secret = await gmail.refreshToken(account)
  await world.as(world.acme.orgId, (tx) =>
    connectMailbox(tx, world.store, { mailboxId: id, kind: 'gmail', settings: { account }, secret }),
  )
  return secret
}
const connectNylas = () =>
  world.as(world.acme.orgId, (tx) =>
    connectMailbox(tx, world.store, {
      ...{ mailboxId, kind: 'nylas', secret: '' },
      settings: { account: nylas.account, grant: nylas.grant, provider: 'google' },
    }),
  )
const disconnect = async () =>
  expect((await world.ask('Ana', 'DELETE', `/api/mailboxes/${mailboxId}/connection`)).status).toBe(204)
const jobs = async (state: string) =>
  (
    await world.store.pool.query(
      `select coalesce(source_name, name) as name, output::text from pgboss.job
       where state = $1 and coalesce(source_name, name) = 'mail.end-access'`,
      [state],
    )
  ).rows
const settled = (done: number) =>
  expect.poll(async () => (await jobs('completed')).length, { timeout: 30_000 }).toBe(done)

test('a Gmail mailbox that is disconnected is called about no more, and its access is taken back, over a fault of Google', async () => {
  const token = await connectGmail()
  gmail.misbehave({ rate: 1, statuses: [503] })
  await disconnect()
  await expect.poll(async () => (await jobs('retry')).length, { timeout: 30_000 }).toBe(1)
  expect(gmail.knows(token)).toBe(true)
  gmail.misbehave({})
  await settled(1)
  expect(gmail.knows(token)).toBe(false)
  expect(gmail.asked).toContain('POST /gmail/v1/users/me/stop')
  const sealed = (await world.store.pool.query(`select data::text from pgboss.job where name = 'mail.end-access'`)).rows
  expect(JSON.stringify(sealed)).not.toContain(token)
  expect((await world.ask('Ana', 'GET', '/api/audit')).text).toContain('mailbox.access_ended')
}, 60_000)

test('an access that has ended already is no fault', async () => {
  const token = await connectGmail()
  const revoke = await fetch(`${gmail.url}/revoke?token=${token}`, { method: 'POST' })
  expect(revoke.status).toBe(200)
  await disconnect()
  await settled(2)
}, 60_000)

test('what another mailbox is still read with is left as it is, and so is an account that was connected again', async () => {
  const { body } = await world.ask('Ana', 'POST', '/api/mailboxes', { address: 'two@acme.example', name: 'Two' })
  await connectGmail()
  const other = await connectGmail(body.id)
  await disconnect()
  await settled(3)
  expect(gmail.knows(other)).toBe(true)
}, 60_000)

test('a mailbox that goes to another provider gives back what the one before allowed; a grant of Nylas is deleted at Nylas', async () => {
  await connectNylas()
  await connectGmail()
  await settled(4)
  expect(nylas.asked.filter((one) => one.startsWith('DELETE'))).toEqual([`DELETE /v3/grants/${nylas.grant}`])
  // Of a grant that is gone there is nothing to delete.
  await connectNylas()
  await disconnect()
  await settled(6)
}, 60_000)

test('what the provider refuses for good holds up nothing, and is told with a sentence', async () => {
  await connectNylas()
  nylas.fail({ status: 403, body: { error: { type: 'x', message: 'not yours' } } })
  await disconnect()
  await expect
    .poll(async () => (await world.ask('Ana', 'GET', '/api/ops/jobs/dlq')).text, { timeout: 30_000 })
    .toContain('but the access was not given back')
}, 60_000)
