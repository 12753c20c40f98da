import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openWorld, type World } from '../../test/world.ts'
import { defineJob, openJobs } from '../platform/jobs.ts'
import { giveUp } from '../platform/problem.ts'
import { inTx, systemActor } from '../platform/tx.ts'
import { quantile } from './slow.ts'

let world: World
let broken = true
const done: string[] = []
const job = defineJob({
  name: 'test.fragile',
  input: z.object({ word: z.string() }),
  async run(_io, { word }) {
    if (broken) throw giveUp(`The ${word} is broken.`)
    done.push(word)
  },
})

beforeAll(async () => {
  world = await openWorld()
  const { pool, log } = world.store
  await world.store.jobs.stop()
  world.store.jobs = openJobs(pool, [job as never], log)
  await world.store.jobs.work(world.store)
})
afterAll(() => world.close())

const order = (org: 'acme' | 'globex', word: string) =>
  inTx(world.store, systemActor(world[org].orgId, 'test'), async (tx) => tx.enqueue(job, { word }))
const letters = async (who: 'Kim' | 'Gina' = 'Kim', more = '') =>
  (await world.ask(who, 'GET', `/api/ops/jobs/dlq${more}`)).body
const until = async (holds: () => Promise<boolean> | boolean) => {
  for (let tries = 0; tries < 300; tries++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('it did not come to this')
}

test('a job that gives up is a dead letter with its sentence, seen by its own organisation, and works when it is done again', async () => {
  await order('acme', 'lamp')
  await order('globex', 'vase')
  await until(async () => (await letters()).items.length === 1 && (await letters('Gina')).items.length === 1)
  const [letter] = (await letters()).items
  expect(letter).toMatchObject({ job: 'test.fragile', says: 'The lamp is broken.', attempts: 1, known: true })
  expect((await world.ask('Kim', 'GET', '/api/ops/metrics/overview')).body).toMatchObject({ dead_letters: 1 })

  const at = `/api/ops/jobs/${letter.id}/replay`
  expect((await world.ask('Kim', 'POST', at)).status).toBe(403)
  const [foreign, missing] = [
    await world.ask('Gina', 'POST', at),
    await world.ask('Gina', 'POST', `/api/ops/jobs/${crypto.randomUUID()}/replay`),
  ]
  expect([foreign.status, missing.status]).toEqual([404, 404])
  broken = false
  expect((await world.ask('Ana', 'POST', at)).status).toBe(204)
  await until(() => done.length === 1)
  expect([done, (await letters()).items]).toEqual([['lamp'], []])
  expect((await world.ask('Ana', 'POST', at)).status).toBe(404)
  expect((await letters('Gina')).items).toHaveLength(1)
  broken = true
})

test('many are done again at once, once each; those of others and of a kind that is no more stay', async () => {
  for (const word of ['one', 'two', 'three']) await order('acme', word)
  await until(async () => (await letters()).items.length === 3)
  await world.store.pool.query(`insert into pgboss.job (name, data, source_name) values ('dead', $1, 'no.more')`, [
    { orgId: world.acme.orgId, requestId: 'r', input: {} },
  ])
  const first = await letters('Kim', '?limit=2')
  const second = await letters('Kim', `?limit=2&cursor=${first.next_cursor}`)
  const mine = [...first.items, ...second.items]
  expect(new Set(mine.map(({ id }) => id)).size).toBe(4)
  const job_ids = [...mine, ...(await letters('Gina')).items].map(({ id }) => id)

  broken = false
  done.length = 0
  const both = await Promise.all([1, 2].map(() => world.ask('Ana', 'POST', '/api/ops/jobs/replay', { job_ids })))
  expect(both.map(({ body }) => body.replayed).sort()).toEqual([0, 3])
  await until(() => done.length === 3)
  expect((await letters()).items).toMatchObject([{ job: 'no.more', known: false, says: null }])
  const [left] = (await letters()).items
  const refused = await world.ask('Ana', 'POST', `/api/ops/jobs/${left.id}/replay`)
  expect(refused).toMatchObject({ status: 409, body: { code: 'job-unknown' } })
  expect((await letters('Gina')).items).toHaveLength(1)
})

test('the overview says what waits and how long things take, of this organisation', async () => {
  const { body } = await world.ask('Kim', 'GET', '/api/ops/metrics/overview')
  expect(body).toMatchObject({ mails: { waiting: 0, failed: 0, oldest_seconds: null }, deliveries: { unsure: 0 } })
  expect(body.slow.filter(({ what }: { what: string }) => what === 'job')).toMatchObject([{ name: 'test.fragile' }])
  const sync = await world.ask('Kim', 'GET', '/api/ops/mailboxes/sync')
  expect(sync.body.items).toMatchObject([{ address: world.acme.mailbox, kind: null, state: null, waiting: 0, off: 0 }])
})

test('a quantile lies where Prometheus would see it', () => {
  const buckets = new Map([
    [0.1, 50],
    [0.2, 90],
    [1, 100],
    [Number.POSITIVE_INFINITY, 100],
  ])
  expect([quantile(buckets, 0.5), quantile(buckets, 0.7), quantile(buckets, 0.95)]).toEqual([100, 150, 600])
  expect(quantile(new Map(), 0.5)).toBe(0)
  expect(
    quantile(
      new Map([
        [1, 0],
        [Number.POSITIVE_INFINITY, 3],
      ]),
      0.95,
    ),
  ).toBe(1000)
})
