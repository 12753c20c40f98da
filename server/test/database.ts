import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { connected } from '../src/platform/db/roles.ts'
import type {} from './postgres.ts'

export type TestDatabase = { appUrl: string; ownerUrl: string; drop(): Promise<void> }

/** An empty, migrated database of its own for a test file: a clone takes some 50 ms. Or one without even a schema. */
export async function createDatabase({ bare = false } = {}): Promise<TestDatabase> {
  const { superUrl, appUrl, ownerUrl } = inject('postgres')
  const name = `docket_${randomUUID().replaceAll('-', '')}`
  await connected(superUrl, (client) =>
    client.query(`create database ${name} template ${bare ? 'template0' : 'docket'} owner docket_owner`),
  )
  return {
    appUrl: withDatabase(appUrl, name),
    ownerUrl: withDatabase(ownerUrl, name),
    drop: async () => {
      await connected(superUrl, (client) => client.query(`drop database ${name} with (force)`))
    },
  }
}

function withDatabase(url: string, name: string): string {
  return url.replace('@/docket?', `@/${name}?`)
}
