import { invalid } from '../platform/problem.ts'
import { foldAddress, withoutEnd, wordsOf } from './words.ts'

/** What a term is looked for in; a field is one letter before the word in the index. */
export const fields = { anywhere: '', from: 'F', to: 'T', subject: 'S', has: 'H' } as const
export type Field = keyof typeof fields

export type Term = {
  field: Field
  /** One word, or several that must follow each other at these distances. */
  words: { word: string; place: number; isPrefix: boolean }[]
  /** Looked for as one: an address, a ticket's number, a mark. */
  whole?: { lexeme: string; isPrefix: boolean }
}

/** What is asked of the ticket and not of its messages; whoever owns tickets says what a value means. */
export type Facet = { name: 'status' | 'assignee' | 'is' | 'tag'; value: string; isNot: boolean }

export type Query = {
  wanted: Term[]
  unwanted: Term[]
  facets: Facet[]
  /** Messages from this instant on, and before that one. */
  from: Date | undefined
  before: Date | undefined
  /** Something was asked for in which there is no word, such as a lone smiley. */
  isWordless: boolean
}

const operators = ['from', 'to', 'subject', 'has', 'before', 'after', 'status', 'assignee', 'is', 'tag'] as const
type Operator = (typeof operators)[number]

/** Words, "phrases", -exclusions and operators. An operator that is none is two words; one without a value yet asks for nothing. */
export function parseQuery(text: string, now: Date): Query {
  const query: Query = {
    wanted: [],
    unwanted: [],
    facets: [],
    from: undefined,
    before: undefined,
    isWordless: false,
  }
  for (const chunk of chunksOf(text)) take(query, chunk, now)
  return query
}

type Chunk = { isNot: boolean; operator: Operator | undefined; value: string; isQuoted: boolean; isLast: boolean }

const chunkPattern = /(-?)(?:([A-Za-z]+):)?(?:"([^"]*)("?)|([^\s"]\S*))|(\S+)/g

function* chunksOf(text: string): Generator<Chunk> {
  for (const found of text.matchAll(chunkPattern)) {
    const [all, minus, name, quoted, closing, bare] = found
    const known = operators.find((one) => one === name?.toLowerCase())
    const empty = /^-?([A-Za-z]+):$/.exec(all)?.[1]?.toLowerCase()
    if (empty && operators.some((one) => one === empty)) continue
    const value = quoted ?? bare ?? found[6] ?? ''
    yield {
      isNot: minus === '-',
      operator: known,
      // An operator that is none belongs to the words.
      value: known || !name ? value : `${name}:${value}`,
      isQuoted: quoted !== undefined && closing !== '' && (known !== undefined || !name),
      isLast: found.index + all.length === text.length,
    }
  }
}

function take(query: Query, { isNot, operator, value, isQuoted, isLast }: Chunk, now: Date): void {
  switch (operator) {
    case 'status':
    case 'assignee':
    case 'is':
    case 'tag':
      query.facets.push({ name: operator, value, isNot })
      return
    case 'before':
    case 'after': {
      if (isNot) throw refused(`-${operator}: has no meaning; ask with ${operator === 'before' ? 'after' : 'before'}:`)
      const at = instantOf(operator, value, now)
      if (operator === 'before') query.before = query.before && query.before < at ? query.before : at
      else query.from = query.from && query.from > at ? query.from : at
      return
    }
    case 'has':
      if (!/^attachments?$/i.test(value)) throw refused('has: knows only has:attachment')
      ;(isNot ? query.unwanted : query.wanted).push(mark('has', 'attachment'))
      return
  }
  const term = termOf(operator ?? 'anywhere', value, !isQuoted && (isLast || value.endsWith('*')))
  if (term) (isNot ? query.unwanted : query.wanted).push(term)
  else query.isWordless = true
}

/** The last word that is being typed stands for all that begin with it; one letter alone would stand for half of everything. */
function termOf(field: Field, value: string, isOpen: boolean): Term | undefined {
  const number = field === 'anywhere' ? /^#(\d{1,15})$/.exec(value)?.[1] : undefined
  const all = [...wordsOf(value)]
  const words = all
    .filter(({ isTail, end }, i) => !isTail || all[i - 1]?.end !== end)
    .map(({ word, place, isTail }) => ({ word, place, isPrefix: isTail }))
  const last = words.at(-1)
  if (!last) return undefined
  if (isOpen && last.word.length > 1) last.isPrefix = true
  if (number) return { field, words, whole: { lexeme: `#${Number(number)}`, isPrefix: false } }
  const address = /^<?([^@\s<>]*@[^@\s<>]+)>?$/.exec(withoutEnd(value, '*,;'))?.[1]
  if (address) return { field, words, whole: { lexeme: foldAddress(address), isPrefix: isOpen } }
  return { field, words }
}

const mark = (field: Field, lexeme: string): Term => ({ field, words: [], whole: { lexeme, isPrefix: false } })

const dayMs = 86_400_000
const ages: Record<string, number> = { d: 1, w: 7, m: 30, y: 365 }

/** The beginning of a day, month or year (UTC), or so long ago. */
function instantOf(operator: 'before' | 'after', value: string, now: Date): Date {
  const age = /^(\d{1,4})([dwmy])$/i.exec(value)
  if (age) return new Date(now.getTime() - Number(age[1]) * ages[age[2]!.toLowerCase()]! * dayMs)
  const today = new Date(Math.floor(now.getTime() / dayMs) * dayMs)
  if (/^today$/i.test(value)) return today
  if (/^yesterday$/i.test(value)) return new Date(today.getTime() - dayMs)
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(value) ?? []
  const at = new Date(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T00:00:00Z`)
  // 31 February would be a day in March.
  if (!year || Number.isNaN(at.getTime()) || at.getUTCDate() !== Number(day))
    throw refused(`${operator}: takes a day such as 2026-11-01, a month such as 2026-11, or an age such as 7d`)
  return at
}

export const refused = (message: string) => invalid(`q: ${message}`, { errors: [{ field: 'q', message }] })
