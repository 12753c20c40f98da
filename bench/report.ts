import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Cost, Spread } from './measuring.ts'

export type Figure = {
  work: string
  figure: number
  unit: string
  /** What the design asks for. */
  atMost?: number
  atLeast?: number
  floor?: number
  floorIs?: string
  detail?: Partial<Spread & Cost>
}

export type Run = { tickets: number; mails: number; figures: readonly Figure[] }

const root = join(import.meta.dirname, '..')

export function table({ figures }: Run): string {
  const lines = figures.map((one) =>
    [
      met(one) === false ? '!' : ' ',
      one.work.padEnd(50),
      `${short(one.figure)} ${one.unit}`.padStart(16),
      wanted(one).padEnd(8),
      one.floor === undefined ? ''.padEnd(36) : `floor ${short(one.floor)} ${one.floorIs ?? one.unit}`.padEnd(36),
      details(one),
    ].join('  '),
  )
  return `${lines.join('\n')}\n`
}

/** The JSON for whoever compares runs; the page, when everything was measured, for whoever reads. */
export function write(run: Run, { page }: { page: boolean }): void {
  const out = join(import.meta.dirname, 'out')
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, 'bench.json'), `${JSON.stringify({ machine: machine(), ...run }, null, 2)}\n`)
  if (page) writeFileSync(join(root, 'docs', 'performance.md'), pageOf(run))
}

function pageOf(run: Run): string {
  const rows = run.figures.map((one) => {
    const floor = one.floor === undefined ? '' : `${short(one.floor)} ${one.floorIs ?? one.unit}`
    return `| ${one.work} | ${short(one.figure)} ${one.unit} | ${wanted(one)} | ${floor} | ${details(one)} |`
  })
  const missed = run.figures.filter((one) => met(one) === false)
  return `# Performance

Written by \`npm run bench -- --tickets ${run.tickets}\`; do not edit.

- Machine: ${machine()}. Clients, server and database share it.
- Docket ${version()}: one process with every role and the embedded PostgreSQL at its default durability.
- ${run.tickets} tickets in one organisation, and a fifth as many in another beside it.

**Floor** is what the same machine does in the same run without Docket: the bare statement, the bare insert, Node's own HTTP server with
as many bytes. Read the ratio: it survives a slower or a busy machine. CPU is processor time of one request in the server's process and in
PostgreSQL.

| work | measured | wanted | floor | more |
|---|---|---|---|---|
${rows.join('\n')}

${missed.length === 0 ? 'Every figure that is wanted was reached.' : `Missed on this machine: ${missed.map(({ work }) => work).join('; ')}.`}
`
}

function met({ figure, atMost, atLeast }: Figure): boolean | undefined {
  if (atMost !== undefined) return figure <= atMost
  if (atLeast !== undefined) return figure >= atLeast
  return undefined
}

const wanted = ({ atMost, atLeast }: Figure) =>
  atMost !== undefined ? `≤ ${atMost}` : atLeast !== undefined ? `≥ ${atLeast}` : ''

function details({ detail = {} }: Figure): string {
  const { p50, p95, p99, perSecond, serverMs, postgresMs, rssMb } = detail
  return [
    p50 !== undefined && `p50 ${short(p50)}, p95 ${short(p95!)}${p99 === undefined ? '' : `, p99 ${short(p99)}`} ms`,
    perSecond !== undefined && `${short(perSecond)}/s`,
    serverMs !== undefined && `CPU ${short(serverMs)} + ${short(postgresMs!)} ms`,
    rssMb !== undefined && `${Math.round(rssMb)} MB`,
  ]
    .filter(Boolean)
    .join('; ')
}

const short = (figure: number): string =>
  (figure >= 100 ? Math.round(figure) : Number(figure.toPrecision(3))).toString()

export function machine(): string {
  const models = cpus()
  const memory = Math.round(totalmem() / 1024 ** 3)
  return `${models.length} × ${models[0]?.model.trim() || process.arch}, ${memory} GB, ${process.platform}, Node ${process.versions.node}`
}

export function version(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  try {
    return `${version} at ${execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()}`
  } catch {
    // Unpacked from an archive: there is no commit to name.
    return version
  }
}
