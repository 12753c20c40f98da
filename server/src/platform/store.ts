import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Blobs } from './blobs/blobs.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Presence } from './db/away.ts'
import type { Reaction } from './events.ts'
import type { JobQueue } from './jobs.ts'
import type { Log } from './log.ts'
import type { Live } from './realtime.ts'
import type { Keys } from './secrets.ts'
import type { Units } from './units.ts'

/** What a process holds open. Verbs never see it: they are handed a Tx. */
export type Store = {
  // biome-ignore lint/complexity/noBannedTypes: `{}` is kysely's "no tables": a module names its own with withTables.
  db: Kysely<{}>
  units: Units
  pool: pg.Pool
  /** The serving role's address, for connections that listen. */
  connection: string
  /** Whether the database answers. */
  presence: Presence
  clock: Clock
  config: Config
  log: Log
  blobs: Blobs
  keys: Keys
  jobs: JobQueue
  live: Live
  reactions: readonly Reaction[]
}
