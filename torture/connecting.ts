import { setTimeout as sleep } from 'node:timers/promises'
import type { Victim } from './victim.ts'

type Account = { port: number; user: string; password: string }
type Status = { state: string; last_error: string | null }

/** Connects the demo's mailbox over the API, as an administrator would, and waits until it is in step. */
export async function connectImap(
  victim: Victim,
  { port, user, password }: Account,
): Promise<{ status(): Promise<Status> }> {
  const { token } = JSON.parse(await victim.run('token', 'create', '--email', 'admin@demo.localhost', '--json'))
  const ask = async (method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${victim.url}/api${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const { items } = (await ask('GET', '/mailboxes')) as { items: { id: string }[] }
  const id = items[0]!.id
  await ask('PUT', `/mailboxes/${id}/connection/imap`, { host: '127.0.0.1', port, security: 'none', user, password })
  const status = () => ask('GET', `/mailboxes/${id}/sync/status`) as Promise<Status>
  for (let waited = 0; (await status()).state !== 'live'; waited += 100) {
    if (waited > 60_000) throw new Error(`The mailbox did not come into step: ${JSON.stringify(await status())}`)
    await sleep(100)
  }
  return { status }
}

/**
 * A process that died holds its mailbox until its lease ends, and then it is due when it would have been. Nobody waits for that after each of many kills: the
 * driver, who knows that it is dead, ends the lease. Says how many there were.
 */
export async function endLeases(victim: Victim): Promise<number> {
  try {
    const ended = await victim.rows(
      `update connection set lease_by = null, lease_until = null, next_pull_at = now()
        where lease_until is not null returning mailbox_id`,
    )
    return ended.length
  } catch (error) {
    // PostgreSQL was stopped as well: this time the lease is waited for.
    if (/ECONNREFUSED|ENOENT|57P0|terminat|starting up|shutting down/.test(String(error))) return 0
    throw error
  }
}
