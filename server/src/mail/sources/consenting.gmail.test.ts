import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Browser, openBrowser } from '../../../test/browser.ts'
import { type LocalGmail, openGmail } from '../../../test/gmail.ts'
import { openWorld, password, type World } from '../../../test/world.ts'

const [account, other, fresh] = ['help@acme.example', 'somebody@else.example', 'fresh@acme.example']
let world: World
let gmail: LocalGmail
let ana: Browser
beforeAll(async () => {
  gmail = await openGmail([account, other, fresh])
  world = await openWorld({
    GOOGLE_CLIENT_ID: gmail.clientId,
    GOOGLE_CLIENT_SECRET: gmail.clientSecret,
    GOOGLE_API_URL: gmail.url,
  })
  ana = openBrowser(world)
  await ana.signIn('ana@acme.example', password)
  await world.store.jobs.work(world.store)
}, 120_000)
afterAll(() => Promise.all([world.close(), gmail.close()]))
beforeEach(async () => {
  gmail.grantOnly(undefined)
  await world.rows(world.acme.orgId, 'delete from connection')
})

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
  (await ana.ask('GET', `/mailboxes/oauth/visits/${at.searchParams.get('visit')}`)).body.refused
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

test('a code that was made for another way does not fit (PKCE)', async () => {
  const [mine, theirs] = [await gmail.consent(await start(), account), await gmail.consent(await start(), account)]
  mine.searchParams.set('code', theirs.searchParams.get('code')!)
  expect(await why(await back(ana, mine))).toMatch(/no longer knows what it allowed/)
  expect(await connections()).toEqual([])
})

const nothingIsLeft = () => expect.poll(() => gmail.tokensOf(fresh), { timeout: 30_000 }).toBe(0)

test('too little allowed, no lasting access, an account that could not be asked for: each is a sentence, and what was allowed is given back', async () => {
  gmail.grantOnly('openid https://www.googleapis.com/auth/gmail.send')
  expect(await why(await back(ana, await gmail.consent(await start({ address: fresh, send: true }), fresh)))).toMatch(
    /leave its box ticked/,
  )
  gmail.grantOnly(undefined)
  await nothingIsLeft()

  gmail.givesLasting(false)
  expect(await why(await back(ana, await gmail.consent(await start({ address: fresh }), fresh)))).toMatch(
    /no lasting access/,
  )
  gmail.givesLasting(true)
  await nothingIsLeft()

  gmail.misbehave({ rate: 1, statuses: [403], reason: 'accessNotConfigured' })
  expect(await why(await back(ana, await gmail.consent(await start({ address: fresh }), fresh)))).toMatch(
    /does not let Docket read/,
  )
  gmail.misbehave({})
  await nothingIsLeft()
  expect(await connections()).toEqual([])
}, 60_000)

test('too little allowed of an account that is read already: what it is read with stays', async () => {
  const { searchParams } = await back(ana, await gmail.consent(await start(), account))
  const mailbox_id = searchParams.get('mailbox_id')
  gmail.grantOnly('openid email')
  const again = await ana.ask('POST', '/mailboxes/gmail/oauth/start', { mailbox_id })
  expect(await why(await back(ana, await gmail.consent(again.body.url, account)))).toMatch(/leave its box ticked/)
  gmail.grantOnly(undefined)
  const waiting = async () =>
    (await world.store.pool.query(`select from pgboss.job where name = 'mail.end-access' and state < 'completed'`)).rows
  await expect.poll(waiting, { timeout: 30_000 }).toEqual([])
  expect((await ana.ask('GET', `/mailboxes/${mailbox_id}/connectivity`)).body).toMatchObject({ ok: true })
}, 60_000)

test('a mailbox that is opened by the consent is opened by no other: refused, there is no mailbox, and the address is told', async () => {
  const address = 'third@acme.example'
  const at = await back(ana, await gmail.consent(await start({ address }), other))
  const { body } = await ana.ask('GET', `/mailboxes/oauth/visits/${at.searchParams.get('visit')}`)
  expect(body).toMatchObject({ provider: 'gmail', mailbox_id: null, address, connected: false })
  const { items } = (await ana.ask('GET', '/mailboxes')).body
  expect(items.map((one: { address: string }) => one.address)).not.toContain(address)
})
