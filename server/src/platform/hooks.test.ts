import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { type Hook, hookProblem, openHooks } from './hooks.ts'
import { speak } from './speaking.ts'
import type { Store } from './store.ts'

const forged = hookProblem('not-genuine', 401, 'Not signed')
const away = hookProblem('away', 503, 'Not now')

/**
 * A post to `/hooks/mail/KEY` of two known keys is taken when its body says so; one to `/hooks/open`, which everybody knows, when its
 * header does; and there is read back what is asked.
 */
async function open() {
  let now = Date.UTC(2026, 10, 21)
  let lookedUp = 0
  const hook: Hook = {
    method: 'POST',
    path: '/mail/:key',
    bytesMax: () => 1000,
    async admit(_store, { params: { key } }) {
      lookedUp++
      if (key !== 'known' && key !== 'new') return undefined
      return async ({ body }) => {
        if (body.toString() === 'forged') throw forged()
        if (body.toString() === 'away') throw away()
        return { type: 'text/plain', text: 'taken' }
      }
    },
  }
  const open: Hook = {
    method: 'POST',
    path: '/open',
    former: '/before/open',
    bytesMax: () => 1000,
    async admit(_store, { headers }) {
      lookedUp++
      if (headers.authorization === undefined) return undefined
      if (headers.authorization === 'away') throw away()
      if (headers.authorization !== 'genuine') throw forged()
      return async () => ({ type: 'text/plain', text: 'taken' })
    },
  }
  const greeting: Hook = {
    ...{ method: 'GET', path: '/open', bytesMax: () => 1 },
    admit: async () => async () => ({ type: 'text/plain', text: 'hello' }),
  }
  const app = fastify({ trustProxy: true })
  const store = {
    clock: () => new Date(now),
    log: { warn() {}, error() {}, info() {}, debug() {} },
  } as unknown as Store
  app.setErrorHandler((error, request, reply) => speak(store, error, request, reply))
  await openHooks(app, store, [hook, open, greeting])
  const call = async (key: string, ip: string, body = 'genuine') => {
    const headers = { 'content-type': 'text/plain', 'x-forwarded-for': ip }
    const answer = await app.inject({ method: 'POST', url: `/hooks/mail/${key}?a=b`, headers, payload: body })
    return { status: answer.statusCode, retryAfter: answer.headers['retry-after'] }
  }
  const callOpen = async (ip: string, authorization?: string, url = '/hooks/open') => {
    const headers = { 'x-forwarded-for': ip, ...(authorization && { authorization }) }
    return (await app.inject({ method: 'POST', url, headers, payload: '{}' })).statusCode
  }
  const greet = async (ip: string) =>
    (await app.inject({ method: 'GET', url: '/hooks/open', headers: { 'x-forwarded-for': ip } })).statusCode
  const floodOpen = async (ip: string) => {
    for (let n = 0; n < 300; n++) await callOpen(ip, 'forged')
  }
  const flood = async (ip: string, key = 'guess', body = 'x') => {
    for (let n = 0; n < 300; n++) await call(key, ip, body)
  }
  return { call, flood, callOpen, floodOpen, greet, later: (ms: number) => (now += ms), lookedUp: () => lookedUp }
}

test('who calls in vain too often is turned away for a minute, without a look into the database, and told when to come again', async () => {
  const { call, flood, later, lookedUp } = await open()
  await flood('192.0.2.1')
  expect(lookedUp()).toBe(300)
  expect(await call('guess', '192.0.2.1')).toEqual({ status: 503, retryAfter: '60' })
  expect(lookedUp()).toBe(300)
  expect((await call('guess', '192.0.2.2')).status).toBe(404)
  later(60_000)
  expect((await call('guess', '192.0.2.1')).status).toBe(404)
})

test('a call of the provider is taken through the flood of somebody who shares its address', async () => {
  const { call, flood, later } = await open()
  expect((await call('known', '192.0.2.1')).status).toBe(200)
  await flood('192.0.2.1')
  await flood('192.0.2.1', 'known', 'forged')
  expect((await call('known', '192.0.2.1')).status).toBe(200)
  // Of one that nobody has heard of since the start nothing is known: it is told to come again, and does.
  expect(await call('new', '192.0.2.1')).toEqual({ status: 503, retryAfter: '60' })
  later(60_000)
  expect((await call('new', '192.0.2.1')).status).toBe(200)
})

test('what is thrown before the body is its answer and counts as a refusal does, but for a fault that is not theirs', async () => {
  const { callOpen, lookedUp } = await open()
  for (let n = 0; n < 300; n++) expect(await callOpen('192.0.2.1', 'away')).toBe(503)
  expect(await callOpen('192.0.2.1')).toBe(404)
  for (let n = 0; n < 299; n++) expect(await callOpen('192.0.2.1', 'forged')).toBe(401)
  expect(lookedUp()).toBe(600)
  expect(await callOpen('192.0.2.1', 'forged')).toBe(503)
  expect(lookedUp()).toBe(600)
})

test('a path that everybody knows stays open to the network that was taken there, and to no other that floods it or is greeted there', async () => {
  const { callOpen, floodOpen, greet } = await open()
  expect(await callOpen('192.0.2.1', 'genuine')).toBe(200)
  await floodOpen('192.0.2.1')
  expect(await callOpen('192.0.2.1', 'genuine')).toBe(200)
  expect(await greet('192.0.2.2')).toBe(200)
  await floodOpen('192.0.2.2')
  expect(await callOpen('192.0.2.2', 'genuine')).toBe(503)
})

test('a hook answers at the address it had before, under the same limits', async () => {
  const { callOpen, floodOpen } = await open()
  expect(await callOpen('192.0.2.1', 'genuine', '/before/open')).toBe(200)
  expect(await callOpen('192.0.2.1', 'forged', '/before/open')).toBe(401)
  await floodOpen('192.0.2.2')
  expect(await callOpen('192.0.2.2', 'genuine', '/before/open')).toBe(503)
})

test('only refusals count: neither what is taken, however much, nor what could not be taken for now', async () => {
  const { call, flood } = await open()
  await flood('192.0.2.1', 'new', 'away')
  for (let n = 0; n < 400; n++) expect((await call('known', '192.0.2.1')).status).toBe(200)
  expect((await call('new', '192.0.2.1')).status).toBe(200)
})

test('the addresses of one IPv6 network are one; an IPv4 address is itself, however it is written', async () => {
  const { call, flood } = await open()
  await flood('2001:db8:1:2::5')
  expect((await call('guess', '2001:db8:1:2:ffff::1')).status).toBe(503)
  expect((await call('guess', '2001:db8:1:3::5')).status).toBe(404)
  await flood('::ffff:192.0.2.7')
  expect((await call('guess', '192.0.2.7')).status).toBe(503)
  expect((await call('guess', '::ffff:192.0.2.8')).status).toBe(404)
})
