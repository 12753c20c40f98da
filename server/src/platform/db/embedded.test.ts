import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type EmbeddedPostgres, startEmbedded } from './embedded.ts'
import { commandOf } from './processes.ts'
import { connected } from './roles.ts'

const isRoot = process.getuid?.() === 0
const leftovers: (() => void)[] = []

afterEach(() => {
  for (const clear of leftovers.splice(0).reverse()) clear()
})

test('a start makes a PostgreSQL that listens on a socket only, with text in UTF-8', async () => {
  const server = await start(dataFolder())
  const [row] = (
    await connected(server.superUrl, (client) =>
      client.query(
        `select current_setting('listen_addresses') as listens, current_setting('server_encoding') as encoding`,
      ),
    )
  ).rows
  expect(row).toEqual({ listens: '', encoding: 'UTF8' })
  await server.release()
  expect(commandOf(server.pid)).toBeUndefined()
})

test('passwords are kept where only their owner can read them', async () => {
  const folder = dataFolder()
  const server = await start(folder)
  expect(statSync(join(folder, 'postgres', 'passwords.json')).mode & 0o077).toBe(0)
  expect(statSync(server.socketDir).mode & 0o077).toBe(0)
  await server.release()
})

test('a wrong password is refused', async () => {
  const server = await start(dataFolder())
  const wrong = server.superUrl.replace(encodeURIComponent(server.passwords.super), 'guessed')
  await expect(connected(wrong, async () => {})).rejects.toThrow('password authentication failed')
  await server.release()
})

test('the last lease stops the server, not the first', async () => {
  const folder = dataFolder()
  const [one, two] = [await start(folder), await start(folder)]
  expect(two.pid).toBe(one.pid)
  await one.release()
  expect(commandOf(one.pid)).toContain('postgres')
  await two.release()
  expect(commandOf(one.pid)).toBeUndefined()
})

test('giving back twice is giving back once', async () => {
  const folder = dataFolder()
  const [one, two] = [await start(folder), await start(folder)]
  await one.release()
  await one.release()
  expect(commandOf(two.pid)).toContain('postgres')
  await two.release()
})

test('the server of a process killed with -9 is adopted, and stopped by the one who adopted it', async () => {
  const folder = dataFolder()
  const { child, pid } = await holder(folder)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(commandOf(pid)).toContain('postgres')

  const server = await start(folder)
  expect(server.pid).toBe(pid)
  await server.release()
  expect(commandOf(pid)).toBeUndefined()
})

test('a process that still works keeps the server running when another leaves', async () => {
  const folder = dataFolder()
  const { child, pid } = await holder(folder)
  const server = await start(folder)
  expect(server.pid).toBe(pid)
  await server.release()
  expect(commandOf(pid)).toContain('postgres')

  child.kill('SIGTERM')
  await once(child, 'exit')
  expect(commandOf(pid)).toBeUndefined()
})

test('many starts at once make one cluster and one server', async () => {
  const folder = dataFolder()
  const holders = await Promise.all([1, 2, 3, 4].map(() => holder(folder)))
  expect(new Set(holders.map(({ pid }) => pid)).size).toBe(1)
  for (const { child } of holders) child.kill('SIGTERM')
  await Promise.all(holders.map(({ child }) => child.exitCode ?? once(child, 'exit')))
  expect(commandOf(holders[0]!.pid)).toBeUndefined()
})

test('a pid file left by a crash is no server, even when its number belongs to another process now', async () => {
  const folder = dataFolder()
  const first = await start(folder)
  await first.release()
  writeFileSync(join(folder, 'postgres', 'data', 'postmaster.pid'), pidFile(folder, process.pid))

  const server = await start(folder)
  expect(server.pid).not.toBe(process.pid)
  await server.release()
})

test('a server killed with -9 is started again, and what was committed is there', async () => {
  const folder = dataFolder()
  const first = await start(folder, { durable: true })
  await connected(first.superUrl, (client) => client.query('create table kept as select 42 as answer'))
  process.kill(first.pid, 'SIGKILL')
  // A busy machine takes a moment to end it, and one that still stands would be adopted.
  await expect.poll(() => commandOf(first.pid)).toBeUndefined()
  const second = await start(folder, { durable: true })
  const { rows } = await connected(second.superUrl, (client) => client.query('select answer from kept'))
  expect(rows).toEqual([{ answer: 42 }])
  await first.release()
  await second.release()
})

test('the lock and lease of a process that died hold nobody up', async () => {
  const folder = dataFolder()
  await (await start(folder)).release()
  const dead = `${spawnSync('true').pid}\nlong ago\n`
  writeFileSync(join(folder, 'postgres', 'launch.lock'), dead)
  writeFileSync(join(folder, 'postgres', 'leases', 'dead'), dead)

  const server = await start(folder)
  await server.release()
  expect(commandOf(server.pid)).toBeUndefined()
  expect(readdirSync(join(folder, 'postgres', 'leases'))).toEqual([])
})

test('a data folder with a long path gets a short, closed socket folder, the same at every start', async () => {
  const folder = join(dataFolder(), 'a'.repeat(60), 'b'.repeat(60))
  const one = await start(folder)
  await one.release()
  const two = await start(folder)
  expect(two.socketDir).toBe(one.socketDir)
  expect(two.socketDir.length).toBeLessThan(100)
  expect(statSync(two.socketDir).mode & 0o777).toBe(0o700)
  await two.release()
  rmSync(two.socketDir, { recursive: true })
})

test('a folder that somebody else put at the socket’s place is not used', async () => {
  const folder = join(dataFolder(), 'c'.repeat(60), 'd'.repeat(60))
  const server = await start(folder)
  await server.release()
  chmodSync(server.socketDir, 0o777)
  await expect(start(folder)).rejects.toThrow('only PostgreSQL')
  rmSync(server.socketDir, { recursive: true })
})

test.runIf(isRoot)('root’s PostgreSQL runs as a user without rights', async () => {
  const server = await start(dataFolder())
  expect(statSync(`/proc/${server.pid}`).uid).not.toBe(0)
  await server.release()
})

test.runIf(isRoot)(
  'where a closed folder bars PostgreSQL’s user, its files lie elsewhere, and the start says so',
  async () => {
    const closed = dataFolder()
    chmodSync(closed, 0o700)
    const folder = join(closed, 'data')
    const said: string[] = []
    const server = await startEmbedded(folder, { durable: false, progress: (line) => said.push(line) })
    const there = readFileSync(join(folder, 'postgres', 'elsewhere'), 'utf8')
    leftovers.push(() => rmSync(there, { recursive: true, force: true }))
    expect(said.join('\n')).toContain(`its files lie under ${there}`)
    expect(existsSync(join(there, 'data', 'PG_VERSION'))).toBe(true)
    await server.release()

    const again = await start(folder)
    expect(again.socketDir).toBe(server.socketDir)
    await again.release()
  },
)

function dataFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'docket-launcher-')))
  chmodSync(folder, 0o755)
  leftovers.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function start(folder: string, { durable = false } = {}): Promise<EmbeddedPostgres> {
  mkdirSync(folder, { recursive: true })
  const server = await startEmbedded(folder, { durable })
  leftovers.push(() => kill(server.pid))
  return server
}

/** Another process that uses the server. */
async function holder(folder: string): Promise<{ child: ChildProcess; pid: number }> {
  const script = join(import.meta.dirname, '../../../test/hold-postgres.ts')
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  leftovers.push(() => child.kill('SIGKILL'))
  const [line] = await Promise.race([once(child.stdout!, 'data'), once(child, 'exit').then(() => [])])
  if (!line) throw new Error('The other process could not start PostgreSQL.')
  const pid = Number(String(line))
  leftovers.push(() => kill(pid))
  return { child, pid }
}

/** For a test that failed: nothing may outlive it. */
function kill(pid: number): void {
  if (commandOf(pid)?.includes('docket-launcher-')) process.kill(pid, 'SIGQUIT')
}

function pidFile(folder: string, pid: number): string {
  return [
    pid,
    join(folder, 'postgres', 'data'),
    1_700_000_000,
    5432,
    join(folder, 'postgres', 'socket'),
    '',
    ' 1 2',
    'ready',
    '',
  ].join('\n')
}
