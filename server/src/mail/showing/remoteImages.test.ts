import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Asked, askOver, openWorld, type World } from '../../../test/world.ts'
import { authenticate, createToken, may } from '../../auth/index.ts'
import { NotFetched } from '../../connectors/fetching.ts'
import { openHttp } from '../../platform/http.ts'
import { counting, turns } from '../../platform/turns.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { mailKeeper } from '../arriving/keeping.ts'
import { imageRoutesWith } from './imageRoutes.ts'

const gif = Buffer.from('R0lGODlhAQABAIAAAP8AAAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64')
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
const bomb = Buffer.from(png)
bomb.writeUInt32BE(60_000, 16)
bomb.writeUInt32BE(60_000, 20)

/** What lies outside, by address. */
const outside: Record<string, Buffer | string> = {
  'https://shop.example/logo.png?a=1&b=2': png,
  'https://shop.example/two.gif': gif,
  'https://shop.example/back.gif': gif,
  'https://shop.example/drawing.svg': '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  'https://shop.example/page.png': '<html><script>alert(1)</script>',
  'https://shop.example/bomb.png': bomb,
}
const fetched: string[] = []
let world: World
let base: string
let ask: Asked
let close: () => Promise<unknown>

beforeAll(async () => {
  world = await openWorld()
  const http = await openHttp(world.store, {
    routes: imageRoutesWith(async (address) => {
      fetched.push(address)
      const found = outside[address]
      if (!found) throw new NotFetched('not there')
      return Buffer.from(found)
    }),
    authenticate,
    may,
    refused: async () => {},
    pages: world.store.config.dataDir,
    ready: {},
    measure: async () => {},
    rateMax: 100_000,
  })
  close = () => http.close()
  const over = askOver(http)
  const token = await world.as(world.acme.orgId, (tx) => createToken(tx, { email: 'kim@acme.example', name: 'images' }))
  ask = (who, method, path, body) => over(who, method, path, body, { authorization: `Bearer ${token}` })
  await mailKeeper(world.store).keep({
    bytes: Buffer.from(mail),
    envelopeFrom: 'a@b.example',
    recipients: [world.acme.mailbox],
  })
  while ((await ingestRound(world.store)) > 0);
  const [row] = await world.rows<{ id: string; ticket_id: string }>(
    world.acme.orgId,
    'select id, ticket_id from message',
  )
  base = `/api/tickets/${row!.ticket_id}/messages/${row!.id}`
})
afterAll(async () => {
  await close()
  await world.close()
})

const mail = [
  'From: Shop <news@shop.example>',
  'To: support@acme.example',
  'Subject: Sale',
  'Message-ID: <sale@shop.example>',
  'Date: Fri, 1 May 2026 10:00:00 +0000',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<img src="https://shop.example/logo.png?a=1&amp;b=2" alt="Logo">',
  '<img src="https://shop.example/two.gif"><img src="https://shop.example/logo.png?a=1&amp;b=2">',
  '<img src="https://count.example/dot.gif" width=1 height=1>',
  '<div style="background:#eee url(https://shop.example/back.gif)">x</div>',
  '<img src="https://shop.example/drawing.svg"><img src="https://shop.example/page.png">',
  '<img src="https://shop.example/bomb.png"><img src="https://shop.example/missing.png">',
].join('\r\n')

test('a page shows no remote image until asked, then only by our own addresses, each once, and never the dot that counts readers', async () => {
  const quiet = (await world.ask('Kim', 'GET', `${base}/html`)).text
  expect(quiet).not.toMatch(/ src="https?:|url\(/)
  expect(quiet).toContain('data-remote-src="https://shop.example/two.gif"')
  const shown = (await world.ask('Kim', 'GET', `${base}/html?images=true`)).text
  expect(shown).not.toContain('shop.example/')
  expect(shown).not.toContain('count.example')
  const asked = [...shown.matchAll(/(?: src="|url\()([^")]+)/g)].map(([, url]) => url)
  const at = (n: number) => `${base}/images/${n}`
  expect(asked.filter((url) => !url?.startsWith('data:'))).toEqual([
    at(0),
    at(1),
    at(0),
    at(2),
    at(3),
    at(4),
    at(5),
    at(6),
  ])
})

test('an image comes as what its bytes are, sealed; what is none, or is not there, is a grey dot', async () => {
  const answers = []
  for (const n of [0, 1, 2]) answers.push(await ask('Kim', 'GET', `${base}/images/${n}`))
  expect(answers.map(({ headers }) => headers.get('content-type'))).toEqual(['image/png', 'image/gif', 'image/gif'])
  for (const { headers } of answers) {
    expect(headers.get('cache-control')).toBe('private, max-age=86400')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(headers.get('content-disposition')).toBe('attachment')
  }
  for (const n of [3, 4, 5, 6]) {
    const { status, headers, text } = await ask('Kim', 'GET', `${base}/images/${n}`)
    expect([n, status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      n,
      200,
      'image/gif',
      'no-store',
    ])
    expect(text).not.toContain('script')
  }
  expect(new Set(fetched)).toEqual(new Set([...Object.keys(outside), 'https://shop.example/missing.png']))
})

test('there is no image that the mail does not name', async () => {
  fetched.length = 0
  for (const n of ['7', '99999']) expect((await ask('Kim', 'GET', `${base}/images/${n}`)).status).toBe(404)
  for (const n of ['-1', '1.5', 'https:%2F%2Fevil.example', '%5B0%5D'])
    expect((await ask('Kim', 'GET', `${base}/images/${n}`)).status).toBe(422)
  expect((await world.ask('Gus', 'GET', `${base}/images/0`)).status).toBe(404)
  expect(fetched).toEqual([])
})

test('who asks for too many in a minute waits', async () => {
  const may = counting({ count: 2, ms: 1000 })
  expect([may('a', 5000), may('a', 5001), may('a', 5002), may('b', 5002), may('a', 6000)]).toEqual([
    true,
    true,
    false,
    true,
    true,
  ])
})

test('no more than so many are fetched at once, and each gets its turn, also after one that failed', async () => {
  const inTurn = turns(2)
  let now = 0
  let most = 0
  const results = await Promise.allSettled(
    Array.from({ length: 7 }, (_, n) =>
      inTurn(async () => {
        most = Math.max(most, ++now)
        await new Promise((resolve) => setTimeout(resolve, 5))
        now--
        if (n === 1) throw new Error('failed')
        return n
      }),
    ),
  )
  expect(most).toBe(2)
  expect(results.map(({ status }) => status === 'fulfilled')).toEqual([true, false, true, true, true, true, true])
})

test('senders whose images one sees: a list of one’s own, each once, and gone when taken away', async () => {
  const first = await world.ask('Kim', 'POST', '/api/me/image-senders', { address: 'News@Shop.example' })
  const again = await world.ask('Kim', 'POST', '/api/me/image-senders', { address: 'news@shop.example' })
  expect([first.status, again.body.id]).toEqual([201, first.body.id])
  expect(
    (await world.ask('Kim', 'GET', '/api/me/image-senders')).body.items.map((one: { address: string }) => one.address),
  ).toEqual(['news@shop.example'])
  expect((await world.ask('Vic', 'GET', '/api/me/image-senders')).body.items).toEqual([])
  expect((await world.ask('Vic', 'DELETE', `/api/me/image-senders/${first.body.id}`)).status).toBe(404)
  expect((await world.ask('Kim', 'DELETE', `/api/me/image-senders/${first.body.id}`)).status).toBe(204)
  expect((await world.ask('Kim', 'GET', '/api/me/image-senders')).body.items).toEqual([])
})
