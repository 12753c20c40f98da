import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../test/browser.ts'
import { openWorld, password, type World } from '../../test/world.ts'

/** S7, where limiting.test.ts and entering.test.ts leave off: what the answers and their cost give away. */

let world: World
beforeAll(async () => {
  world = await openWorld({ TRUSTED_PROXIES: '127.0.0.1' })
  await world.rows(world.acme.orgId, `update app_user set active = false where email = 'vic@acme.example'`)
  await world.rows(world.globex.orgId, `update app_user set password_hash = null where email = 'gus@globex.example'`)
})
afterAll(() => world.close())

const accounts = [
  'kim@acme.example',
  'vic@acme.example',
  'gus@globex.example',
  'nobody@acme.example',
  'x@nowhere.example',
]
let place = 0

test('known, switched off, without a password, unknown: a wrong sign-in answers the same bytes', async () => {
  const answers = new Set<string>()
  for (const email of [...accounts, "' or true --@acme.example", 'KIM@ACME.EXAMPLE', ' kim@acme.example ']) {
    const browser = openBrowser(world, { from: `10.1.0.${++place}` })
    await browser.ask('GET', '/auth/csrf')
    const { status, text, headers } = await browser.ask(
      'POST',
      '/auth/login',
      { email, password: 'guess' },
      { 'x-request-id': 'same' },
    )
    const told = [...headers].filter(([name]) => name !== 'date' && !name.startsWith('x-ratelimit-'))
    answers.add(JSON.stringify([status, text, told]))
  }
  expect([...answers]).toHaveLength(1)
  expect([...answers][0]).toContain('wrong-sign-in')
})

/** Processor time, not the clock: what else the machine does is not in it. The hash is by far the most of it. */
test('known and unknown accounts cost the same work', async () => {
  const costs = new Map<string, number[]>(accounts.map((email) => [email, []]))
  for (let round = 0; round < 6; round++) {
    for (const email of accounts) {
      const browser = openBrowser(world, { from: `10.2.${round}.${++place}` })
      await browser.ask('GET', '/auth/csrf')
      const before = process.cpuUsage()
      await browser.ask('POST', '/auth/login', { email, password: 'guess' })
      const { user, system } = process.cpuUsage(before)
      costs.get(email)!.push(user + system)
    }
  }
  const typical = [...costs.values()].map((all) => all.sort((a, b) => a - b)[2]!)
  expect(Math.max(...typical) / Math.min(...typical)).toBeLessThan(2)
})

test('a session that somebody planted before the sign-in is worth nothing after it', async () => {
  const browser = openBrowser(world, { from: '10.3.0.1' })
  const planted = 'planted'.padEnd(43, 'x')
  browser.cookies.set('docket_session', planted)
  expect((await browser.signIn('ana@acme.example', password)).status).toBe(200)
  expect(browser.cookies.get('docket_session')).not.toBe(planted)
  const as = (session: string) => world.ask(null, 'GET', '/api/me', undefined, { cookie: `docket_session=${session}` })
  expect((await as(planted)).status).toBe(401)
  expect((await as(browser.cookies.get('docket_session')!)).status).toBe(200)
})

test('who is switched off is out at the very next request, by session and by token', async () => {
  const browser = openBrowser(world, { from: '10.3.0.2' })
  await browser.signIn('kim@acme.example', password)
  expect([(await browser.ask('GET', '/me')).status, (await world.ask('Kim', 'GET', '/api/me')).status]).toEqual([
    200, 200,
  ])
  await world.rows(world.acme.orgId, `update app_user set active = false where email = 'kim@acme.example'`)
  expect([(await browser.ask('GET', '/me')).status, (await world.ask('Kim', 'GET', '/api/me')).status]).toEqual([
    401, 401,
  ])
})
