import { sql } from 'kysely'
import { z } from 'zod'
import { connectionStates, mailFigures, summarizeSync } from '../mail/index.ts'
import { type Route, route } from '../platform/routes.ts'
import type { Tx } from '../platform/work.ts'
import { deliveryFigures } from '../tickets/index.ts'
import { readSlow } from './slow.ts'

const When = z.string().meta({ format: 'date-time' })
const Count = z.number().int()
const Seconds = Count.nullable().meta({ description: 'For how long the oldest that is due has waited.' })

const MailboxSync = z
  .object({
    id: z.string(),
    address: z.string(),
    name: z.string(),
    kind: z.string().nullable().meta({ description: 'Null: it is reached by SMTP alone.' }),
    state: z.enum(connectionStates).nullable(),
    lag_seconds: Count.nullable().meta({ description: 'Since all that its provider held was kept.' }),
    last_success_at: When.nullable(),
    last_error: z.string().nullable(),
    backfill: z.object({ done: Count, total: Count.nullable() }).nullable(),
    waiting: Count,
    failed: Count,
    newest_at: When.nullable(),
    off: Count.meta({ description: 'Mails by which its balance is off.' }),
  })
  .meta({ id: 'MailboxSync' })
const Overview = z
  .object({
    at: When,
    mails: z.object({ today: Count, waiting: Count, failed: Count, oldest_seconds: Seconds }),
    deliveries: z.object({ waiting: Count, unsure: Count, failed: Count }),
    queues: z.array(z.object({ job: z.string(), waiting: Count, oldest_seconds: Seconds })),
    dead_letters: Count,
    slow: z
      .array(
        z.object({
          what: z.enum(['ticket', 'stage', 'job', 'request']),
          name: z.string(),
          p50_ms: z.number(),
          p95_ms: z.number(),
        }),
      )
      .meta({ description: 'Times of the process that answers, since it began.' }),
  })
  .meta({ id: 'OpsOverview' })

export const overviewRoutes: Route[] = [
  route('GET /ops/mailboxes/sync', {
    says: 'How every mailbox does, in one look.',
    name: 'summarizeSync',
    may: 'ops.see',
    in: z.object({}),
    out: z.object({ items: z.array(MailboxSync), next_cursor: z.null() }),
    run: async (tx) => ({
      items: (await summarizeSync(tx)).map(({ last_success_at, newest_at, ...rest }) => ({
        ...rest,
        lag_seconds: age(tx, last_success_at),
        last_success_at: last_success_at?.toISOString() ?? null,
        newest_at: newest_at?.toISOString() ?? null,
      })),
      next_cursor: null,
    }),
  }),
  route('GET /ops/metrics/overview', {
    says: 'What waits, what has failed, and how long things take.',
    name: 'readOpsOverview',
    may: 'ops.see',
    in: z.object({}),
    out: Overview,
    run: async (tx) => {
      const { dueSince, ...mails } = await mailFigures(tx)
      const { rows: jobs } = await sql<{ job: string; waiting: number; due_since: Date | null }>`
        select * from waiting_jobs(${tx.now})`.execute(tx.db)
      return {
        at: tx.now.toISOString(),
        mails: { ...mails, oldest_seconds: age(tx, dueSince) },
        deliveries: await deliveryFigures(tx),
        queues: jobs
          .filter(({ job }) => job !== 'dead')
          .map(({ job, waiting, due_since }) => ({ job, waiting, oldest_seconds: age(tx, due_since) })),
        dead_letters: jobs.find(({ job }) => job === 'dead')?.waiting ?? 0,
        slow: await readSlow(),
      }
    },
  }),
]

const age = (tx: Tx, since: Date | null) =>
  since && Math.max(0, Math.round((tx.now.getTime() - since.getTime()) / 1000))
