import { Kysely, PostgresDialect, PostgresDriver } from 'kysely'
import type pg from 'pg'
import type { Actor } from './work.ts'

/** The database as units of work see it. Only `inTx` opens a transaction on it. */
// biome-ignore lint/complexity/noBannedTypes: `{}` is kysely's "no tables": a module names its own with withTables.
export const openUnits = (pool: pg.Pool): Kysely<{}> => new Kysely({ dialect: new UnitDialect(pool) })

/** A person waits for these: what takes longer is given up, and said, before the 10 s are over. */
const patienceOfPeople = `set local statement_timeout = '8s'; set local lock_timeout = '5s'`

/** The first statement of every unit of work: `begin` and whose it is in one message, which saves two round trips of some 0.1 ms each. */
export function beginAs({ orgId, kind }: Pick<Actor, 'orgId' | 'kind'>): string {
  // SET takes no parameters: what stands in the text must be an id and nothing else.
  if (!/^[0-9a-f-]{36}$/.test(orgId)) throw new Error(`not the id of an organisation: ${orgId}`)
  return `begin; set local app.org_id = '${orgId}'${kind === 'user' ? `; ${patienceOfPeople}` : ''}`
}

class UnitDialect extends PostgresDialect {
  readonly #pool: pg.Pool
  constructor(pool: pg.Pool) {
    super({ pool })
    this.#pool = pool
  }
  override createDriver() {
    return new UnitDriver({ pool: this.#pool })
  }
}

class UnitDriver extends PostgresDriver {
  /** Nothing: the unit of work says `begin` itself. */
  override async beginTransaction(): Promise<void> {}
}
