import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { AskDns } from './dns.ts'
import { type FetchOutside, NotFetched, openFetcher, type Reach } from './fetching.ts'
import { isPublicAddress } from './publicAddresses.ts'

/** The canary stands inside, on every loopback address that can be listened on; the site stands outside, at 127.0.0.2. */
let canaries: Server[]
let site: Server
let port: number
let hits: string[] = []
let asked: IncomingMessage[] = []
let answer: RequestListener = (_, response) => void response.end('a site')

const siteIp = '127.0.0.2'
const outside = (ip: string) => ip === siteIp || isPublicAddress(ip)

beforeAll(async () => {
  site = createServer((request, response) => {
    asked.push(request)
    answer(request, response)
  })
  await listening(site, 0, siteIp)
  port = (site.address() as AddressInfo).port
  canaries = []
  for (const inside of ['127.0.0.1', '127.0.0.3', '::1']) {
    const canary = createServer((request, response) => {
      hits.push(`${inside}${request.url}`)
      response.end('inside')
    })
    await listening(canary, port, inside)
    canaries.push(canary)
  }
})
beforeEach(() => {
  hits = []
  asked = []
})
afterAll(async () => {
  for (const one of [site, ...canaries]) await new Promise((closed) => one.close(closed))
})

const listening = (server: Server, port: number, host: string) =>
  new Promise<void>((done, failed) => server.once('error', failed).listen(port, host, done))

const dnsOf =
  (names: Record<string, string[]>): AskDns =>
  async (name, type) => {
    const found = (names[name] ?? []).filter((ip) => ip.includes(':') === (type === 'AAAA'))
    if (found.length === 0) throw Object.assign(new Error(`no ${type} of ${name}`), { code: 'ENOTFOUND' })
    return found
  }
const fetcher = (names: Record<string, string[]> = {}, reach: Partial<Reach> = {}): FetchOutside =>
  openFetcher({ ask: dnsOf({ 'site.example': [siteIp], ...names }), mayReach: outside, ports: [port], ...reach })

const refusal = (work: Promise<unknown>) =>
  work.then(
    (bytes) => `fetched ${bytes}`,
    (error) => (error instanceof NotFetched ? 'refused' : `threw ${error}`),
  )

/** Ways to write an address that leads inside. */
const hosts = [
  ...'127.0.0.1 127.0.0.3 127.1 127.0.1 2130706433 017700000001 0x7f000001 0x7f.0.0.1 0177.0.0.1 127.0.0.1. 0 0.0.0.0'.split(
    ' ',
  ),
  ...'127.000.000.001 0x7F.1 1２7.0.0.1 ①②⑦.⓪.⓪.① 127。0。0。1 %31%32%37.0.0.1 127.255.255.254'.split(' '),
  ...'10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.1.254 3232235521 0xc0a80001'.split(' '),
  ...'169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 169.254.170.2 100.100.100.200 168.63.129.16'.split(' '),
  ...'100.64.0.1 100.127.255.255 192.0.0.192 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.7 224.0.0.1 239.255.255.250'.split(
    ' ',
  ),
  ...'240.0.0.1 255.255.255.255 192.88.99.1'.split(' '),
  ...'[::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [::ffff:0:127.0.0.1]'.split(' '),
  ...'[64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::a00:1] [2002:7f00:1::1] [2002:a00:1::] [2001:0:7f00:1::]'.split(
    ' ',
  ),
  ...'[fe80::1] [febf::1] [fec0::1] [fc00::1] [fd00:ec2::254] [ff02::1] [ff0e::1] [2001:db8::1] [3fff::1] [100::1]'.split(
    ' ',
  ),
  ...'[2001:470:1::5efe:7f00:1] [2001:470:1:0:200:5efe:a00:1] [5f00::1] [2001:10::1] [4000::1]'.split(' '),
]

/** Addresses as the DNS would name them. */
const named = [
  ...'127.0.0.1 10.0.0.1 172.16.0.1 192.168.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 ::1 ::'.split(
    ' ',
  ),
  ...'::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: fe80::1 fe80::1%lo fd00:ec2::254 ff02::1 nonsense'.split(
    ' ',
  ),
]

const strange = (at: string) => [
  `ftp://${at}/`,
  `file:///etc/passwd`,
  `gopher://${at}/_x`,
  `data:image/png;base64,AAAA`,
  `http://user:secret@${at}/`,
  `http://site.example@${at}/`,
  `http://${at}#@site.example/`,
  `http://${at}\\@site.example/`,
  `//${at}/`,
  `http:///`,
  `http://[::1`,
  `http://a b/`,
  `http://localhost:${port}/`,
  `http://inside:${port}/`,
  'http://site.example/',
  'https://site.example:22/',
  'http://site.example:6379/',
]

test('the watch of this test is open: with no rule, the canary is hit', async () => {
  const open = openFetcher({ ask: dnsOf({}), mayReach: () => true, ports: [port] })
  expect(String(await open(`http://127.1:${port}/seen`))).toBe('inside')
  expect(hits).toEqual(['127.0.0.1/seen'])
})

test('S6: no way to write an address leads inside: told outright, by a name, or by a redirect', async () => {
  const targets = [
    ...hosts.map((host) => `http://${host}:${port}/`),
    ...hosts.map((host) => `https://${host}:${port}/`),
    ...strange(`127.0.0.1:${port}`),
  ]
  const names = Object.fromEntries(named.map((ip, at) => [`n${at}.example`, [ip]]))
  const mixed = Object.fromEntries(named.map((ip, at) => [`m${at}.example`, [siteIp, ip]]))
  const fetch = fetcher({ ...names, ...mixed, localhost: ['127.0.0.1', '::1'], inside: ['10.0.0.1'] })
  targets.push(...Object.keys({ ...names, ...mixed }).map((name) => `http://${name}:${port}/`))

  let count = 0
  for (const target of targets) {
    expect([target, await refusal(fetch(target))]).toEqual([target, 'refused'])
    count++
    answer = (_, response) => void response.writeHead(302, { location: encodeURI(target).replaceAll('%25', '%') }).end()
    // A fragment, or `//` after the host of the site, is still that address.
    expect([target, await refusal(fetch(`http://site.example:${port}/`))]).toEqual([target, 'refused'])
    count++
  }
  console.info(`S6: ${new Set(targets).size} targets, ${count} attempts, ${hits.length} hits`)
  expect(new Set(targets).size).toBeGreaterThan(60)
  expect(hits).toEqual([])
})

test('S6: a name that changes its answer is asked once for each connection, and the answer that was judged is the one spoken to', async () => {
  for (const inside of ['127.0.0.1', '::1']) {
    let asks = 0
    const ask: AskDns = async (_, type) => {
      if (type === (inside.includes(':') ? 'A' : 'AAAA')) throw new Error('none')
      return asks++ === 0 ? [siteIp] : [inside]
    }
    answer = (_, response) => void response.end('a site')
    const fetch = openFetcher({ ask, mayReach: outside, ports: [port] })
    expect(String(await fetch(`http://rebinding.example:${port}/`))).toBe('a site')
    expect(asks).toBe(1)
    asks = 0
    answer = (_, response) => void response.writeHead(307, { location: '/again' }).end()
    expect(await refusal(fetch(`http://rebinding.example:${port}/`))).toBe('refused')
  }
  expect(hits).toEqual([])
})

test('every hop is judged, and the fourth is not taken', async () => {
  const path = () => asked.map(({ url }) => url)
  answer = ({ url }, response) => {
    const hop = Number(url?.slice(1))
    if (hop === 3) response.end('there')
    else response.writeHead([301, 302, 303, 307, 308][hop] ?? 302, { location: `/${hop + 1}` }).end()
  }
  expect(String(await fetcher()(`http://site.example:${port}/0`))).toBe('there')
  expect(path()).toEqual(['/0', '/1', '/2', '/3'])
  asked = []
  answer = ({ url }, response) => void response.writeHead(302, { location: `${url}x` }).end()
  expect(await refusal(fetcher()(`http://site.example:${port}/`))).toBe('refused')
  expect(asked).toHaveLength(4)
})

test('the other side learns nothing of who asks: no cookie, no referrer, one name for all', async () => {
  answer = (_, response) => void response.setHeader('set-cookie', 'who=me').end('x')
  const fetch = fetcher()
  await fetch(`http://site.example:${port}/a`)
  await fetch(`http://site.example:${port}/b?c=d#e`)
  expect(asked[1]!.url).toBe('/b?c=d')
  expect(asked[1]!.headers).toEqual({
    host: `site.example:${port}`,
    accept: 'image/png, image/jpeg, image/gif, image/webp',
    'accept-encoding': 'identity',
    'user-agent': 'Mozilla/5.0 (compatible; mail images)',
    connection: 'close',
  })
})

test('what is too large is let go when it becomes so, said or not; what never ends, when its time is over', async () => {
  const fetch = fetcher({}, { bytesMax: 100_000, ms: 300 })
  let sent = 0
  answer = (_, response) => {
    const more = () => {
      while (!response.destroyed && sent < 50_000_000) {
        sent += 10_000
        if (!response.write(Buffer.alloc(10_000))) return void response.once('drain', more)
      }
      response.end()
    }
    more()
  }
  expect(await refusal(fetch(`http://site.example:${port}/`))).toBe('refused')
  expect(sent).toBeLessThan(20_000_000)
  answer = (_, response) => void response.write('a little')
  expect(await refusal(fetch(`http://site.example:${port}/`))).toBe('refused')
  answer = () => {}
  expect(await refusal(fetch(`http://site.example:${port}/`))).toBe('refused')
  const never: AskDns = () => new Promise(() => {})
  expect(await refusal(openFetcher({ ask: never, ms: 50, ports: [port] })(`http://site.example:${port}/`))).toBe(
    'refused',
  )
})

test.each([204, 206, 401, 404, 500])('an answer %i is no picture', async (status) => {
  answer = (_, response) => void response.writeHead(status).end('x')
  expect(await refusal(fetcher()(`http://site.example:${port}/`))).toBe('refused')
})

test('an address that does not answer gives way to the next', async () => {
  answer = (_, response) => void response.end('second')
  const reach = { mayReach: (ip: string) => ip === '127.0.0.9' || ip === siteIp }
  expect(String(await fetcher({ 'two.example': ['127.0.0.9', siteIp] }, reach)(`http://two.example:${port}/`))).toBe(
    'second',
  )
})

test('what the Internet is made of is reachable', () => {
  for (const ip of [
    '1.1.1.1',
    '8.8.8.8',
    '93.184.215.14',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700:4700::1111',
    '2a00:1450:4001::65',
  ])
    expect([ip, isPublicAddress(ip)]).toEqual([ip, true])
})
