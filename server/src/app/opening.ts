import type { Blobs } from '../platform/blobs/blobs.ts'
import { movingBlobs, openBlobs } from '../platform/blobs/place.ts'
import { type Clock, machineClock } from '../platform/clock.ts'
import { blobPlaceBefore, blobPlaceOf, type Config, encryptionKeyOf } from '../platform/config.ts'
import { watchPresence } from '../platform/db/away.ts'
import { openDatabase } from '../platform/db/opening.ts'
import { installQueue, openJobs } from '../platform/jobs.ts'
import { openLog } from '../platform/log.ts'
import { openPool } from '../platform/pool.ts'
import { openLive } from '../platform/realtime.ts'
import { openKeys } from '../platform/secrets.ts'
import type { Store } from '../platform/store.ts'
import { openDb, openUnits } from '../platform/units.ts'
import { jobs, reactions } from './reactions.ts'

export type Opened = {
  store: Store
  /** Known for the embedded database, and for one's own when DATABASE_OWNER_URL says it. */
  ownerUrl: string | undefined
  /** What is wrong with the embedded database, in a sentence. */
  trouble(): string | undefined
  close(): Promise<void>
}

/** Everything a process needs, from its settings; works beside other processes on the same database. */
export async function openStore(
  config: Config,
  { progress = () => {} }: { progress?: (line: string) => void } = {},
): Promise<Opened> {
  const database = await openDatabase(config, progress)
  try {
    // Only the embedded database is changed by a start; with one's own, `docket migrate` makes the queue's tables.
    if (!config.databaseUrl && database.ownerUrl) await installQueue(database.ownerUrl)
    const store = makeStore(config, database.appUrl)
    return {
      store,
      ownerUrl: database.ownerUrl,
      trouble: database.trouble,
      async close() {
        await store.jobs.stop()
        await store.live.close()
        await store.pool.end()
        await database.release()
      },
    }
  } catch (error) {
    await database.release()
    throw error
  }
}

/** A store over a database that is there already. */
export function makeStore(config: Config, connection: string, clock: Clock = machineClock): Store {
  const log = openLog(config.logLevel)
  const presence = watchPresence(clock, log)
  const pool = openPool(connection, 16, presence)
  return {
    db: openDb(pool),
    units: openUnits(pool),
    pool,
    connection,
    presence,
    clock,
    config,
    log,
    blobs: openStoreOfBlobs(config),
    keys: openKeys(encryptionKeyOf(config)),
    jobs: openJobs(pool, jobs, log),
    live: openLive(pool, connection, log),
    reactions,
  }
}

function openStoreOfBlobs(config: Config): Blobs {
  const before = blobPlaceBefore(config)
  const now = openBlobs(blobPlaceOf(config))
  return before ? movingBlobs(now, openBlobs(before)) : now
}
