import type { Transaction } from 'kysely'
import { CompiledQuery } from 'kysely'
import type pg from 'pg'
import { PgBoss } from 'pg-boss'
import { isDatabaseAway } from './db/away.ts'
import type { Log } from './log.ts'
import { jobSeconds } from './metrics.ts'
import { GiveUp } from './problem.ts'
import type { Store } from './store.ts'
import { span } from './tracing.ts'
import { inTx, systemActor } from './tx.ts'
import type { Job, JobIo } from './work.ts'

export const defineJob = <T>(job: Job<T>): Job<T> => job

export type Envelope = { orgId: string; requestId: string; trace?: string; input: unknown }

export type JobQueue = {
  /** In the caller's transaction: a rollback leaves no job. */
  // biome-ignore lint/complexity/noBannedTypes: kysely's "no tables".
  insert(db: Transaction<{}>, job: Job<never> | Job<unknown>, inserts: readonly Envelope[]): Promise<void>
  /** A hint to this process's worker that a job of this kind has been committed. */
  wake(job: Job<never> | Job<unknown>): void
  work(store: Store): Promise<void>
  isWorking(): boolean
  stop(): Promise<void>
}

const schema = 'pgboss'
const deadLetterQueue = 'dead'

/** The queue's tables, made by the owner; they stand outside row security, the envelope names the organisation. */
export async function installQueue(owner: string | pg.PoolConfig, appRole = 'docket_app'): Promise<void> {
  const boss = new PgBoss({
    ...(typeof owner === 'string' ? { connectionString: owner } : (owner as object)),
    schema,
    supervise: false,
    schedule: false,
  })
  boss.on('error', () => {})
  await boss.start()
  const db = boss.getDb()
  await db.executeSql(`grant usage on schema ${schema} to ${appRole}`)
  await db.executeSql(`grant select, insert, update, delete on all tables in schema ${schema} to ${appRole}`)
  await db.executeSql(`grant usage, select on all sequences in schema ${schema} to ${appRole}`)
  await db.executeSql(`grant execute on all functions in schema ${schema} to ${appRole}`)
  await boss.stop({ graceful: false })
}

/**
 * pg-boss behind our words. A job whose process died is taken over after three missed heartbeats of the supervisor; polling is the
 * floor because a job that falls due makes no notification.
 */
export function openJobs(pool: pg.Pool, jobs: readonly Job<never>[], log: Log): JobQueue {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values as unknown[]) },
    schema,
    migrate: false,
    createSchema: false,
    schedule: false,
    reindex: false,
    monitorVacuum: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  })
  // Every worker meets it twice a second while the database is away, which is said once, elsewhere.
  boss.on('error', (err) => log[isDatabaseAway(err) ? 'debug' : 'warn']({ err }, 'job queue'))
  let started: Promise<unknown> | undefined
  let working = false
  const workers = new Map<string, string>()

  const start = () => {
    // A start that failed because the database was away is tried again by the next caller.
    started ??= boss
      .start()
      .then(() => makeQueues(boss, jobs))
      .catch((error) => {
        started = undefined
        throw error
      })
    return started
  }

  return {
    async insert(db, job, inserts) {
      await start()
      await boss.insert(
        job.name,
        inserts.map((data) => ({ data })),
        {
          db: {
            executeSql: (text, values) =>
              db
                .executeQuery<object>(CompiledQuery.raw(text, (values ?? []) as unknown[]))
                .then(({ rows }) => ({ rows })),
          },
        },
      )
    },
    wake(job) {
      const worker = workers.get(job.name)
      if (worker) boss.notifyWorker(worker)
    },
    async work(store) {
      await start()
      for (const job of jobs) {
        const worker = await boss.work<
          Envelope,
          unknown,
          { batchSize: number; pollingIntervalSeconds: number; perJobResults: true; burstWhenBatchFull: boolean }
        >(
          job.name,
          { batchSize: 20, pollingIntervalSeconds: 0.5, perJobResults: true, burstWhenBatchFull: true },
          (batch) => Promise.all(batch.map((one) => attempt(store, job as Job<unknown>, one))),
        )
        workers.set(job.name, worker)
      }
      working = true
    },
    isWorking: () => working,
    async stop() {
      working = false
      if (started) await started.then(() => boss.stop({ graceful: true, timeout: 20_000, close: false }))
    },
  }
}

async function makeQueues(boss: PgBoss, jobs: readonly Job<never>[]): Promise<void> {
  if (!(await boss.getQueue(deadLetterQueue))) await boss.createQueue(deadLetterQueue)
  for (const job of jobs) {
    const settings = {
      retryLimit: job.retryMax ?? 8,
      retryDelay: 5,
      retryBackoff: true,
      retryDelayMax: 3600,
      heartbeatSeconds: 10,
      deadLetter: deadLetterQueue,
    }
    if (await boss.getQueue(job.name)) await boss.updateQueue(job.name, settings)
    else await boss.createQueue(job.name, settings)
  }
}

type Fetched = { id: string; data: Envelope; retryCount: number; signal: AbortSignal }

async function attempt(store: Store, job: Job<unknown>, { id, data, retryCount, signal }: Fetched) {
  const end = jobSeconds.startTimer({ step: job.name })
  const about = { job: job.name, org_id: data.orgId, request_id: data.requestId, attempt: retryCount + 1 }
  const actor = systemActor(data.orgId, job.name)
  const io: JobIo = { unit: (work) => inTx(store, actor, work, data.requestId), store, attempt: retryCount + 1, signal }
  try {
    const parent = { kind: 'job', parent: data.trace, attributes: { 'docket.request_id': data.requestId } } as const
    await span(`job ${job.name}`, parent, async () => {
      await job.run(io, job.input.parse(data.input))
      const ms = Math.round(end({ outcome: 'done' }) * 1000)
      store.log.info({ ...about, ms, outcome: 'done' }, 'job')
    })
    return { id, status: 'completed' as const }
  } catch (err) {
    const final = err instanceof GiveUp
    const outcome = final ? 'gave_up' : 'failed'
    const ms = Math.round(end({ outcome }) * 1000)
    store.log.warn({ err, ...about, ms, outcome }, 'job')
    return {
      id,
      status: final ? ('deadletter' as const) : ('failed' as const),
      output: { message: err instanceof Error ? err.message : String(err) },
    }
  }
}
