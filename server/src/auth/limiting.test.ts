import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../test/browser.ts'
import { askOver, openWorld, password, type World } from '../../test/world.ts'
import { makeStore } from '../app/opening.ts'
import { routes } from '../app/routes.ts'
import { openHttp } from '../platform/http.ts'
import { authenticate, may } from './index.ts'
import { networkOf } from './limiting.ts'

let world: World
const trusting = { TRUSTED_PROXIES: '127.0.0.1' }
beforeAll(async () => {
  world = await openWorld(trusting)
})
afterAll(() => world.close())

/** Guesses, thirty at a time, and how they were answered. */
async function guess(
  at: (n: number) => { email: string; from: string },
  times = 1_000,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const { csrf_token } = (await world.ask(null, 'GET', '/api/auth/csrf')).body
  const csrf = { cookie: `docket_csrf=${csrf_token}`, 'x-csrf-token': csrf_token }
  for (let first = 0; first < times; first += 30) {
    const batch = Array.from({ length: Math.min(30, times - first) }, async (_, n) => {
      const { email, from } = at(first + n)
      const body = { email, password: `guess number ${first + n}` }
      const headers = { ...csrf, 'x-forwarded-for': from }
      const { code } = (await world.ask(null, 'POST', '/api/auth/login', body, headers)).body
      counts[code] = (counts[code] ?? 0) + 1
    })
    await Promise.all(batch)
  }
  return counts
}

const somewhere = (n: number) => `172.16.${n >> 8}.${n & 255}`

test('S7: of a thousand guesses at one account from a thousand places at most 15 are judged', async () => {
  const counts = await guess((n) => ({ email: 'ana@acme.example', from: somewhere(n) }))
  expect(counts).toEqual({ 'wrong-sign-in': expect.any(Number), 'too-many-tries': expect.any(Number) })
  expect(counts['wrong-sign-in']).toBeLessThanOrEqual(15)
})

test('S7: of a thousand guesses from one place at a thousand accounts at most 15 are judged', async () => {
  const counts = await guess((n) => ({ email: `person${n}@acme.example`, from: '192.0.2.7' }))
  expect(counts['wrong-sign-in']).toBeLessThanOrEqual(15)
})

test('S7: an account that does not exist is limited exactly like one that does', async () => {
  const [known, unknown] = [
    await guess((n) => ({ email: 'kim@acme.example', from: `172.17.${n >> 8}.${n & 255}` })),
    await guess((n) => ({ email: 'nobody@acme.example', from: `172.18.${n >> 8}.${n & 255}` })),
  ]
  expect(known).toEqual(unknown)
})

test('guessing at an account does not lock its owner out of a browser that is known, and a stranger waits longer each time', async () => {
  const owner = openBrowser(world, { from: '198.51.100.1' })
  expect((await owner.signIn('vic@acme.example', password)).status).toBe(200)
  await guess((n) => ({ email: 'vic@acme.example', from: `172.19.0.${n}` }), 60)
  const stranger = openBrowser(world, { from: '198.51.100.2' })
  const waits: number[] = []
  const { clock } = world.store
  let ahead = 0
  world.store.clock = () => new Date(clock().getTime() + ahead * 1_000)
  try {
    expect((await owner.signIn('vic@acme.example', password)).status).toBe(200)
    for (let i = 0; i < 8; i++) {
      const { body } = await stranger.signIn('vic@acme.example', password)
      expect(body.code).toBe('too-many-tries')
      waits.push(body.retry_after)
      ahead += body.retry_after
      expect((await stranger.signIn('vic@acme.example', 'still wrong')).body.code).toBe('wrong-sign-in')
    }
    expect(waits.map((seconds) => Math.round(seconds / 60))).toEqual([1, 2, 4, 8, 16, 30, 30, 30])
    ahead += 30 * 60
    expect((await stranger.signIn('vic@acme.example', password)).status).toBe(200)
  } finally {
    world.store.clock = clock
  }
})

test('the device cookie of one account opens nothing for another', async () => {
  const vic = openBrowser(world, { from: '198.51.100.3' })
  await vic.signIn('vic@acme.example', password)
  expect((await vic.signIn('ana@acme.example', password)).body.code).toBe('too-many-tries')
})

test('what was counted outlives the process', async () => {
  const store = makeStore(world.store.config, world.store.connection)
  const http = await openHttp(store, { routes, authenticate, may, pages: '', ready: {} })
  const browser = openBrowser({ ask: askOver(http) }, { from: '198.51.100.4' })
  expect((await browser.signIn('ana@acme.example', password)).body.code).toBe('too-many-tries')
  await http.close()
  await store.live.close()
  await store.pool.end()
})

test('failed sign-ins are in the audit of who knows the address, and strangers are kept for the operator', async () => {
  const { body } = await world.ask('Ana', 'GET', '/api/audit?type=sign-in.failed&limit=200')
  const named = body.items.map(({ actor }: { actor: { name: string } }) => actor.name)
  expect(named).toContain('kim@acme.example')
  expect(named).not.toContain('nobody@acme.example')
  const { rows } = await world.store.pool.query('select email from strangers(1000)')
  expect(rows.map(({ email }) => email)).toContain('nobody@acme.example')
  expect(rows.map(({ email }) => email)).not.toContain('kim@acme.example')
})

test('an IPv6 network is one place, however it is written', () => {
  expect(networkOf('2001:db8:0:7::1')).toBe(networkOf('2001:0db8:0000:0007:aaaa:bbbb:cccc:dddd'))
  expect(networkOf('2001:db8:0:7::1')).not.toBe(networkOf('2001:db8:0:8::1'))
  expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1')
  expect(networkOf('::1')).toBe('0:0:0:0')
})
