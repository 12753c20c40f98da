import { Resolver } from 'node:dns/promises'

/** Answers as node:dns gives them; a name without such a record is an error with the code ENOTFOUND or ENODATA. */
export type AskDns = (name: string, type: string) => Promise<string[] | string[][]>

const namesMax = 5_000
const foundMs = 5 * 60_000
/** A record that was just published should not wait for long. */
const missingMs = 60_000

/** The resolver of this machine, with its answers remembered for a while. */
export function openDns(): AskDns {
  const resolver = new Resolver({ timeout: 2_000, tries: 1 })
  return remembering((name, type) => resolver.resolve(name, type) as Promise<string[] | string[][]>)
}

type Remembered = { answer: Promise<string[] | string[][]>; until: number }

/** Asks once for what many ask at the same time or soon after; a failure that may pass is not remembered. */
export function remembering(ask: AskDns, now: () => number = () => performance.now()): AskDns {
  const known = new Map<string, Remembered>()
  const forgetOldest = () => {
    const oldest = known.keys().next().value
    if (oldest !== undefined) known.delete(oldest)
  }
  const askAnew = (key: string, name: string, type: string): Remembered => {
    const asked: Remembered = { answer: ask(name, type), until: Number.POSITIVE_INFINITY }
    known.set(key, asked)
    if (known.size > namesMax) forgetOldest()
    asked.answer.then(
      () => {
        asked.until = now() + foundMs
      },
      (error) => {
        if (isMissing(error)) asked.until = now() + missingMs
        else if (known.get(key) === asked) known.delete(key)
      },
    )
    return asked
  }
  return async (name, type) => {
    const key = `${type} ${name.toLowerCase()}`
    const before = known.get(key)
    if (before && before.until <= now()) known.delete(key)
    const { answer } = known.get(key) ?? askAnew(key, name, type)
    try {
      return structuredClone(await answer)
    } catch (error) {
      // A new one for each who asked: who is told of it may write on it.
      throw failure(codeOf(error), error instanceof Error ? error.message : String(error))
    }
  }
}

/** The same for one mail: whatever its sender published, no more than so many questions and no longer than so long in all, from the first. */
export function bounded(ask: AskDns, { ms, asksMax }: { ms: number; asksMax: number }): AskDns {
  let until: number | undefined
  let asks = 0
  return async (name, type) => {
    if (++asks > asksMax) throw failure('EREFUSED', `this mail asks for more than ${asksMax} names`)
    until ??= performance.now() + ms
    const left = until - performance.now()
    if (left <= 0) throw failure('ETIMEOUT', 'the DNS did not answer in time')
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(failure('ETIMEOUT', 'the DNS did not answer in time')), left)
    })
    try {
      return await Promise.race([ask(name, type), late])
    } finally {
      clearTimeout(timer)
    }
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'EUNKNOWN'

const isMissing = (error: unknown): boolean => ['ENOTFOUND', 'ENODATA'].includes(codeOf(error))

const failure = (code: string, message: string): Error => Object.assign(new Error(message), { code })
