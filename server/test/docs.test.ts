import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Running, removeDataDir, startDocket } from '../../e2e/server.ts'

const root = join(import.meta.dirname, '../..')
const pages = [
  'README.md',
  'ARCHITECTURE.md',
  ...readdirSync(join(root, 'docs'), { recursive: true }).map((name) => `docs/${name}`),
]

type Block = { language: string; text: string; line: number }
type Command = { line: number; text: string; answer: string | undefined }

/** Blocks with curl that cannot be run, by page and line, each with the reason. */
const cannot: Record<string, string> = {}

const told = pages
  .filter((page) => page.endsWith('.md'))
  .map((page) => ({ page, commands: commandsOf(readFileSync(join(root, page), 'utf8')) }))
  .filter(({ commands }) => commands.length > 0)

const missing = ['bash', 'curl', 'jq', 'npm'].filter((tool) => spawnSync(tool, ['--version']).error)
if (missing.length > 0) console.log(`The commands of the docs are skipped: there is no ${missing.join(', no ')} here.`)

let docket: Running
let folder: string
beforeAll(async () => {
  if (missing.length > 0) return
  docket = await startDocket()
  // It stands for the clone: `npm run docket` works, and what the commands write is gone afterwards.
  folder = mkdtempSync(join(tmpdir(), 'docket-docs-'))
  const scripts = { docket: `node ${join(root, 'bin/docket.mjs')}` }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, scripts }))
}, 120_000)
afterAll(async () => {
  if (missing.length > 0) return
  await docket.stop()
  removeDataDir(docket.dataDir)
  rmSync(folder, { recursive: true, force: true })
})

test('the pages that have commands are found', () => {
  expect(told.map(({ page }) => page)).toEqual(expect.arrayContaining(['README.md', 'docs/api.md']))
})

test.skipIf(missing.length > 0).each(told)(
  'every curl of $page runs, and answers what the page shows',
  { timeout: 120_000 },
  async ({ page, commands }) => {
    const run = commands.filter(({ line }) => !(`${page}:${line}` in cannot))
    const { failed, outputs } = await inOneShell(run)
    expect(failed, `${page}: ${failed}`).toBe('')
    for (const [i, { line, answer }] of run.entries()) {
      if (answer === undefined) continue
      expect(missingOf(JSON.parse(answer), JSON.parse(outputs[i]!)), `${page}:${line} answered ${outputs[i]}`).toEqual(
        [],
      )
    }
  },
)

test('a command whose failure would go unnoticed is not in the pages', () => {
  for (const { page, commands } of told)
    for (const { text, answer, line } of commands)
      for (const [curl] of text.matchAll(/^curl .*(\\\n.*)*/gm)) {
        const isShown =
          curl.includes('smtp://') || curl.includes('--max-time') || answer?.includes('urn:docket:problem')
        expect(isShown || curl.includes('--fail-with-body'), `${page}:${line}`).toBe(true)
      }
})

test('what a page shows and the server does not answer is found', () => {
  const answer = { a: 1, list: [{ b: 'x', c: null }], extra: true }
  expect(missingOf({ a: 2, list: [{ b: 'y' }] }, answer)).toEqual([])
  expect(missingOf({ a: '2', list: [{ d: 1 }], gone: {} }, answer)).toEqual(['a', 'list.0.d', 'gone'])
})

/** The blocks of a page after each other, as a reader would: what one sets, the next has. */
async function inOneShell(commands: readonly Command[]): Promise<{ failed: string; outputs: string[] }> {
  const script = commands.map(({ line, text }, i) => `AT='line ${line}'\n{ ${asHere(text)}\n} > "$OUT/${i}"`)
  const whole = ['set -euo pipefail', `trap 'test $? = 0 || echo "$AT failed" >&2' EXIT`, ...script].join('\n')
  const out = mkdtempSync(join(tmpdir(), 'docket-docs-out-'))
  try {
    const failed = await new Promise<string>((resolve) => {
      const env = { ...process.env, OUT: out, DOCKET_DATA: docket.dataDir, INIT_CWD: folder }
      execFile('bash', ['-c', whole], { cwd: folder, env }, (error, _stdout, stderr) => resolve(error ? stderr : ''))
    })
    return { failed, outputs: failed ? [] : commands.map((_, i) => readFileSync(join(out, String(i)), 'utf8')) }
  } finally {
    rmSync(out, { recursive: true })
  }
}

/** The usual ports are somebody else's here. */
const asHere = (text: string) =>
  text.replaceAll('http://127.0.0.1:3000', docket.url).replaceAll('localhost:2525', `localhost:${docket.smtpPort}`)

function commandsOf(page: string): Command[] {
  const blocks = [...blocksOf(page)]
  return blocks.flatMap(({ language, text, line }, i) => {
    const next = blocks[i + 1]
    const isShell = ['', 'sh', 'bash', 'shell', 'console'].includes(language)
    if (!isShell || !/(^|[\s(|])curl\s/m.test(text)) return []
    return [{ line, text, answer: next?.language === 'json' ? next.text : undefined }]
  })
}

function* blocksOf(page: string): Generator<Block> {
  for (const match of page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm))
    yield { language: match[1]!, text: match[2]!, line: page.slice(0, match.index).split('\n').length }
}

/** What is shown and not there, or there as another kind of thing. Values may differ, and there may be more. */
function missingOf(shown: unknown, answer: unknown, place: readonly (string | number)[] = []): string[] {
  if (kindOf(shown) !== kindOf(answer)) return [place.join('.')]
  if (typeof shown !== 'object' || shown === null) return []
  return Object.entries(shown).flatMap(([name, value]) =>
    missingOf(value, (answer as Record<string, unknown>)[name], [...place, name]),
  )
}

const kindOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value)
