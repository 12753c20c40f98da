import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalGmail, openGmail } from '../../../test/gmail.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { connectMailbox } from './connecting.ts'
import { renewPushes } from './pushing.ts'

const account = 'help@acme.example'
const signer = 'push@project.iam.gserviceaccount.com'
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

const row = async () =>
  (
    await world.rows<{ next_pull_at: Date; push_until: Date; push_renew_at: Date; push_error: string | null }>(
      world.acme.orgId,
      'select * from connection',
    )
  )[0]!

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
