import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseMail, Unparsable } from './parsing.ts'

const corpus = join(import.meta.dirname, '../../../../../shared/corpus')
const sets = [
  'mikel-mail',
  'stalwart',
  'mime4j',
  'flanker',
  'gluon',
  'nodemailer-mailparser',
  'postal-mime',
  'python-email-data',
  'mimekit',
  'ponymail-foal',
  'sisimai',
]

if (!existsSync(corpus)) console.info('The mail corpus is not here: its tests are skipped.')

for (const set of sets) {
  test.skipIf(!existsSync(join(corpus, set)))(
    `every mail of ${set} is read or refused with a sentence`,
    { timeout: 120_000 },
    async () => {
      const mails = mailsIn(join(corpus, set))
      const refused: string[] = []
      for (const path of mails) {
        const outcome = await parseMail(readFileSync(path)).catch((error: unknown) => error)
        if (outcome instanceof Unparsable) refused.push(outcome.message)
        else if (outcome instanceof Error) throw new Error(`${path}: ${outcome.stack}`)
      }
      console.info(`${set}: ${mails.length} mails, ${refused.length} refused`, tally(refused))
      expect(mails.length).toBeGreaterThan(0)
    },
  )
}

test.skipIf(!existsSync(join(corpus, 'sisimai')))(
  'most real bounces are known as bounces, and other mail is not',
  async () => {
    const score = { bounces: 0, found: 0, others: 0, wrong: 0, recipients: 0 }
    for (const line of readFileSync(join(corpus, 'sisimai/expectations.jsonl'), 'utf8').trim().split('\n')) {
      const { file, bounce } = JSON.parse(line) as { file: string; bounce: boolean | null }
      const path = join(corpus, 'sisimai', file)
      if (bounce === null || !existsSync(path)) continue
      const outcome = await parseMail(readFileSync(path)).catch((error: unknown) => error)
      const read = outcome instanceof Unparsable ? outcome.read : (outcome as Awaited<ReturnType<typeof parseMail>>)
      const said = read?.mail.verdict.bounce ?? false
      score[bounce ? 'bounces' : 'others']++
      if (said) score[bounce ? 'found' : 'wrong']++
      else if (bounce && process.env.CORPUS_VERBOSE)
        console.info('missed', file, outcome instanceof Unparsable ? outcome.message : '')
      if (said && !bounce && process.env.CORPUS_VERBOSE) console.info('wrong', file)
      if (bounce && read && read.mail.bounces.length > 0) score.recipients++
    }
    console.info('sisimai', score)
    expect(score.found / score.bounces).toBeGreaterThan(0.7)
    expect(score.wrong / score.others).toBeLessThan(0.1)
  },
)

function mailsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?:\.eml|\.msg|msg_\d+\.txt|\.mail)$/.test(name))
    .map((name) => join(folder, name))
}

function tally(sentences: string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const sentence of sentences) counts[sentence] = (counts[sentence] ?? 0) + 1
  return counts
}
