import type { Query, Term } from './query.ts'
import { type Word, wordsOf } from './words.ts'

/** Where a hit begins and ends in the text beside it, in UTF-16 units as JavaScript counts them. */
export type Range = [start: number, end: number]
export type Marked = { text: string; ranges: Range[] }

const signsBefore = 60
const snippetMax = 160

/** Every place in a short text, such as a subject, that answers the question. */
export function rangesIn(text: string, query: Query, where: 'text' | 'subject' | 'from' | 'to' = 'text'): Range[] {
  return merged(hitsIn([...wordsOf(text)], termsFor(query, where)).map(({ range }) => range))
}

/** The part of a long text where most of the question is answered, in one line. Undefined when none of it stands there. */
export function snippetOf(text: string, query: Query): Marked | undefined {
  const terms = termsFor(query, 'text')
  if (terms.length === 0) return undefined
  const from = likelyStart(text, terms)
  return snippetFrom(text, terms, from, from + stretchMax) ?? snippetFrom(text, terms, 0, text.length)
}

function snippetFrom(whole: string, terms: readonly Term[], from: number, to: number): Marked | undefined {
  const text = whole.slice(from, to)
  const words = [...wordsOf(text)]
  const hits = hitsIn(words, terms)
  if (hits.length === 0) return undefined
  const best = densest(hits)
  const start = startBefore(text, words, best.range[0])
  const end = Math.min(text.length, Math.max(start + snippetMax, best.range[1]))
  const ranges = merged(hits.map(({ range }) => range)).filter(([from, to]) => from >= start && to <= end)
  return inOneLine(
    text.slice(start, end),
    ranges.map(([from, to]): Range => [from - start, to - start]),
    { isCutBefore: from + start > 0, isCutAfter: from + end < whole.length },
  )
}

const stretchMax = 6_000

/** Making words of fifty long mails would cost more than the search: a literal look finds most hits, and begins at a space before. */
function likelyStart(text: string, terms: readonly Term[]): number {
  if (text.length <= stretchMax) return 0
  const words = terms.flatMap(({ words }) => words.map(({ word }) => word))
  const at = text.search(new RegExp(words.join('|'), 'iu'))
  if (at < stretchMax / 2) return 0
  return text.lastIndexOf(' ', at - signsBefore * 2) + 1
}

type Hit = { range: Range; term: number }

/** A term of a field says nothing about the words elsewhere. */
const termsFor = ({ wanted }: Query, where: string): Term[] =>
  wanted.filter(({ field, words }) => words.length > 0 && (field === 'anywhere' || field === where))

function hitsIn(words: readonly Word[], terms: readonly Term[]): Hit[] {
  const hits: Hit[] = []
  const byPlace = new Map<number, Word[]>()
  for (const word of words) byPlace.set(word.place, [...(byPlace.get(word.place) ?? []), word])
  for (const word of words) {
    terms.forEach((term, at) => {
      const range = rangeFrom(word, term, byPlace)
      if (range) hits.push({ range, term: at })
    })
  }
  return hits
}

function rangeFrom(first: Word, { words }: Term, byPlace: ReadonlyMap<number, Word[]>): Range | undefined {
  let end = first.end
  for (const { word, place, isPrefix } of words) {
    const there = byPlace.get(first.place + place - words[0]!.place)
    const found = there?.find((one) => (isPrefix ? one.word.startsWith(word) : one.word === word))
    if (!found) return undefined
    // One sign alone is found as the beginning of a pair: the sign is the hit, not its neighbour.
    end = isPrefix && words.length === 1 && isPair(found, byPlace) ? found.start + word.length : found.end
  }
  return [first.start, end]
}

const isPair = ({ start, end, place }: Word, byPlace: ReadonlyMap<number, Word[]>) =>
  byPlace.get(place + 1)?.some((next) => next.start > start && next.start < end) ?? false

/** The hit with the most different terms close behind it; of equals the one that has them closest, then the first. */
function densest(hits: readonly Hit[]): Hit {
  let [best, most, nearest] = [hits[0]!, 0, Number.POSITIVE_INFINITY]
  hits.forEach((hit, at) => {
    const near = new Set<number>()
    let span = 0
    for (let i = at; i < hits.length && hits[i]!.range[0] < hit.range[0] + snippetMax - signsBefore; i++) {
      if (near.has(hits[i]!.term)) continue
      near.add(hits[i]!.term)
      span = hits[i]!.range[0] - hit.range[0]
    }
    if (near.size > most || (near.size === most && span < nearest)) [best, most, nearest] = [hit, near.size, span]
  })
  return best
}

/** A few words before the hit, beginning at a word. */
function startBefore(text: string, words: readonly Word[], hit: number): number {
  if (hit <= signsBefore) return 0
  const at = words.find(({ start }) => start >= hit - signsBefore)?.start ?? hit
  return /[\udc00-\udfff]/.test(text[at] ?? '') ? at + 1 : at
}

function merged(ranges: readonly Range[]): Range[] {
  const sorted = [...ranges].sort(([a], [b]) => a - b)
  const out: Range[] = []
  for (const [start, end] of sorted) {
    const last = out.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else out.push([start, end])
  }
  return out
}

/** White space folded to one space, the ranges moved along, and an ellipsis where the text goes on. */
function inOneLine(text: string, ranges: readonly Range[], cut: { isCutBefore: boolean; isCutAfter: boolean }): Marked {
  const moved: number[] = []
  let line = cut.isCutBefore ? '…' : ''
  for (let i = 0; i < text.length; i++) {
    moved.push(line.length)
    const isSpace = /\s/.test(text[i]!)
    if (!isSpace) line += text[i]
    else if (line !== '' && !line.endsWith(' ')) line += ' '
  }
  moved.push(line.length)
  const wellFormed = line.toWellFormed()
  return {
    text: cut.isCutAfter ? `${wellFormed.trimEnd()}…` : wellFormed.trimEnd(),
    ranges: ranges.map(([start, end]) => [moved[start]!, moved[end]!]),
  }
}
