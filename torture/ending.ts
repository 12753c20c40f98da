import { setTimeout as sleep } from 'node:timers/promises'

const ending = new AbortController()

/** A person ends the drill: whoever waits stops waiting and puts away what it started. */
export const endEarly = (): void => ending.abort()
export const isEnded = (): boolean => ending.signal.aborted

/** The waits of a drill itself; those of whoever gives work in go on until they are closed. */
export const pause = (ms: number): Promise<void> => sleep(ms, undefined, { signal: ending.signal })
