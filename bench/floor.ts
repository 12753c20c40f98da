import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type Measured, measure, type Spread, spreadOf } from './measuring.ts'

/**
 * What the same machine does at the same moment without Docket: each work is read beside the floor it stands on, so that a slow or busy
 * machine shows in both.
 */

/** 50 whole rows by keyset from the middle of the list, prepared, past row security: what no server over this database can beat. */
export function keysetFloor(pool: pg.Pool, clients: number): Promise<Spread> {
  const text = `select id, number, subject, status, priority, requester_id, assignee_user_id, preview, unread, message_count, active_at,
      created_at, updated_at, version from ticket
    where org_id = (select id from org where slug = 'demo') and (active_at, id) < ($1, $2)
    order by active_at desc, id desc limit 50`
  const values = [new Date(Date.now() - 90 * 86_400_000), 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  return repeated(pool, clients, () => ({ name: 'bench_keyset', text, values }))
}

/** The rows of a long thread as they lie there, bodies and all. */
export async function threadFloor(pool: pg.Pool, length: number): Promise<Spread> {
  const { rows } = await pool.query<{ id: string }>('select id from ticket where subject = $1', [`Thread of ${length}`])
  let next = 0
  const text = `select id, text, reply_text, quoted_text from message
    where org_id = (select id from org where slug = 'demo') and ticket_id = $1 order by at, id`
  return repeated(pool, 1, () => ({ name: 'bench_thread', text, values: [rows[next++ % rows.length]!.id] }))
}

/** Rows of 2.5 KB, each its own commit. */
export async function insertFloor(pool: pg.Pool, clients: number): Promise<number> {
  const values = [randomBytes(2_500)]
  await pool.query('create table bench_floor (id bigint generated always as identity primary key, bytes bytea)')
  try {
    const text = 'insert into bench_floor (bytes) values ($1)'
    return (await repeated(pool, clients, () => ({ name: 'bench_insert', text, values }))).perSecond
  } finally {
    await pool.query('drop table bench_floor')
  }
}

/** The work, and what one row's commit takes meanwhile, ten times a second: how long the disk lets everybody wait. */
export async function withCommits<R>(pool: pg.Pool, work: () => Promise<R>): Promise<[result: R, commits: Spread]> {
  const client = await pool.connect()
  await client.query('create table bench_commit (at timestamptz)')
  const took: number[] = []
  const began = performance.now()
  let isOver = false
  const sample = async () => {
    while (!isOver) {
      const from = performance.now()
      await client.query('insert into bench_commit values (now())')
      took.push(performance.now() - from)
      await sleep(100)
    }
  }
  const worked = work().finally(() => {
    isOver = true
  })
  try {
    const [result] = await Promise.all([worked, sample()])
    return [result, spreadOf(took, performance.now() - began)]
  } finally {
    await client.query('drop table bench_commit')
    client.release()
  }
}

/** Rows of 2.5 KB a second in one COPY. */
export async function copyFloor(pool: pg.Pool, count = 50_000): Promise<number> {
  const client = await pool.connect()
  try {
    await client.query('create table bench_copy (id bigint, text text)')
    const text = randomBytes(1_250).toString('hex')
    const lines = function* () {
      for (let i = 0; i < count; i++) yield `${i}\t${text}\n`
    }
    const began = performance.now()
    await pipeline(Readable.from(lines()), client.query(copyFrom('copy bench_copy from stdin')))
    return count / ((performance.now() - began) / 1000)
  } finally {
    await client.query('drop table if exists bench_copy')
    client.release()
  }
}

/** Node's own server that answers as many bytes and does nothing else, asked by the same client. */
export async function httpFloor(bytes: number, clients: number): Promise<Measured> {
  const child = spawn(process.execPath, [
    '-e',
    `const body = 'x'.repeat(${bytes})
    const server = require('node:http').createServer((_, answer) => answer.setHeader('content-length', body.length).end(body))
    server.listen(0, '127.0.0.1', () => console.log(server.address().port))`,
  ])
  try {
    const [said] = await once(child.stdout, 'data')
    const docket = { url: `http://127.0.0.1:${String(said).trim()}`, child, dataDir: 'none' } as never
    return await measure({ docket, token: '' }, { clients, seconds: 1, rounds: 2, ask: (client) => client.get('/') })
  } finally {
    child.kill()
  }
}

async function repeated(pool: pg.Pool, clients: number, next: () => pg.QueryConfig, ms = 1_500): Promise<Spread> {
  const took: number[] = []
  const lane = async (until: number, keep: boolean) => {
    const client = await pool.connect()
    while (performance.now() < until) {
      const from = performance.now()
      await client.query(next())
      if (keep) took.push(performance.now() - from)
    }
    client.release()
  }
  const lanes = (forMs: number, keep: boolean) => {
    const until = performance.now() + forMs
    return Promise.all(Array.from({ length: clients }, () => lane(until, keep)))
  }
  await lanes(300, false)
  const began = performance.now()
  await lanes(ms, true)
  return spreadOf(took, performance.now() - began)
}
