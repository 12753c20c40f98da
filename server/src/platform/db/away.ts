import pg from 'pg'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { Problem } from '../problem.ts'

/** Spoken for a connection whose other end says nothing: packets are dropped, nobody refuses. */
export class DatabaseSilent extends Error {
  constructor() {
    super('The database does not answer.')
    this.name = 'DatabaseSilent'
  }
}

/** Errors of connections to the database. Other connections break with the same codes, so these are known one by one. */
const broken = new WeakSet<Error>()

/** Says that this error came from a connection to the database, and not from what was asked over it. */
export function noteBroken(error: unknown): void {
  if (error instanceof Error && !(error instanceof pg.DatabaseError)) broken.add(error)
}

/** A server that stops, starts, recovers, or has no connection left. */
const codes = /^(57P0[1235]|53300|25P03|08...)$/
/** What the driver and its pool say of connections that they gave up themselves. */
const sentences =
  /timeout exceeded when trying to connect|timeout expired|Connection terminated|Query read timeout|encountered a connection error/

/** Whether this failed because of the way to the database, and not because of what was asked of it. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof pg.DatabaseError) return codes.test(error.code ?? '')
  if (error instanceof DatabaseSilent || broken.has(error) || sentences.test(error.message)) return true
  return error instanceof Problem && isDatabaseAway(error.cause)
}

/** Whether there was no room for what was written. */
export const isDiskFull = (error: unknown) => error instanceof pg.DatabaseError && error.code === '53100'

/** Whether the database answers this process: one line in the log when it goes and one when it is back. */
export type Presence = {
  awaySince: Date | undefined
  lastAbsence: { from: Date; to: Date } | undefined
  /** It answers, and had no room for what was written; until a write is seen to go through. */
  fullSince: Date | undefined
  gone(error: unknown): void
  back(): void
  /** What a unit of work failed with. */
  failed(error: unknown): void
  hasRoom(): void
}

export function watchPresence(clock: Clock, log: Log): Presence {
  const presence: Presence = {
    awaySince: undefined,
    lastAbsence: undefined,
    fullSince: undefined,
    failed(err) {
      if (presence.fullSince || !isDiskFull(err)) return
      presence.fullSince = clock()
      log.error({ err }, 'the disk of the database is full')
    },
    hasRoom() {
      if (!presence.fullSince) return
      log.warn({ full_ms: clock().getTime() - presence.fullSince.getTime() }, 'the database has room again')
      presence.fullSince = undefined
    },
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
