import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Browser, openBrowser } from '../../test/browser.ts'
import { openWorld, password, type World } from '../../test/world.ts'
import { authenticate, may } from '../auth/index.ts'
import { openHttp } from '../platform/http.ts'
import { routes } from './routes.ts'

/** S8, made from the table of routes: a route that is added tomorrow is asked too. */

let world: World
let kim: Browser
let ana: Browser
beforeAll(async () => {
  world = await openWorld()
  kim = await signedIn('kim@acme.example')
  ana = await signedIn('ana@acme.example')
})
afterAll(() => world.close())

async function signedIn(email: string): Promise<Browser> {
  const browser = openBrowser(world)
  expect((await browser.signIn(email, password)).status).toBe(200)
  return browser
}

const changing = routes.filter(({ method }) => method !== 'GET')
const urlOf = (path: string) => `/api${path.replace(/:\w+/g, () => randomUUID())}`
const named = (browser: Browser, name: string) => browser.cookies.get(name) ?? ''

/** What a hostile page, or one that could plant cookies, can bring about in a signed-in browser. */
async function forgeries(): Promise<Record<string, { csrfCookie?: string; headers: Record<string, string> }>> {
  const own = named(kim, 'docket_csrf')
  const others = named(ana, 'docket_csrf')
  const before = (await world.ask(null, 'GET', '/api/auth/csrf')).body.csrf_token as string
  const sent = (token: string, headers = {}) => ({ csrfCookie: token, headers: { 'x-csrf-token': token, ...headers } })
  return {
    'no token': { headers: {} },
    'an empty token': { headers: { 'x-csrf-token': '' } },
    'a wrong token': { headers: { 'x-csrf-token': 'wrong' } },
    'the good token, cut short': { headers: { 'x-csrf-token': own.slice(0, -1) } },
    'the good token with more behind it': { headers: { 'x-csrf-token': `${own}a` } },
    'a token that is no ASCII': { headers: { 'x-csrf-token': `${own.slice(0, -1)}é` } },
    'any token, planted as cookie too': sent('planted'),
    "another session's token in the header": { headers: { 'x-csrf-token': others } },
    "another session's token, planted as cookie too": sent(others),
    'a token from before anyone signed in, planted as cookie too': sent(before),
    'the good token from another origin': sent(own, { origin: 'https://evil.example' }),
    'the good token from an origin that only looks like ours': sent(own, {
      origin: 'http://127.0.0.1:3000.evil.example',
    }),
    'the good token from a page without an origin': sent(own, { origin: 'null' }),
    'the good token, fetched across sites': sent(own, { 'sec-fetch-site': 'cross-site' }),
    'the good token, fetched from a sister site': sent(own, { 'sec-fetch-site': 'same-site' }),
  }
}

test('there are changing routes to ask', () => {
  expect(changing.length).toBeGreaterThan(6)
})

test.each(changing)('$method $path takes nothing from a page that is not ours (S8)', async ({ method, path }) => {
  for (const [name, { csrfCookie, headers }] of Object.entries(await forgeries())) {
    const cookie = `docket_session=${named(kim, 'docket_session')}; docket_csrf=${csrfCookie ?? named(kim, 'docket_csrf')}`
    const { status, body } = await world.ask(null, method, urlOf(path), {}, { cookie, ...headers })
    expect([name, status, body.code]).toEqual([name, 403, 'csrf'])
  }
  const ours = await kim.ask(
    method,
    urlOf(path).slice('/api'.length),
    {},
    { origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' },
  )
  expect(ours.body?.code).not.toBe('csrf')
  if ((await kim.ask('GET', '/me')).status === 401) kim = await signedIn('kim@acme.example')
})

test.each(changing.filter(({ may }) => may === 'nobody yet'))(
  '$method $path cannot be used by another site on a browser where nobody is signed in (S8)',
  async ({ method, path }) => {
    const token = (await world.ask(null, 'GET', '/api/auth/csrf')).body.csrf_token as string
    const tried = async (cookie: string, headers: Record<string, string>) =>
      (await world.ask(null, method, urlOf(path), {}, { cookie: `docket_csrf=${cookie}`, ...headers })).body?.code
    const [nonce] = token.split('.')
    const others = named(ana, 'docket_csrf')
    for (const forged of ['', 'planted', `${nonce}.`, `${nonce}.${'a'.repeat(43)}`, `.${token}`, `${token}.`, others])
      expect([forged, await tried(forged, { 'x-csrf-token': forged })]).toEqual([forged, 'csrf'])
    expect(await tried(token, {})).toBe('csrf')
    expect(await tried('', { 'x-csrf-token': token })).toBe('csrf')
    expect(await tried(token, { 'x-csrf-token': token, origin: 'https://evil.example' })).toBe('csrf')
    expect(await tried(token, { 'x-csrf-token': token, 'sec-fetch-site': 'cross-site' })).toBe('csrf')
    expect(await tried(token, { 'x-csrf-token': token })).not.toBe('csrf')
  },
)

test('the token changes with the session, is the same for as long as it lasts, and the answer says it', async () => {
  const browser = openBrowser(world)
  const before = (await browser.ask('GET', '/auth/csrf')).body.csrf_token
  expect((await browser.ask('GET', '/auth/csrf')).body.csrf_token).toBe(before)
  await browser.ask('POST', '/auth/login', { email: 'vic@acme.example', password })
  const during = named(browser, 'docket_csrf')
  expect(during).not.toBe(before)
  expect((await browser.ask('GET', '/auth/csrf')).body.csrf_token).toBe(during)
  await browser.ask('POST', '/auth/logout', {})
  expect(named(browser, 'docket_csrf')).toBe('')
  const after = (await browser.ask('GET', '/auth/csrf')).body.csrf_token
  expect([before, during]).not.toContain(after)
})

test('a session that is over has no token, and the browser can sign in again with a new one', async () => {
  const browser = await signedIn('gus@globex.example')
  await world.rows(world.globex.orgId, 'delete from session')
  const again = { email: 'gus@globex.example', password }
  expect((await browser.ask('POST', '/auth/login', again)).body.code).toBe('csrf')
  await browser.ask('GET', '/auth/csrf')
  expect((await browser.ask('POST', '/auth/login', again)).status).toBe(200)
})

test('a page served protected is not believed when its origin is unprotected', async () => {
  const secure = await openWorld({ PUBLIC_URL: 'https://desk.acme.example' })
  const browser = openBrowser(secure)
  await browser.signIn('kim@acme.example', password)
  const from = async (origin: string) =>
    (await browser.ask('POST', '/tickets', {}, { origin, host: 'desk.acme.example' })).body.code
  expect(await from('http://desk.acme.example')).toBe('csrf')
  expect(await from('https://desk.acme.example:8443')).toBe('csrf')
  expect(await from('https://desk.acme.example')).toBe('invalid')
  await secure.close()
})

test('a socket opens for our own page with a session, and for no other', async () => {
  const http = await openHttp(world.store, { routes, authenticate, may, pages: '/nowhere', ready: {} })
  await http.listen({ host: '127.0.0.1', port: 0 })
  const { port } = http.server.address() as AddressInfo
  const cookie = `docket_session=${named(await signedIn('ana@acme.example'), 'docket_session')}`
  const opened = (headers: Record<string, string>) =>
    new Promise<string>((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers })
      socket.once('message', (said) => {
        resolve(String(said))
        socket.close()
      })
      socket.once('close', (code) => resolve(`closed ${code}`))
      socket.once('error', reject)
    })
  expect(await opened({ cookie, origin: `http://127.0.0.1:${port}` })).toBe('{"type":"hello"}')
  for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${port}.evil.example`, 'http://127.0.0.1:1'])
    expect(await opened({ cookie, origin })).toBe('closed 4401')
  expect(await opened({ origin: `http://127.0.0.1:${port}` })).toBe('closed 4401')
  expect(await opened({ cookie: 'docket_session=guessed' })).toBe('closed 4401')
  await http.close()
})
