import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
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

/** `work`: the name that `--only` takes. */
export type Part = { work: string; figures: readonly Figure[] }
export type Run = { tickets: number; mails: number; parts: readonly Part[] }

const root = join(import.meta.dirname, '..')
const page = join(root, 'docs', 'performance.md')

export function table({ parts }: Run): string {
  const lines = parts
    .flatMap(({ figures }) => figures)
    .map((one) =>
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

/** The JSON for whoever compares runs; the page for whoever reads: each work keeps its newest figures, whatever they are. */
export function write(run: Run, works: readonly string[]): void {
  const out = join(import.meta.dirname, 'out')
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, 'bench.json'), `${JSON.stringify({ machine: machine(), ...run }, null, 2)}\n`)
  const now = `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const where = `${now}, Docket ${version()}, ${machine()}, load ${loadavg()[0]!.toFixed(1)}`
  writeFileSync(page, pageWith(readFileSync(page, 'utf8'), run, { works, where }))
}

/** The page as it was, with what this run measured in the place of what was measured before. */
export function pageWith(
  before: string,
  { tickets, mails, parts }: Run,
  { works, where }: { works: readonly string[]; where: string },
): string {
  const sections = new Map(before.split(/^(?=## )/m).map((text) => [/^## (.+)/.exec(text)?.[1] ?? '', text.trim()]))
  for (const { work, figures } of parts) {
    const of = ['import', 'rest', 'imap'].includes(work) ? `${tickets} tickets, ${mails} mails` : `${tickets} tickets`
    sections.set(work, sectionOf({ work, figures }, `${of}; ${where}.`))
  }
  const there = works.flatMap((work) => sections.get(work) ?? [])
  return `${head}\n\n${there.join('\n\n')}\n`
}

const head = `# Performance

Written by \`npm run bench\`; do not edit. Each part is the newest run of one work, whatever came of it: \`--only\` takes its name, \`--tickets\`
how large a desk. Clients, server and database share the machine: one process with every role and the embedded PostgreSQL at its default
durability. A fifth as many tickets lie in another organisation beside it.

**Floor** is what the same machine does in the same run without Docket: the bare statement, the bare insert, Node's own HTTP server with
as many bytes. Read the ratio: it survives a slower or a busy machine. CPU is processor time of one request in the server's process and in
PostgreSQL.`

function sectionOf({ work, figures }: Part, says: string): string {
  const rows = figures.map((one) => {
    const floor = one.floor === undefined ? '' : `${short(one.floor)} ${one.floorIs ?? one.unit}`
    return `| ${one.work} | ${short(one.figure)} ${one.unit} | ${wanted(one)} | ${floor} | ${details(one)} |`
  })
  const missed = figures.filter((one) => met(one) === false).map((one) => one.work)
  return [
    `## ${work}`,
    '',
    says + (missed.length > 0 ? ` **Missed:** ${missed.join('; ')}.` : ''),
    '',
    '| work | measured | wanted | floor | more |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n')
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
