import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { check } from './checking.ts'
import { type Case, cases, damaged } from './mutating.ts'
import { seeds } from './seeds.ts'

/**
 * Damaged mails by the thousand: each must be read or refused with a sentence, in time, in bounded memory. The seed repeats a run; a
 * mail that fails is shrunk and written to a file, which given as an argument is read alone.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { mails: { type: 'string', default: '10000' }, seed: { type: 'string' } },
})

const chunk = 1_000
const rssBytesMax = 256 * 1024 * 1024
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

async function fuzz(mails: number, seed: number): Promise<void> {
  const from = seeds()
  console.log(`${mails} mails made of ${from.length}, seed ${seed}`)
  const sentences = new Map<string, number>()
  const failed = new Set<string>()
  let slowest = 0
  let highest = 0
  let done = 0
  collect()
  const base = process.memoryUsage.rss()
  const began = performance.now()

  const property = fc.asyncProperty(cases, async (one) => {
    const { refused, cpuMs } = await check(damaged(from, one), done++ % 8 === 0)
    slowest = Math.max(slowest, cpuMs)
    const rss = process.memoryUsage.rss() - base
    highest = Math.max(highest, rss)
    if (rss > rssBytesMax) throw new Error(`Memory grew by ${megabytes(rss)}.`)
    if (refused) sentences.set(kindOf(refused), (sentences.get(kindOf(refused)) ?? 0) + 1)
  })
  for (let at = 0; at < mails; at += chunk) {
    const runs = Math.min(chunk, mails - at)
    const result = await fc.check(property, { seed: seed + at, numRuns: runs, interruptAfterTimeLimit: 60_000 })
    if (result.failed && result.counterexample)
      report(damaged(from, result.counterexample[0]), result.counterexample[0], result.errorInstance, failed)
    collect()
    if ((at / chunk) % 10 === 9 || at + runs >= mails)
      console.log(
        `${String(at + runs).padStart(7)}  ${Math.round(done / ((performance.now() - began) / 1000))} a second, slowest ${Math.round(slowest)} ms, ` +
          `memory up to ${megabytes(highest)} more, ${failed.size} failed`,
      )
  }
  const refused = [...sentences.values()].reduce((sum, count) => sum + count, 0)
  console.log(`${done} mails: ${done - refused} read, ${refused} refused with a sentence, ${failed.size} failed`)
  for (const [sentence, count] of [...sentences].sort((a, b) => b[1] - a[1]))
    console.log(`${String(count).padStart(7)}  ${sentence}`)
  if (failed.size > 0) process.exitCode = 1
}

function report(bytes: Buffer, { damages }: Case, error: unknown, failed: Set<string>): void {
  const why = error instanceof Error ? error.message : String(error)
  const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.eml`
  const folder = join(import.meta.dirname, 'out')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), bytes)
  failed.add(name)
  console.log(`fuzz/out/${name}: ${damages.map(({ kind }) => kind).join(', ')}\n  ${why}`)
}

const kindOf = (sentence: string): string => sentence.replace(/\d+/g, 'N')
const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`

if (positionals.length > 0) for (const path of positionals) console.log(path, await check(readFileSync(path), true))
else
  await fuzz(
    Number(values.mails),
    values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed),
  )
