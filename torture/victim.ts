import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type pg from 'pg'
import { freePort, leanMemory, nodeFlags } from '../e2e/server.ts'
import { commandOf } from '../server/src/platform/db/processes.ts'
import { connected } from '../server/src/platform/db/roles.ts'
import { pause } from './ending.ts'

const main = join(import.meta.dirname, '../server/src/main.ts')
/**
 * Half of a start is the reading of Node's own types and words: what was compiled once is kept. Written by a process
 * that leaves, never by one that is killed.
 */
const compiled = join(import.meta.dirname, '../.runtime/compiled')

/**
 * A real Docket in a process of its own, with its own database, made to be killed: it comes back on the same ports with
 * the same data.
 */
export class Victim {
  readonly dataDir: string
  readonly port: number
  readonly smtpPort: number
  /** How often its process ended by itself, and what it said last. */
  fell: string[] = []
  /** How long the newest start took. */
  startMs = 0
  /** Of the demo's administrator. */
  password = ''
  private readonly env: NodeJS.ProcessEnv
  private child: ChildProcess | undefined
  isReady = false
  private began = 0
  private said = ''

  private constructor(dataDir: string, port: number, smtpPort: number, more: Record<string, string>) {
    this.dataDir = dataDir
    this.port = port
    this.smtpPort = smtpPort
    const own = { DOCKET_DATA: dataDir, DOCKET_PORT: String(port), DOCKET_SMTP_PORT: String(smtpPort) }
    const quiet = { LOG_LEVEL: 'warn', DOCKET_REQUESTS_MAX: '0' }
    this.env = { ...leanMemory, ...process.env, NODE_COMPILE_CACHE: compiled, ...quiet, ...own, ...more }
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  static async open(dataDir: string, env: Record<string, string> = {}): Promise<Victim> {
    const victim = new Victim(dataDir, await freePort(), await freePort(), env)
    const isFirst = !existsSync(compiled)
    victim.start()
    await victim.ready()
    if (isFirst) {
      await victim.kill('SIGTERM')
      victim.start()
      await victim.ready()
    }
    return victim
  }

  start(): void {
    const child = spawn(process.execPath, [...nodeFlags, main, 'serve'], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.child = child
    this.isReady = false
    this.began = performance.now()
    this.said = ''
    const hear = (chunk: Buffer) => {
      this.said = (this.said + chunk).slice(-4_000)
      this.password ||= /admin@demo\.localhost\s+(\S+)/.exec(this.said)?.[1] ?? ''
      if (this.isReady || this.child !== child || !this.said.includes('Docket is ready')) return
      this.isReady = true
      this.startMs = Math.round(performance.now() - this.began)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', () => {
      if (this.child !== child) return
      this.fell.push(this.said)
      this.start()
    })
  }

  async ready(patienceMs = 120_000): Promise<void> {
    for (let waited = 0; !this.isReady; waited += 20) {
      if (waited > patienceMs) throw new Error(`Docket did not start within ${patienceMs / 1000} s:\n${this.said}`)
      await pause(20)
    }
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.child
    this.child = undefined
    if (!child || child.exitCode !== null || child.signalCode) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  /** Asked to leave, as an operator would; one that is killed while it starts leaves its database running. */
  async close(): Promise<void> {
    await this.kill('SIGTERM')
    this.stopPostgres()
  }

  /** PostgreSQL's immediate shutdown: no checkpoint, every session cut. Says whether there was a server to stop. */
  stopPostgres(): boolean {
    const pid = Number(this.pidFile()?.[0])
    if (!pid || !commandOf(pid)?.includes(this.dataDir)) return false
    process.kill(pid, 'SIGQUIT')
    return true
  }

  /** One command line, beside the server. */
  async run(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [main, ...args], { env: this.env })
    return stdout
  }

  /** The database, asked past Docket. */
  async rows<R extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<R[]> {
    const { super: password } = JSON.parse(readFileSync(join(this.dataDir, 'postgres/passwords.json'), 'utf8'))
    const socket = encodeURIComponent(this.pidFile()?.[4] ?? '')
    const url = `postgres://postgres:${encodeURIComponent(password)}@/docket?host=${socket}`
    return connected(url, async (client) => (await client.query<R>(sql, values)).rows)
  }

  /** Absent while no server runs. */
  private pidFile(): string[] | undefined {
    const path = join(this.dataDir, 'postgres/data/postmaster.pid')
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n') : undefined
  }
}
