import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkSync } from 'recheck'
import { expect, test } from 'vitest'
import { keyOf, type Pattern, patternsOfServer } from './regexes.ts'

// Checking all takes a minute: what was found safe is remembered by its hash, and a changed expression is a new one.
const memory = join(import.meta.dirname, 'regexes.json')

test('no regular expression of the server can be made to run for ever (S12)', { timeout: 240_000 }, async () => {
  const patterns = await patternsOfServer()
  expect(patterns.length).toBeGreaterThan(200)
  const safe = new Set<string>(existsSync(memory) ? JSON.parse(readFileSync(memory, 'utf8')) : [])
  const faults = patterns.filter((one) => !safe.has(keyOf(one)) && !isSafe(one))
  expect(faults.map(({ file, source, flags }) => `${file}: /${source}/${flags}`)).toEqual([])
  const known = patterns.map(keyOf).sort()
  if (process.env.WRITE_REGEXES) writeFileSync(memory, `${JSON.stringify(known, null, 2)}\n`)
})

function isSafe({ source, flags }: Pattern): boolean {
  return checkSync(source, flags, { timeout: 30_000 }).status === 'safe'
}
