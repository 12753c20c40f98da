import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Browser, openBrowser } from '../../../test/browser.ts'
import { type LocalGmail, openGmail } from '../../../test/gmail.ts'
import { type Nylas, openNylas } from '../../../test/nylas.ts'
import { openWorld, password, type World } from '../../../test/world.ts'

const [account, other, hers] = ['help@acme.example', 'somebody@else.example', 'gina@globex.example']
let gmail: LocalGmail
let nylas: Nylas
let world: World
let ana: Browser
let mailboxId: string
let later = 0
beforeAll(async () => {
  ;[gmail, nylas] = await Promise.all([openGmail([account, other]), openNylas({ account })])
  world = await openWorld({
    ...{ GOOGLE_CLIENT_ID: gmail.clientId, GOOGLE_CLIENT_SECRET: gmail.clientSecret, GOOGLE_API_URL: gmail.url },
    ...{ NYLAS_CLIENT_ID: nylas.clientId, NYLAS_API_KEY: nylas.apiKey, NYLAS_API_URI: nylas.apiUrl },
  })
  const { clock } = world.store
  world.store.clock = () => new Date(clock().getTime() + later)
  ana = await signedIn('ana@acme.example')
  mailboxId = await opened(account)
  await world.store.jobs.work(world.store)
}, 120_000)
afterAll(() => Promise.all([world.close(), gmail.close(), nylas.close()]))
beforeEach(async () => {
  later = 0
  gmail.misbehave({})
  await world.rows(world.acme.orgId, 'delete from connection')
})

async function signedIn(email: string): Promise<Browser> {
  const browser = openBrowser(world)
  await browser.signIn(email, password)
  return browser
}
const opened = async (address: string) =>
  (await ana.ask('POST', '/mailboxes', { address, name: address })).body.id as string
const connections = () =>
  world.rows<{ mailbox_id: string; kind: string }>(world.acme.orgId, 'select mailbox_id, kind from connection')

type Back = Record<string, string>
type Provider = {
  name: string
  start: string
  callback: string
  /** A person signed in as this one presses Allow. */
  allow(url: string, as: string): Promise<Back>
  cancelled: RegExp
  /** Of a code that is not good, and where nobody answers. */
  badCode: RegExp
  down(isDown: boolean): void
  away: RegExp
  unregister(): () => void
  unregistered: string
  /** How often an access was given back. */
  ended(): number
}
const state = (url: string) => new URL(url).searchParams.get('state')!
const providers: Record<'gmail' | 'nylas', Provider> = {
  gmail: {
    name: 'Google',
    start: '/mailboxes/gmail/oauth/start',
    callback: '/mailboxes/gmail/oauth/callback',
    allow: async (url, as) => Object.fromEntries((await gmail.consent(url, as)).searchParams),
    cancelled: /Nobody allowed Docket to read the account: at Google/,
    badCode: /no longer knows what it allowed/,
    down: (isDown) => gmail.misbehave(isDown ? { rate: 1, statuses: [503] } : {}),
    away: /^Google could not be read: it answered 503.* begin again in a minute/,
    unregister() {
      const { googleClientId } = world.store.config
      world.store.config.googleClientId = undefined
      return () => (world.store.config.googleClientId = googleClientId)
    },
    unregistered: 'GOOGLE_CLIENT_ID',
    ended: () => gmail.asked.filter((one) => one === 'POST /revoke').length,
  },
  nylas: {
    name: 'Nylas',
    start: '/mailboxes/nylas/start',
    callback: '/mailboxes/nylas/callback',
    allow: async (url, as) => ({ state: state(url), code: nylas.newCode(as) }),
    cancelled: /Nobody allowed Docket to read the account: on the way through Nylas/,
    badCode: /^Nylas did not take the code .* NYLAS_API_KEY .* It says: “The code is not known”$/,
    down: (isDown) => nylas.failEvery(isDown ? 1 : 0, { status: 503 }),
    away: /^Nylas answered 503.* begin again in a minute/,
    unregister() {
      const { nylasClientId } = world.store.config
      world.store.config.nylasClientId = undefined
      return () => (world.store.config.nylasClientId = nylasClientId)
    },
    unregistered: 'NYLAS_CLIENT_ID',
    ended: () => nylas.asked.filter((one) => one.startsWith('DELETE')).length,
  },
}

for (const [kind, it] of Object.entries(providers)) {
  const begin = async (more: object = {}): Promise<string> => {
    const { body, text, status } = await ana.ask('POST', it.start, { mailbox_id: mailboxId, ...more })
    expect(status, text).toBe(200)
    return body.url
  }
  const comeBack = async (browser: Browser, back: Back, callback = it.callback): Promise<URL> => {
    const { status, headers } = await browser.ask('GET', `${callback}?${new URLSearchParams(back)}`)
    expect(status).toBe(302)
    const at = new URL(headers.get('location')!, 'http://docket')
    expect(at.pathname).toBe('/mailboxes/connected')
    return at
  }
  const word = async (browser: Browser, back: Back, callback = it.callback) =>
    (await comeBack(browser, back, callback)).searchParams.get('refused')
  const why = async (at: URL) => (await ana.ask('GET', `/mailboxes/oauth/visits/${at.searchParams.get('visit')}`)).body
  const refused = async (back: Back) => (await why(await comeBack(ana, back))).refused
  const endedTimes = (times: number) => expect.poll(it.ended, { timeout: 30_000 }).toBe(times)

  test(`${it.name}: a state works once, for a quarter of an hour, in the browser that began and at the provider it was for: all else is one answer`, async () => {
    const fresh = await it.allow(await begin(), account)
    expect(await word(await signedIn(hers), fresh)).toBe('spent')
    expect(await word(await signedIn('ana@acme.example'), fresh)).toBe('spent')
    expect(await word(await signedIn('kim@acme.example'), fresh)).toBe('signed-out')
    expect(await word(openBrowser(world), fresh)).toBe('signed-out')
    expect(await word(ana, { ...fresh, state: 'guessed' })).toBe('spent')
    expect(await word(ana, { code: fresh.code! })).toBe('spent')
    const elsewhere = Object.values(providers).find((one) => one !== it)!
    expect(await word(ana, fresh, elsewhere.callback)).toBe('spent')
    later = 15 * 60_000 + 1_000
    expect(await word(ana, fresh)).toBe('spent')
    expect(await connections()).toEqual([])
    later = 14 * 60_000
    expect((await comeBack(ana, fresh)).searchParams.get('mailbox_id')).toBe(mailboxId)
    expect(await word(ana, fresh)).toBe('spent')
    later = 0
    expect(await connections()).toEqual([{ mailbox_id: mailboxId, kind }])
  })

  test(`${it.name}: cancelled, a word that nobody knows, a bad code: each is a sentence of its way, for its organisation alone, and spends the state`, async () => {
    const cancelled = { state: state(await begin()), error: 'access_denied' }
    const at = await comeBack(ana, cancelled)
    expect(await why(at)).toEqual({
      ...{ provider: kind, mailbox_id: mailboxId, address: account, connected: false },
      refused: expect.stringMatching(it.cancelled),
    })
    const visit = `/mailboxes/oauth/visits/${at.searchParams.get('visit')}`
    expect((await (await signedIn(hers)).ask('GET', visit)).status).toBe(404)
    expect((await world.ask('Kim', 'GET', `/api${visit}`)).status).toBe(403)
    expect(await word(ana, cancelled)).toBe('spent')

    const odd = await refused({ state: state(await begin()), error: 'odd <b>"thing"</b>' })
    expect(odd).toBe(`${it.name} ended the way to it with “odd bthingb”. Begin again.`)
    expect(await refused({ state: state(await begin()) })).toContain('no code')
    expect(await refused({ state: state(await begin()), code: 'of-yesterday' })).toMatch(it.badCode)
    expect(await connections()).toEqual([])
  })

  test(`${it.name}: another account than the one that was meant is named, and its access is given back`, async () => {
    const before = it.ended()
    expect(await refused(await it.allow(await begin(), other))).toBe(
      `At ${it.name}, ${other} was signed in, but this mailbox is read as ${account}. Begin again and choose that account.`,
    )
    expect(await connections()).toEqual([])
    await endedTimes(before + 1)
  }, 60_000)

  test(`${it.name}: an account that another mailbox is read with, through either provider, is refused and stays allowed there`, async () => {
    for (const first of Object.values(providers)) {
      await world.rows(world.acme.orgId, 'delete from connection')
      const { body } = await ana.ask('POST', first.start, { mailbox_id: mailboxId })
      await comeBack(ana, await first.allow(body.url, account), first.callback)
      const before = first.ended()
      const second = await opened(`second-${first.name}-${kind}@acme.example`)
      expect(await refused(await it.allow(await begin({ mailbox_id: second, account }), account))).toBe(
        `${account} is read already, for the mailbox ${account}.`,
      )
      const waiting = async () =>
        (await world.store.pool.query(`select from pgboss.job where name = 'mail.end-access' and state < 'completed'`))
          .rows
      await expect.poll(waiting, { timeout: 30_000 }).toEqual([])
      if (first === it) expect(it.ended()).toBe(before)
    }
  }, 60_000)

  test(`${it.name}: a provider that does not answer is no fault of the account; what had come by then is given back when it answers`, async () => {
    const before = it.ended()
    const back = await it.allow(await begin(), account)
    it.down(true)
    expect(await refused(back)).toMatch(it.away)
    it.down(false)
    // At Nylas there was nothing yet: the code itself was not taken.
    await endedTimes(kind === 'gmail' ? before + 1 : before)
    expect(await connections()).toEqual([])
  }, 60_000)

  test(`${it.name}: a connection that was there before is left as it was, and the page is told so`, async () => {
    await comeBack(ana, await it.allow(await begin(), account))
    const before = it.ended()
    const at = await comeBack(ana, await it.allow(await begin(), other))
    expect(await why(at)).toMatchObject({ connected: true, refused: expect.stringContaining(other) })
    expect(await connections()).toEqual([{ mailbox_id: mailboxId, kind }])
    await endedTimes(before + 1)
  }, 60_000)

  test(`${it.name}: only an administrator in a browser begins; not registered, the answer and the way back say what is missing`, async () => {
    const kim = await signedIn('kim@acme.example')
    expect((await kim.ask('POST', it.start, { mailbox_id: mailboxId })).status).toBe(403)
    expect((await world.ask('Ana', 'POST', `/api${it.start}`, { mailbox_id: mailboxId })).status).toBe(403)
    const gina = await signedIn(hers)
    expect((await gina.ask('POST', it.start, { mailbox_id: mailboxId })).status).toBe(404)
    const under = await it.allow(await begin(), account)
    const register = it.unregister()
    const { status, body } = await ana.ask('POST', it.start, { mailbox_id: mailboxId })
    expect([status, body.detail]).toEqual([409, expect.stringContaining(it.unregistered)])
    expect(await refused(under)).toContain(it.unregistered)
    register()
    expect(await connections()).toEqual([])
  })
}
