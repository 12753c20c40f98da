import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesOf, Score, understand } from './corpus.ts'

type Expected = {
  file: string
  expected: { status: string; replyCode: string; reason: string; hardBounce: boolean }[] | null
  bounce: boolean | null
}

/** Bounces in the shapes of some eighty mail systems: yes or no; how many recipients, their status class, permanent or not. */
export async function scoreSisimai(folder: string): Promise<{ verdict: Score; details: Score }> {
  const verdict = new Score()
  const details = new Score()
  for (const line of readFileSync(join(folder, 'expectations.jsonl'), 'utf8').trim().split('\n')) {
    const { file, expected, bounce } = JSON.parse(line) as Expected
    const path = join(folder, file)
    if (bounce === null || !expected || !existsSync(path)) continue
    const { read, refused } = await understand(bytesOf(path))
    const said = read?.mail.verdict.bounce ?? false
    verdict.count(
      said === bounce,
      () => `${file}: wanted ${bounce ? 'a bounce' : 'none'}${refused ? ` (${refused})` : ''}`,
    )
    if (!bounce) continue
    const got = read?.mail.bounces ?? []
    const miss = (what: string) => () =>
      `${file} ${what}: wanted ${expected.map((one) => `${one.status} ${one.reason} ${one.hardBounce}`)}, got ${got.map((one) => `${one.recipient} ${one.status} ${one.action}`)}`
    details.count(got.length === expected.length, miss('recipients'))
    for (const [index, one] of expected.entries()) {
      details.count(got[index]?.status[0] === one.status[0], miss('class'))
      details.count(got[index]?.permanent === (one.status[0] === '5'), miss('permanent'))
    }
  }
  return { verdict, details }
}
