import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import type pg from 'pg'
import { startDocket } from '../e2e/server.ts'
import { httpClient } from './http.ts'
import { type Desk, type Spread, spreadOf } from './measuring.ts'

const perSecond = 100
const seconds = 30
const clients = 8

type Sink = { port: number; arrived: Map<string, number>; close(): void }

/** Replies at a steady rate, from the instant at which each may leave to its final dot at a mail server; and the library alone beside it. */
export async function measureSending(desk: Desk, pool: pg.Pool): Promise<{ is: Spread; floor: Spread; lost: number }> {
  const sink = await openSink()
  const { dataDir } = desk.docket
  await desk.docket.stop()
  const quiet = { LOG_LEVEL: 'error', DOCKET_REQUESTS_MAX: '0' }
  desk.docket = await startDocket({ ...quiet, SMTP_URL: `smtp://127.0.0.1:${sink.port}` }, dataDir)
  try {
    const { ids, elapsedMs } = await reply(desk, pool)
    await untilArrived(sink, ids)
    const { rows } = await pool.query<{ id: string; due: Date }>(
      `select message_id as id, queued_at as due from delivery where message_id = any($1::uuid[])`,
      [ids],
    )
    const took = rows.flatMap(({ id, due }) => {
      const at = sink.arrived.get(id)
      return at === undefined ? [] : [at - due.getTime()]
    })
    return { is: spreadOf(took, elapsedMs), floor: await bare(sink), lost: ids.length - took.length }
  } finally {
    sink.close()
    await desk.docket.stop()
    desk.docket = await startDocket(quiet, dataDir)
  }
}

/** A steady clock asks, whether the answers are there or not. */
async function reply({ docket, token }: Desk, pool: pg.Pool): Promise<{ ids: string[]; elapsedMs: number }> {
  const open = await Promise.all(Array.from({ length: clients }, () => httpClient(docket.url, token)))
  const { rows: tickets } = await pool.query<{ id: string }>(
    `select t.id from ticket t join mailbox b on b.id = t.mailbox_id where t.merged_into is null order by t.id desc limit 2000`,
  )
  const began = performance.now()
  const since = new Date()
  const count = perSecond * seconds
  let next = 0
  const one = async (client: (typeof open)[number]) => {
    for (let nth = next++; nth < count; nth = next++) {
      await sleep(Math.max(0, began + (nth * 1_000) / perSecond - performance.now()))
      const at = `/api/tickets/${tickets[nth % tickets.length]!.id}/replies`
      const { status, body } = await client.post(at, { body: `Answer ${nth}: try another bulb.` })
      if (status >= 300) throw new Error(`a reply was answered ${status}: ${body}`)
    }
  }
  await Promise.all(open.map(one))
  for (const client of open) client.close()
  const elapsedMs = performance.now() - began
  const { rows } = await pool.query<{ id: string }>('select message_id as id from delivery where queued_at >= $1', [
    since,
  ])
  return { ids: rows.map(({ id }) => id), elapsedMs }
}

/** The floor: nodemailer with a pool, at the same rate, and nothing that would be left after a crash. */
async function bare(sink: Sink): Promise<Spread> {
  const transport = createTransport({
    pool: true,
    maxConnections: 10,
    host: '127.0.0.1',
    port: sink.port,
    ignoreTLS: true,
  })
  const asked = new Map<string, number>()
  const began = performance.now()
  const all = Array.from({ length: perSecond * 10 }, async (_, nth) => {
    await sleep(Math.max(0, began + (nth * 1_000) / perSecond - performance.now()))
    const id = `bare-${nth}`
    asked.set(id, performance.timeOrigin + performance.now())
    const headers = { 'X-Bench-ID': id }
    await transport.sendMail({
      from: 'a@bench.example',
      to: 'b@bench.example',
      subject: 'Re: Lamp',
      text: 'Try another bulb.',
      headers,
    })
  })
  await Promise.all(all)
  await untilArrived(sink, [...asked.keys()])
  transport.close()
  const took = [...asked].map(([id, at]) => sink.arrived.get(id)! - at)
  return spreadOf(took, performance.now() - began)
}

async function openSink(): Promise<Sink> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'sink.ts'))
  const arrived = new Map<string, number>()
  const port = await new Promise<number>((resolve) => {
    child.on('message', (said: { port?: number; told?: [string, number][] }) => {
      if (said.port) resolve(said.port)
      for (const [id, at] of said.told ?? []) arrived.set(id, at)
    })
  })
  return { port, arrived, close: () => void child.disconnect() }
}

/** Until all are there, or nothing more has come for a while. */
async function untilArrived({ arrived }: Sink, ids: readonly string[]): Promise<void> {
  for (let [idle, before] = [0, -1]; idle < 100; ) {
    const here = ids.filter((id) => arrived.has(id)).length
    if (here === ids.length) return
    idle = here === before ? idle + 1 : 0
    before = here
    await sleep(100)
  }
}
