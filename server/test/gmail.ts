import { createSign, generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createProbe } from 'node:net'
import { watchProvider } from './strict/watching.ts'

/**
 * How Google misbehaves: each request so often (0 to 1) with one of these, and each so much later. Instead of a status, `reset` breaks
 * the line before the answer, `cut` in its middle, `page` answers with the page of some gateway.
 */
export type GmailFaults = {
  rate?: number
  statuses?: readonly (number | 'reset' | 'cut' | 'page')[]
  /** For 400 and 403. */
  reason?: string
  retryAfter?: number
  slowMs?: number
}

export type LocalGmail = {
  url: string
  clientId: string
  clientSecret: string
  /** What was asked of the API, as `METHOD /path`. */
  asked: string[]
  /** How many requests went wrong because they were told to. */
  failed(): number
  deliver(account: string, mail: string, options?: { labels?: string[]; at?: Date }): Promise<string>
  remove(account: string, id: string): Promise<void>
  label(account: string, id: string, add: string[], remove?: string[]): Promise<void>
  count(account: string): Promise<number>
  /** A person presses Allow on the page of this address; where the browser is sent to then. */
  consent(url: string, account: string): Promise<URL>
  refreshToken(account: string): Promise<string>
  misbehave(faults: GmailFaults): void
  /** What happened before the newest mail can no longer be asked for. */
  forgetHistory(): Promise<void>
  revoke(account: string): void
  /** Whether Google still knows this refresh token. */
  knows(refreshToken: string): boolean
  /** Access tokens of an hour ago: none is good any more. */
  endAccess(): void
  restore(account: string): void
  /** Whether a consent gives an access that lasts. */
  givesLasting(does: boolean): void
  /** How many tokens of an account Google knows, of either kind. */
  tokensOf(account: string): number
  /** The scope that Google grants instead of what was asked for. */
  grantOnly(scope: string | undefined): void
  /** The addresses that an account may send from, as Google lists them. */
  sendsAs(account: string, list: object[]): void
  /** What Pub/Sub sends along with a push. */
  pushToken(claims: Record<string, unknown>): string
  close(): Promise<void>
}

const clientId = 'docket.apps.googleusercontent.com'
const clientSecret = 'secret-of-docket'
/** The emulator answers each token five thousand times an hour: the door has many keys and takes the next in time. */
const keys = 40
const answersOfKey = 4_000
const keyOf = (account: string, answers: number) => `door-${Math.floor(answers / answersOfKey) % keys}-of-${account}`

type Emulator = { url: string; close(): Promise<void> }
type Emulate = { createEmulator(options: object): Promise<Emulator> }

/**
 * Gmail of the emulator behind a door of ours that adds what it lacks: a profile, tokens that end, a history that is forgotten, the
 * keys that pushes are signed with; and that can be told to misbehave.
 */
export async function openGmail(accounts: string[], redirectUris: string[] = []): Promise<LocalGmail> {
  const { createEmulator } = (await import('emulate' as string)) as Emulate
  const emulator = await createEmulator({
    service: 'google',
    port: await freePort(),
    seed: {
      tokens: Object.fromEntries(
        accounts.flatMap((email) =>
          Array.from({ length: keys }, (_, n) => [keyOf(email, n * answersOfKey), { login: email, scopes: [] }]),
        ),
      ),
      google: {
        users: accounts.map((email) => ({ email, name: email })),
        oauth_clients: [
          { client_id: clientId, client_secret: clientSecret, name: 'Docket', redirect_uris: redirectUris },
        ],
      },
    },
  })
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const asked: string[] = []
  const access = new Map<string, string>()
  const refresh = new Map<string, string>()
  const revoked = new Set<string>()
  const sendAsOf = new Map<string, object[]>()
  let faults: GmailFaults = {}
  let oldest = 0n
  let granted: string | undefined
  let isLasting = true
  let turn = 0
  let failures = 0
  let answers = 0

  const inside = async (account: string, method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${emulator.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${keyOf(account, answers++)}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`the emulator answered ${answer.status}: ${await answer.text()}`)
    // biome-ignore lint/suspicious/noExplicitAny: what the emulator says.
    return (answer.status === 204 ? {} : await answer.json().catch(() => ({}))) as any
  }
  const historyNow = async (account: string): Promise<string> =>
    (await inside(account, 'POST', '/gmail/v1/users/me/watch', { topicName: 'door' })).historyId

  const token = async (request: IncomingMessage, body: string): Promise<Answer> => {
    const sent = new URLSearchParams(body)
    const owner = refresh.get(sent.get('refresh_token') ?? '')
    if (sent.get('grant_type') === 'refresh_token' && !owner) return [400, { error: 'invalid_grant' }]
    if (owner && revoked.has(owner))
      return [400, { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }]
    const headers = { 'content-type': request.headers['content-type'] ?? '' }
    const answer = await fetch(`${emulator.url}/oauth2/token`, { method: 'POST', headers, body })
    // biome-ignore lint/suspicious/noExplicitAny: what the emulator says.
    const said = (await answer.json()) as any
    if (!answer.ok) return [answer.status, said]
    const who = owner ?? (JSON.parse(Buffer.from(said.id_token.split('.')[1], 'base64url').toString()).email as string)
    access.set(said.access_token, who)
    if (!isLasting) delete said.refresh_token
    if (said.refresh_token) refresh.set(said.refresh_token, who)
    return [200, granted ? { ...said, scope: granted } : said]
  }

  const api = async (request: IncomingMessage, url: URL, body: string): Promise<Answer> => {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const account = access.get(bearer)
    if (!account || revoked.has(account)) return [401, wrong(401, 'authError', 'Invalid Credentials')]
    if (url.pathname.endsWith('/profile')) {
      const messagesTotal = (await inside(account, 'GET', '/gmail/v1/users/me/messages?includeSpamTrash=true'))
        .resultSizeEstimate
      return [200, { emailAddress: account, messagesTotal, historyId: await historyNow(account) }]
    }
    if (/\/messages\/send$/.test(url.pathname)) watchProvider(mailIn(request, body), 'gmail')
    const sendAs = sendAsOf.get(account)
    if (url.pathname.endsWith('/settings/sendAs') && sendAs) return [200, { sendAs }]
    if (url.pathname.endsWith('/history') && BigInt(url.searchParams.get('startHistoryId') ?? '0') < oldest)
      return [404, wrong(404, 'notFound', 'Requested entity was not found.')]
    const answer = await fetch(`${emulator.url}${url.pathname}${url.search}`, {
      method: request.method!,
      headers: {
        authorization: `Bearer ${keyOf(account, answers++)}`,
        'content-type': request.headers['content-type'] ?? '',
      },
      ...(body && { body }),
    })
    return [answer.status, await answer.text()]
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url!, emulator.url)
    asked.push(`${request.method} ${url.pathname}`)
    let body = ''
    for await (const piece of request) body += piece
    if (url.pathname.startsWith('/o/oauth2/v2/auth')) return consentPage(url, request.method!, body, response)
    if (faults.slowMs) await new Promise((resolve) => setTimeout(resolve, faults.slowMs))
    const misbehaves = url.pathname.startsWith('/gmail/') && unlucky(turn++) < (faults.rate ?? 0)
    const [status, said] = misbehaves
      ? faultOf(faults, turn)
      : await answerOf(url, request, body).catch((error): Answer => [500, wrong(500, 'backendError', String(error))])
    if (misbehaves) failures++
    if (status === 'reset') return void request.socket.destroy()
    if (status === 'cut') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"messages":[')
      return void setTimeout(() => request.socket.destroy(), 10)
    }
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (misbehaves && faults.retryAfter !== undefined) headers['retry-after'] = String(faults.retryAfter)
    response.writeHead(status, headers).end(typeof said === 'string' ? said : JSON.stringify(said))
  })
  /** The page on which a person chooses an account; the way out of it is ours, for the emulator has none. */
  const consentPage = async (url: URL, method: string, body: string, response: ServerResponse) => {
    const page = await fetch(`${emulator.url}${url.pathname}${url.search}`, {
      method,
      redirect: 'manual',
      ...(method === 'POST' && { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    })
    const location = page.headers.get('location')
    if (location) return void response.writeHead(302, { location }).end()
    const back = new URL(url.searchParams.get('redirect_uri') ?? url)
    back.search = String(new URLSearchParams({ error: 'access_denied', state: url.searchParams.get('state') ?? '' }))
    const html = (await page.text()).replace(
      '</body>',
      `<a style="position:relative;z-index:9" href="${back.href.replaceAll('&', '&amp;')}">Cancel</a></body>`,
    )
    response.writeHead(page.status, { 'content-type': 'text/html' }).end(html)
  }
  const answerOf = async (url: URL, request: IncomingMessage, body: string): Promise<Answer> => {
    if (url.pathname === '/token') return token(request, body)
    if (url.pathname === '/revoke') {
      const one = url.searchParams.get('token') ?? ''
      const owner = refresh.get(one) ?? access.get(one)
      if (!owner) return [400, { error: 'invalid_token', error_description: 'Token expired or revoked' }]
      for (const held of [refresh, access]) for (const [one, who] of held) if (who === owner) held.delete(one)
      return [200, {}]
    }
    if (url.pathname === '/oauth2/v1/certs')
      return [200, { door: publicKey.export({ type: 'spki', format: 'pem' }).toString() }]
    return api(request, url, body)
  }
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const consent: LocalGmail['consent'] = async (at, account) => {
    const sent = new URL(at).searchParams
    const form = new URLSearchParams({ email: account })
    for (const name of ['redirect_uri', 'scope', 'state', 'client_id', 'code_challenge', 'code_challenge_method'])
      form.set(name, sent.get(name) ?? '')
    const answer = await fetch(`${emulator.url}/o/oauth2/v2/auth/callback`, {
      method: 'POST',
      body: form,
      redirect: 'manual',
    })
    return new URL(answer.headers.get('location')!)
  }

  return {
    ...{ url, clientId, clientSecret, asked, consent, failed: () => failures },
    async deliver(account, mail, { labels = ['INBOX', 'UNREAD'], at } = {}) {
      const { id } = await inside(account, 'POST', '/gmail/v1/users/me/messages', {
        raw: Buffer.from(mail).toString('base64url'),
        labelIds: labels,
        internalDate: String((at ?? new Date()).getTime()),
      })
      return id
    },
    remove: (account, id) => inside(account, 'DELETE', `/gmail/v1/users/me/messages/${id}`),
    label: (account, id, addLabelIds, removeLabelIds = []) =>
      inside(account, 'POST', `/gmail/v1/users/me/messages/${id}/modify`, { addLabelIds, removeLabelIds }),
    count: async (account) =>
      (await inside(account, 'GET', '/gmail/v1/users/me/messages?includeSpamTrash=true')).resultSizeEstimate,
    async refreshToken(account) {
      const redirect = 'http://127.0.0.1/callback'
      const query = new URLSearchParams({ client_id: clientId, redirect_uri: redirect, scope: 'x' })
      const code = (await consent(`${url}/o/oauth2/v2/auth?${query}`, account)).searchParams.get('code')!
      const form = { grant_type: 'authorization_code', code, redirect_uri: redirect, client_id: clientId }
      const body = new URLSearchParams({ ...form, client_secret: clientSecret })
      return ((await (await fetch(`${url}/token`, { method: 'POST', body })).json()) as { refresh_token: string })
        .refresh_token
    },
    misbehave(next) {
      faults = next
    },
    async forgetHistory() {
      for (const account of accounts) {
        const now = BigInt(await historyNow(account))
        if (now > oldest) oldest = now
      }
    },
    endAccess: () => access.clear(),
    knows: (refreshToken) => refresh.has(refreshToken),
    givesLasting(does) {
      isLasting = does
    },
    tokensOf: (account) => [...refresh.values(), ...access.values()].filter((who) => who === account).length,
    revoke: (account) => void revoked.add(account),
    restore: (account) => void revoked.delete(account),
    sendsAs: (account, list) => void sendAsOf.set(account, list),
    grantOnly(scope) {
      granted = scope
    },
    pushToken(claims) {
      const now = Math.floor(Date.now() / 1000)
      const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
      const all = { iss: 'https://accounts.google.com', sub: '1', iat: now - 10, exp: now + 3000, ...claims }
      const signed = `${part({ alg: 'RS256', kid: 'door', typ: 'JWT' })}.${part(all)}`
      return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      await emulator.close()
    },
  }
}

/** The mail that is to be sent: within JSON, or as the second part of an upload. */
function mailIn({ url = '', headers }: IncomingMessage, body: string): Buffer {
  if (!url.startsWith('/upload/')) return Buffer.from(JSON.parse(body).raw, 'base64url')
  const boundary = /boundary="?([^";]+)/.exec(headers['content-type'] ?? '')?.[1]
  if (!boundary) return Buffer.from(body)
  const part = body.split(`--${boundary}`)[2]!
  return Buffer.from(part.slice(part.indexOf('\r\n\r\n') + 4).replace(/\r\n$/, ''))
}

type Answer = [status: number | 'reset' | 'cut', said: unknown]

const wrong = (code: number, reason: string, message: string) => ({
  error: { code, message, errors: [{ message, domain: 'global', reason }] },
})

function faultOf(
  { statuses = [429, 500, 503, 403], reason = 'userRateLimitExceeded' }: GmailFaults,
  turn: number,
): Answer {
  const status = statuses[turn % statuses.length]!
  if (status === 'page') return [502, '<html><body>Bad Gateway</body></html>']
  if (typeof status === 'string') return [status, '']
  if (status === 403 || status === 400) return [status, wrong(status, reason, 'No, because of something')]
  return [status, wrong(status, status === 429 ? 'rateLimitExceeded' : 'backendError', 'not now')]
}

/** The same luck in every run, spread evenly (a golden step, so that no run of requests is spared). */
const unlucky = (turn: number) => (turn * 0.618_033_988_749_895) % 1

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createProbe().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
