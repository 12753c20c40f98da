import { z } from 'zod'
import { Listing, Page, pageOf, place } from '../mail/index.ts'
import { type Route, route } from '../platform/routes.ts'
import { type DeadLetter, jobUnknown, listDeadLetters, replayJob, replayJobs } from './deadLetters.ts'

const When = z.string().meta({ format: 'date-time' })
const DeadLetterView = z
  .object({
    id: z.string(),
    job: z.string().nullable(),
    says: z.string().nullable().meta({ description: 'Why the last attempt failed.' }),
    failed_at: When,
    began_at: When.nullable(),
    attempts: z.number().int(),
    request_id: z.string().nullable().meta({ description: 'What its log lines and events are found by.' }),
    known: z.boolean().meta({ description: 'Whether this version still knows jobs of its kind, and can do it again.' }),
  })
  .meta({ id: 'DeadLetter' })

export const deadLetterRoutes: Route[] = [
  route('GET /ops/jobs/dlq', {
    says: 'Jobs that failed too often or gave up, newest first, each with the sentence why.',
    name: 'listDeadLetters',
    may: 'ops.see',
    in: Listing,
    out: Page(DeadLetterView),
    run: async (tx, { limit, cursor }) => {
      const rows = await listDeadLetters(tx, { limit: limit + 1, cursor: place(cursor) })
      return pageOf(rows, limit, view, ({ failed_at, id }) => [failed_at, id])
    },
  }),
  route('POST /ops/jobs/:id/replay', {
    says: 'Do a job again that was given up, from the beginning.',
    name: 'replayJob',
    refuses: [jobUnknown],
    may: 'ops.retry',
    in: z.object({ id: z.uuid() }),
    out: null,
    run: (tx, { id }, store) => replayJob(tx, store, id),
  }),
  route('POST /ops/jobs/replay', {
    says: 'Do many jobs again that were given up; those that are none any more are left out.',
    name: 'replayJobs',
    may: 'ops.retry',
    in: z.object({ job_ids: z.array(z.uuid()).min(1).max(1000) }),
    out: z.object({ replayed: z.number().int() }),
    run: async (tx, { job_ids }, store) => ({ replayed: await replayJobs(tx, store, job_ids) }),
  }),
]

const view = ({ failed_at, began_at, ...rest }: DeadLetter): z.input<typeof DeadLetterView> => ({
  ...rest,
  failed_at: failed_at.toISOString(),
  began_at: began_at?.toISOString() ?? null,
})
