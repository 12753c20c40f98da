import { openBrowser } from '../server/test/browser.ts'
import type { Answer } from '../server/test/world.ts'
import { pause } from './ending.ts'
import type { Victim } from './victim.ts'

type Account = { port: number; user: string; password: string }
export type Status = { state: string; last_error: string | null; settings: { account?: string } }

/** Connects the demo's mailbox over the API, as an administrator would, and waits until it is in step. */
export async function connectImap(
  victim: Victim,
  { port, user, password }: Account,
): Promise<{ status(): Promise<Status> }> {
  const { ask, mailboxId, status } = await asAdministrator(victim)
  const settings = { host: '127.0.0.1', port, security: 'none', user, password }
  await ask('PUT', `/mailboxes/${mailboxId}/connection/imap`, settings)
  await inStep(status)
  return { status }
}

/** Connects it in a browser: to the provider's page, where a person allows it, and back. */
export async function connectThroughConsent(
  victim: Victim,
  kind: 'gmail' | 'nylas',
  allowed: (url: string) => Promise<string>,
): Promise<{ status(): Promise<Status> }> {
  const { mailboxId, status } = await asAdministrator(victim)
  const browser = openBrowser({ ask: (_, method, path, body, headers) => asked(victim, method, path, body, headers) })
  const signedIn = await browser.signIn('admin@demo.localhost', victim.password)
  if (signedIn.status !== 200) throw new Error(`no sign-in: ${signedIn.text}`)
  const start = kind === 'gmail' ? '/mailboxes/gmail/oauth/start' : '/mailboxes/nylas/start'
  const begun = await browser.ask('POST', start, { mailbox_id: mailboxId })
  if (begun.status !== 200) throw new Error(`${start}: ${begun.text}`)
  const back = new URL(await allowed(begun.body.url))
  const ended = await browser.ask('GET', `${back.pathname.replace(/^\/api/, '')}${back.search}`)
  const at = ended.headers.get('location') ?? ended.text
  if (!at.includes('mailbox_id=') || at.includes('refused')) throw new Error(`${kind} was not connected: ${at}`)
  const { account } = (await status()).settings
  const confirmed = await browser.ask('POST', `/mailboxes/${mailboxId}/connection/confirm`, { account, since: null })
  if (confirmed.status !== 200) throw new Error(`${kind} was not confirmed: ${confirmed.text}`)
  await inStep(status)
  return { status }
}

export async function asAdministrator(victim: Victim) {
  const { token } = JSON.parse(await victim.run('token', 'create', '--email', 'admin@demo.localhost', '--json'))
  const ask = async (method: string, path: string, body?: unknown) => {
    let answer = await asked(victim, method, `/api${path}`, body, { authorization: `Bearer ${token}` })
    // Refused and nothing changed, as on a machine that has too much to do.
    for (let tries = 1; answer.status === 503 && answer.body?.code === 'database-away' && tries < 30; tries++) {
      await pause(1_000)
      answer = await asked(victim, method, `/api${path}`, body, { authorization: `Bearer ${token}` })
    }
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.body
  }
  const mailboxId = (await ask('GET', '/mailboxes')).items[0].id as string
  const status = (): Promise<Status> => ask('GET', `/mailboxes/${mailboxId}/sync/status`)
  return { ask, token: token as string, mailboxId, status }
}

export async function asked(
  { url }: Victim,
  method: string,
  path: string,
  body?: unknown,
  headers = {},
): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.includes('json')
  return { status: answer.status, text, body: isJson ? JSON.parse(text) : undefined, headers: answer.headers }
}

async function inStep(status: () => Promise<Status>): Promise<void> {
  for (let waited = 0; (await status()).state !== 'live'; waited += 100) {
    if (waited > 60_000) throw new Error(`The mailbox did not come into step: ${JSON.stringify(await status())}`)
    await pause(100)
  }
}

/**
 * A process that died holds its mailbox until its lease ends, and then it is due when it would have been. Nobody waits
 * for that after each of many kills: the driver, who knows that it is dead, ends the lease. Says how many there were.
 */
export async function endLeases(victim: Victim): Promise<number> {
  try {
    const ended = await victim.rows(
      `update connection set lease_by = null, lease_until = null, next_pull_at = now()
        where lease_until is not null returning mailbox_id`,
    )
    return ended.length
  } catch (error) {
    // PostgreSQL was stopped as well, or is coming up: this time the lease is waited for.
    const { code } = error as { code?: string }
    if (/ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|57P0|terminat/.test(`${code} ${error}`)) return 0
    throw error
  }
}
