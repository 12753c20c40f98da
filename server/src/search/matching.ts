import { fields, type Query, type Term } from './query.ts'
import { addressesIn, foldAddress, wordsOf } from './words.ts'

/**
 * How words stand in the index. A lexeme is the slice's name, a full stop, the field's letter and the word; here the slice is not known
 * yet and `~`, which is in no word, holds its place.
 */

export type Content = {
  subject: string
  from: readonly { name: string; address: string }[]
  to: readonly { name: string; address: string }[]
  filenames: readonly string[]
  hasAttachment: boolean
  text: string
}

/** Of a longer mail the first words are found; it keeps a vector far below PostgreSQL's megabyte and its 16,383 places. */
const wordsMax = 12_000
const headWordsMax = 3_000
const bytesMax = 400_000
const placesMax = 255

/** A message as PostgreSQL's tsvector, in its text form. */
export function vectorOf({ subject, from, to, filenames, hasAttachment, text }: Content): string {
  const places = new Map<string, number[]>()
  let bytes = 0
  const note = (lexeme: string, place: number) => {
    const known = places.get(lexeme)
    if (known) {
      if (known.length < placesMax) known.push(place)
    } else if (bytes < bytesMax) {
      bytes += lexeme.length * 3 + 8
      places.set(lexeme, [place])
    }
  }
  let next = 1
  const noteAll = (part: string, letter: string, last: number) => {
    for (const { word, place } of wordsOf(part, next)) {
      if (place > last) break
      next = place + 1
      note(word, place)
      if (letter) note(letter + word, place)
    }
    // The end of one part and the beginning of the next are no phrase.
    next++
  }
  const noteAddress = (address: string, letter: string) => {
    const folded = foldAddress(address)
    for (const lexeme of [folded, folded.slice(folded.lastIndexOf('@'))]) {
      if (!/^[^\s'\\~@]*@[^\s'\\~]+$/.test(lexeme)) continue
      note(lexeme, next)
      if (letter) note(letter + lexeme, next)
    }
  }

  note('', 1)
  if (hasAttachment) note(`${fields.has}attachment`, 1)
  noteAll(subject, fields.subject, headWordsMax)
  for (const [people, letter] of [
    [from, fields.from],
    [to, fields.to],
  ] as const) {
    for (const { name, address } of people) {
      if (next > headWordsMax) break
      noteAddress(address, letter)
      noteAll(name, letter, headWordsMax)
      noteAll(address, letter, headWordsMax)
    }
  }
  for (const filename of filenames) noteAll(filename, '', headWordsMax)
  for (const address of addressesIn(text)) noteAddress(address, '')
  noteAll(text, '', next + wordsMax)
  return [...places].map(([lexeme, at]) => `'~${lexeme}':${at.join()}`).join(' ')
}

/** The question as PostgreSQL's tsquery, in its text form. Without a word it asks for every message. */
export function wantedIn({ wanted }: Query): string {
  return wanted.length > 0 ? wanted.map(asTsquery).join(' & ') : `'~'`
}

/** What no message of a ticket may have; null when nothing is excluded. */
export function unwantedIn({ unwanted }: Query): string | null {
  return unwanted.length > 0 ? unwanted.map((term) => `(${asTsquery(term)})`).join(' | ') : null
}

function asTsquery({ field, words, whole }: Term): string {
  const lexeme = (text: string, isPrefix: boolean) =>
    `'~${fields[field]}${text.replace(/[~\\]/g, '').replaceAll("'", "''")}'${isPrefix ? ':*' : ''}`
  if (whole) return lexeme(whole.lexeme, whole.isPrefix)
  const [first, ...others] = words
  let text = lexeme(first!.word, first!.isPrefix)
  let place = first!.place
  for (const word of others) {
    text += ` <${word.place - place}> ${lexeme(word.word, word.isPrefix)}`
    place = word.place
  }
  return others.length > 0 ? `(${text})` : text
}
