import { spawn, spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { countLeases, holdingLock, takeLease } from './leases.ts'
import { type Place, placePostgres, socketFolder } from './placing.ts'
import { commandOf } from './processes.ts'

export type Progress = (line: string) => void
export type Passwords = { super: string; owner: string; app: string }
export type EmbeddedPostgres = {
  superUrl: string
  socketDir: string
  pid: number
  passwords: Passwords
  logPath: string
  /** Whether its process is there, ready or not. */
  isRunning(): boolean
  /** After it ended under us: started again, by this process or by another that was quicker. */
  revive(): Promise<'started' | 'found'>
  /** Gives this process's lease back; the last one out stops the server. */
  release(): Promise<void>
}

/**
 * The PostgreSQL of this data folder: made, started, or found running and shared. It listens on a UNIX socket only. One that was left
 * behind by a killed process is adopted, and the last process that uses it stops it.
 */
export async function startEmbedded(
  dataDir: string,
  { progress = () => {}, durable = true }: { progress?: Progress; durable?: boolean } = {},
): Promise<EmbeddedPostgres> {
  const place = placePostgres(dataDir, progress)
  return holdingLock(place.home, async () => {
    const passwords = keptPasswords(place)
    if (!existsSync(join(place.home, 'data', 'PG_VERSION'))) makeCluster(place, passwords, progress, durable)
    const { pid, socketDir } = (await adoptServer(place)) ?? (await startServer(place, progress, durable))
    const lease = takeLease(place.home)
    return {
      superUrl: socketUrl(socketDir, 'postgres', passwords.super, 'postgres'),
      socketDir,
      pid,
      passwords,
      logPath: join(place.home, 'postgres.log'),
      isRunning: () => runningServer(place) !== undefined,
      revive: () =>
        holdingLock(place.home, async () => {
          if (await adoptServer(place)) return 'found'
          await startServer(place, progress, durable)
          return 'started'
        }),
      release: () =>
        holdingLock(place.home, async () => {
          lease.giveBack()
          if (countLeases(place.home) === 0) await stopServer(place)
        }),
    }
  })
}

/** The form of URL that node-postgres and libpq both take for a socket. */
export function socketUrl(socketDir: string, user: string, password: string, database: string): string {
  return `postgres://${user}:${encodeURIComponent(password)}@/${database}?host=${encodeURIComponent(socketDir)}`
}

/** What a living server says of itself; before it has a socket, and while it stops, it is not ready. */
type Server = { pid: number; socketDir: string; isReady: boolean }

/** Passwords, since peer authentication cannot work: root's PostgreSQL has another user. */
function keptPasswords({ home }: Place): Passwords {
  const path = join(home, 'passwords.json')
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Passwords
  if (existsSync(join(home, 'data')))
    throw new Error(`${path} is missing: without it the database beside it cannot be entered.`)
  const make = () => randomBytes(24).toString('base64url')
  const passwords: Passwords = { super: make(), owner: make(), app: make() }
  const half = `${path}.${randomUUID()}`
  const file = openSync(half, 'w', 0o600)
  writeFileSync(file, JSON.stringify(passwords))
  fsyncSync(file)
  closeSync(file)
  renameSync(half, path)
  return passwords
}

/** Made aside and renamed, so that a start killed half-way leaves no half cluster. */
function makeCluster(place: Place, passwords: Passwords, progress: Progress, durable: boolean): void {
  progress('Making the database cluster …')
  const half = join(place.home, 'data.half')
  const secret = join(place.home, 'initdb.secret')
  rmSync(half, { recursive: true, force: true })
  rmSync(secret, { force: true })
  mkdirSync(half, { mode: 0o700 })
  writeFileSync(secret, passwords.super, { mode: 0o600 })
  give(place, half)
  give(place, secret)
  const args = ['-D', half, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${secret}`, '--encoding=UTF8']
  const made = spawnSync(
    join(place.programs, 'bin', 'initdb'),
    [...args, '--locale-provider=builtin', '--locale=C.UTF-8', ...(durable ? [] : ['--no-sync'])],
    { ...asUser(place), encoding: 'utf8' },
  )
  rmSync(secret)
  if (made.error) throw made.error
  if (made.status !== 0) throw new Error(`PostgreSQL could not make its files in ${half}:\n${made.stderr}`)
  renameSync(half, join(place.home, 'data'))
}

/** One that is starting is waited for until it is ready, one that is stopping until it is gone. */
async function adoptServer(place: Place): Promise<Server | undefined> {
  for (;;) {
    const server = runningServer(place)
    if (!server || server.isReady) return server
    await sleep(20)
  }
}

async function startServer(place: Place, progress: Progress, durable: boolean): Promise<Server> {
  const socketDir = socketFolder(place)
  makeSocketFolder(place, socketDir)
  for (let attempt = 1; ; attempt++) {
    const started = await tryServer(place, socketDir, progress, durable)
    if (typeof started !== 'string') return started
    // The sessions of a server killed with -9 hold its memory until they notice.
    if (attempt === 50 || !started.includes('shared memory block')) throw new Error(started)
    await sleep(200)
  }
}

/** Returns what went wrong as a text. */
async function tryServer(
  place: Place,
  socketDir: string,
  progress: Progress,
  durable: boolean,
): Promise<Server | string> {
  const data = join(place.home, 'data')
  // Nobody lives behind this file (adoptServer asked), but PostgreSQL itself would believe in any process with its number.
  rmSync(join(data, 'postmaster.pid'), { force: true })
  // PostgreSQL refuses a socket whose lock names a process that exists, and a killed one nobody has reaped yet does.
  for (const left of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) rmSync(join(socketDir, left), { force: true })
  const logPath = join(place.home, 'postgres.log')
  const log = openSync(logPath, 'a', 0o600)
  const logBegan = statSync(logPath).size
  const settings = { ...alwaysSettings, ...(durable ? {} : carelessSettings), unix_socket_directories: socketDir }
  const child = spawn(
    join(place.programs, 'bin', 'postgres'),
    ['-D', data, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    { ...asUser(place), detached: true, stdio: ['ignore', log, log] },
  )
  closeSync(log)
  child.unref()
  let end: string | undefined
  child.once('exit', (code, signal) => {
    end = `it ended with ${signal ?? code}`
  })
  child.once('error', (error) => {
    end = error.message
  })

  for (let waited = 0; end === undefined; waited += 20) {
    const server = runningServer(place)
    if (server?.isReady && server.pid === child.pid) return server
    if (waited === 10_000) progress(`PostgreSQL is still getting ready; ${logPath} says what it does.`)
    await sleep(20)
  }
  const said = readFileSync(logPath).subarray(logBegan).toString().trim().split('\n').slice(-12).join('\n')
  return `PostgreSQL did not start: ${end}. ${logPath} ends with:\n${said}`
}

/** A folder in /tmp may have been put there by anybody: only our own, closed one is used. */
function makeSocketFolder(place: Place, folder: string): void {
  if (!existsSync(folder)) {
    mkdirSync(folder, { mode: 0o700 })
    give(place, folder)
  }
  const found = lstatSync(folder)
  const uid = place.user?.uid ?? process.getuid?.()
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0)
    throw new Error(`${folder} should be a folder that only PostgreSQL's user can enter, but it is not. Remove it.`)
}

async function stopServer(place: Place): Promise<void> {
  const server = runningServer(place)
  if (!server) return
  // Fast shutdown: sessions are ended, everything is written, the exit is clean.
  process.kill(server.pid, 'SIGINT')
  // Its pid file goes a moment before the process does.
  const isThere = () => commandOf(server.pid)?.includes(` -D ${join(place.home, 'data')} `)
  for (let waited = 0; isThere(); waited += 20) {
    if (waited >= 60_000) throw new Error(`PostgreSQL (process ${server.pid}) does not stop.`)
    await sleep(20)
  }
}

/** The server of this home, if its process is alive and really is one: the file may be left from before a crash, its number used again. */
function runningServer({ home }: Place): Server | undefined {
  const [pid = '', , , , socketDir = '', , , status = ''] = pidFile(home)
  const isOurs = commandOf(Number(pid))?.includes(` -D ${join(home, 'data')} `)
  return isOurs ? { pid: Number(pid), socketDir, isReady: status.trim() === 'ready' } : undefined
}

function pidFile(home: string): string[] {
  try {
    return readFileSync(join(home, 'data', 'postmaster.pid'), 'utf8').split('\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

const alwaysSettings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '256MB',
  // Compiling a plan costs more than the short queries of a helpdesk take.
  jit: 'off',
  max_wal_size: '2GB',
  log_line_prefix: '%m [%p] ',
  timezone: 'UTC',
}

/** For tests only: a crash of the machine may lose everything. */
const carelessSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

function asUser({ user }: Place) {
  return { cwd: '/', uid: user?.uid, gid: user?.gid, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } }
}

function give({ user }: Place, path: string): void {
  if (user) chownSync(path, user.uid, user.gid)
}
