import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { smtpClient } from '../bench/smtp.ts'
import { startEmbedded } from '../server/src/platform/db/embedded.ts'
import { connected } from '../server/src/platform/db/roles.ts'
import { watchLeaving } from '../server/test/strict/watching.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'

/** One session with everything on, at the wordiest level; the tests look at what it left behind. */
const canary = () => `canary${randomBytes(9).toString('hex')}`
const canaries = {
  smtpPassword: canary(),
  mailBody: canary(),
  replyBody: canary(),
  wrongPassword: canary(),
  webhook: canary(),
  metricsToken: canary(),
  encryptionKey: randomBytes(32).toString('base64'),
  session: '',
  csrf: '',
  bearer: '',
  password: '',
}
const incoming = { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') }
const requestId = 'reply-request-42'

let collector: Server
let other: SMTPServer
let docket: Running
let socket: WebSocket
let metrics = ''
let events: { type: string; request_id: string }[] = []
const bodies: string[] = []
const heard: string[] = []

beforeAll(async () => {
  collector = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      bodies.push(body)
      response.setHeader('content-type', 'application/json').end('{}')
    })
  })
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
  other = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username }, _session, done) => done(null, { user: username }),
    onData: (stream, _session, done) =>
      void buffer(stream).then((mail) => {
        watchLeaving(mail, 'smtp')
        done()
      }, done),
  })
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port

  docket = await startDocket({
    LOG_LEVEL: 'trace',
    ENABLE_OTEL_TRACING: 'true',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://127.0.0.1:${portOf(collector)}/v1/traces`,
    SMTP_URL: `smtp://docket:${canaries.smtpPassword}@127.0.0.1:${portOf(other.server)}`,
    METRICS_TOKEN: canaries.metricsToken,
    ENCRYPTION_KEY_BASE64: canaries.encryptionKey,
    ALERT_WEBHOOK_URL: `http://127.0.0.1:9/${canaries.webhook}`,
  })
  canaries.password = docket.password
  await workAway()
  metrics = await (
    await fetch(`${docket.url}/metrics`, { headers: { authorization: `Bearer ${canaries.metricsToken}` } })
  ).text()
  socket.close()
  const postgres = await startEmbedded(docket.dataDir)
  events = await connected(
    postgres.superUrl.replace('/postgres?', '/docket?'),
    async (client) =>
      (await client.query<{ type: string; request_id: string }>('select type, request_id from event order by seq'))
        .rows,
  )
  await docket.stop()
  await postgres.release()
})
afterAll(() => {
  collector.close()
  other.close()
  removeDataDir(docket.dataDir)
})

/** Signs in, sends a mail in and a reply out, and fails in several ways. */
async function workAway(): Promise<void> {
  const csrf = await fetch(`${docket.url}/api/auth/csrf`)
  canaries.csrf = ((await csrf.json()) as { csrf_token: string }).csrf_token
  const signIn = (password: string) =>
    fetch(`${docket.url}/api/auth/login`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: `docket_csrf=${canaries.csrf}`,
        'x-csrf-token': canaries.csrf,
      },
      body: JSON.stringify({ email: 'admin@demo.localhost', password }),
    })
  expect((await signIn(canaries.wrongPassword)).status).toBe(401)
  const entered = await signIn(canaries.password)
  const cookies = entered.headers.get('set-cookie') ?? ''
  canaries.session = /docket_session=([^;]+)/.exec(cookies)![1]!
  // The token before signing in is worth nothing after it.
  canaries.csrf = /docket_csrf=([^;]+)/.exec(cookies)![1]!
  canaries.bearer = canary()
  await fetch(`${docket.url}/api/me`, { headers: { authorization: `Bearer ${canaries.bearer}` } })

  const cookie = `docket_csrf=${canaries.csrf}; docket_session=${canaries.session}`
  const headers = { cookie, 'x-csrf-token': canaries.csrf, 'content-type': 'application/json' }
  socket = new WebSocket(`${docket.url.replace('http', 'ws')}/ws`, { headers } as never)
  socket.onmessage = ({ data }) => heard.push(String(data))
  await until('the page was greeted', () => heard.length > 0)

  const client = await smtpClient(docket.smtpPort)
  const mail =
    `From: Ada <ada@example.com>\r\nTo: support@demo.localhost\r\nSubject: Hello\r\n` +
    `Message-ID: <one@example.com>\r\n\r\n${canaries.mailBody}\r\n`
  await client.send('ada@example.com', 'support@demo.localhost', Buffer.from(mail))
  await client.send('ada@example.com', 'support@demo.localhost', Buffer.from(`${canaries.mailBody}\r\n`))
  client.close()
  await until('the page was told', () => heard.some((line) => line.includes('ticket.changed')))

  const list = await fetch(`${docket.url}/api/tickets`, { headers })
  const [ticket] = ((await list.json()) as { items: { id: string }[] }).items
  const reply = (body: string) =>
    fetch(`${docket.url}/api/tickets/${ticket!.id}/replies`, {
      method: 'POST',
      headers: {
        ...headers,
        'x-request-id': requestId,
        traceparent: `00-${incoming.traceId}-${incoming.spanId}-01`,
      },
      body,
    })
  expect((await reply(`{"body": "${canaries.replyBody}`)).status).toBe(400)
  const said = await reply(JSON.stringify({ body: canaries.replyBody }))
  expect([said.status, said.headers.get('x-request-id')]).toEqual([201, requestId])
  await until('the reply left', () => /"job":"mail.send".*"outcome":"done"/.test(docket.log()))
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 50) {
    if (waited > 15_000) throw new Error(`Not within 15 s: ${what}.`)
    await sleep(50)
  }
}

type Span = { traceId: string; spanId: string; parentSpanId?: string; name: string }
const spans = (): Span[] =>
  bodies.flatMap((body) =>
    (JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }).resourceSpans.flatMap(
      ({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans),
    ),
  )
/** The names from a span up to the beginning of its trace. */
function pathOf(one: Span | undefined): string[] {
  const parent = spans().find(({ spanId }) => spanId === one?.parentSpanId)
  return one ? [...pathOf(parent), one.name] : []
}
const logLines = () =>
  docket
    .log()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('one trace leads from the SMTP session to the page that is told', () => {
  const begun = spans().find(({ name }) => name === 'smtp.receive')
  expect(begun).toBeDefined()
  const trace = spans().filter(({ traceId }) => traceId === begun?.traceId)
  const named = (name: string) => trace.find((one) => one.name === name)
  expect(pathOf(named('mail.keep'))).toEqual(['smtp.receive', 'mail.keep'])
  expect(pathOf(named('mail.parse'))).toEqual(['smtp.receive', 'mail.keep', 'mail.parse'])
  expect(pathOf(named('mail.join'))).toEqual(['smtp.receive', 'mail.keep', 'mail.join'])
  expect(pathOf(named('socket.announce'))).toEqual(['smtp.receive', 'mail.keep', 'socket.announce'])
})

test('the trace of a request goes on through its job to the other mail server', () => {
  const trace = spans().filter(({ traceId }) => traceId === incoming.traceId)
  const request = trace.find(({ name, parentSpanId }) => name.startsWith('POST') && parentSpanId === incoming.spanId)
  expect(request).toBeDefined()
  expect(pathOf(trace.find(({ name }) => name === 'smtp.send'))).toEqual([
    'POST /tickets/:id/replies',
    'tx',
    'job mail.send',
    'smtp.send',
  ])
})

test('one request id is in the answer, the request’s line, the event and the job’s line; a mail has one of its own', () => {
  const lines = logLines().filter(({ request_id }) => request_id === requestId)
  expect(lines.map(({ msg }) => msg)).toEqual(expect.arrayContaining(['request', 'job']))
  const sending = lines.find(({ msg, job }) => msg === 'job' && job === 'mail.send')
  expect(sending).toMatchObject({ outcome: 'done', ms: expect.any(Number) })
  expect(sending?.trace_id).toBe(incoming.traceId)
  expect(events.find(({ type }) => type === 'reply.queued')?.request_id).toBe(requestId)

  const kept = logLines().find(({ msg, outcome }) => msg === 'mail' && outcome === 'kept')
  const taken = logLines().find(({ msg, outcome }) => msg === 'mail' && outcome === 'taken_in')
  expect(kept?.request_id).toBeDefined()
  expect(taken?.request_id).toBe(kept?.request_id)
  expect(events.find(({ type }) => type === 'ticket.opened')?.request_id).toBe(kept?.request_id)
})

test('S14: no secret and no word of a mail is in the log, the metrics or the traces', () => {
  const places = { log: docket.log(), metrics, traces: bodies.join('\n') }
  // They have seen the session: what may be in them is.
  expect(places.log).toContain(requestId)
  expect(places.traces).toContain(requestId)
  expect(places.metrics).toContain('tickets_processed_total 1')
  const found = Object.entries(canaries).flatMap(([name, secret]) =>
    Object.entries(places)
      .filter(([, text]) => text.includes(secret) || text.includes(encodeURIComponent(secret)))
      .map(([place]) => `${name} in ${place}`),
  )
  expect(Object.values(canaries).every((secret) => secret.length > 8)).toBe(true)
  expect(found).toEqual([])
})
