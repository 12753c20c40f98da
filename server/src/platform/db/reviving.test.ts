import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startEmbedded } from './embedded.ts'
import { keepRunning } from './reviving.ts'
import { connected } from './roles.ts'

test('of several that share a killed server one starts it again, the others find it', { timeout: 60_000 }, async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'docket-revive-')))
  chmodSync(folder, 0o711)
  const servers = [await startEmbedded(folder), await startEmbedded(folder)]
  const revived: string[] = []
  const revivals = servers.map((server) =>
    keepRunning(
      {
        ...server,
        revive: async () => {
          const how = await server.revive()
          revived.push(how)
          return how
        },
      },
      () => {},
    ),
  )
  process.kill(servers[0]!.pid, 'SIGKILL')
  await expect.poll(() => revived.includes('started'), { timeout: 30_000 }).toBe(true)
  const [row] = (await connected(servers[1]!.superUrl, (client) => client.query('select 42 as answer'))).rows
  expect(row).toEqual({ answer: 42 })
  expect(revived.filter((how) => how === 'started')).toHaveLength(1)
  expect(revivals.map(({ trouble }) => trouble())).toEqual([undefined, undefined])

  for (const revival of revivals) await revival.stop()
  for (const server of servers) await server.release()
  rmSync(folder, { recursive: true })
})

test('a server that ends again and again is started seldom, with a sentence that says where to look', {
  timeout: 20_000,
}, async () => {
  let starts = 0
  const revival = keepRunning(
    {
      isRunning: () => false,
      revive: async () => {
        starts++
        return 'started'
      },
      logPath: '/data/postgres.log',
    },
    () => {},
  )
  await expect.poll(revival.trouble, { timeout: 15_000 }).toMatch(/ended 5 times .*\/data\/postgres\.log/)
  await revival.stop()
  expect(starts).toBe(5)
})

test('a server that could not be started five times is started again after a rest', { timeout: 20_000 }, async () => {
  let starts = 0
  const server = {
    isRunning: () => starts > 6,
    revive: async () => {
      if (++starts < 7) throw new Error('No space left on device')
      return 'started' as const
    },
    logPath: '/data/postgres.log',
  }
  const revival = keepRunning(server, () => {}, 600)
  await expect.poll(revival.trouble, { timeout: 15_000 }).toMatch(/No space/)
  await expect.poll(() => [starts, revival.trouble()], { timeout: 15_000 }).toEqual([7, undefined])
  await revival.stop()
})
