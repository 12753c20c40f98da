import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { bombs } from '../../../../fuzz/bombs.ts'
import { cpuMsMax } from '../../../../fuzz/checking.ts'
import { parseMail, Unparsable } from '../parsing/parsing.ts'

const head =
  'From: ada@acme.example\nTo: help@docket.example\nMessage-ID: <1@x>\nDate: Fri, 20 Nov 2026 10:00:00 +0100\n'
const repeated = (count: number, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, n) => one(n)).join('')
const mixed = 'Content-Type: multipart/mixed; boundary=b\n\n'
const page = 'Content-Type: text/html\n\n'

const limits: [what: string, mail: string, sentence: string][] = [
  [
    'nesting',
    head + repeated(101, (n) => `Content-Type: multipart/mixed; boundary=n${n}\n\n--n${n}\n`),
    'The mail is nested more than 100 levels deep.',
  ],
  ['parts', `${head}${mixed}${'--b\n\nx\n'.repeat(10_000)}`, 'The mail has more than 10,000 parts.'],
  ['header block', `${head}${'X-A: b\n'.repeat(40_000)}\nx`, 'The header is longer than 256 KiB.'],
  ['one header', `${head}X-A: ${'b\n c'.repeat(30_000)}\n\nx`, 'The header x-a is longer than 64 KiB and is cut.'],
  [
    'header of a part',
    `${head}${mixed}--b\n${'X-A: b\n'.repeat(40_000)}\nx`,
    'The header of a part is longer than 256 KiB.',
  ],
  [
    'recipients',
    `${head}Cc: ${repeated(1_000, (n) => `a${n}@x.example,\n `)}\n\nx`,
    '1001 recipients; the first 1000 are kept.',
  ],
  [
    'references',
    `${head}References: ${repeated(101, (n) => `<r${n}@x>\n `)}\n\nx`,
    '101 references; the first and the last 99 are kept.',
  ],
  [
    'lines of text',
    `${head}\n${'a\n'.repeat(200_001)}`,
    'The text has more than 200000 lines; what is below is folded.',
  ],
  [
    'length of HTML',
    `${head}${page}${'<p>words'.repeat(300_000)}`,
    'The HTML is too long or too deep and is cut; the source has all of it.',
  ],
  [
    'depth of HTML',
    `${head}${page}${'<div>'.repeat(10_001)}`,
    'The HTML is too long or too deep and is cut; the source has all of it.',
  ],
  [
    'text beside HTML',
    `${head}${mixed}--b\n${page}<p>x\n--b\n\n${'words '.repeat(200_000)}\n`,
    'A text beside the HTML is long and is cut there; as plain text it is whole.',
  ],
  [
    'wraps',
    bombs['multiparts that were encoded as a whole, a hundred deep']!(1_000).toString(),
    'A multipart/mixed holds no boundary “b87” and is read as text.',
  ],
  [
    'signatures in signatures',
    bombs['signatures inside signatures, a hundred deep']!(1_000).toString('latin1'),
    'A part is wrapped in more than 3 signatures or encodings; what is deeper stays closed.',
  ],
  [
    'faults',
    `${head}${mixed}${repeated(60, (n) => `--b\nContent-Type: text/plain; charset=c${n}\n\n\xe4\n`)}`,
    '10 more faults are not told.',
  ],
]

test.each(limits)('the limit of %s holds and says so', async (_, text, sentence) => {
  const outcome = await parseMail(Buffer.from(text, 'latin1')).catch((error: unknown) => error)
  if (outcome instanceof Unparsable) expect(outcome.message).toBe(sentence)
  else expect((outcome as Awaited<ReturnType<typeof parseMail>>).mail.problems).toContain(sentence)
})

test('below its last counted line a text is folded, and no line is lost', async () => {
  const { mail } = await parseMail(Buffer.from(`${head}\n${'\n'.repeat(1_000_000)}first\n${'a\n'.repeat(200_000)}last`))
  expect(mail.reply_text.slice(0, 8)).toBe('first\na\n')
  expect(mail.quoted_text).toBe('a\nlast')
})

test('every mail that is made to exhaust its reader costs its length, in little memory (S11)', {
  timeout: 240_000,
}, async () => {
  const program = join(import.meta.dirname, '../../../../fuzz/bomb.ts')
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=256', program, '500000'])
  const costs = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; cpuMs: number })
  expect(costs.map(({ name }) => name)).toEqual(Object.keys(bombs))
  // Processor time, not the clock's: what costs its square takes minutes.
  expect(costs.filter(({ cpuMs }) => cpuMs > cpuMsMax)).toEqual([])
})
