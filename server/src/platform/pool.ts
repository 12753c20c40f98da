import { createHash } from 'node:crypto'
import pg from 'pg'

/** int8 as a number: ticket numbers and counts stay far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** pg's own parser of instants reads them piece by piece, and a list holds 150 of them: this is three times as quick. */
const slowly: (text: string) => Date = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text')
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) =>
  text[10] === ' ' && text.endsWith('+00') ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : slowly(text),
)

const preparedMax = 300

/**
 * A pool whose repeated statements are prepared by name, so that PostgreSQL plans them once a connection. A text is only named when
 * it comes again: multi-row inserts of ever-changing length would otherwise fill every session with plans used once.
 */
export function openPool(connection: string | pg.PoolConfig, max = 16): pg.Pool {
  const config = typeof connection === 'string' ? { connectionString: connection } : connection
  const pool = new pg.Pool({ ...config, max, connectionTimeoutMillis: 5_000, keepAlive: true, Client: PreparingClient })
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => {})
  return pool
}

const seen = new Map<string, string | null>()

class PreparingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: pg's query has a dozen overloads; all but (text, values) pass through untouched.
  override query(first: any, ...rest: any[]): any {
    // Without values it may be several statements, which only the simple protocol takes: pg-boss supervises that way.
    if (typeof first !== 'string' || !Array.isArray(rest[0]) || rest[0].length === 0)
      return super.query(first as never, ...(rest as []))
    const name = nameOf(first)
    if (!name) return super.query(first as never, ...(rest as []))
    const [values, ...callback] = rest
    return super.query({ name, text: first, values } as never, ...(callback as []))
  }
}

/** Undefined on the first sight of a text; a stable name from the second on, for as many texts as may be named. */
function nameOf(text: string): string | undefined {
  const known = seen.get(text)
  if (known) return known
  if (known === null) {
    const name = createHash('sha1').update(text).digest('hex').slice(0, 20)
    seen.set(text, name)
    return name
  }
  if (seen.size < preparedMax) seen.set(text, null)
  return undefined
}
