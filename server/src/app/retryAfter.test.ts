import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../test/browser.ts'
import { type Answer, askOver, openWorld, password, type World } from '../../test/world.ts'
import { authenticate, may } from '../auth/index.ts'
import { openHttp } from '../platform/http.ts'
import { documentOf } from './api/document.ts'
import { routes } from './routes.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ TRUSTED_PROXIES: '127.0.0.1' })
})
afterAll(() => world.close())

/** Asks until it is too much, and says how long to wait then. */
async function untilRefused(
  ask: (n: number) => Promise<Answer>,
  timesMax = 60,
): Promise<{ answer: Answer; seconds: number }> {
  for (let n = 0; n < timesMax; n++) {
    const answer = await ask(n)
    if (answer.status !== 429) continue
    const said = answer.headers.get('retry-after') ?? ''
    expect(said).toMatch(/^[1-9]\d*$/)
    return { answer, seconds: Number(said) }
  }
  throw new Error(`${timesMax} times were not too much`)
}

test('a sign-in that has to wait says for how many seconds, and after these it is judged', async () => {
  const browser = openBrowser(world, { from: '198.51.100.7' })
  const { answer, seconds } = await untilRefused((n) => browser.signIn('vic@acme.example', `guess ${n}`))
  expect([answer.body.code, answer.body.retry_after]).toEqual(['too-many-tries', seconds])
  const { clock } = world.store
  world.store.clock = () => new Date(clock().getTime() + seconds * 1_000)
  try {
    expect((await browser.signIn('vic@acme.example', password)).status).toBe(200)
  } finally {
    world.store.clock = clock
  }
})

test('whoever asks for too many new passwords is told for how many seconds to wait', async () => {
  const browser = openBrowser(world, { from: '198.51.100.8' })
  await browser.ask('GET', '/auth/csrf')
  const { answer, seconds } = await untilRefused((n) =>
    browser.ask('POST', '/auth/password/forgot', { email: `person${n}@acme.example` }),
  )
  expect([answer.body.code, answer.body.retry_after]).toEqual(['too-many-tries', seconds])
})

test('so is somebody who is signed in and says a wrong password again and again', async () => {
  const browser = openBrowser(world, { from: '198.51.100.9' })
  await browser.signIn('kim@acme.example', password)
  const { answer } = await untilRefused(() =>
    browser.ask('POST', '/me/password', { current_password: 'wrong', password: 'another correct horse' }),
  )
  expect(answer.body.code).toBe('too-many-tries')
})

test('a program that asks too often is told when its minute is over', async () => {
  const http = await openHttp(world.store, { routes, authenticate, may, pages: '', ready: {}, rateMax: 3 })
  try {
    const { answer, seconds } = await untilRefused(() => askOver(http)(null, 'GET', '/api/me'))
    expect(answer.body.code).toBe('too-many-requests')
    expect(seconds).toBeLessThanOrEqual(60)
  } finally {
    await http.close()
  }
})

test('the document promises it with every 429 there is', () => {
  const { components } = documentOf(routes)
  const limited = Object.entries(components.responses).filter(([name]) => name.includes('TooMany'))
  expect(limited.length).toBeGreaterThan(1)
  for (const [name, { headers }] of limited)
    expect([name, (headers as Record<string, unknown>)['Retry-After']]).toEqual([
      name,
      { $ref: '#/components/headers/RetryAfter' },
    ])
})
