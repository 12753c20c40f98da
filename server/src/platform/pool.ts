import { createHash, randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import pg from 'pg'
import { DatabaseSilent, noteBroken, type Presence } from './db/away.ts'

/** int8 as a number: ticket numbers and counts stay far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** pg's own parser of instants reads them piece by piece, and a list holds 150 of them: this is three times as quick. */
const slowly: (text: string) => Date = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text')
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) =>
  text[10] === ' ' && text.endsWith('+00') ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : slowly(text),
)

const preparedMax = 300

/** A session takes with it what it has planned. After a quiet moment many would plan everything anew, all at once. */
const idleMs = 10 * 60_000

/**
 * How long a caller may wait before it hears that the database is away. The three together stay below 10 s, which no request may
 * exceed: for a connection, for the first sign of life to a statement, for the second opinion on a silent one.
 */
export const patience = { connectMs: 3_000, silenceMs: 4_000, probeMs: 2_000 }

/** What the server ends by itself. A statement may be slow for a job's sake; a request sets less (tx.ts). */
const serverLimits = { statement_timeout: 60_000, lock_timeout: 20_000, idle_in_transaction_session_timeout: 120_000 }

/** Sessions to end on the server, should it still hold them; older ones have ended by its own limits. */
const leftBehindMax = 64

/**
 * A pool whose repeated statements are prepared by name, so that PostgreSQL plans them once a connection. A text is only named when
 * it comes again: multi-row inserts of ever-changing length would otherwise fill every session with plans used once.
 *
 * A statement that hears nothing for a while is not waited for blindly: the server is asked over a new connection whether it is at
 * work on it. When it is not, or does not answer either, the connection is given up and so are the idle ones beside it; and what
 * the server may still hold of them (a transaction with its locks) is ended as soon as it can be reached.
 */
export function openPool(connection: string | pg.PoolConfig, max = 16, presence?: Presence): pg.Pool {
  // The sessions carry names of their own, which one in the address would replace.
  const config =
    typeof connection === 'string'
      ? { connectionString: connection.replace(/([?&])application_name=[^&]*&?/, '$1') }
      : connection
  const idle = new Set<MarkedClient>()
  const leftBehind = new Set<string>()
  const pool = new pg.Pool({
    ...config,
    ...serverLimits,
    max,
    idleTimeoutMillis: idleMs,
    connectionTimeoutMillis: patience.connectMs,
    pipeline: true,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
    Client: class extends MarkedClient {
      constructor(options: pg.ClientConfig = {}) {
        super(options, presence)
      }
    },
  })

  pool.on('connect', (one) => {
    const client = marked(one)
    client.on('error', (error) => {
      noteBroken(error)
      presence?.gone(error)
      if (leftBehind.size < leftBehindMax) leftBehind.add(client.mark)
    })
    watchSilence(
      client.socket,
      () => client.isBusy(),
      async () => {
        if (await isAtWork(config, client.mark)) return true
        for (const other of idle) other.socket.destroy(new DatabaseSilent())
        return false
      },
    )
    if (leftBehind.size > 0) void endSessions(one, leftBehind)
  })
  pool.on('acquire', (client) => void idle.delete(marked(client)))
  pool.on('release', (_error, client) => void idle.add(marked(client)))
  pool.on('remove', (client) => void idle.delete(marked(client)))
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => {})
  // One that breaks between two statements of a transaction fails the next of them; that too must not end the process.
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}

const marked = (client: pg.PoolClient) => client as unknown as MarkedClient

/** Ends a socket that is busy and silent, unless `isAlive` finds that the other end is only slow. */
function watchSilence(socket: Socket, isBusy: () => boolean, isAlive: () => Promise<boolean>): void {
  socket.setTimeout(patience.silenceMs)
  socket.on('timeout', async () => {
    if (!isBusy()) return
    const heard = socket.bytesRead
    const alive = await isAlive()
    // The answer may have come while we asked, or have waited unread while this process was busy.
    if (alive || socket.bytesRead > heard) socket.setTimeout(patience.silenceMs)
    else socket.destroy(new DatabaseSilent())
  })
}

/** Asks over a connection of its own whether the server is at work on a statement of the marked session. */
async function isAtWork(config: pg.PoolConfig, mark: string): Promise<boolean> {
  const probe = new pg.Client({ ...config, password: config.password, connectionTimeoutMillis: patience.probeMs })
  probe.on('error', () => {})
  const late = new Promise<false>((resolve) => setTimeout(resolve, patience.probeMs, false).unref())
  const asked = async () => {
    await probe.connect()
    const { rowCount } = await probe.query(
      `select from pg_stat_activity where application_name = $1 and usename = current_user and state = 'active'`,
      [mark],
    )
    return rowCount === 1
  }
  const said = await Promise.race([asked().catch(() => false), late])
  void probe.end().catch(() => {})
  return said
}

async function endSessions(client: pg.PoolClient, leftBehind: Set<string>): Promise<void> {
  const marks = [...leftBehind]
  try {
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = any($1) and usename = current_user`,
      [marks],
    )
    for (const mark of marks) leftBehind.delete(mark)
  } catch {
    // They stay on the list for the next connection.
  }
}

const seen = new Map<string, string | null>()

/** Prepares what comes again, and carries a mark of its own by which the server's side of it can be found. */
class MarkedClient extends pg.Client {
  readonly mark: string
  readonly #presence: Presence | undefined
  #isGathering = false

  constructor(config: pg.ClientConfig, presence?: Presence) {
    const mark = `docket ${randomBytes(6).toString('hex')}`
    // The pool hides the password from enumeration.
    super({ ...config, password: config.password, application_name: mark } as pg.ClientConfig)
    this.mark = mark
    this.#presence = presence
    // A connection that breaks between two statements of a unit of work belongs to nobody; the next statement says it.
    this.on('error', () => {})
  }

  get socket(): Socket {
    return (this as unknown as { connection: { stream: Socket } }).connection.stream
  }

  isBusy(): boolean {
    return !(this as unknown as { readyForQuery: boolean }).readyForQuery
  }

  // biome-ignore lint/suspicious/noExplicitAny: pg-pool connects with a callback, everybody else with a promise.
  override connect(callback?: any): any {
    const heard = (error: Error | null) => {
      noteBroken(error)
      if (error) this.#presence?.gone(error)
      else this.#presence?.back()
    }
    if (!callback)
      return super.connect().then(heard.bind(null, null), (error) => {
        heard(error)
        throw error
      })
    return super.connect((error: Error) => {
      heard(error)
      callback(error)
    })
  }

  /** What is sent before this process waits for anything leaves in one message. */
  #sendTogether(): void {
    if (this.#isGathering) return
    this.#isGathering = true
    const { socket } = this
    socket.cork()
    process.nextTick(() => {
      this.#isGathering = false
      socket.uncork()
    })
  }

  // biome-ignore lint/suspicious/noExplicitAny: pg's query has a dozen overloads; all but (text, values) pass through untouched.
  override query(first: any, ...rest: any[]): any {
    this.#sendTogether()
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
