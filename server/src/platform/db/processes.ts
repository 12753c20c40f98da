import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * One process, not just its number: numbers are used again, after a reboot even in the same order. Zombies count as gone, because in a
 * container without an init nobody buries them.
 */
export type ProcessId = { pid: number; began: string }

export function thisProcess(): ProcessId {
  const seen = look(process.pid)
  if (!seen) throw new Error('This process cannot see itself: neither /proc nor ps is there.')
  return { pid: process.pid, began: seen.began }
}

export function isAlive(id: ProcessId): boolean {
  return look(id.pid)?.began === id.began
}

/** The command line of a living process; one that is just ending has none any more. */
export function commandOf(pid: number): string | undefined {
  return look(pid)?.command || undefined
}

/** Undefined when the text is not the file of a process: half written, or from another program. */
export function parseProcessId(text: string): ProcessId | undefined {
  const [pid, began] = text.trim().split('\n')
  return pid && began && Number.isInteger(Number(pid)) ? { pid: Number(pid), began } : undefined
}

export function printProcessId({ pid, began }: ProcessId): string {
  return `${pid}\n${began}\n`
}

type Seen = { began: string; command: string }

function look(pid: number): Seen | undefined {
  return process.platform === 'linux' ? lookInProc(pid) : lookWithPs(pid)
}

function lookInProc(pid: number): Seen | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  // The name in parentheses may hold spaces and parentheses itself; what follows the last one is fields 3 and on.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined
  const boot = readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? ''
  const command = readIfThere(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim()
  // A process on its way out has given its memory back, and with it its command, before it is called a zombie.
  if (!command) return undefined
  return { began: `${boot}/${fields[19]}`, command }
}

function lookWithPs(pid: number): Seen | undefined {
  try {
    const line = execFileSync('ps', ['-ww', '-o', 'stat=,lstart=,command=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
    const [, stat, began, command] = /^(\S+)\s+(\w+\s+\w+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/s.exec(line) ?? []
    return !stat || stat.startsWith('Z') || !began ? undefined : { began, command: command ?? '' }
  } catch (error) {
    // ps exits with 1 when there is no such process.
    if ((error as { status?: number }).status === 1) return undefined
    throw error
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return undefined
    throw error
  }
}
