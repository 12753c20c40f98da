import { linesEnd } from './bounding.ts'
import {
  isDated,
  isForward,
  isLabelBlock,
  isOriginalMessage,
  isOwnSeparator,
  isRule,
  lineAt,
  wroteLines,
} from './quoteHeads.ts'
import { isPhoneLine, signatureStart } from './signatures.ts'

export { replySeparator } from './quoteHeads.ts'

/**
 * Divides a text in what the person wrote now and what was quoted or signed below. Whole lines only, in their order, each in
 * exactly one of the two: nothing is ever lost, and when nothing certain is found all of it is the reply. Written by hand, line by
 * line: the known libraries drop lines or meet long mails with expressions that never end.
 */
export function splitReply(text: string): { reply: string; quoted: string } {
  const end = linesEnd(text)
  const above = text.lastIndexOf('\n', text.search(/\S/)) + 1
  const { reply, quoted } = split(text.slice(above, end).split('\n'))
  if (end === text.length) return { reply, quoted }
  const below = text.slice(end + 1)
  return { reply, quoted: quoted === '' ? below : `${quoted}\n${below}` }
}

function split(lines: string[]): { reply: string; quoted: string } {
  const isQuoted = new Array<boolean>(lines.length).fill(false)
  const own = lines.findIndex(isOwnSeparator)
  const end = own < 0 ? lines.length : own
  const signed = signatureStart(lines, 0, end)
  const cut = Math.min(own < 0 ? end : aboveHead(lines, own), findHead(lines, signed, end))
  isQuoted.fill(true, cut)
  const rest = cut < end ? cut : signed
  markTrailingQuote(lines, isQuoted, rest)
  markLeadingQuote(lines, isQuoted)
  markSignature(lines, isQuoted)

  const reply = pick(lines, isQuoted, false)
  if (reply === '')
    return own < 0 ? { reply: trimBlankLines(lines), quoted: '' } : { reply, quoted: trimBlankLines(lines) }
  return { reply, quoted: pick(lines, isQuoted, true) }
}

const headLinesMax = 4
const wrappedCharsMin = 60

function pick(lines: string[], isQuoted: boolean[], wanted: boolean): string {
  return trimBlankLines(lines.filter((_, index) => isQuoted[index] === wanted))
}

function trimBlankLines(lines: string[]): string {
  let start = 0
  let end = lines.length
  while (start < end && lines[start]?.trim() === '') start++
  while (end > start && lines[end - 1]?.trim() === '') end--
  return lines.slice(start, end).join('\n')
}

/** First line of a block that introduces a quoted mail to the end of the text, or `end`. What is signed below it belongs to it. */
function findHead(lines: string[], signed: number, end: number): number {
  let counted: Marks | null = null
  const marksAfter = (from: number) => {
    counted ??= new Marks(lines, signed)
    return counted.after(from)
  }
  for (let index = 0; index < signed; index++) {
    const line = lineAt(lines, index)
    if (line === '') continue
    // What is forwarded is what the person wants to be read.
    if (isForward(line)) return end
    if (isOriginalMessage(line)) return index
    if (isLabelBlock(lines, index, end)) return ruleAbove(lines, index)
    const count = wroteLines(lines, index, signed)
    if (count === 0) {
      if (isPhoneLine(line) && isAlone(lines, index) && marksAfter(index + 1).marked === 0) return index
      continue
    }
    const after = marksAfter(index + count)
    if (after.unmarked === 0) return index
    if (after.marked === 0 && isDated(lines.slice(index, index + count).join(' '))) return index
    index += count - 1
  }
  return end
}

function isAlone(lines: string[], index: number): boolean {
  return index > 0 && lineAt(lines, index - 1) === '' && lineAt(lines, index + 1) === ''
}

/** A ruled line above a block of labels is its beginning, also with blank lines between. */
function ruleAbove(lines: string[], index: number): number {
  let at = index - 1
  while (at > 0 && index - at < 3 && lineAt(lines, at) === '') at--
  return at >= 0 && isRule(lineAt(lines, at)) ? at : index
}

/**
 * All marked with `>`: a quote. None marked: a quote if its head leaves no doubt. A mix is an answer between the lines. The end of a
 * long marked line that a program broke in two is marked too, though its mark is missing. Counted once for all heads: a text may have
 * a hundred thousand of them.
 */
class Marks {
  readonly #lines: string[]
  readonly #end: number
  /** How many lines from here to the end are marked, and how many are not. */
  readonly #marked: Uint32Array
  readonly #unmarked: Uint32Array

  constructor(lines: string[], end: number) {
    this.#lines = lines
    this.#end = end
    this.#marked = new Uint32Array(end + 1)
    this.#unmarked = new Uint32Array(end + 1)
    let line = lineAt(lines, end - 1)
    for (let index = end - 1; index >= 0; index--) {
      const above = lineAt(lines, index - 1)
      const kind = kindOf(line, above.startsWith('>') && above.length >= wrappedCharsMin)
      this.#marked[index] = this.#marked[index + 1]! + (kind === 'marked' ? 1 : 0)
      this.#unmarked[index] = this.#unmarked[index + 1]! + (kind === 'unmarked' ? 1 : 0)
      line = above
    }
  }

  /** The line above `from` is a head, no mark. */
  after(from: number): { marked: number; unmarked: number } {
    if (from >= this.#end) return { marked: 0, unmarked: 0 }
    const first = kindOf(lineAt(this.#lines, from), false)
    return {
      marked: this.#marked[from + 1]! + (first === 'marked' ? 1 : 0),
      unmarked: this.#unmarked[from + 1]! + (first === 'unmarked' ? 1 : 0),
    }
  }
}

function kindOf(line: string, isBelowLongMark: boolean): 'marked' | 'unmarked' | null {
  if (line === '' || (isBelowLongMark && /^[\p{Ll}\d("„“]/u.test(line))) return null
  return line.startsWith('>') ? 'marked' : 'unmarked'
}

function markTrailingQuote(lines: string[], isQuoted: boolean[], end: number): void {
  let at = end
  let found = false
  while (at > 0) {
    const line = lineAt(lines, at - 1)
    if (line !== '' && !line.startsWith('>')) break
    if (line !== '') found = true
    at--
  }
  // A mail program may mark what it forwards: that stays to be read.
  if (!found || lines.slice(at, at + 5).some((_, index) => isForward(lineAt(lines, at + index)))) return
  isQuoted.fill(true, aboveHead(lines, at), end)
}

/** Answers below the quote: the quote above goes, when it is the only one. Answers between several keep them all. */
function markLeadingQuote(lines: string[], isQuoted: boolean[]): void {
  let at = 0
  while (at < lines.length && lineAt(lines, at) === '') at++
  at += wroteLines(lines, at, lines.length)
  while (at < lines.length && lineAt(lines, at) === '') at++
  const start = at
  while (at < lines.length && (lineAt(lines, at) === '' || lineAt(lines, at).startsWith('>'))) at++
  if (at === start) return
  for (let index = at; index < lines.length; index++) {
    if (!isQuoted[index] && lineAt(lines, index).startsWith('>')) return
  }
  isQuoted.fill(true, 0, at)
}

function markSignature(lines: string[], isQuoted: boolean[]): void {
  let end = lines.length
  while (end > 0 && (isQuoted[end - 1] || lineAt(lines, end - 1) === '')) end--
  const from = isQuoted.indexOf(false)
  if (from >= 0 && from < end) isQuoted.fill(true, signatureStart(lines, from, end), end)
}

/** Where the line that introduces a quote at `at` begins: blank lines between, up to four lines of text. */
function aboveHead(lines: string[], at: number): number {
  let last = at
  while (last > 0 && lineAt(lines, last - 1) === '') last--
  for (let count = headLinesMax; count >= 1; count--) {
    if (last - count >= 0 && wroteLines(lines, last - count, last) === count) return last - count
  }
  return at
}
