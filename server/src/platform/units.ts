import {
  type DatabaseConnection,
  DefaultQueryExecutor,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  PostgresQueryCompiler,
  Transaction,
} from 'kysely'
import type pg from 'pg'
import type { Actor } from './work.ts'

/** The database outside of units of work, where no organisation is chosen. */
// biome-ignore lint/complexity/noBannedTypes: `{}` is kysely's "no tables": a module names its own with withTables.
export const openDb = (pool: pg.Pool): Kysely<{}> => new Kysely({ dialect: new PostgresDialect({ pool }) })

export type Unit = {
  // biome-ignore lint/complexity/noBannedTypes: as above.
  db: Transaction<{}>
  /** Sends a statement at once, behind those that are on their way. */
  send(text: string, values: unknown[]): Promise<unknown>
  /** One that goes in the same message as the commit. */
  sendLast(text: string, values: unknown[]): void
}
export type Units = <R>(beginning: string, work: (unit: Unit) => Promise<R>) => Promise<R>

/** A person waits for these: what takes longer is given up, and said, before the 10 s are over. */
const patienceOfPeople = `set local statement_timeout = '8s'; set local lock_timeout = '5s'`

/** The first statement of every unit of work: `begin`, and whose it is. */
export function beginAs({ orgId, kind }: Pick<Actor, 'orgId' | 'kind'>): string {
  // SET takes no parameters: what stands in the text must be an id and nothing else.
  if (!/^[0-9a-f-]{36}$/.test(orgId)) throw new Error(`not the id of an organisation: ${orgId}`)
  return `begin; set local app.org_id = '${orgId}'${kind === 'user' ? `; ${patienceOfPeople}` : ''}`
}

/**
 * Transactions whose statements do not wait for each other: a message to the server costs as much as many a statement, so the first goes
 * together with `begin`, the last with `commit`, and those that a verb asks for at once (`Promise.all`) go at once. The server does them
 * in the order in which they were sent. (Kysely's own transactions send one, wait, and send the next.)
 */
export function openUnits(pool: pg.Pool): Units {
  const [dialect, compiler, adapter] = [
    new PostgresDialect({ pool }),
    new PostgresQueryCompiler(),
    new PostgresAdapter(),
  ]
  const driver = dialect.createDriver()
  return async (beginning, work) => {
    const client = await pool.connect()
    let [isOver, isBroken] = [false, false]
    let failure: unknown
    const sendNow = (text: string, values?: unknown[]) => {
      const sent = (values ? client.query(text, values) : client.query(text)).catch((error) => {
        failure ??= error
        // What came behind the one that failed says only that one did.
        throw error.code === ignoredBehindFailure ? failure : error
      })
      // Whoever asks for several and stops at the first that fails has heard of the others too.
      sent.catch(() => {})
      return sent
    }
    // What comes behind the commit or the rollback would be outside of any transaction.
    const send = (text: string, values?: unknown[]) =>
      isOver ? Promise.reject(new Error('This unit of work is over.')) : sendNow(text, values)
    const connection: DatabaseConnection = {
      executeQuery: async ({ sql, parameters }) => resultOf(await send(sql, parameters as unknown[])),
      streamQuery: () => {
        throw new Error('A unit of work reads no streams.')
      },
    }
    const executor = new DefaultQueryExecutor(compiler, adapter, {
      provideConnection: (consumer) => consumer(connection),
    })
    const last: [text: string, values: unknown[]][] = []
    try {
      const begun = send(beginning)
      const db = new Transaction<Record<never, never>>({ config: { dialect }, dialect, driver, executor })
      const result = await work({ db, send, sendLast: (...statement) => void last.push(statement) })
      const sent = [begun, ...last.map((statement) => send(...statement))]
      isOver = true
      const committed = sendNow('commit')
      await Promise.all(sent)
      // One that failed, and nobody heard: PostgreSQL says so by the word it answers a commit with.
      if ((await committed).command !== 'COMMIT')
        throw new Error('A statement of this unit of work had failed.', { cause: failure })
      return result
    } catch (error) {
      isOver = true
      await sendNow('rollback').catch(() => {
        isBroken = true
      })
      throw error
    } finally {
      client.release(isBroken)
    }
  }
}

/** in_failed_sql_transaction */
const ignoredBehindFailure = '25P02'
const changing = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

const resultOf = <R>({ command, rowCount, rows }: pg.QueryResult) => ({
  ...(changing.has(command) && { numAffectedRows: BigInt(rowCount ?? 0) }),
  rows: (rows ?? []) as R[],
})
