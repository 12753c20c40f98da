import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { machine, version } from '../bench/report.ts'

/** What one drill found. */
export type Row = {
  drill: string
  says: string
  held: string
  lost: number
  doubled: number
  also: string
  seconds: number
  /** What should not be, one sentence each. */
  faults: string[]
  /** All there is to know, for the JSON. */
  figures: unknown
}

const root = join(import.meta.dirname, '..')
const page = join(root, 'docs', 'reliability.md')

export const print = (rows: readonly Row[]): string =>
  rows
    .map(({ drill, says, held, lost, doubled, also, seconds, faults }) =>
      [
        `${faults.length > 0 ? '✗' : '✓'} ${drill}  lost ${lost}, doubled ${doubled}  (${seconds} s)`,
        ...[says, held, also, ...faults.map((fault) => `! ${fault}`)].map((line) => `    ${line}`),
        '',
      ].join('\n'),
    )
    .join('')

/** Each drill keeps its newest row; the figures behind it lie in `torture/out`. */
export function writePage(rows: readonly Row[]): void {
  const out = join(import.meta.dirname, 'out')
  mkdirSync(out, { recursive: true })
  const machineNow = { machine: machine(), docket: version(), load: Number(loadavg()[0]!.toFixed(1)) }
  for (const row of rows) {
    const said = { at: new Date().toISOString(), ...machineNow, ...row }
    writeFileSync(
      join(out, `${row.drill.replaceAll(' ', '-').toLowerCase()}.json`),
      `${JSON.stringify(said, null, 2)}\n`,
    )
  }
  const lines = new Map(linesThere().map((line) => [nameIn(line), line]))
  for (const row of rows) lines.set(row.drill, lineOf(row, machineNow))
  const sorted = [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line)
  writeFileSync(page, pageOf(sorted))
}

const nameIn = (line: string) => line.split('|')[1]!.trim()
const linesThere = () =>
  existsSync(page)
    ? readFileSync(page, 'utf8')
        .split('\n')
        .filter((line) => /^\| R\d/.test(line))
    : []

function lineOf(row: Row, { machine, docket, load }: { machine: string; docket: string; load: number }): string {
  const { drill, says, held, lost, doubled, also, seconds, faults } = row
  const verdict = faults.length === 0 ? 'held' : `**not held**: ${faults.join('; ')}`
  const when = `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${seconds} s, Docket ${docket}`
  const where = `${machine}, load ${load}`
  const cells = [drill, says, held, `${lost}`, `${doubled}`, verdict, also, when, where]
  return `| ${cells.map((cell) => cell.replaceAll('|', '/').replaceAll('\n', ' ')).join(' | ')} |`
}

const pageOf = (lines: readonly string[]) => `# Reliability

Written by \`npm run torture\`; do not edit. Each row is the newest run of one drill, whatever came of it.

A drill starts a real Docket with its embedded PostgreSQL at its default durability, and hurts it while mail comes in. A ledger outside, on the
disk line by line, holds every mail that was promised to be kept; each mail has a subject that no other has. Once it is quiet the ledger is
compared with the messages and the tickets: **lost** is promised and not there at all, **doubled** is there as two messages or two
tickets. One that is kept and no message on a ticket, or a message whose bytes are not those that were sent, is a fault too. \`kill -9\` and an immediate stop do not test the loss of power: what
the operating system had in hand survives both.

| drill | what happened to it | what was held | lost | doubled | verdict | also | when | where |
|---|---|---|---|---|---|---|---|---|
${lines.join('\n')}

\`npm run torture -- --help\` lists the drills and what can be chosen. After each kill but the last, the driver of the IMAP drill ends the lease of
the process that it killed, so that the next one pulls at once and is struck at work: by itself a lease ends within a minute. After the last kill
nobody helps.

## Any desk

\`docket torture smtp://host:port --api https://desk.example --to support@desk.example\` sends such mails to a desk of any make, as a mail server
does: again and again until each is answered 250. What was, stands in a ledger beside you. Hurt the desk meanwhile as you like; in the end its
API is asked what became of them. Docket is the one desk that can be asked today. Another is one file: a function from the address of the API
and a token to \`received(run, since)\`, which says every message from outside whose subject begins with the name of the run, and the ticket that
it stands on (\`server/src/app/torturing/desk.ts\`).
`
