import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Browser, openBrowser } from '../../../test/browser.ts'
import { type LocalGmail, openGmail } from '../../../test/gmail.ts'
import { openWorld, password, type World } from '../../../test/world.ts'

const [account, other] = ['help@acme.example', 'somebody@else.example']
let world: World
let gmail: LocalGmail
let ana: Browser
let later = 0
beforeAll(async () => {
  gmail = await openGmail([account, other])
  world = await openWorld({
    GOOGLE_CLIENT_ID: gmail.clientId,
    GOOGLE_CLIENT_SECRET: gmail.clientSecret,
    GOOGLE_API_URL: gmail.url,
  })
  const { clock } = world.store
  world.store.clock = () => new Date(clock().getTime() + later)
  ana = await signedIn('ana@acme.example')
}, 120_000)
afterAll(() => Promise.all([world.close(), gmail.close()]))
beforeEach(async () => {
  later = 0
  gmail.grantOnly(undefined)
  await world.rows(world.acme.orgId, 'delete from connection')
})

async function signedIn(email: string): Promise<Browser> {
  const browser = openBrowser(world)
  await browser.signIn(email, password)
  return browser
}

const start = async (more: Record<string, unknown> = {}): Promise<string> => {
  const { body, status } = await ana.ask('POST', '/mailboxes/gmail/oauth/start', { address: account, ...more })
  expect([status, body.url]).toEqual([200, expect.stringContaining('/o/oauth2/v2/auth?')])
  return body.url
}
const back = async (browser: Browser, from: URL): Promise<URL> => {
  const { status, headers } = await browser.ask('GET', `${from.pathname.replace(/^\/api/, '')}${from.search}`)
  expect(status).toBe(302)
  return new URL(headers.get('location')!, 'http://docket')
}
const why = async (at: URL) =>
  (await ana.ask('GET', `/mailboxes/gmail/oauth/visits/${at.searchParams.get('visit')}`)).body.refused
const connections = () =>
  world.rows<{ settings: unknown; secret: string }>(world.acme.orgId, 'select settings, secret from connection')

test('allowed: the mailbox is opened and connected, nothing is fetched yet, and no token stands in a row, an answer or the audit (A1)', async () => {
  const url = new URL(await start())
  expect(url.searchParams.get('code_challenge_method')).toBe('S256')
  expect(url.searchParams.get('scope')).toBe('https://www.googleapis.com/auth/gmail.readonly')
  const from = await gmail.consent(url.href, account)
  const at = await back(ana, from)
  expect(at.pathname).toBe('/mailboxes/connected')
  const id = at.searchParams.get('mailbox_id')
  const { body, text } = await ana.ask('GET', `/mailboxes/${id}/sync/status`)
  expect(body).toMatchObject({
    kind: 'gmail',
    settings: { account, journal: false },
    ...{ state: 'unconfirmed', held: expect.stringContaining('Nothing is fetched'), backfill: null },
  })
  const everything = [text, JSON.stringify(await connections())]
  for (const table of ['audit', 'oauth_visit', 'event'])
    everything.push(JSON.stringify(await world.rows(world.acme.orgId, `select * from ${table}`)))
  expect(everything.join('\n')).not.toMatch(/google_refresh_|google_[\w-]{20}/)
  const state = url.searchParams.get('state')!
  expect(everything.join('\n')).not.toContain(state)
  const check = await ana.ask('GET', `/mailboxes/${id}/connectivity`)
  expect(check.body).toMatchObject({ ok: true, steps: [{ says: `Google lets Docket read ${account}.` }, {}] })
})

test('a state works once, for ten minutes, in the browser that began: replay, another browser, another organisation and none are one answer', async () => {
  const spent = async (browser: Browser, from: URL) => (await back(browser, from)).searchParams.get('refused')
  const used = await gmail.consent(await start(), account)
  expect((await back(ana, used)).searchParams.get('mailbox_id')).toBeTruthy()
  expect(await spent(ana, used)).toBe('spent')

  const fresh = await gmail.consent(await start(), account)
  await world.rows(world.acme.orgId, 'delete from connection')
  expect(await spent(await signedIn('gina@globex.example'), fresh)).toBe('spent')
  expect(await spent(await signedIn('ana@acme.example'), fresh)).toBe('spent')
  expect(await spent(await signedIn('kim@acme.example'), fresh)).toBe('signed-out')
  expect(await spent(openBrowser(world), fresh)).toBe('signed-out')
  const forged = new URL(fresh)
  forged.searchParams.set('state', 'guessed')
  expect(await spent(ana, forged)).toBe('spent')
  expect(await connections()).toEqual([])
  later = 11 * 60_000
  expect(await spent(ana, fresh)).toBe('spent')
  later = 0
  expect((await back(ana, fresh)).searchParams.get('mailbox_id')).toBeTruthy()
})

test('a code that was made for another way does not fit (PKCE)', async () => {
  const [mine, theirs] = [await gmail.consent(await start(), account), await gmail.consent(await start(), account)]
  mine.searchParams.set('code', theirs.searchParams.get('code')!)
  expect(await why(await back(ana, mine))).toMatch(/no longer knows what it allowed/)
  expect(await connections()).toEqual([])
})

test('cancelled, too little allowed, another account: each is a sentence, and nothing is connected', async () => {
  const cancelled = await gmail.consent(await start(), account)
  cancelled.searchParams.delete('code')
  cancelled.searchParams.set('error', 'access_denied')
  expect(await why(await back(ana, cancelled))).toMatch(/Cancel was pressed/)

  gmail.grantOnly('openid email')
  expect(await why(await back(ana, await gmail.consent(await start(), account)))).toMatch(/leave its box ticked/)
  gmail.grantOnly(undefined)

  expect(await why(await back(ana, await gmail.consent(await start(), other)))).toBe(
    `At Google, ${other} was signed in, but this mailbox is read as ${account}. Begin again and choose that account.`,
  )
  expect(await connections()).toEqual([])
  expect(
    (await back(ana, await gmail.consent(await start({ account: other }), other))).searchParams.get('mailbox_id'),
  ).toBeTruthy()
  expect(
    await why(
      await back(ana, await gmail.consent(await start({ address: 'second@acme.example', account: other }), other)),
    ),
  ).toBe(`${other} is read already, for the mailbox ${account}.`)
})

test('only an administrator in a browser begins; without GOOGLE_CLIENT_ID the answer says so', async () => {
  const kim = await signedIn('kim@acme.example')
  expect((await kim.ask('POST', '/mailboxes/gmail/oauth/start', { address: account })).status).toBe(403)
  expect((await world.ask('Ana', 'POST', '/api/mailboxes/gmail/oauth/start', { address: account })).status).toBe(403)
  const { googleClientId } = world.store.config
  world.store.config.googleClientId = undefined
  const { status, body } = await ana.ask('POST', '/mailboxes/gmail/oauth/start', { address: account })
  world.store.config.googleClientId = googleClientId
  expect([status, body.detail]).toEqual([409, expect.stringContaining('GOOGLE_CLIENT_ID')])
})
