import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** No process could be started: that says nothing of the mail. */
export class ReaderAway extends Error {
  override name = 'ReaderAway'
}

/** A young generation of the usual size doubles what a large mail takes, and reads it no faster. */
export const heapFlags = (megabytes: number): string[] => [
  `--max-old-space-size=${megabytes}`,
  '--max-semi-space-size=4',
]

const startMsMax = 30_000

export type Gone = { code: number | null; signal: string | null; said: string }

/** Resolves when it is ready. It says `gone` once, after the last of its answers. */
export function startReader(program: string, heapMegabytes: number, onGone: () => void): Promise<ChildProcess> {
  const child = fork(program, {
    execArgv: [...heapFlags(heapMegabytes), '--permission', '--allow-fs-read=*', '--disable-warning=SecurityWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {},
  })
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(0, 4_000)
  })
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => child.kill('SIGKILL'), startMsMax)
    const gone = () => {
      clearTimeout(late)
      onGone()
      reject(new ReaderAway(`The process that reads mails did not start: ${said.slice(0, 500)}`))
      child.emit('gone', { code: child.exitCode, signal: child.signalCode, said } satisfies Gone)
    }
    let ends = 0
    const onEnd = () => ++ends === 2 && gone()
    // The end of its answers, and of itself with all that it said.
    child.once('disconnect', onEnd).once('close', onEnd)
    child.once('error', (error) => {
      said = error.message
      gone()
    })
    child.once('message', () => {
      clearTimeout(late)
      child.unref()
      child.channel?.unref()
      ;(child.stderr as { unref?(): void } | null)?.unref?.()
      resolve(child)
    })
  })
}

/** Processor time of a process so far; undefined where the system does not tell. */
export function usedMsOf(pid: number | undefined): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name of the program, in brackets, may hold blanks; ticks are hundredths of a second.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return undefined
  }
}
