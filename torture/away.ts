import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { smtpClient } from '../bench/smtp.ts'
import { newDataDir, removeDataDir, startDocket } from '../e2e/server.ts'
import { startEmbedded } from '../server/src/platform/db/embedded.ts'
import { migrate } from '../server/src/platform/db/migrate.ts'
import { connected, prepareDatabase } from '../server/src/platform/db/roles.ts'
import { type Cut, openCable } from '../server/test/cable.ts'
import { pause } from './ending.ts'

const main = join(import.meta.dirname, '../server/src/main.ts')
const mailbox = 'support@demo.localhost'

export type Drill = {
  cuts: Cut[]
  acknowledged: { mails: number; tickets: number }
  /** Acknowledged, and not there; and what is there more than once. */
  lost: string[]
  doubled: string[]
  requests: number
  refused: Record<string, number>
  slowestMs: number
  /** From the healed line to a page, a mail's 250 and its ticket; one entry a cut. */
  recoveredMs: number[]
  /** Cuts during which /readyz said that the database is away. */
  saidByReadyz: number
  /** Cuts after which an open page was told to fetch anew. */
  pagesTold: number
}

/**
 * The line between Docket and its database is cut again and again while mails arrive and people work. A ledger outside
 * holds what was acknowledged; every sender comes again with the same bytes, every client with the same key, until it
 * is.
 */
export async function drillAway(
  hows: readonly Cut[],
  cutMs: number,
  wholeMs: number,
  say = (_: string) => {},
): Promise<Drill> {
  const [homeOfDatabase, dataDir] = [newDataDir(), newDataDir()]
  const postgres = await startEmbedded(homeOfDatabase)
  const { ownerUrl, appUrl } = await prepareDatabase(postgres)
  const cable = await openCable({ path: join(postgres.socketDir, '.s.PGSQL.5432') })
  const throughCable = appUrl.replace(/@\/docket.*$/, `@127.0.0.1:${cable.port}/docket`)
  const env = {
    DATABASE_URL: throughCable,
    DATABASE_OWNER_URL: ownerUrl,
    ENCRYPTION_KEY_BASE64: randomBytes(32).toString('base64'),
    DOCKET_DATA: dataDir,
  }
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [main, ...args], { env: { ...process.env, ...env } })
  await migrate(ownerUrl)
  await run('migrate')
  const docket = await startDocket(env, dataDir)
  try {
    const { stdout } = await run('token', 'create', '--email', 'admin@demo.localhost', '--json')
    const { token } = JSON.parse(stdout) as { token: string }
    const load = startLoad(docket, token)
    const drill: Drill = {
      cuts: [],
      acknowledged: { mails: 0, tickets: 0 },
      lost: [],
      doubled: [],
      requests: 0,
      refused: {},
      slowestMs: 0,
      recoveredMs: [],
      saidByReadyz: 0,
      pagesTold: 0,
    }
    for (const [i, how] of hows.entries()) {
      await pause(wholeMs)
      const told = load.told()
      await cable.cut(how)
      await pause(cutMs / 2)
      const ready = await fetch(`${docket.url}/readyz`)
      if (ready.status === 503 && !/"database":"ok"/.test(await ready.text())) drill.saidByReadyz++
      await pause(cutMs / 2)
      await cable.heal()
      const healed = performance.now()
      await load.recovered(`after ${i}`)
      drill.recoveredMs.push(Math.round(performance.now() - healed))
      for (let waited = 0; load.told() === told && waited < 10_000; waited += 100) await pause(100)
      if (load.told() > told) drill.pagesTold++
      drill.cuts.push(how)
      say(`cut ${i + 1} of ${hows.length} (${how}): recovered after ${drill.recoveredMs.at(-1)} ms`)
    }
    const { mails, tickets, answers } = await load.stop()
    drill.acknowledged = { mails: mails.length, tickets: tickets.length }
    drill.requests = answers.length
    drill.slowestMs = Math.round(Math.max(...answers.map(({ ms }) => ms)))
    for (const { said } of answers) if (said !== 'ok') drill.refused[said] = (drill.refused[said] ?? 0) + 1

    const held = async (sql: string) =>
      connected(postgres.superUrl.replace('/postgres?', '/docket?'), async (client) =>
        (await client.query<{ subject: string }>(sql)).rows.map(({ subject }) => subject),
      )
    const subjects = [...mails, ...tickets]
    for (let waited = 0; waited < 30_000; waited += 500) {
      const there = new Set(await held('select subject from ticket'))
      drill.lost = subjects.filter((subject) => !there.has(subject))
      if (drill.lost.length === 0) break
      await pause(500)
    }
    drill.doubled = [
      ...(await held('select subject from ticket group by subject having count(*) > 1')),
      ...(await held(`select subject from message where direction = 'in' group by subject having count(*) > 1`)),
    ]
    return drill
  } finally {
    await cable.heal()
    await docket.stop()
    await cable.close()
    await postgres.release()
    removeDataDir(dataDir)
    removeDataDir(homeOfDatabase)
  }
}

type Load = {
  told(): number
  /** Resolves once a page, a mail and its ticket went through. */
  recovered(nonce: string): Promise<void>
  stop(): Promise<{ mails: string[]; tickets: string[]; answers: { ms: number; said: string }[] }>
}

function startLoad({ url, smtpPort }: { url: string; smtpPort: number }, token: string): Load {
  const mails: string[] = []
  const tickets: string[] = []
  const answers: { ms: number; said: string }[] = []
  let stopping = false
  let hellos = 0

  const ask = async (path: string, init: RequestInit = {}): Promise<Response | undefined> => {
    const began = performance.now()
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers }
    const answer = await fetch(`${url}/api${path}`, { ...init, headers, signal: AbortSignal.timeout(30_000) }).catch(
      () => undefined,
    )
    const code = answer && !answer.ok ? ((await answer.clone().json()) as { code: string }).code : ''
    answers.push({ ms: performance.now() - began, said: answer ? code || 'ok' : 'no answer' })
    return answer
  }
  const mail = async (nonce: string): Promise<void> => {
    for (;;) {
      try {
        const client = await smtpClient(smtpPort)
        await client.send('ada@example.com', mailbox, mailOf(nonce)).finally(() => client.close())
        return void mails.push(nonce)
      } catch {
        await sleep(200)
      }
    }
  }
  const ticket = async (nonce: string): Promise<void> => {
    const body = JSON.stringify({ subject: nonce, body: 'Words.', requester: { email: 'ada@example.com' } })
    for (;;) {
      const answer = await ask('/tickets', { method: 'POST', body, headers: { 'idempotency-key': nonce } })
      if (answer?.status === 201) return void tickets.push(nonce)
      if (answer && answer.status < 500) throw new Error(`a ticket was refused: ${await answer.text()}`)
      await sleep(200)
    }
  }
  const lane = async (work: (nonce: string) => Promise<void>, name: string) => {
    for (let i = 0; !stopping; i++) await Promise.all([work(`${name} ${i}`), sleep(40)])
  }
  const asking: Promise<unknown>[] = []
  const page = setInterval(() => void asking.push(ask('/tickets')), 250)
  const listen = () => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, {
      headers: { authorization: `Bearer ${token}` },
    } as never)
    socket.onmessage = ({ data }) => {
      if (String(data).includes('hello')) hellos++
    }
    return socket
  }
  const socket = listen()
  const lanes = [
    lane(mail, 'mail a'),
    lane(mail, 'mail b'),
    lane(mail, 'mail c'),
    lane(ticket, 'ticket a'),
    lane(ticket, 'ticket b'),
  ]

  return {
    told: () => hellos,
    async recovered(nonce) {
      await mail(nonce)
      for (;;) {
        const answer = await ask('/tickets?limit=200')
        if (answer?.ok && (await answer.text()).includes(`"${nonce}"`)) return
        await sleep(50)
      }
    },
    async stop() {
      stopping = true
      clearInterval(page)
      await Promise.all([...lanes, ...asking])
      socket.close()
      return { mails, tickets, answers }
    },
  }
}

const mailOf = (nonce: string) =>
  Buffer.from(
    `From: Ada <ada@example.com>\r\nTo: ${mailbox}\r\nSubject: ${nonce}\r\n` +
      `Message-ID: <${nonce.replaceAll(' ', '.')}@example.com>\r\n` +
      `Date: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nIt is about ${nonce}.\r\n`,
  )
