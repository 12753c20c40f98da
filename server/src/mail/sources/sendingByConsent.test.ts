import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, openBrowser } from '../../../test/browser.ts'
import { type LocalGmail, openGmail } from '../../../test/gmail.ts'
import { openWorld, password, type World } from '../../../test/world.ts'

const account = 'help@acme.example'
const read = 'https://www.googleapis.com/auth/gmail.readonly'
const send = 'https://www.googleapis.com/auth/gmail.send'
let world: World
let gmail: LocalGmail
let ana: Browser
let id: string
beforeAll(async () => {
  gmail = await openGmail([account])
  world = await openWorld({
    ...{ GOOGLE_CLIENT_ID: gmail.clientId, GOOGLE_CLIENT_SECRET: gmail.clientSecret, GOOGLE_API_URL: gmail.url },
  })
  ana = openBrowser(world)
  await ana.signIn('ana@acme.example', password)
  id = (await ana.ask('POST', '/mailboxes', { address: account, name: 'Help' })).body.id
}, 120_000)
afterAll(() => Promise.all([world.close(), gmail.close()]))

/** There and back, where Google is told to allow so much; says what was asked for and where the browser goes on. */
async function consent(granted: string, more: object) {
  gmail.grantOnly(granted)
  const { url } = (await ana.ask('POST', '/mailboxes/gmail/oauth/start', { mailbox_id: id, ...more })).body
  const from = await gmail.consent(url, account)
  const { headers } = await ana.ask('GET', `${from.pathname.replace(/^\/api/, '')}${from.search}`)
  return { asked: new URL(url).searchParams, to: headers.get('location') }
}
const wayOut = async () => (await ana.ask('GET', `/mailboxes/${id}/way-out`)).body
const mailbox = async () => (await ana.ask('GET', `/mailboxes/${id}`)).body

test('without the wish to send, Google is asked for reading alone, and a mailbox that leaves by Gmail all the same says what is missing', async () => {
  const { asked } = await consent(read, {})
  expect([asked.get('scope'), asked.get('include_granted_scopes')]).toEqual([read, null])
  await ana.ask('POST', `/mailboxes/${id}/connection/confirm`, { account })
  expect(await wayOut()).toMatchObject({ kind: 'server', gmail_sends: false, refused: false, says: null })
  expect((await ana.ask('PUT', `/mailboxes/${id}/way-out`, { kind: 'gmail' })).status).toBe(200)
  const says = expect.stringContaining('and not to send')
  expect(await wayOut()).toMatchObject({ kind: 'gmail', refused: true, says })
  expect(await mailbox()).toMatchObject({ leaves_by: 'gmail', sending_refused: says })
  expect((await ana.ask('POST', `/mailboxes/${id}/way-out/check`, {})).body).toMatchObject({ ok: false })
})

test('asked for sending as well and refused it, the mailbox is read as before and comes back to its page', async () => {
  const { asked, to } = await consent(read, { send: true })
  expect([asked.get('scope'), asked.get('include_granted_scopes')]).toEqual([`${read} ${send}`, 'true'])
  expect(to).toBe(`/mailboxes/${id}`)
  expect(await mailbox()).toMatchObject({ connection: { state: 'new' }, sending_refused: expect.any(String) })
})

test('once sending is allowed, mail leaves by Gmail under the limits it had, and a new consent asks for no less', async () => {
  await ana.ask('PUT', `/mailboxes/${id}/way-out`, { kind: 'server', per_day: 500 })
  expect((await consent(`${read} ${send}`, { send: true })).to).toBe(`/mailboxes/${id}`)
  expect(await wayOut()).toMatchObject({ kind: 'gmail', gmail_sends: true, refused: false, says: null, per_day: 500 })
  expect(await mailbox()).toMatchObject({ sending_refused: null, connection: { confirmed_at: expect.any(String) } })
  expect((await ana.ask('POST', `/mailboxes/${id}/way-out/check`, {})).body).toMatchObject({ ok: true })
  const { asked } = await consent(`${read} ${send}`, {})
  expect(asked.get('scope')).toBe(`${read} ${send}`)
})

test('while nobody has confirmed the account, nothing leaves by it', async () => {
  await ana.ask('DELETE', `/mailboxes/${id}/connection`)
  await consent(`${read} ${send}`, { send: true })
  const { body } = await ana.ask('POST', `/mailboxes/${id}/way-out/check`, {})
  expect(body).toMatchObject({ ok: false, steps: [{ says: expect.stringContaining('right one') }] })
})
