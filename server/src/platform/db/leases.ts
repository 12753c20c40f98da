import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, parseProcessId, printProcessId, thisProcess } from './processes.ts'

/** Runs `work` while no other process of this folder starts or stops the server. A lock whose holder died is taken over. */
export async function holdingLock<R>(folder: string, work: () => Promise<R>): Promise<R> {
  const lock = join(folder, 'launch.lock')
  const mine = `${lock}.${randomUUID()}`
  writeFileSync(mine, printProcessId(thisProcess()), { mode: 0o600 })
  try {
    // A link appears with its content or not at all, so nobody ever reads a lock that is half written.
    while (!linked(mine, lock)) {
      if (!isHeld(lock)) takeAway(lock)
      else await sleep(50)
    }
    try {
      return await work()
    } finally {
      rmSync(lock)
    }
  } finally {
    rmSync(mine)
  }
}

export type Lease = { giveBack(): void }

/** Says that this process uses the server. A process that dies without giving back has given back. */
export function takeLease(folder: string): Lease {
  const leases = join(folder, 'leases')
  mkdirSync(leases, { recursive: true, mode: 0o700 })
  const path = join(leases, `${process.pid}-${randomUUID()}`)
  writeFileSync(path, printProcessId(thisProcess()), { mode: 0o600 })
  return { giveBack: () => rmSync(path, { force: true }) }
}

/** How many leases are held by the living; those of the dead are removed on the way. */
export function countLeases(folder: string): number {
  const leases = join(folder, 'leases')
  let held = 0
  for (const name of readdirSync(leases)) {
    if (isHeld(join(leases, name))) held++
    else rmSync(join(leases, name), { force: true })
  }
  return held
}

function isHeld(path: string): boolean {
  const holder = parseProcessId(readOrEmpty(path))
  return holder !== undefined && isAlive(holder)
}

/** Two may find the same dead lock: each moves what it finds aside, and gives back what turns out to be a living one's. */
function takeAway(lock: string): void {
  const aside = `${lock}.${randomUUID()}`
  try {
    renameSync(lock, aside)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return
    throw error
  }
  if (isHeld(aside)) linked(aside, lock)
  rmSync(aside)
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return ''
    throw error
  }
}

function isCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code
}
