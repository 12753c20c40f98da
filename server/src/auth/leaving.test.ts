import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, openBrowser } from '../../test/browser.ts'
import { openWorld, password, type World } from '../../test/world.ts'
import { openHttp } from '../platform/http.ts'
import { authenticate, forgetPast, may, routes } from './index.ts'

let world: World
let http: FastifyInstance
beforeAll(async () => {
  world = await openWorld()
  http = await openHttp(world.store, { routes, authenticate, may, pages: '', ready: {} })
  await http.listen({ host: '127.0.0.1', port: 0 })
  world.store.live.open()
})
afterAll(async () => {
  await http.close()
  await world.close()
})

async function signedIn(email: string, more = {}): Promise<Browser> {
  const browser = openBrowser(world)
  expect((await browser.signIn(email, password, more)).status).toBe(200)
  return browser
}

/** An open page: its live connection, with the code it is closed with. */
async function page(browser: Browser): Promise<{ closed: Promise<number> }> {
  const { port } = http.server.address() as AddressInfo
  const cookie = `docket_session=${browser.cookies.get('docket_session')}`
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { cookie } } as never)
  const closed = once(socket, 'close').then(([event]) => (event as CloseEvent).code)
  await once(socket, 'message')
  return { closed }
}

test('S7: who is switched off loses open pages too, and the others keep theirs', async () => {
  const [ana, kim] = [await signedIn('ana@acme.example'), await signedIn('kim@acme.example')]
  const [anas, kims] = [await page(ana), await page(kim)]
  const { id } = (await kim.ask('GET', '/me')).body.user
  await ana.ask('PATCH', `/users/${id}`, { active: false })
  expect(await Promise.race([kims.closed, anas.closed.then(() => 'the wrong page closed')])).toBe(4401)
  await ana.ask('PATCH', `/users/${id}`, { active: true })
})

test('a revoked session loses its open page, and the page that revoked it stays', async () => {
  const [here, there] = [await signedIn('vic@acme.example'), await signedIn('vic@acme.example')]
  const [mine, other] = [await page(here), await page(there)]
  expect((await here.ask('DELETE', '/me/sessions')).status).toBe(204)
  expect(await Promise.race([other.closed, mine.closed.then(() => 'the wrong page closed')])).toBe(4401)
})

test('a session ends after three idle days, one that is remembered after fourteen, used or not', async () => {
  const [idle, remembered] = [
    await signedIn('vic@acme.example'),
    await signedIn('vic@acme.example', { remember: true }),
  ]
  const { clock } = world.store
  const days = async (count: number) => {
    world.store.clock = () => new Date(clock().getTime() + count * 86_400_000)
    return [(await idle.ask('GET', '/me/sessions')).status, (await remembered.ask('GET', '/me/sessions')).status]
  }
  try {
    expect(await days(2.9)).toEqual([200, 200])
    expect(await days(5.8)).toEqual([200, 200])
    expect(await days(8.9)).toEqual([401, 200])
    expect(await days(13.9)).toEqual([401, 200])
    expect(await days(14.1)).toEqual([401, 401])
  } finally {
    world.store.clock = clock
  }
})

test('that a session is in use is written at most once a minute', async () => {
  const vic = await signedIn('vic@acme.example')
  const [{ id }] = (await vic.ask('GET', '/me/sessions')).body.items.filter((one: { current: boolean }) => one.current)
  const written = async () =>
    (await world.rows(world.acme.orgId, 'select last_seen_at as at from session where id = $1', [id]))[0]!.at.getTime()
  const { clock } = world.store
  const at = clock().getTime() + 60_000
  world.store.clock = () => new Date(at)
  try {
    await vic.ask('GET', '/me/sessions')
    const first = await written()
    world.store.clock = () => new Date(at + 59_000)
    await vic.ask('GET', '/me/sessions')
    expect(await written()).toBe(first)
    world.store.clock = () => new Date(at + 61_000)
    await Promise.all([1, 2, 3].map(() => vic.ask('GET', '/me/sessions')))
    expect(await written()).toBe(at + 61_000)
  } finally {
    world.store.clock = clock
  }
})

test('sessions that are over are not listed, and the sweep forgets them', async () => {
  const vic = await signedIn('vic@acme.example')
  await signedIn('vic@acme.example')
  const count = async () => (await vic.ask('GET', '/me/sessions')).body.items.length
  const kept = async () => (await world.rows(world.acme.orgId, 'select from session')).length
  const [listed, rows] = [await count(), await kept()]
  await world.rows(
    world.acme.orgId,
    `update session set last_seen_at = last_seen_at - interval '4 days' where id <> $1`,
    [(await vic.ask('GET', '/me/sessions')).body.items.find((one: { current: boolean }) => one.current).id],
  )
  expect(await count()).toBeLessThan(listed)
  await forgetPast(world.store)
  expect(await kept()).toBeLessThan(rows)
  expect(await count()).toBeGreaterThan(0)
})

test('of two administrators who demote each other at once, one stays', async () => {
  const ana = await signedIn('ana@acme.example')
  const { items } = (await ana.ask('GET', '/users')).body
  const idOf = (email: string) => items.find((user: { email: string }) => user.email === email).id
  await ana.ask('PATCH', `/users/${idOf('kim@acme.example')}`, { role: 'admin' })
  const kim = await signedIn('kim@acme.example')
  const answers = await Promise.all([
    ana.ask('PATCH', `/users/${idOf('kim@acme.example')}`, { role: 'agent' }),
    kim.ask('PATCH', `/users/${idOf('ana@acme.example')}`, { role: 'agent' }),
  ])
  expect(answers.map(({ status }) => status).sort()).not.toEqual([200, 200])
  const admins = await world.rows(world.acme.orgId, `select 1 from app_user where role = 'admin' and org_id = $1`, [
    world.acme.orgId,
  ])
  expect(admins).toHaveLength(1)
})
