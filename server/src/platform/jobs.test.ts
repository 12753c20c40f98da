import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createDatabase } from '../../test/database.ts'

const leftovers: (() => unknown)[] = []
afterEach(async () => {
  for (const clear of leftovers.splice(0).reverse()) await clear()
})

test('a job whose process is killed with -9 is taken over by another', { timeout: 90_000 }, async () => {
  const database = await createDatabase()
  leftovers.push(() => database.drop())
  const folder = mkdtempSync(join(tmpdir(), 'docket-jobs-'))
  leftovers.push(() => rmSync(folder, { recursive: true }))

  const first = holder(database.appUrl, folder, '00000000-0000-7000-8000-000000000001')
  await expect.poll(first.said, { timeout: 30_000 }).toContain('held')
  const second = holder(database.appUrl, folder)
  await expect.poll(second.said, { timeout: 30_000 }).toContain('working')
  expect(second.said()).not.toContain('held')

  const killed = performance.now()
  first.child.kill('SIGKILL')
  await expect.poll(second.said, { timeout: 45_000 }).toContain('held')
  console.log(`taken over after ${((performance.now() - killed) / 1000).toFixed(1)} s`)
})

function holder(...args: string[]): { child: ChildProcess; said(): string } {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../test/hold-job.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  leftovers.push(() => child.kill('SIGKILL'))
  let said = ''
  child.stdout!.on('data', (chunk: Buffer) => {
    said += chunk
  })
  return { child, said: () => said }
}
