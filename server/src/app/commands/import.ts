import { setTimeout as sleep } from 'node:timers/promises'
import {
  findMailbox,
  importId,
  ingestRound,
  type Kept,
  keepMail,
  MailTooLong,
  readMbox,
  sha256Of,
} from '../../mail/index.ts'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import { type Command, type Given, json, Misuse } from './command.ts'
import { failedImports, importedTickets, mailboxAddresses, waitingImports } from './importState.ts'
import { counted, findMailFiles, type MailFile, mailsOf, whyUnreadable } from './mailFiles.ts'
import { listed } from './organisations.ts'
import { watch } from './progress.ts'
import { withStore } from './withStore.ts'

const batchMax = 200
const batchBytesMax = 32 * 1024 * 1024
/** Keeping is quicker than understanding. It waits, so that live mail never stands behind a whole archive. */
const aheadMax = 2_000
const lookMs = 100

/** Takes in an archive as history: it opens closed tickets and nothing goes out. Killed and run again, it adds nothing twice. */
export const command: Command = {
  takes: '<mbox|eml|folder|-> --mailbox <address>',
  takesWords: true,
  options: { mailbox: { type: 'string' }, json: { type: 'boolean' } },
  about: {
    mailbox: 'the mailbox that the mails came to',
    json: 'print {"read", "new", "already", "waiting", "failed", "tickets", "seconds"}',
  },
  example: 'docket import archive.mbox --mailbox support@example.com',
  async run(given) {
    const { words, values } = given
    const address = values.mailbox
    if (words.length === 0) throw new Misuse('Name an mbox, a mail or a folder; - reads an mbox from standard input.')
    if (typeof address !== 'string') throw new Misuse('Say whose mails they are: --mailbox <address>.')
    return withStore(given, async (store) => {
      const mailbox = await findMailbox(store, address)
      if (!mailbox) throw new Error(`There is no mailbox ${address}; there ${listed(await mailboxAddresses(store))}.`)
      return take(given, store, mailbox)
    })
  },
}

type Mailbox = { mailboxId: string; orgId: string }
type Tally = {
  read: number
  new: number
  failedBefore: number
  unreadable: number
  bytes: number
  bytesAll: number | undefined
}

async function take(given: Given, store: Store, mailbox: Mailbox): Promise<number> {
  const { terminal, values } = given
  const began = performance.now()
  const receivedAt = store.clock()
  const failedAtFirst = await failedImports(store, mailbox)
  const unmet = new Set(failedAtFirst)
  const tally: Tally = { read: 0, new: 0, failedBefore: 0, unreadable: 0, bytes: 0, bytesAll: 0 }
  const ingestion = ingesting(store, mailbox)
  const watched = watch(terminal, () => {
    const done = Math.max(0, tally.read - ingestion.waiting())
    const share = tally.bytesAll ? (tally.bytes / tally.bytesAll) * (done / Math.max(1, tally.read)) : undefined
    return { share, done, text: `${tally.read} kept, ${done} ingested` }
  })
  try {
    for await (const batch of batches(mails(given, tally))) {
      const kept = batch.map((bytes) => keptOf(bytes, mailbox, receivedAt))
      tally.new += await inTx(store, systemActor(mailbox.orgId, 'import'), (tx) => keepMail(tx, kept))
      tally.read += kept.length
      for (const { sha256 } of kept) if (unmet.delete(sha256)) tally.failedBefore++
      await ingestion.atMost(aheadMax)
    }
    await ingestion.atMost(0)
  } finally {
    watched.stop()
    await ingestion.stop()
  }

  const failedNow = [...(await failedImports(store, mailbox))].filter((sha256) => !failedAtFirst.has(sha256)).length
  const said = {
    read: tally.read,
    new: tally.new,
    already: tally.read - tally.new,
    waiting: (await waitingImports(store, mailbox)).later,
    failed: tally.failedBefore + failedNow,
    tickets: await importedTickets(store, mailbox, receivedAt),
    seconds: Math.round((performance.now() - began) / 100) / 10,
  }
  await terminal.out(values.json ? json(said) : summary(said))
  return tally.unreadable > 0 ? 1 : 0
}

function summary(
  said: Record<'read' | 'new' | 'already' | 'waiting' | 'failed' | 'tickets' | 'seconds', number>,
): string {
  const more = [
    said.failed > 0 ? `${said.failed} cannot be read as mail and stand under failed mails.` : '',
    said.waiting > 0
      ? `${said.waiting} could not be taken in yet; they are kept, and docket serve tries them again.`
      : '',
  ].filter(Boolean)
  const first = `${said.read} mails read in ${said.seconds} s: ${said.new} new on ${said.tickets} tickets, ${said.already} here already.`
  return `${[first, ...more].join('\n')}\n`
}

/** All mails of all that was named, in order. A file that cannot be read is told and the others come all the same. */
async function* mails({ words, terminal }: Given, tally: Tally): AsyncGenerator<Uint8Array> {
  const took = (bytes: number) => {
    tally.bytes += bytes
  }
  const unreadable = (_path: string, sentence: string) => {
    tally.unreadable++
    terminal.say(sentence)
  }
  const files: MailFile[] = []
  const paths = words.filter((word) => word !== '-')
  for await (const file of findMailFiles(paths, terminal.folder, unreadable)) {
    files.push(file)
    tally.bytesAll! += file.size
  }
  if (files.length === 0 && tally.unreadable === 0 && paths.length > 0)
    unreadable('', `There is no mail in ${paths.join(', ')}.`)
  if (words.includes('-')) {
    tally.bytesAll = undefined
    yield* readMbox(counted(terminal.stdin, took))
  }
  for (const file of files) {
    try {
      yield* mailsOf(file, took)
    } catch (error) {
      if (error instanceof MailTooLong)
        unreadable(file.path, `${file.path} is read up to a mail that is too long: ${error.message}`)
      else if (isOfFile(error)) unreadable(file.path, `${file.path} cannot be read: ${whyUnreadable(error)}.`)
      else throw error
    }
  }
}

const isOfFile = (error: unknown): boolean => error instanceof Error && 'syscall' in error

async function* batches(all: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array[]> {
  let batch: Uint8Array[] = []
  let bytes = 0
  for await (const mail of all) {
    batch.push(mail)
    bytes += mail.byteLength
    if (batch.length < batchMax && bytes < batchBytesMax) continue
    yield batch
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield batch
}

function keptOf(bytes: Uint8Array, { mailboxId }: Mailbox, receivedAt: Date): Kept & { sha256: string } {
  const sha256 = sha256Of(bytes)
  return {
    mailboxId,
    providerId: importId(sha256),
    bytes,
    sha256,
    envelopeFrom: null,
    envelopeTo: null,
    receivedAt,
    isHistory: true,
  }
}

/** Ingests in this process, beside any server that does so too, and knows how much of the import still waits. */
function ingesting(store: Store, mailbox: Mailbox) {
  let waiting = 0
  let looked = 0
  let round: Promise<number> | undefined
  let fault: unknown
  const work = () => {
    round ??= ingestRound(store)
      .catch((error) => {
        fault = error
        return 0
      })
      .finally(() => {
        round = undefined
      })
    return round
  }
  return {
    waiting: () => waiting,
    async atMost(limit: number): Promise<void> {
      for (;;) {
        work()
        if (limit > 0 && performance.now() - looked < lookMs) return
        ;({ now: waiting } = await waitingImports(store, mailbox))
        looked = performance.now()
        if (fault) throw fault
        if (waiting <= limit) return
        await Promise.race([work(), sleep(lookMs)])
      }
    },
    stop: async () => void (await round),
  }
}
