import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalGmail, openGmail } from '../server/test/gmail.ts'
import { newDataDir, type Running, removeDataDir, startDocket } from './server.ts'

const account = 'support@demo.localhost'
const main = join(import.meta.dirname, '../server/src/main.ts')
let gmail: LocalGmail
let dataDir: string
let docket: Running
beforeAll(async () => {
  gmail = await openGmail([account])
  dataDir = newDataDir()
  docket = await start()
}, 120_000)
afterAll(async () => {
  await docket.stop()
  await gmail.close()
  removeDataDir(dataDir)
})

const settings = () => ({
  GOOGLE_CLIENT_ID: gmail.clientId,
  GOOGLE_CLIENT_SECRET: gmail.clientSecret,
  GOOGLE_API_URL: gmail.url,
})
const start = () => startDocket(settings(), dataDir)

/** The cookies of an administrator's browser. */
const cookies = new Map<string, string>()
async function ask(method: string, url: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
  const csrf = cookies.get('docket_csrf')
  if (csrf) headers['x-csrf-token'] = csrf
  if (body !== undefined) headers['content-type'] = 'application/json'
  const answer = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
    cookies.set(name!, value!)
  }
  return answer
}

async function subjects(): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [main, 'export', '--jsonl'], {
    env: { ...process.env, ...settings(), DOCKET_DATA: dataDir, LOG_LEVEL: 'silent' },
    maxBuffer: 1 << 28,
  })
  const lines = stdout.split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line).subject as string).filter((subject) => /^(old|live) /.test(subject))
}

const mail = (subject: string) =>
  `From: Ada <ada@customer.example>\r\nTo: ${account}\r\nSubject: ${subject}\r\n` +
  `Message-ID: <${subject.replaceAll(' ', '-')}@customer.example>\r\n\r\nIt is about ${subject}.\r\n`

test('connected in a browser through Google and back, kill -9 of Docket and of its database while Google is busy and mails come: nothing lost, nothing doubled', {
  timeout: 300_000,
}, async () => {
  const old = Array.from({ length: 60 }, (_, n) => `old ${n}`)
  for (const subject of old) await gmail.deliver(account, mail(subject), { at: new Date(Date.now() - 3_600_000) })

  await ask('GET', `${docket.url}/api/auth/csrf`)
  const signedIn = { email: 'admin@demo.localhost', password: docket.password }
  expect((await ask('POST', `${docket.url}/api/auth/login`, signedIn)).status).toBe(200)
  const begun = await ask('POST', `${docket.url}/api/mailboxes/gmail/oauth/start`, { address: account })
  const { url } = (await begun.json()) as { url: string }
  const back = await ask('GET', (await gmail.consent(url, account)).href)
  expect([back.status, back.headers.get('location')]).toEqual([302, expect.stringMatching(/connected\?mailbox_id=/)])
  const id = new URL(back.headers.get('location')!, docket.url).searchParams.get('mailbox_id')
  const confirm = `${docket.url}/api/mailboxes/${id}/connection/confirm`
  expect((await ask('POST', confirm, { account, since: null })).status).toBe(200)

  gmail.misbehave({ rate: 0.2, statuses: [429, 500, 503, 'reset'] })
  const live = Array.from({ length: 60 }, (_, n) => `live ${n}`)
  for (const [n, subject] of live.entries()) {
    await gmail.deliver(account, mail(subject))
    await sleep(40)
    if (n % 30 !== 29) continue
    const gone = once(docket.child, 'exit')
    if (n === 59)
      process.kill(
        Number(readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]),
        'SIGKILL',
      )
    docket.child.kill('SIGKILL')
    await gone
    docket = await start()
  }
  const wanted = [...old, ...live].sort()
  for (let tries = 0; tries < 60; tries++) {
    if ((await subjects()).length >= wanted.length) break
    await sleep(1_000)
  }
  expect((await subjects()).sort()).toEqual(wanted)
  expect(docket.log()).not.toMatch(/google_|secret-of/)
})
