import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendBySmtp } from '../../../test/smtp.ts'
import { makeOrganisation } from '../../app/demo.ts'
import { makeStore } from '../../app/opening.ts'
import { readConfig } from '../../platform/config.ts'
import { openDatabase } from '../../platform/db/opening.ts'
import { placePostgres, socketFolder } from '../../platform/db/placing.ts'
import { connected } from '../../platform/db/roles.ts'
import { smtpServer } from './arriving.ts'

/** R2: a disk that fails under PostgreSQL. strace stands between PostgreSQL and the kernel and lets its writes and syncs fail. */

const strace = '/usr/bin/strace'
/** Where tracing is forbidden (some containers), or strace is not there, this cannot be shown. */
const canFail = spawnSync(strace, ['-f', '--seccomp-bpf', '-qq', '-e', 'trace=fsync', '/bin/true']).status === 0
if (!canFail)
  console.log('R2 under a failing disk is skipped: it needs strace (apt-get install strace), allowed to trace')

const dataDir = mkdtempSync(join(tmpdir(), 'docket-faults-'))
const config = readConfig({ DOCKET_DATA: dataDir, LOG_LEVEL: 'silent', DOCKET_SMTP_PORT: '0' })
const mailbox = 'support@acme.example'
let postgres: string[]

beforeAll(async () => {
  if (!canFail) return
  chmodSync(dataDir, 0o755)
  const database = await openDatabase(config)
  await connected(database.ownerUrl!, async (owner) => {
    const admin = { email: 'ana@acme.example', name: 'Ana', password: 'correct horse battery', mailbox }
    const store = makeStore(config, database.appUrl)
    await makeOrganisation(store, owner, { slug: 'acme', name: 'Acme', isDemo: false, admin })
    await store.pool.end()
    const { rows } = await owner.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')`,
    )
    expect(rows.map(({ setting }) => setting)).toEqual(['on', 'on', 'on'])
    const place = placePostgres(dataDir, () => {})
    const settings = { unix_socket_directories: socketFolder(place), listen_addresses: '', restart_after_crash: 'on' }
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    postgres = [join(place.programs, 'bin', 'postgres'), '-D', join(place.home, 'data'), ...options]
  })
  await database.release()
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

/** PostgreSQL of the same cluster; in each of its processes the calls that `fault` names fail now and then. */
function startFailing(fault: string): { hasEnded(): boolean; stop(): Promise<unknown> } {
  const data = postgres[postgres.indexOf('-D') + 1]!
  const { uid, gid } = statSync(data)
  rmSync(join(data, 'postmaster.pid'), { force: true })
  const options = ['-f', '--seccomp-bpf', '-qq', '-o', '/dev/null', '-e', `inject=${fault}`]
  const child = spawn(strace, [...options, ...postgres], {
    ...{ uid, gid, cwd: '/', stdio: 'ignore' },
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
  })
  const ended = once(child, 'exit')
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  return {
    hasEnded,
    stop() {
      const [pid] = existsSync(join(data, 'postmaster.pid'))
        ? readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
        : []
      // At once and without a last checkpoint, as after a power cut: what was promised must be there all the same.
      if (pid && !hasEnded()) process.kill(Number(pid), 'SIGQUIT')
      return ended
    },
  }
}

test.skipIf(!canFail).each([
  ['a sync that fails (EIO)', 'fdatasync:error=EIO:when=20+30'],
  ['a write without space (ENOSPC)', 'pwrite64:error=ENOSPC:when=60+60'],
])(
  'with %s under PostgreSQL, every mail that was answered 250 is there after a restart, all others heard 4xx (R2)',
  async (name, fault) => {
    const urls = await openDatabase(config)
    await urls.release()
    const store = makeStore(config, urls.appUrl)
    const smtp = await smtpServer(store)
    const [acknowledged, refused] = [[] as string[], [] as number[]]
    const arrive = async (nonce: string) => {
      const bytes = `From: ada@customer.example\r\nSubject: ${nonce}\r\n\r\nWords.\r\n`
      const code = await sendBySmtp(smtp.port, { to: mailbox, bytes })
      if (code === 250) acknowledged.push(nonce)
      else refused.push(code)
      return code === 250
    }

    // A server that cannot even recover from its own fault ends; the next one begins where it stopped.
    for (let round = 0; round < 6 && (refused.length < 5 || acknowledged.length < 20); round++) {
      const failing = startFailing(fault)
      const lanes = [0, 1, 2, 3].map(async (lane) => {
        for (let i = 0; i < 40 && !failing.hasEnded(); i++) {
          // While PostgreSQL recovers, every sender is asked to come again, and does so a little later.
          if (!(await arrive(`${name} ${round} ${lane} ${i}`))) await sleep(50)
        }
      })
      await Promise.all(lanes)
      await failing.stop()
    }
    expect(refused.filter((code) => code < 400 || code >= 500)).toEqual([])
    expect(refused.length).toBeGreaterThanOrEqual(5)
    expect(acknowledged.length).toBeGreaterThanOrEqual(20)

    const well = await openDatabase(config)
    const held = await connected(well.ownerUrl!, async (owner) => {
      const { rows } = await owner.query<{ org_id: string }>('select id as org_id from org')
      await owner.query(`select set_config('app.org_id', $1, false)`, [rows[0]!.org_id])
      const mails = await owner.query<{ text: string }>(
        `select convert_from(r.bytes, 'utf8') as text from occurrence o join raw_mail r on r.sha256 = o.raw_sha256`,
      )
      return new Set(mails.rows.map(({ text }) => /^Subject: (.*)\r$/m.exec(text)?.[1]))
    })
    expect(acknowledged.filter((nonce) => !held.has(nonce))).toEqual([])
    // The same process takes mail again as soon as the disk does.
    const before = acknowledged.length
    await arrive(`${name} healed`)
    expect(acknowledged.length).toBe(before + 1)
    console.log(`R2, ${name}: ${before} answered 250 and there, ${refused.length} refused with 4xx, lost 0`)

    await smtp.close()
    await store.pool.end()
    await well.release()
  },
  120_000,
)
