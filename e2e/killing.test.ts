import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { smtpClient } from '../bench/smtp.ts'
import { newDataDir, removeDataDir, startDocket } from './server.ts'

const main = join(import.meta.dirname, '../server/src/main.ts')
const to = 'support@demo.localhost'
let dataDir: string

beforeAll(() => {
  dataDir = newDataDir()
})
afterAll(() => removeDataDir(dataDir))

const env = () => ({ ...process.env, DOCKET_DATA: dataDir, LOG_LEVEL: 'silent' })
const mailOf = (nonce: string) =>
  `From: Ada <ada@example.com>\r\nTo: ${to}\r\nSubject: ${nonce}\r\nMessage-ID: <${nonce}@example.com>\r\n` +
  `Date: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nIt is about ${nonce}.\r\n`

/** Every message Docket holds, as the export tells it. */
async function exported(): Promise<{ subject: string; problem: string | null }[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [main, 'export', '--jsonl'], {
    env: env(),
    maxBuffer: 1 << 28,
  })
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

const postmaster = () => Number(readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0])

async function killEverything(...children: ChildProcess[]): Promise<void> {
  const pid = postmaster()
  const gone = children
    .filter(({ exitCode, signalCode }) => exitCode === null && !signalCode)
    .map((child) => once(child, 'exit'))
  for (const child of children) child.kill('SIGKILL')
  process.kill(pid, 'SIGKILL')
  await Promise.all(gone)
}

test('kill -9 of everything during an import of 1,000 mails, then the import again: nothing lost, nothing doubled', {
  timeout: 180_000,
}, async () => {
  const nonces = Array.from({ length: 1_000 }, (_, i) => `imported-${i}`)
  const mbox = join(dataDir, 'old.mbox')
  writeFileSync(
    mbox,
    nonces
      .map((nonce) => `From ada@example.com Sat Nov 21 10:00:00 2026\n${mailOf(nonce).replaceAll('\r\n', '\n')}\n`)
      .join(''),
  )
  const importing = () =>
    spawn(process.execPath, [main, 'import', mbox, '--mailbox', to], { env: env(), stdio: 'ignore' })

  const first = await startDocket({}, dataDir)
  const cut = importing()
  await sleep(900)
  await killEverything(cut, first.child)

  const second = await startDocket({}, dataDir)
  const whole = importing()
  const [code] = await once(whole, 'exit')
  expect(code).toBe(0)
  const subjects = (await exported()).map(({ subject }) => subject).filter((subject) => subject.startsWith('imported-'))
  expect(subjects.length).toBe(1_000)
  expect(new Set(subjects)).toEqual(new Set(nonces))
  await second.stop()
})

test('kill -9 of everything while mails arrive: every mail that was answered 250 is a message, once', {
  timeout: 240_000,
}, async () => {
  const acknowledged: string[] = []
  for (let round = 0; round < 3; round++) {
    const docket = await startDocket({}, dataDir)
    const sending = Array.from({ length: 4 }, async (_, lane) => {
      const client = await smtpClient(docket.smtpPort)
      for (let i = 0; i < 400; i++) {
        const nonce = `arrived-${round}-${lane}-${i}`
        await client.send('ada@example.com', to, Buffer.from(mailOf(nonce)))
        acknowledged.push(nonce)
      }
    })
    const ended = Promise.allSettled(sending)
    // In full flight, however fast the machine is.
    const before = acknowledged.length
    await expect
      .poll(() => acknowledged.length - before, { timeout: 40_000, interval: 5 })
      .toBeGreaterThan(20 * (round + 1))
    await killEverything(docket.child)
    await ended
  }
  expect(acknowledged.length).toBeGreaterThan(30)

  const docket = await startDocket({}, dataDir)
  const missing = async () => {
    const held = new Set((await exported()).map(({ subject }) => subject))
    return acknowledged.filter((nonce) => !held.has(nonce))
  }
  // What was in hand at a kill is tried alone, mail by mail.
  await expect.poll(missing, { timeout: 90_000, interval: 500 }).toEqual([])
  const subjects = (await exported()).map(({ subject }) => subject).filter((subject) => subject.startsWith('arrived-'))
  expect(subjects.length).toBe(new Set(subjects).size)
  expect(await docket.stop()).toBe(0)
})

test('kill -9 of the embedded PostgreSQL, and of one of its sessions, while mails arrive: Docket starts it again by itself', {
  timeout: 180_000,
}, async () => {
  const docket = await startDocket({}, dataDir)
  const acknowledged: string[] = []
  let stopping = false
  const lanes = Array.from({ length: 3 }, async (_, lane) => {
    for (let i = 0; !stopping; i++) await sendUntilKept(docket.smtpPort, `healed-${lane}-${i}`)
  })
  async function sendUntilKept(port: number, nonce: string): Promise<void> {
    for (;;) {
      try {
        const client = await smtpClient(port)
        await client.send('ada@example.com', to, Buffer.from(mailOf(nonce))).finally(() => client.close())
        return void acknowledged.push(nonce)
      } catch {
        await sleep(100)
      }
    }
  }
  const healedMs: number[] = []
  for (const victim of [postmaster, aSession, postmaster]) {
    await sleep(1_000)
    process.kill(victim(), 'SIGKILL')
    const killed = performance.now()
    await sleep(200)
    await sendUntilKept(docket.smtpPort, `after-${healedMs.length}`)
    healedMs.push(Math.round(performance.now() - killed))
  }
  stopping = true
  await Promise.all(lanes)
  console.log(`${acknowledged.length} mails acknowledged; healed after ${healedMs.join(', ')} ms`)

  const subjects = async () => (await exported()).map(({ subject }) => subject)
  const missing = async () => {
    const held = new Set(await subjects())
    return acknowledged.filter((nonce) => !held.has(nonce))
  }
  await expect.poll(missing, { timeout: 30_000, interval: 500 }).toEqual([])
  const held = (await subjects()).filter((subject) => /^(healed|after)-/.test(subject))
  expect(held.length).toBe(new Set(held).size)
  expect(await docket.stop()).toBe(0)
})

/** A session of the server, found among the children of its postmaster. */
function aSession(): number {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  const found = lines
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
    .find(([, , parent, args]) => Number(parent) === postmaster() && args?.includes('docket_app docket'))
  return Number(found?.[1])
}
