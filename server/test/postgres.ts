import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../src/platform/db/embedded.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { prepareDatabase } from '../src/platform/db/roles.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: { superUrl: string; ownerUrl: string; appUrl: string }
  }
}

/** One PostgreSQL for the whole run, with one migrated database that test files clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = realpathSync(mkdtempSync(join(tmpdir(), 'docket-test-')))
  chmodSync(dataDir, 0o711)
  const server = await startEmbedded(dataDir, { durable: false, progress: console.log })
  const urls = await prepareDatabase(server)
  await migrate(urls.ownerUrl)
  const queue = join(import.meta.dirname, '../src/platform/jobs.ts')
  if (existsSync(queue))
    await ((await import(queue)) as { installQueue(ownerUrl: string): Promise<void> }).installQueue(urls.ownerUrl)
  project.provide('postgres', { superUrl: server.superUrl, ...urls })

  return async () => {
    await server.release()
    rmSync(dataDir, { recursive: true })
  }
}
