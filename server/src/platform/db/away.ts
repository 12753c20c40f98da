import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'

/** Spoken for a connection whose other end says nothing: packets are dropped, nobody refuses. */
export class DatabaseSilent extends Error {
  constructor() {
    super('The database does not answer.')
    this.name = 'DatabaseSilent'
  }
}

/** Sockets that broke or were refused, and a server that stops, starts, recovers or has no connection left (08, 53300, 57P0x). */
const codes =
  /^(ECONN(REFUSED|RESET|ABORTED)|ENOENT|EPIPE|ETIMEDOUT|E(HOST|NET)(UNREACH|DOWN)|ENOTFOUND|EAI_AGAIN|57P0[1235]|53300|25P03|08...)$/
const sentences =
  /timeout exceeded when trying to connect|timeout expired|Connection terminated|Query read timeout|encountered a connection error/

/** Whether this failed because of the way to the database, and not because of what was asked of it. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof DatabaseSilent || sentences.test(error.message)) return true
  return codes.test(String((error as { code?: unknown }).code)) || isDatabaseAway(error.cause)
}

/** Whether the database answers this process: one line in the log when it goes and one when it is back. */
export type Presence = {
  awaySince: Date | undefined
  lastAbsence: { from: Date; to: Date } | undefined
  gone(error: unknown): void
  back(): void
}

export function watchPresence(clock: Clock, log: Log): Presence {
  const presence: Presence = {
    awaySince: undefined,
    lastAbsence: undefined,
    gone(err) {
      if (presence.awaySince || !isDatabaseAway(err)) return
      presence.awaySince = clock()
      log.error({ err }, 'the database does not answer')
    },
    back() {
      if (!presence.awaySince) return
      presence.lastAbsence = { from: presence.awaySince, to: clock() }
      presence.awaySince = undefined
      const { from, to } = presence.lastAbsence
      log.warn({ away_ms: to.getTime() - from.getTime() }, 'the database answers again')
    },
  }
  return presence
}
