import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { bytesOf, filesUnder, lostLines, Score, understand } from './corpus.ts'
import { scoreMime4j } from './mime4j.ts'
import { scoreReplies } from './replies.ts'
import { scoreSisimai } from './sisimai.ts'
import { scoreStalwart } from './stalwart.ts'

/**
 * How well mail is understood, measured on mail that we did not write. Each set has a floor that may only rise; what falls below it
 * fails. With a folder of mails instead, it says what becomes of each.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    missed: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    corpus: { type: 'string' },
  },
})

const mustParse = [
  'mikel-mail', 'flanker', 'gluon', 'nodemailer-mailparser', 'postal-mime', 'python-email-data', 'mimekit', 'ponymail-foal',
] // biome-ignore format: one list

const replySets = [
  'email_reply_parser-github',
  'email-reply-parser-willdurand',
  'email-reply-parser-crisp',
  'quotequail',
]
const root = join(import.meta.dirname, '..')
const corpus = resolve(values.corpus ?? join(root, '../shared/corpus'))
const floors = JSON.parse(readFileSync(join(import.meta.dirname, 'floors.json'), 'utf8')) as Record<string, number>

type Row = { set: string; measures: string; right: number; of: number; share: number; floor: number; missed: string[] }

const row = (set: string, measures: string, { right, of, share, missed }: Score): Row => ({
  set,
  measures,
  right,
  of,
  share,
  floor: floors[set] ?? 0,
  missed,
})

async function measure(): Promise<void> {
  const rows: Row[] = []
  const has = (set: string) => existsSync(join(corpus, set))
  if (has('stalwart'))
    rows.push(
      row(
        'stalwart',
        'headers, texts, attachments as expected',
        await scoreStalwart(join(corpus, 'stalwart/resources/eml')),
      ),
    )
  if (has('mime4j')) rows.push(row('mime4j', 'decoded bodies found again', await scoreMime4j(join(corpus, 'mime4j'))))
  if (has('sisimai')) {
    const { verdict, details } = await scoreSisimai(join(corpus, 'sisimai'))
    rows.push(row('sisimai-verdict', 'bounce, yes or no', verdict))
    rows.push(row('sisimai-details', 'recipients, status class, permanent', details))
  }
  for (const set of replySets.filter(has))
    rows.push(row(set, 'what a person newly wrote', await scoreReplies(corpus, [set])))
  for (const set of mustParse)
    if (has(set))
      rows.push(row(set, 'read without a fault of ours, every line kept', await scoreWhole(join(corpus, set))))

  const speed = await speedOf(
    ['stalwart', 'mime4j', 'mikel-mail', 'sisimai'].filter(has).map((set) => join(corpus, set)),
  )
  if (values.json)
    console.log(
      JSON.stringify(
        rows.map(({ missed, ...rest }) => ({ ...rest, missed: missed.length })),
        null,
        2,
      ),
    )
  else for (const line of table(rows)) console.log(line)
  if (!values.json && speed > 0) console.log(`parse: ${speed} small mails a second of processor time, on one core`)
  if (values.missed)
    for (const one of rows)
      for (const where of one.missed) console.log(`${one.set}: ${where.replace(/\s+/g, ' ').slice(0, 400)}`)
  if (values.write) writePage(rows)
  const below = rows.filter(({ share, floor }) => share < floor)
  for (const { set, share, floor } of below)
    console.log(`${set} fell to ${percent(share)}, below its floor of ${percent(floor)}.`)
  if (below.length > 0) process.exitCode = 1
}

/** Nothing but a sentence may stop a mail, in time; every line of its text stands in the reply or in what is quoted. */
async function scoreWhole(folder: string): Promise<Score> {
  const score = new Score()
  for (const path of mailsUnder(folder)) {
    const bytes = bytesOf(path)
    const outcome = await understand(bytes).catch((error: unknown) => String(error))
    const name = path.slice(folder.length + 1)
    if (typeof outcome === 'string') {
      score.count(false, () => `${name}: ${outcome}`)
      continue
    }
    const slow = outcome.ms > 2_000
    const mail = outcome.read?.mail
    const kept = mail ? lostLines(mail.text, `${mail.reply_text}\n${mail.quoted_text}`) : []
    score.count(
      !slow && kept.length === 0,
      () => `${name}: ${slow ? `${Math.round(outcome.ms)} ms` : `lost “${kept[0]}”`}`,
    )
  }
  return score
}

/** Mails of less than 20 KB through all of parseMail, the second time round, when the code is warm. */
async function speedOf(folders: string[]): Promise<number> {
  const mails = folders
    .flatMap(mailsUnder)
    .map(bytesOf)
    .filter((bytes) => bytes.length < 20_000)
  for (const bytes of mails) await understand(bytes)
  const began = process.cpuUsage()
  for (const bytes of mails) await understand(bytes)
  const { user, system } = process.cpuUsage(began)
  return Math.round(mails.length / ((user + system) / 1_000_000 || 1))
}

const mailsUnder = (folder: string) => filesUnder(folder, /(?:\.eml|\.msg|msg_\d+\.txt|\.mail)$/)

async function tellEach(folders: string[]): Promise<void> {
  const refusals = new Map<string, number>()
  let count = 0
  let spent = 0
  for (const folder of folders) {
    for (const path of filesUnder(folder, /./).filter((name) => /\.(?:eml|msg|txt|mail|mime)$|\/[^.]+$/.test(name))) {
      const { refused, ms } = await understand(bytesOf(path))
      count++
      spent += ms
      if (refused) refusals.set(refused, (refusals.get(refused) ?? 0) + 1)
    }
  }
  console.log(`${count} mails, ${Math.round(count / (spent / 1000 || 1))} a second`)
  for (const [sentence, times] of refusals) console.log(`${String(times).padStart(6)}  ${sentence}`)
}

function table(rows: Row[]): string[] {
  return rows.map(
    ({ set, measures, right, of, share, floor }) =>
      `${set.padEnd(22)} ${percent(share).padStart(8)}  ${`${right}/${of}`.padStart(11)}  floor ${percent(floor).padStart(8)}  ${measures}`,
  )
}

const percent = (share: number): string => `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`

function writePage(rows: Row[]): void {
  const lines = rows.map(
    ({ set, measures, right, of, share, floor }) =>
      `| ${set} | ${measures} | ${right} of ${of} | ${percent(share)} | ${percent(floor)} |`,
  )
  mkdirSync(join(import.meta.dirname, 'out'), { recursive: true })
  writeFileSync(join(import.meta.dirname, 'out/conformance.json'), `${JSON.stringify(rows, null, 2)}\n`)
  writeFileSync(
    join(root, 'docs/conformance.md'),
    `# How well mail is understood

Written by \`npm run conformance -- --write\`, on published test mails that nobody of this project wrote. A floor may only rise; CI
fails below it. \`npm run conformance -- <folder>\` says what becomes of your own mails, \`--missed\` names what was missed.

| set | what is measured | right | share | floor |
|---|---|---|---|---|
${lines.join('\n')}

Where an expectation holds U+FFFD for bytes of no said charset in a header, any character counts: Docket reads the likeliest one. Where
another parser stops at a broken boundary and keeps the rest as a nameless attachment, the words must stand in what Docket shows.
`,
  )
}

if (positionals.length > 0) await tellEach(positionals.map((folder) => resolve(folder)))
else if (!existsSync(corpus))
  console.log(`No corpus at ${corpus}: nothing is measured. Name folders of mails to see what becomes of them.`)
else await measure()
