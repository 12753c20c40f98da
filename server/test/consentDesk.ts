import { expect } from 'vitest'
import { type Browser, openBrowser } from './browser.ts'
import { type LocalGmail, openGmail } from './gmail.ts'
import { type Nylas, openNylas } from './nylas.ts'
import { openWorld, password, type World } from './world.ts'

export const account = 'help@acme.example'
export const other = 'somebody@else.example'
export const kinds = ['gmail', 'nylas'] as const
type Kind = (typeof kinds)[number]
type Back = Record<string, string>

/** What of a provider differs where it lets an account be read. */
type Provider = {
  kind: Kind
  name: string
  start: string
  callback: string
  /** A person signed in as this one presses Allow. */
  allow(url: string, as: string): Promise<Back>
  /** Its sentences when nobody allows, of a code that is not good, and where nobody answers. */
  says: { cancelled: RegExp; badCode: RegExp; away: RegExp }
  down(isDown: boolean): void
  /** Docket is registered there no more, until what comes back is called. */
  unregister(): () => void
  unregistered: string
  /** How often an access was given back. */
  ended(): number
}
export type ConsentDesk = Awaited<ReturnType<typeof openConsentDesk>>

/** Ana in her browser, a mailbox to connect, and the providers that let its account be read. */
export async function openConsentDesk() {
  const [gmail, nylas] = await Promise.all([openGmail([account, other]), openNylas({ account })])
  const world = await openWorld({
    ...{ GOOGLE_CLIENT_ID: gmail.clientId, GOOGLE_CLIENT_SECRET: gmail.clientSecret, GOOGLE_API_URL: gmail.url },
    ...{ NYLAS_CLIENT_ID: nylas.clientId, NYLAS_API_KEY: nylas.apiKey, NYLAS_API_URI: nylas.apiUrl },
  })
  let later = 0
  const { clock } = world.store
  world.store.clock = () => new Date(clock().getTime() + later)
  const signedIn = async (email: string): Promise<Browser> => {
    const browser = openBrowser(world)
    await browser.signIn(email, password)
    return browser
  }
  const ana = await signedIn('ana@acme.example')
  const open = async (address: string) =>
    (await ana.ask('POST', '/mailboxes', { address, name: address })).body.id as string
  const mailboxId = await open(account)
  await world.store.jobs.work(world.store)
  const providers = providersOf(world, gmail, nylas)

  const comeBack = async (browser: Browser, back: Back, callback: string): Promise<URL> => {
    const { status, headers } = await browser.ask('GET', `${callback}?${new URLSearchParams(back)}`)
    expect(status).toBe(302)
    const at = new URL(headers.get('location')!, 'http://docket')
    expect(at.pathname).toBe('/mailboxes/connected')
    return at
  }
  /** What is to be given back is given back, or was not to be. */
  const endings = async () => {
    const rows = `select from pgboss.job where name = 'mail.end-access' and state < 'completed'`
    await expect.poll(async () => (await world.store.pool.query(rows)).rows, { timeout: 30_000 }).toEqual([])
  }
  const why = async (at: URL) => (await ana.ask('GET', `/mailboxes/oauth/visits/${at.searchParams.get('visit')}`)).body
  return {
    ...{ world, ana, signedIn, open, mailboxId, providers, comeBack, why },
    later: (ms: number) => (later = ms),
    begin: async ({ start }: Provider, more: object = {}): Promise<string> => {
      const { body, text, status } = await ana.ask('POST', start, { mailbox_id: mailboxId, ...more })
      expect(status, text).toBe(200)
      return body.url
    },
    /** The sentence of a way that ends without a mailbox. */
    refused: async ({ callback }: Provider, back: Back): Promise<string> =>
      (await why(await comeBack(ana, back, callback))).refused,
    connections: () =>
      world.rows<{ mailbox_id: string; kind: string }>(world.acme.orgId, 'select mailbox_id, kind from connection'),
    /** Also of what the test before had left to be given back. */
    async clear() {
      later = 0
      for (const { down } of Object.values(providers)) down(false)
      await endings()
      await world.rows(world.acme.orgId, 'delete from connection')
    },
    endings,
    close: () => Promise.all([world.close(), gmail.close(), nylas.close()]),
  }
}

export const stateIn = (url: string): string => new URL(url).searchParams.get('state')!

function providersOf({ store: { config } }: World, gmail: LocalGmail, nylas: Nylas): Record<Kind, Provider> {
  return {
    gmail: {
      ...{ kind: 'gmail', name: 'Google', unregistered: 'GOOGLE_CLIENT_ID' },
      start: '/mailboxes/gmail/oauth/start',
      callback: '/mailboxes/gmail/oauth/callback',
      allow: async (url, as) => Object.fromEntries((await gmail.consent(url, as)).searchParams),
      says: {
        cancelled: /Nobody allowed Docket to read the account: at Google/,
        badCode: /no longer knows what it allowed/,
        away: /^Begin again in a minute: .* Google could not be read: it answered 503/,
      },
      down: (isDown) => gmail.misbehave(isDown ? { rate: 1, statuses: [503] } : {}),
      unregister() {
        const { googleClientId } = config
        config.googleClientId = undefined
        return () => (config.googleClientId = googleClientId)
      },
      ended: () => gmail.asked.filter((one) => one === 'POST /revoke').length,
    },
    nylas: {
      ...{ kind: 'nylas', name: 'Nylas', unregistered: 'NYLAS_CLIENT_ID' },
      start: '/mailboxes/nylas/start',
      callback: '/mailboxes/nylas/callback',
      allow: async (url, as) => ({ state: stateIn(url), code: nylas.newCode(as) }),
      says: {
        cancelled: /Nobody allowed Docket to read the account: on the way through Nylas/,
        badCode: /^Nylas did not take the code .* NYLAS_API_KEY .* It says: “The code is not known”$/,
        away: /^Begin again in a minute: .* Nylas answered 503/,
      },
      down: (isDown) => nylas.failEvery(isDown ? 1 : 0, { status: 503 }),
      unregister() {
        const { nylasClientId } = config
        config.nylasClientId = undefined
        return () => (config.nylasClientId = nylasClientId)
      },
      ended: () => nylas.asked.filter((one) => one.startsWith('DELETE')).length,
    },
  }
}
