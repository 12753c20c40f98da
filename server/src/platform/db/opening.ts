import type { Config } from '../config.ts'
import { type Progress, startEmbedded } from './embedded.ts'
import { migrate, missingMigrations } from './migrate.ts'
import { keepRunning } from './reviving.ts'
import { checkServingRole, ensureServingRole, prepareDatabase } from './roles.ts'

export type OpenDatabase = {
  appUrl: string
  /** Known for the embedded server, and for one's own when DATABASE_OWNER_URL says it. */
  ownerUrl: string | undefined
  /** What is wrong with the embedded server, once starting it again has not helped. */
  trouble(): string | undefined
  release(): Promise<void>
}

type Wanted = Pick<Config, 'databaseUrl' | 'databaseOwnerUrl' | 'dataDir'>

/** A database that can be served from: the embedded one is brought up to date, one's own is only checked. */
export async function openDatabase(config: Wanted, progress: Progress = () => {}): Promise<OpenDatabase> {
  if (!config.databaseUrl) return openEmbedded(config.dataDir, progress)
  await checkServingRole(config.databaseUrl)
  const missing = await missingMigrations(config.databaseUrl)
  if (missing.length > 0) throw new Error(`The database lacks ${missing.join(', ')}: run docket migrate first.`)
  return {
    appUrl: config.databaseUrl,
    ownerUrl: config.databaseOwnerUrl,
    trouble: () => undefined,
    release: async () => {},
  }
}

/** What `docket migrate` does with a database of one's own. Returns the names of what it applied. */
export async function migrateOwnDatabase(config: Wanted): Promise<string[]> {
  if (!config.databaseUrl || !config.databaseOwnerUrl)
    throw new Error('docket migrate needs DATABASE_URL (who serves) and DATABASE_OWNER_URL (who owns the schema).')
  const appRole = await ensureServingRole(config.databaseOwnerUrl, config.databaseUrl)
  return migrate(config.databaseOwnerUrl, { appRole })
}

async function openEmbedded(dataDir: string, progress: Progress): Promise<OpenDatabase> {
  const server = await startEmbedded(dataDir, { progress })
  try {
    const urls = await prepareDatabase(server)
    for (const name of await migrate(urls.ownerUrl)) progress(`Applied the migration ${name}.`)
    const revival = keepRunning(server, progress)
    return {
      ...urls,
      trouble: revival.trouble,
      async release() {
        await revival.stop()
        await server.release()
      },
    }
  } catch (error) {
    await server.release()
    throw error
  }
}
