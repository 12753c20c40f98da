import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Running = {
  url: string
  smtpPort: number
  password: string
  /** What it wrote while it started. */
  said: string
  dataDir: string
  child: ChildProcess
  /** Its log so far: what it wrote to standard error. */
  log(): string
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

const main = join(import.meta.dirname, '../server/src/main.ts')
/** What `npm start` runs it with. */
export const { nodeFlags, leanMemory } = (await import(join(import.meta.dirname, '../bin/runtime.mjs') as string)) as {
  nodeFlags: string[]
  leanMemory: Record<string, string>
}

/** Docket as a newcomer starts it, on free ports, its data in a folder of its own. */
export async function startDocket(env: Record<string, string> = {}, dataDir = newDataDir()): Promise<Running> {
  const [port, smtpPort] = [Number(env.DOCKET_PORT ?? (await freePort())), await freePort()]
  const child = spawn(process.execPath, [...nodeFlags, main, 'serve'], {
    env: {
      ...leanMemory,
      ...process.env,
      DOCKET_DATA: dataDir,
      DOCKET_PORT: String(port),
      DOCKET_SMTP_PORT: String(smtpPort),
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let logged = ''
  child.stderr.on('data', (chunk: Buffer) => {
    logged += chunk
  })
  const url = `http://127.0.0.1:${port}`
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk
      if (said.includes('Docket is ready')) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('exit', () => reject(new Error(`Docket did not start:\n${said}`)))
  })
  return {
    url,
    smtpPort,
    dataDir,
    child,
    said,
    log: () => logged,
    password: /admin@demo\.localhost\s+(\S+)/.exec(said)?.[1] ?? '',
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode) return child.exitCode
      const gone = once(child, 'exit')
      child.kill(signal)
      const [code] = await gone
      return code
    },
  }
}

export function newDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'docket-e2e-'))
  chmodSync(dataDir, 0o755)
  return dataDir
}

export const removeDataDir = (dataDir: string) => rmSync(dataDir, { recursive: true, force: true })

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
