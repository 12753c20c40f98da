import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Dovecot, hasDovecot, openDovecot } from '../../test/dovecot.ts'
import { imapSource } from './imap.ts'
import { SourceAway, SourceRefused } from './mailSource.ts'
import { accessTokens } from './oauthTokens.ts'
import { openPoster } from './postingOutside.ts'

let server: Server
let base: string
/** What the provider answers next, and the access tokens that are worth something. */
let answer: { status: number; headers?: Record<string, string>; body: unknown }
const worth = new Set<string>()
const asked: URLSearchParams[] = []
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let text = ''
    for await (const piece of request) text += piece
    const form = new URLSearchParams(text)
    if (request.url === '/introspect') {
      const active = worth.has(form.get('token') ?? '')
      return void response.end(JSON.stringify({ active, username: 'help' }))
    }
    asked.push(form)
    response.writeHead(answer.status, answer.headers).end(JSON.stringify(answer.body))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())

const post = openPoster({ mayReach: () => true })
const tokens = (rotated?: (token: string) => Promise<void>) =>
  accessTokens(
    { tokenUrl: `${base}/token`, clientId: 'docket', clientSecret: 's3cret', refreshToken: 'first', scope: 'imap' },
    { post, ...(rotated && { rotated }) },
  )

test('an access token is asked for each time, with the refresh token that was given last, which is kept first', async () => {
  const kept: string[] = []
  const token = tokens(async (refresh) => void kept.push(refresh))
  answer = { status: 200, body: { access_token: 'a1', refresh_token: 'second' } }
  expect(await token()).toBe('a1')
  answer = { status: 200, body: { access_token: 'a2' } }
  expect(await token()).toBe('a2')
  expect(kept).toEqual(['second'])
  expect(asked.slice(-2).map((form) => form.get('refresh_token'))).toEqual(['first', 'second'])
  expect(Object.fromEntries(asked.at(-1)!)).toMatchObject({
    client_id: 'docket',
    client_secret: 's3cret',
    scope: 'imap',
  })
})

test('a revoked grant and a wrong client want a person; a provider that is not well does not', async () => {
  const fault = async (status: number, body: unknown, headers: Record<string, string> = {}) => {
    answer = { status, body, headers }
    return tokens()().catch((error: Error) => error)
  }
  const revoked = await fault(400, { error: 'invalid_grant', error_description: 'Token has been revoked.' })
  expect(revoked).toBeInstanceOf(SourceRefused)
  expect((revoked as Error).message).toContain('connect it again. It says: “invalid_grant: Token has been revoked.”')
  expect(await fault(401, { error: 'invalid_client' })).toBeInstanceOf(SourceRefused)
  const busy = await fault(429, {}, { 'retry-after': '7' })
  expect(busy).toBeInstanceOf(SourceAway)
  expect(busy).toMatchObject({ retryAfterMs: 7000 })
  expect(await fault(503, 'down')).toBeInstanceOf(SourceAway)
  expect(await fault(200, { no: 'token' })).toBeInstanceOf(SourceAway)
})

test('a token address in our own network is not asked', async () => {
  const before = asked.length
  const { port } = new URL(base)
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0.0.0.0', '127.1']) {
    const inside = { tokenUrl: `http://${host}:${port}/`, clientId: 'x', clientSecret: null, refreshToken: 'x' }
    await expect(accessTokens(inside)(), host).rejects.toThrow(SourceAway)
  }
  expect(asked).toHaveLength(before)
})

describe.skipIf(!hasDovecot)('with a real server', () => {
  let dovecot: Dovecot
  beforeAll(async () => {
    dovecot = await openDovecot({ introspection: `${base}/introspect` })
  })
  afterAll(() => dovecot.close())

  const check = async () => {
    const { port } = dovecot
    const settings = { host: '127.0.0.1', port, security: 'none' as const, user: 'help', folders: ['INBOX'] }
    const source = imapSource(settings, { accessToken: tokens() }, { bytesMax: 1000 })
    try {
      return (await source.check()).steps[0]!.says
    } finally {
      await source.close()
    }
  }

  test('a token that is worth something lets us in, and one that is not is a sentence', async () => {
    answer = { status: 200, body: { access_token: 'good' } }
    worth.add('good')
    expect(await check()).toContain('accepts the sign-in by OAuth')
    answer = { status: 200, body: { access_token: 'bad' } }
    await expect(check()).rejects.toThrow('127.0.0.1 does not accept this user and its access token')
  })
})
