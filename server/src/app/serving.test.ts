import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase } from '../../test/database.ts'
import { readConfig } from '../platform/config.ts'
import { demo } from './demo.ts'
import { serve } from './serving.ts'

/** The whole process, as `docket serve` runs it, on a database of its own. */
let database: Awaited<ReturnType<typeof createDatabase>>
let served: Promise<void>
let url: string
let smtpPort: number
let cookies: Record<string, string>
const dataDir = mkdtempSync(join(tmpdir(), 'docket-serving-'))

beforeAll(async () => {
  database = await createDatabase()
  const port = await freePort()
  smtpPort = await freePort()
  url = `http://127.0.0.1:${port}`
  served = serve(
    readConfig({
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      ENCRYPTION_KEY_BASE64: Buffer.alloc(32, 7).toString('base64'),
      DOCKET_DATA: dataDir,
      DOCKET_UNDO_SECONDS: '0',
      DOCKET_PORT: String(port),
      DOCKET_SMTP_PORT: String(smtpPort),
      LOG_LEVEL: 'silent',
    }),
  )
  await Promise.race([served, untilReady()])
  cookies = await signIn()
})

afterAll(async () => {
  await database?.drop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function untilReady(): Promise<void> {
  const status = await fetch(`${url}/readyz`).then(
    (answer) => answer.status,
    () => 0,
  )
  if (status === 200) return
  await sleep(50)
  return untilReady()
}
const asCookie = () =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')
const get = async (path: string) => {
  const answer = await fetch(`${url}/api${path}`, { headers: { cookie: asCookie() } })
  expect(answer.status).toBe(200)
  return answer.json() as Promise<{ items: Record<string, string>[] }>
}

test('a mail that arrives by SMTP is told to an open page, which then finds its ticket', async () => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: { cookie: asCookie() } } as never)
  const heard: { type: string; ticket_id?: string }[] = []
  socket.addEventListener('message', ({ data }) => {
    for (const line of String(data).split('\n')) if (line) heard.push(JSON.parse(line))
  })
  await once(socket, 'open')

  await createTransport({ host: '127.0.0.1', port: smtpPort, ignoreTLS: true }).sendMail({
    from: 'Ada <ada@example.com>',
    to: demo.mailbox,
    subject: 'The engine is stuck',
    text: 'At number eight.',
  })
  await expect.poll(() => heard.map(({ type }) => type), { timeout: 10_000 }).toContain('ticket.changed')
  const { items } = await get('/tickets')
  expect(items.map(({ subject }) => subject)).toEqual(['The engine is stuck'])
  expect(heard.map(({ ticket_id }) => ticket_id)).toContain(items[0]?.id)
  expect(JSON.stringify(heard)).not.toContain('engine')
  socket.close()
})

test('acknowledgement and reply are carried out by the worker: without a mail server they end in the outbox', async () => {
  const { items } = await get('/tickets')
  const answer = await fetch(`${url}/api/tickets/${items[0]?.id}/replies`, {
    method: 'POST',
    headers: { cookie: asCookie(), 'x-csrf-token': cookies.docket_csrf ?? '', 'content-type': 'application/json' },
    body: JSON.stringify({ body: 'Turn the crank.' }),
  })
  expect(answer.status).toBeLessThan(300)
  const states = async () => (await get('/outbox')).items.map(({ status, via }) => [status, via])
  const sent = ['sent', 'outbox']
  await expect.poll(states, { timeout: 10_000 }).toEqual([sent, sent])
})

test('a socket without a session is closed, and a page of another site cannot ride on a cookie', async () => {
  const refused = async (headers: Record<string, string>) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers } as never)
    const [{ code }] = (await once(socket, 'close')) as [CloseEvent]
    return code
  }
  expect(await refused({})).toBe(4401)
  expect(await refused({ cookie: asCookie(), origin: 'https://evil.example' })).toBe(4401)
})

test('metrics and health are served, and an address that is no file is the page', async () => {
  expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^docket_\w+/m)
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' })
  expect((await fetch(`${url}/api/nowhere`)).status).toBe(404)
})

test('a signal stops it: what listens is closed, and nothing is left running', async () => {
  process.emit('SIGTERM')
  await served
  await expect(fetch(`${url}/healthz`)).rejects.toThrow()
})

async function signIn(): Promise<Record<string, string>> {
  const jar: Record<string, string> = {}
  const keep = (answer: Response) => {
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (name) jar[name] = value ?? ''
    }
    return answer
  }
  const { csrf_token } = (await keep(await fetch(`${url}/api/auth/csrf`)).json()) as { csrf_token: string }
  const password = readFileSync(join(dataDir, 'demo-password'), 'utf8').trim()
  const answer = keep(
    await fetch(`${url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrf_token, cookie: `docket_csrf=${csrf_token}` },
      body: JSON.stringify({ email: demo.email, password }),
    }),
  )
  expect(answer.status).toBe(200)
  return jar
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
