import { z } from 'zod'
import { makeStore } from '../src/app/opening.ts'
import { readConfig } from '../src/platform/config.ts'
import { defineJob, openJobs } from '../src/platform/jobs.ts'
import type { Job } from '../src/platform/work.ts'

// A process whose job never ends: `hold-job.ts <url> <data folder> [order]`. It says when it was given the job.
const [url, dataDir, order] = process.argv.slice(2) as [string, string, string | undefined]
const hold = defineJob({
  name: 'test.hold',
  input: z.object({}),
  run: async () => {
    process.stdout.write('held\n')
    await new Promise(() => {})
  },
})
const store = makeStore(readConfig({ DOCKET_DATA: dataDir, LOG_LEVEL: 'silent' }), url)
const jobs = openJobs(store.pool, [hold as Job<never>], store.log)
if (order)
  await store.db
    .transaction()
    .execute((db) => jobs.insert(db, hold, [{ orgId: order, requestId: 'request-1', input: {} }]))
await jobs.work(store)
process.stdout.write('working\n')
