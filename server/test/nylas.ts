import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { watchProvider } from './strict/watching.ts'

type Stored = {
  id: string
  date: number
  folders: string[]
  raw: Buffer
  subject: string
  from: string
  thread_id: string
}
type Fault = { status: number; headers?: Record<string, string>; body?: unknown }

/** Nylas v3 as its documentation describes it, of which Docket uses the least; with the faults that it may have. */
export type Nylas = {
  apiUrl: string
  clientId: string
  apiKey: string
  grant: string
  account: string
  /** Puts a mail into the mailbox behind the grant; `at` is when the mail server took it in. */
  deliver(id: string, raw: string | Buffer, options?: { at?: Date; folder?: string; thread?: string }): void
  remove(id: string): void
  /** The next answers, whatever is asked; `pass` is a good one. */
  fail(...faults: (Fault | 'pass')[]): void
  /** Every so-many-th answer is this one. */
  failEvery(count: number, fault: Fault): void
  /** What the provider, or a person there, ends. */
  expire(): void
  /** A code that a person comes back with, once. */
  newCode(email?: string): string
  asked: string[]
  /** What was sent, as it lies among the sent mails. */
  sent: { raw: Buffer; hidden: string; id: string }[]
  close(): Promise<void>
}

/** `pageMax`: the real one gives 200 at a time; a few are enough to have many pages. `account`: whose mail it holds; others have none. */
export async function openNylas({ pageMax = 3, account = 'support@acme.example' } = {}): Promise<Nylas> {
  const grant = 'c0a5c1b2-1d1e-4d3b-9a60-grant00000001'
  const grantOfOthers = 'c0a5c1b2-1d1e-4d3b-9a60-grant00000002'
  const [clientId, apiKey] = ['client-of-docket', 'nyk_secret-of-docket']
  const messages = new Map<string, Stored>()
  const codes = new Map<string, string>()
  const faults: (Fault | 'pass')[] = []
  const asked: string[] = []
  const sent: { raw: Buffer; hidden: string; id: string }[] = []
  const answers = new Map<string, unknown>()
  let every: { count: number; fault: Fault } | undefined
  let expired = false

  const respond = (res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
    res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  const refuse = (res: ServerResponse, status: number, type: string, message: string) =>
    respond(res, status, { request_id: 'r', error: { type, message } })

  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    const url = new URL(req.url!, 'http://nylas')
    asked.push(`${req.method} ${url.pathname}${url.search}`)
    const fault = faults.shift() ?? (every && asked.length % every.count === 0 ? every.fault : undefined)
    if (fault && fault !== 'pass')
      return respond(
        res,
        fault.status,
        fault.body ?? { error: { type: 'api.error', message: 'not now' } },
        fault.headers,
      )
    if (url.pathname === '/v3/connect/auth') return consentPage(url.searchParams, res)
    if (req.headers.authorization !== `Bearer ${apiKey}`)
      return refuse(res, 401, 'api.authentication_error', 'Unauthorized')
    if (url.pathname === '/v3/connect/token') {
      const body = JSON.parse(await textOf(req)) as Record<string, string>
      const email = codes.get(body.code!)
      codes.delete(body.code!)
      if (!email || body.client_id !== clientId || body.client_secret !== apiKey)
        return refuse(res, 400, 'token.exchange_failed', 'The code is not known')
      return respond(res, 200, {
        access_token: 'unused',
        grant_id: email === account ? grant : grantOfOthers,
        email,
        provider: 'google',
        token_type: 'Bearer',
      })
    }
    const prefix = `/v3/grants/${grant}`
    if (!url.pathname.startsWith(prefix)) return refuse(res, 404, 'api.not_found_error', 'No such grant')
    const path = url.pathname.slice(prefix.length)
    if (path === '' && req.method === 'DELETE') {
      if (expired) return refuse(res, 404, 'api.not_found_error', 'No such grant')
      expired = true
      return respond(res, 200, { request_id: 'r' })
    }
    if (path === '') {
      const grant_status = expired ? 'invalid' : 'valid'
      return respond(res, 200, { data: { id: grant, email: account, provider: 'google', grant_status } })
    }
    if (expired) return refuse(res, 401, 'api.authentication_error', 'Grant is expired. Re-authenticate')
    if (path === '/folders') {
      const folders = [
        { id: 'SENT', name: 'Sent', attributes: ['\\Sent'] },
        { id: 'folder-1', name: 'Posteingang', attributes: ['\\Inbox'] },
      ]
      return respond(res, 200, { data: folders })
    }
    if (path === '/messages') return list(url.searchParams, res)
    if (path === '/messages/send') return send(req, res)
    const id = decodeURIComponent(path.replace('/messages/', ''))
    const found = messages.get(id)
    if (!found) return refuse(res, 404, 'api.not_found_error', 'No such message')
    if (url.searchParams.get('fields') === 'raw_mime')
      return respond(res, 200, {
        data: { grant_id: grant, id, object: 'message', raw_mime: found.raw.toString('base64url') },
      })
    if (url.searchParams.get('fields') !== 'include_headers')
      return respond(res, 200, { data: { id, date: found.date, thread_id: found.thread_id, folders: found.folders } })
    return respond(res, 200, { data: { id, headers: headersOf(found.raw) } })
  }

  /** As its providers do: who stands in the Bcc gets it, and no copy says so. The same key within an hour is answered as before. */
  const send = async (req: IncomingMessage, res: ServerResponse) => {
    const key = String(req.headers['idempotency-key'] ?? '')
    const bytes: Buffer[] = []
    for await (const chunk of req) bytes.push(chunk as Buffer)
    if (answers.has(key)) return respond(res, 200, answers.get(key), { 'idempotent-response': 'true' })
    const headers = { 'content-type': req.headers['content-type'] ?? '' }
    const form = await new Response(Buffer.concat(bytes), { headers }).formData()
    const mime = form.get('mime')
    if (!(mime instanceof Blob)) return refuse(res, 400, 'invalid_request_error', 'A part called mime is needed')
    const whole = Buffer.from(await mime.arrayBuffer()).toString('latin1')
    watchProvider(Buffer.from(whole, 'latin1'), 'nylas')
    const hidden = /^Bcc: ((?:.*(?:\r\n[ \t].*)*))\r\n/im.exec(whole)?.[1] ?? ''
    const raw = Buffer.from(whole.replace(/^Bcc: .*(?:\r\n[ \t].*)*\r\n/im, ''), 'latin1')
    const id = `sent-${sent.length + 1}`
    sent.push({ raw, hidden, id })
    const date = Math.floor(Date.now() / 1000)
    messages.set(id, { id, date, thread_id: 't', folders: ['SENT'], raw, subject: '', from: account })
    const answer = { request_id: 'r', data: { id, thread_id: 't' } }
    answers.set(key, answer)
    return respond(res, 200, answer)
  }

  const newCode = (email = account): string => {
    const code = `code-${codes.size}-${asked.length}-${Math.random()}`
    codes.set(code, email)
    return code
  }

  /** Hosted authentication: whose account, or none. */
  const consentPage = (query: URLSearchParams, res: ServerResponse) => {
    const link = (says: string, answer: Record<string, string>) => {
      const back = new URL(query.get('redirect_uri')!)
      back.search = String(new URLSearchParams({ ...answer, state: query.get('state') ?? '' }))
      return `<p><a href="${back.href.replaceAll('&', '&amp;')}">${says}</a></p>`
    }
    const links = [
      link(`Allow ${query.get('login_hint')}`, { code: newCode(query.get('login_hint') ?? account) }),
      link('Allow another account', { code: newCode('somebody@else.example') }),
      link('Allow with a code that ended', { code: 'of-yesterday' }),
      link('Cancel', { error: 'access_denied' }),
    ]
    const head = '<!doctype html><html lang="en"><title>Nylas</title><h1>Nylas</h1>'
    res.writeHead(200, { 'content-type': 'text/html' }).end(`${head}${links.join('')}`)
  }

  const list = (query: URLSearchParams, res: ServerResponse) => {
    const [after, before] = [Number(query.get('received_after') ?? 0), Number(query.get('received_before') ?? 1e12)]
    const limit = Math.min(Number(query.get('limit') ?? 50), pageMax)
    const from = Number(query.get('page_token') ?? 0)
    const found = [...messages.values()]
      .filter(({ date, folders }) => date > after && date < before && folders.includes(query.get('in') ?? ''))
      .sort((a, b) => b.date - a.date)
    const data = found.slice(from, from + limit).map(({ id, date, thread_id, subject, from, raw }) => ({
      ...{ id, date, thread_id, subject, from: [{ email: from }] },
      ...(query.get('fields') === 'include_headers' && { headers: headersOf(raw) }),
    }))
    const next_cursor = from + limit < found.length ? String(from + limit) : null
    respond(res, 200, { request_id: 'r', data, next_cursor })
  }

  const server = createServer((req, res) => void answer(req, res))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ clientId, apiKey, grant, account, asked, sent },
    deliver(id, raw, { at = new Date(), folder = 'folder-1', thread = `thread-of-${id}` } = {}) {
      const bytes = Buffer.from(raw as Buffer)
      const subject = /^Subject: (.*?)\r?$/m.exec(bytes.toString('latin1'))?.[1] ?? ''
      const date = Math.floor(at.getTime() / 1000)
      const from = 'ada@customer.example'
      messages.set(id, { id, date, folders: [folder], raw: bytes, subject, from, thread_id: thread })
    },
    remove: (id) => void messages.delete(id),
    fail: (...more) => void faults.push(...more),
    failEvery(count, fault) {
      every = count > 0 ? { count, fault } : undefined
    },
    expire() {
      expired = true
    },
    newCode,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

const headersOf = (raw: Buffer) =>
  raw
    .toString('latin1')
    .split('\r\n\r\n')[0]!
    .split('\r\n')
    .map((line) => ({ name: line.split(': ')[0]!, value: line.slice(line.indexOf(': ') + 2) }))

async function textOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
