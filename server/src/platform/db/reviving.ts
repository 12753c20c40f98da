import type { Progress } from './embedded.ts'

const lookMs = 500
/** More often than this within this time is a fault that starting again does not heal. */
const startsMax = 5
const withinMs = 5 * 60_000

export type Revival = {
  /** What a person must do, once starting again has not helped. */
  trouble(): string | undefined
  stop(): Promise<void>
}

type Server = {
  isRunning(): boolean
  /** Started, or found started by another process; says which. */
  revive(): Promise<'started' | 'found'>
  logPath: string
}

/** Starts a server that has ended under us again; seldom (its disk may have room again, and nobody comes to start it by hand), when it ends again and again. */
export function keepRunning({ isRunning, revive, logPath }: Server, progress: Progress, restMs = 20_000): Revival {
  let starts: number[] = []
  let trouble: string | undefined
  let underWay: Promise<void> | undefined

  const heal = async () => {
    const at = performance.now()
    starts = starts.filter((start) => at - start < withinMs)
    if (starts.length >= startsMax && at - starts.at(-1)! < restMs) {
      if (!trouble) {
        trouble = `PostgreSQL ended ${startsMax} times within ${withinMs / 60_000} minutes and is started only every ${restMs / 1000} s; ${logPath} says why.`
        progress(trouble)
      }
      return
    }
    starts.push(at)
    try {
      progress('PostgreSQL has ended: starting it again …')
      if ((await revive()) === 'found') starts.pop()
      trouble = undefined
      progress('PostgreSQL runs again.')
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error)
      progress(trouble)
    }
  }
  const timer = setInterval(() => {
    if (underWay) return
    if (isRunning()) trouble = undefined
    else
      underWay = heal().finally(() => {
        underWay = undefined
      })
  }, lookMs).unref()

  return {
    trouble: () => trouble,
    async stop() {
      clearInterval(timer)
      await underWay
    },
  }
}
