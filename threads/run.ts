import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findMailFiles, mailsOf } from '../server/src/app/commands/mailFiles.ts'
import { demo, ensureDemo } from '../server/src/app/demo.ts'
import { openStore } from '../server/src/app/opening.ts'
import { findMailbox } from '../server/src/mail/index.ts'
import { readConfig } from '../server/src/platform/config.ts'
import { dice, listMails } from '../server/test/listMails.ts'
import { inWords, scoreThreads } from '../server/test/threadScore.ts'

/**
 * How well mails are put together: takes an mbox or a folder of mails into a database that is thrown away, and compares the tickets
 * with what References and In-Reply-To tie together. Without a file it makes the archive of a mailing list itself.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    made: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    shuffle: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    floor: { type: 'string', default: '0' },
  },
})
const seed = Number(values.seed)

async function given(): Promise<Uint8Array[]> {
  const mails: Uint8Array[] = []
  const unreadable = (_path: string, sentence: string) => process.stderr.write(`${sentence}\n`)
  for await (const file of findMailFiles(positionals, process.env.INIT_CWD ?? process.cwd(), unreadable))
    for await (const bytes of mailsOf(file)) mails.push(bytes)
  return mails
}

const mails = positionals.length > 0 ? await given() : listMails({ count: Number(values.made), seed })
if (mails.length === 0) throw new Error('There is no mail in what was named.')
const dataDir = mkdtempSync(join(tmpdir(), 'docket-threads-'))
const opened = await openStore(readConfig({ DOCKET_DATA: dataDir, LOG_LEVEL: 'error', DOCKET_SMTP_PORT: '0' }))
try {
  await ensureDemo(opened.store, opened.ownerUrl!)
  const mailbox = (await findMailbox(opened.store, demo.mailbox))!
  const score = await scoreThreads(opened.store, mailbox, values.shuffle ? dice(seed).shuffled(mails) : mails)
  const what = positionals.length > 0 ? positionals.join(' ') : `made, seed ${seed}`
  const order = values.shuffle ? ', shuffled' : ''
  process.stdout.write(values.json ? `${JSON.stringify(score)}\n` : `${what}${order}: ${inWords(score)}\n`)
  process.exitCode = score.lost > 0 || score.f1 < Number(values.floor) ? 1 : 0
} finally {
  await opened.close()
  rmSync(dataDir, { recursive: true, force: true })
}
