import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Answer, Answered, Mail, Question, Wanted } from './answering.ts'
import type { Content } from './contents.ts'
import type { ReadMail } from './parsed.ts'
import { type Gone, ReaderAway, startReader, usedMsOf } from './startingReader.ts'
import { Unparsable } from './unparsable.ts'

/** The process that read this mail was stopped or came to an end; no other mail is harmed. */
export class ReadingStopped extends Error {
  override name = 'ReadingStopped'
}

export type ReadOutcome = ReadMail | Unparsable | Error

export type Reader = {
  /** One outcome for each mail, in their order. */
  read(mails: readonly Mail[]): Promise<ReadOutcome[]>
  /** The bytes of these attachments in a mail; undefined where it has them no more. */
  find(raw: Buffer, wanted: readonly Wanted[]): Promise<(Content | undefined)[]>
  /** Ends its process; the next mail starts another. */
  close(): Promise<void>
}

const quietMs = 60_000
/** So many times its processor time a mail may take on the clock. */
const patience = 6

/**
 * Reads mails in a process of its own. A thread would not do: a mail that asks for one very large object ends the process that the
 * thread belongs to. It has no secrets, and may neither write files nor start programs.
 */
export function mailReader({
  program = join(import.meta.dirname, 'readerProcess.ts'),
  msMax = 5_000,
  heapMegabytes = 256,
} = {}): Reader {
  let child: Promise<ChildProcess> | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let quiet: NodeJS.Timeout | undefined

  const running = async (): Promise<ChildProcess> => {
    // One that ended while it had nothing to do was ended from outside.
    if (child && !(await child.catch(() => undefined))?.connected) child = undefined
    if (child) return child
    const started = startReader(program, heapMegabytes, () => {
      if (child === started) child = undefined
    })
    child = started
    return started
  }
  const close = async () => {
    clearTimeout(quiet)
    const ended = child?.catch(() => undefined)
    child = undefined
    const ending = await ended
    if (!ending?.connected) return
    await new Promise((resolve) => {
      ending.once('exit', resolve)
      ending.disconnect()
    })
  }
  /** One question at a time; each answer renews the time that the next one has. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    waiting++
    clearTimeout(quiet)
    const mine = turn.then(work).finally(() => {
      if (--waiting === 0) quiet = setTimeout(() => void close(), quietMs).unref()
    })
    turn = mine.catch(() => {})
    return mine
  }

  const ask = async (question: Question, count: number, take: (answer: Answer) => void) => {
    const asked = await running()
    asked.channel?.ref()
    return new Promise<ReadingStopped | undefined>((resolve) => {
      let left = count
      let isLate = false
      let began = performance.now()
      let usedMs = usedMsOf(asked.pid) ?? 0
      const look = () => {
        // On a busy machine it may not have had its turn.
        const used = usedMsOf(asked.pid)
        const wasBusy = used === undefined || used - usedMs >= msMax || performance.now() - began >= msMax * patience
        if (!wasBusy) return void watch.refresh()
        isLate = true
        asked.kill('SIGKILL')
      }
      const watch = setTimeout(look, msMax)
      const over = (stopped?: ReadingStopped) => {
        clearTimeout(watch)
        asked.off('message', onAnswer).off('gone', onGone)
        asked.channel?.unref()
        resolve(stopped)
      }
      const onAnswer = ({ answer, usedMs: used }: Answered) => {
        take(answer)
        watch.refresh()
        began = performance.now()
        usedMs = used
        if (--left === 0) over()
      }
      const onGone = (how: Gone) => over(new ReadingStopped(isLate ? tooLong(msMax) : ending(how, heapMegabytes)))
      asked.on('message', onAnswer).once('gone', onGone)
      // What goes wrong with sending is told by its end.
      asked.send(question, () => {})
    })
  }

  return {
    read: (mails) =>
      inTurn(async () => {
        const outcomes: ReadOutcome[] = []
        while (outcomes.length < mails.length) {
          const rest = mails.slice(outcomes.length)
          const stopped = await ask({ mails: rest }, rest.length, (answer) => outcomes.push(outcomeOf(answer))).catch(
            (error: Error) => error,
          )
          if (stopped instanceof ReaderAway) outcomes.push(...rest.map(() => stopped))
          else if (stopped) outcomes.push(stopped)
        }
        return outcomes
      }),
    find: (raw, wanted) =>
      inTurn(async () => {
        if (wanted.length === 0) return []
        const answers: Answer[] = []
        const stopped = await ask({ raw, wanted: [...wanted] }, wanted.length, (answer) => answers.push(answer))
        if (stopped) throw stopped
        return answers.map((answer) => contentOf(answer, raw))
      }),
    close: () => inTurn(close),
  }
}

/** The one of this process. It is started by the first mail and ends some time after the last. */
export const reader = mailReader()

function outcomeOf(answer: Answer): ReadOutcome {
  if ('read' in answer) return answer.read
  return 'unparsable' in answer ? new Unparsable(answer.unparsable) : new Error('fault' in answer ? answer.fault : '')
}

function contentOf(answer: Answer, raw: Buffer): Content | undefined {
  if (!('found' in answer)) throw outcomeOf(answer)
  if (answer.found === null) return undefined
  const { encoding } = answer.found
  if ('at' in answer.found)
    return { body: raw.subarray(answer.found.at, answer.found.at + answer.found.length), encoding }
  const { buffer, byteOffset, byteLength } = answer.found.body
  return { body: Buffer.from(buffer, byteOffset, byteLength), encoding }
}

const tooLong = (ms: number) => `Reading this mail took more than ${ms / 1_000} s and was stopped.`

function ending({ signal, code, said }: Gone, heapMegabytes: number): string {
  if (/out of memory|invalid \w+ length|invalid (?:table )?size/i.test(said))
    return `Reading this mail took more than ${heapMegabytes} MB of memory and was stopped.`
  return `The process that read this mail ended (${signal ?? code}).`
}
