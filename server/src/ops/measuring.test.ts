import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hasPromtool, promtool } from '../../test/promtool.ts'
import { openWorld, type World } from '../../test/world.ts'
import { registry } from '../platform/metrics.ts'
import { openPool } from '../platform/pool.ts'
import { measurer, readOps } from './measuring.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const root = join(import.meta.dirname, '../../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const names = () => registry.getMetricsAsArray().map(({ name }) => name)

test.skipIf(!hasPromtool)('promtool finds nothing wrong with the metrics', async () => {
  const { text } = await world.ask(null, 'GET', '/metrics')
  expect(promtool(['check', 'metrics'], text)).toBe('')
})

test.skipIf(!hasPromtool)('promtool finds nothing wrong with the alert rules', () => {
  expect(promtool(['check', 'rules', join(root, 'deploy/prometheus/docket.rules.yaml')])).toBe('')
})

test('what waits and what failed is counted over all organisations, and no label names one', async () => {
  for (const org of [world.acme, world.globex])
    await world.as(org.orgId, async (tx) => {
      await sql`
        insert into occurrence (id, mailbox_id, provider_id, raw_sha256, size, received_at, state, next_try_at)
        select ${tx.newId()}, id, 'x', 'x', 1, ${tx.now}, 'failed', ${tx.now} from mailbox`.execute(tx.db)
      await sql`
        insert into occurrence (id, mailbox_id, provider_id, raw_sha256, size, received_at, state, next_try_at)
        select ${tx.newId()}, id, 'y', 'y', 1, ${tx.now}, 'kept', ${new Date(tx.now.getTime() - 90_000)} from mailbox`.execute(
        tx.db,
      )
    })
  const { organisations } = await readOps(world.store)
  expect(organisations.map(({ mailsFailed, mailsWaiting }) => [mailsFailed, mailsWaiting])).toEqual([
    [1, 1],
    [1, 1],
  ])
  await measurer(world.store)()
  const text = await registry.metrics()
  expect(text).toContain('docket_mails{state="failed"} 2')
  expect(text).toContain('docket_mails{state="waiting"} 2')
  expect(Number(/^docket_mails_oldest_seconds (\S+)/m.exec(text)?.[1])).toBeGreaterThanOrEqual(90)
  expect(text).not.toContain(world.acme.orgId)
})

test('while the database is away the metrics are there all the same, without figures that nobody knows', async () => {
  const pool = openPool('postgres://nobody@127.0.0.1:1/nothing', 1)
  await measurer({ ...world.store, pool })()
  const text = await registry.metrics()
  expect(text).toMatch(/^docket_disk_free_bytes [1-9]/m)
  expect(text).not.toMatch(/^docket_(mails|dead_letters|queue|deliveries)[\w{ ]/m)
})

test('metrics are read on this machine without a proxy, or with the token', async () => {
  const asked = async (headers: Record<string, string>, at = world) =>
    (await at.ask(null, 'GET', '/metrics', undefined, headers)).status
  expect(await asked({})).toBe(200)
  expect(await asked({ 'x-forwarded-for': '203.0.113.9' })).toBe(403)

  const closed = await openWorld({ METRICS_TOKEN: 'a-long-random-word' })
  expect(await asked({}, closed)).toBe(403)
  expect(await asked({ authorization: 'Bearer another-random-word' }, closed)).toBe(403)
  expect(await asked({ authorization: 'Bearer a-long-random-word' }, closed)).toBe(200)
  await closed.close()
})

test('the pages, rules and dashboard name metrics that there are, and the page names all of ours', () => {
  const known = new Set(names().flatMap((name) => [name, `${name}_bucket`, `${name}_sum`, `${name}_count`]))
  const ours =
    /\b(?:docket|http_request|tickets?|workflow_step)_[a-z_]+(?:seconds|total|bytes|up|connections|jobs|letters|mails|deliveries|sockets|alerts)(?:_bucket|_sum|_count)?\b/g
  for (const path of ['docs/operating.md', 'deploy/prometheus/docket.rules.yaml', 'deploy/grafana/docket.json']) {
    expect(existsSync(join(root, path)), path).toBe(true)
    const named = read(path).match(ours) ?? []
    expect(named.length, path).toBeGreaterThan(5)
    expect(
      named.filter((name) => !known.has(name)),
      path,
    ).toEqual([])
  }
  const page = read('docs/operating.md')
  const unnamed = names().filter((name) => !/^(nodejs|process)_/.test(name) && !page.includes(`\`${name}\``))
  expect(unnamed).toEqual([])
})
