import { Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely'
import type { Store } from '../../src/platform/store.ts'

/**
 * The database of a store as if its developers had forgotten every filter: each `where` of each statement in a unit of work, of the
 * query builder and of plain SQL alike, holds for all rows. The parameters stay, so that the statements still run.
 */
export function withoutFilters({ pool }: Store): Store['db'] {
  const forgetful = {
    options: {},
    end: async () => {},
    async connect(): Promise<PostgresPoolClient> {
      const client = await pool.connect()
      const query = (text: string, values: unknown[]) => client.query(mutated(text), values)
      return { query, release: () => client.release() } as unknown as PostgresPoolClient
    },
  }
  return new Kysely({ dialect: new PostgresDialect({ pool: forgetful }) })
}

/** `or` binds weaker than `and`: whatever follows, the condition is true. The queue has no organisations and stays as it is. */
const mutated = (text: string) => (text.includes('pgboss') ? text : text.replace(/\bwhere\b/gi, 'where true or'))
