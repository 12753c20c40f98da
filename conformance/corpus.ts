import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseMail, Unparsable } from '../server/src/mail/index.ts'

export type Read = Awaited<ReturnType<typeof parseMail>>

/** What came of one mail: understood, or refused with a sentence (`read` then holds what could still be told). */
export type Outcome = { read: Read | undefined; refused: string | undefined; ms: number }

/** Throws what parseMail must never throw. */
export async function understand(bytes: Uint8Array): Promise<Outcome> {
  const began = performance.now()
  try {
    const read = await parseMail(bytes)
    return { read, refused: undefined, ms: performance.now() - began }
  } catch (error) {
    if (!(error instanceof Unparsable)) throw error
    return { read: error.read as Read | undefined, refused: error.message, ms: performance.now() - began }
  }
}

export function filesUnder(folder: string, wanted: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => wanted.test(name))
    .sort()
    .map((name) => join(folder, name))
}

/** The lines of a text that do not stand in its parts, each counted as often as it comes. */
export function lostLines(text: string, parts: string): string[] {
  const kept = new Map<string, number>()
  for (const line of parts.split('\n')) kept.set(line.trim(), (kept.get(line.trim()) ?? 0) + 1)
  return text.split('\n').flatMap((line) => {
    const words = line.trim()
    const left = kept.get(words) ?? 0
    if (words === '' || left > 0) {
      kept.set(words, left - 1)
      return []
    }
    return words
  })
}

export const bytesOf = (path: string): Uint8Array => readFileSync(path)

/** Points given of points possible, and where they were missed. */
export class Score {
  right = 0
  of = 0
  readonly missed: string[] = []

  count(holds: boolean, where: () => string): void {
    this.of++
    if (holds) this.right++
    else this.missed.push(where())
  }

  get share(): number {
    return this.of === 0 ? 0 : this.right / this.of
  }
}

/** Line ends and runs of blanks aside: what a reader would call the same words. */
export const sameWords = (a: string, b: string): boolean => words(a) === words(b)

const words = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll('\0', '')
    .replace(/[\s\u00a0\ufeff]+/g, ' ')
    .trim()
