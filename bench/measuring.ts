import { readdirSync, readFileSync } from 'node:fs'
import type { Running } from '../e2e/server.ts'
import { type Answer, type HttpClient, httpClient } from './http.ts'

export type Spread = { p50: number; p95: number; p99: number; perSecond: number; count: number }
/** What one request cost, whoever else was using the machine. Undefined where the system does not tell. */
export type Cost = { serverMs?: number; postgresMs?: number; rssMb?: number }
export type Measured = Spread & Cost

/** A server to ask, and a token that may. */
export type Desk = { docket: Running; token: string; say(line: string): void }

type Ask = (client: HttpClient, nth: number) => Promise<Answer>

/** So many clients that ask without a pause; the best of some rounds, because a busy neighbour only ever makes a round worse. */
export async function measure(
  { docket, token }: Pick<Desk, 'docket' | 'token'>,
  { clients, seconds = 2, rounds = 3, ask }: { clients: number; seconds?: number; rounds?: number; ask: Ask },
): Promise<Measured> {
  const open = await Promise.all(Array.from({ length: clients }, () => httpClient(docket.url, token)))
  let nth = 0
  const round = async (ms: number): Promise<Measured> => {
    const took: number[] = []
    const before = cpuOf(docket)
    const began = performance.now()
    await Promise.all(
      open.map(async (client) => {
        while (performance.now() - began < ms) {
          const from = performance.now()
          const { status, body } = await ask(client, nth++)
          took.push(performance.now() - from)
          if (status >= 300) throw new Error(`asked, and answered ${status}: ${body}`)
        }
      }),
    )
    const elapsed = performance.now() - began
    return { ...spreadOf(took, elapsed), ...costOf(before, cpuOf(docket), took.length) }
  }
  try {
    await round(700)
    let best: Measured | undefined
    for (let i = 0; i < rounds; i++) {
      const one = await round(seconds * 1000)
      if (!best || better(one, best, clients)) best = one
    }
    return best!
  } finally {
    for (const client of open) client.close()
  }
}

const better = (a: Spread, b: Spread, clients: number) => (clients === 1 ? a.p95 < b.p95 : a.perSecond > b.perSecond)

export function spreadOf(took: number[], elapsedMs: number): Spread {
  const sorted = took.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), perSecond: took.length / (elapsedMs / 1000), count: took.length }
}

type Cpu = { server: number; postgres: number; rssMb: number } | undefined

/** Processor time so far in ms: of the server, and of all backends of its embedded PostgreSQL. Linux only. */
export function cpuOf({ child, dataDir }: Running): Cpu {
  if (process.platform !== 'linux' || child.exitCode !== null) return undefined
  const postmaster = postmasterOf(dataDir)
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = statOf(Number(pid))
    if (stat && (stat.parent === postmaster || Number(pid) === postmaster)) backends.set(`${dataDir} ${pid}`, stat.ms)
  }
  const ours = [...backends].filter(([key]) => key.startsWith(`${dataDir} `))
  const postgres = ours.reduce((sum, [, ms]) => sum + ms, 0)
  return { server: statOf(child.pid!)?.ms ?? 0, postgres, rssMb: rssMbOf(child.pid!) }
}

/** What each has used, as far as it was seen; one that has ended keeps its share. */
const backends = new Map<string, number>()

export function costOf(before: Cpu, after: Cpu, count: number): Cost {
  if (!before || !after) return {}
  return {
    serverMs: (after.server - before.server) / count,
    postgresMs: (after.postgres - before.postgres) / count,
    rssMb: after.rssMb,
  }
}

export const rssMbOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

/** Linux counts processor time in hundredths of a second. */
const tickMs = 10

function statOf(pid: number): { parent: number; ms: number } | undefined {
  try {
    // The second field is the name in brackets, which may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    return { parent: Number(fields[1]), ms: (Number(fields[11]) + Number(fields[12])) * tickMs }
  } catch {
    // It ended between the listing and the look: what it used is no longer told.
    return undefined
  }
}

const postmasters = new Map<string, number>()

function postmasterOf(dataDir: string): number {
  const known = postmasters.get(dataDir)
  if (known) return known
  const found = readdirSync('/proc').find((pid) => /^\d+$/.test(pid) && isPostmaster(pid, dataDir))
  postmasters.set(dataDir, Number(found ?? 0))
  return Number(found ?? 0)
}

function isPostmaster(pid: string, dataDir: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(`postgres\0-D\0${dataDir}/`)
  } catch {
    // It ended between the listing and the look.
    return false
  }
}
