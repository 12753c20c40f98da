import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { bombs } from '../../../../fuzz/bombs.ts'
import { heapFlags } from './startingReader.ts'

const mebi = 1024 * 1024
const folder = mkdtempSync(join(tmpdir(), 'docket-memory-'))
afterAll(() => rmSync(folder, { recursive: true }))

const program = `
const { parseMail } = await import(${JSON.stringify(join(import.meta.dirname, 'parsing.ts'))})
for (let n = 0; n < 50; n++) await parseMail(Buffer.from('From: a@x.example\\nContent-Type: text/html\\n\\n<p>warm'))
const before = process.memoryUsage.rss()
const { readFileSync } = await import('node:fs')
await parseMail(readFileSync(process.argv[1])).catch(() => {})
console.log(process.resourceUsage().maxRSS * 1024 - before)`

const head = 'From: Ada <ada@acme.example>\nMessage-ID: <1@acme.example>\n'
const filled = (extra: string, line: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${head}${extra}\n`), Buffer.alloc(50 * mebi, line)])
const koi8 = Buffer.from('f0d2c9d7c5d42c20cdc9d221 0a'.replace(' ', ''), 'hex')
const made = (name: string, of = 50 * mebi): Buffer => bombs[name]!(of)

test.each<[string, () => Buffer]>([
  ['an attachment of 50 MB in base64', () => made('an attachment')],
  ['50 MB of Cyrillic in UTF-8', () => made('Cyrillic')],
  ['50 MB of Cyrillic in KOI8-R', () => filled('Content-Type: text/plain; charset=koi8-r\n', koi8)],
  ['50 MB of UTF-7', () => made('UTF-7')],
  ['50 MB of HTML', () => filled('Content-Type: text/html\n', Buffer.from('<p>some <b>words</b> of a page</p>\n'))],
  ['50 MB of texts in parts', () => filled(mixed, Buffer.from(`--b\n\n${'some words\n'.repeat(500)}`))],
  ['100,000 parts', () => made('a hundred thousand parts')],
  ['a depth of 1,000', () => made('parts that nest a thousand deep')],
  ['1,000,000 lines', () => made('a text of lines of one letter', 2_000_000)],
])('%s: reading takes less than 256 MB, with the mail itself (R6, S11)', async (_, make) => {
  const path = join(folder, 'mail.eml')
  writeFileSync(path, make())
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...heapFlags(256),
    '--input-type=module',
    '-e',
    program,
    path,
  ])
  expect(Number(stdout)).toBeGreaterThan(0)
  expect(Number(stdout)).toBeLessThan(256 * mebi)
})

const mixed = 'Content-Type: multipart/mixed; boundary=b\n'
