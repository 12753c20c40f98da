import type { Content } from './contents.ts'
import type { OpenMail, ReadMail } from './parsed.ts'
import type { Envelope } from './parsing.ts'
import { Unparsable } from './unparsable.ts'

/** What is asked of the process that reads mails: each mail, or each attachment, is answered in its turn. */
export type Question = { mails: Mail[] } | { raw: Uint8Array; wanted: Wanted[] }
export type Mail = { bytes: Uint8Array; envelope?: Envelope }
export type Wanted = { position: number; sha256: string }

export type Answer = { read: ReadMail } | { found: Found | null } | { unparsable: string } | { fault: string }

/** `usedMs` is the processor time that this process has used since it began. */
export type Answered = { answer: Answer; usedMs: number }

/** Where it lies in the mail, which needs not travel back; the bytes themselves when they had to be unwrapped. */
export type Found = ({ at: number; length: number } | { body: Uint8Array }) & { encoding: string }

type Parse = (bytes: Uint8Array, envelope?: Envelope) => Promise<OpenMail>

/** Answers whoever started this process, until they are gone. */
export function answerWith(parse: Parse): void {
  const say = (answer: Answer) =>
    new Promise<void>((resolve, reject) => {
      const { user, system } = process.cpuUsage()
      const answered: Answered = { answer, usedMs: (user + system) / 1_000 }
      process.send?.(answered, undefined, undefined, (error: Error | null) => (error ? reject(error) : resolve()))
    })
  // Signals of the terminal and of the service manager are for the server, which says when it is over.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
  process.on('disconnect', () => process.exit())
  process.on('message', async (question: Question) => {
    if ('mails' in question)
      for (const { bytes, envelope } of question.mails) await say(await readOne(parse, bytes, envelope))
    else for (const answer of await find(parse, question.raw, question.wanted)) await say(answer)
  })
  process.send?.('ready')
}

async function readOne(parse: Parse, bytes: Uint8Array, envelope?: Envelope): Promise<Answer> {
  try {
    const { contents: _, ...read } = await parse(bytes, envelope)
    return { read }
  } catch (error) {
    return refusal(error)
  }
}

/** A newer parser may count the parts otherwise: the hash says which one was meant. */
async function find(parse: Parse, raw: Uint8Array, wanted: readonly Wanted[]): Promise<Answer[]> {
  try {
    const { mail, contents } = await parse(raw).catch((error) => {
      if (error instanceof Unparsable && error.read) return error.read
      throw error
    })
    return wanted.map(({ position, sha256 }) => {
      const isIt = (one: { sha256: string } | undefined) => one?.sha256 === sha256
      const at = isIt(mail.attachments[position]) ? position : mail.attachments.findIndex(isIt)
      const content = contents[at]
      return { found: content ? placeOf(content, raw) : null }
    })
  } catch (error) {
    return wanted.map(() => refusal(error))
  }
}

function placeOf({ body, encoding }: Content, raw: Uint8Array): Found {
  if (body.buffer !== raw.buffer) return { body, encoding }
  return { at: body.byteOffset - raw.byteOffset, length: body.length, encoding }
}

const refusal = (error: unknown): Answer =>
  error instanceof Unparsable ? { unparsable: error.message } : { fault: (error as Error).message }
