import { join } from 'node:path'
import { diskBlobs } from '../platform/blobs.ts'
import { type Clock, machineClock } from '../platform/clock.ts'
import { type Config, encryptionKeyOf } from '../platform/config.ts'
import { openDatabase } from '../platform/db/opening.ts'
import { installQueue, openJobs } from '../platform/jobs.ts'
import { openLog } from '../platform/log.ts'
import { openPool } from '../platform/pool.ts'
import { openLive } from '../platform/realtime.ts'
import { openKeys } from '../platform/secrets.ts'
import type { Store } from '../platform/store.ts'
import { openUnits } from '../platform/units.ts'
import { jobs, reactions } from './reactions.ts'

export type Opened = {
  store: Store
  /** Known for the embedded database, and for one's own when DATABASE_OWNER_URL says it. */
  ownerUrl: string | undefined
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
      async close() {
        await store.jobs.stop()
        await store.live.close()
        await store.db.destroy()
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
  const pool = openPool(connection)
  return {
    db: openUnits(pool),
    pool,
    connection,
    clock,
    config,
    log,
    blobs: diskBlobs(join(config.dataDir, 'blobs')),
    keys: openKeys(encryptionKeyOf(config)),
    jobs: openJobs(pool, jobs, log),
    live: openLive(pool, connection, log),
    reactions,
  }
}
