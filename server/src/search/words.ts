/**
 * The one place where text becomes words: when a message is indexed, when a question is asked, and when a hit is shown. A change
 * here is a new `wordsVersion`, on which every organisation's index is written anew.
 */
export const wordsVersion = 1

export type Word = {
  /** Folded: lower case, without accents, compatibility forms made plain. */
  word: string
  /** Where it stands among the words; phrases are words whose places follow each other. */
  place: number
  /** Where it stands in the text as it was written. */
  start: number
  end: number
  /** The last sign of a run without spaces, on its own: indexed so that one sign finds it, never part of a phrase. */
  isTail: boolean
}

const wordLengthMax = 64

/** Soft hyphens and zero-width signs stand inside words and mean nothing to a reader. */
const invisible = '\\u00ad\\u200b-\\u200d\\u2060'
const wordPattern = new RegExp(`[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}${invisible}]*`, 'uy')
/** Some ligatures and fractions come apart into letters and signs. */
const noWord = /[^\p{L}\p{N}\p{M}]+/gu
const scripts = ['Han', 'Hiragana', 'Katakana', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar', 'Tibetan']
const spaceless = scripts.map((script) => `\\p{Script=${script}}`).join('')
/** The sound marks and the prolonged sound mark belong to no one script. */
const runPattern = new RegExp(`[${spaceless}\\u3099\\u309a\\u30fc\\uff70\\uff9e\\uff9f]+|[^${spaceless}]+`, 'gu')
const isSpaceless = new RegExp(`^[${spaceless}]`, 'u')
const hasSpaceless = new RegExp(`[${spaceless}]`, 'u')
const isAscii = /^[\x00-\x7f]*$/
/** Accents of Latin, Greek and Cyrillic, points of Hebrew, vowel signs of Arabic and its stretching stroke. */
const marks =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]/g
const plainLetters: Record<string, string> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ħ: 'h', ŧ: 't', ς: 'σ',
} // biome-ignore format: one list
const unusual = /[ßæœøłđðþıħŧς]/g

/** The words of a text, first to last. Scripts that are written without spaces give every pair of neighbouring signs. */
export function* wordsOf(text: string, firstPlace = 1): Generator<Word> {
  let place = firstPlace
  for (let at = 0; at < text.length; ) {
    // Most signs of most mails are ASCII: looking them up is six times quicker than the pattern.
    let end = at
    while (asciiWord[text.charCodeAt(end)] === 1) end++
    if (text.charCodeAt(end) < 128 || end === text.length) {
      if (end > at) yield { word: fold(text.slice(at, end)), place: place++, start: at, end, isTail: false }
      at = end + 1
      continue
    }
    wordPattern.lastIndex = at
    const found = wordPattern.exec(text)?.[0]
    if (found) place = yield* mixedWords(found, at, place)
    at += found?.length ?? 1
  }
}

const asciiWord = new Uint8Array(65_536).map((_, code) =>
  code < 128 && /[A-Za-z0-9]/.test(String.fromCharCode(code)) ? 1 : 0,
)

function* mixedWords(found: string, at: number, firstPlace: number): Generator<Word, number> {
  let place = firstPlace
  const runs = hasSpaceless.test(found) ? found.matchAll(runPattern) : [{ 0: found, index: 0 }]
  for (const { 0: run, index } of runs) {
    const start = at + index
    if (isSpaceless.test(run)) place = yield* pairsOf(run, start, place)
    else {
      const word = fold(run)
      if (word) yield { word, place: place++, start, end: start + run.length, isTail: false }
    }
  }
  return place
}

export function fold(word: string): string {
  const short = word.length > wordLengthMax * 4 ? word.slice(0, wordLengthMax * 4).toWellFormed() : word
  if (isAscii.test(short)) return short.slice(0, wordLengthMax).toLowerCase()
  const plain = short
    .normalize('NFKD')
    .toLowerCase()
    .replace(marks, '')
    .replace(unusual, (letter) => plainLetters[letter]!)
    .replace(noWord, '')
    .normalize('NFC')
  return plain.length > wordLengthMax ? plain.slice(0, wordLengthMax).replace(/[\ud800-\udbff]$/, '') : plain
}

function* pairsOf(run: string, start: number, firstPlace: number): Generator<Word, number> {
  let place = firstPlace
  let before: { text: string; start: number; end: number } | undefined
  for (const sign of signsOf(run, start)) {
    if (before) {
      yield { word: before.text + sign.text, place: place++, start: before.start, end: sign.end, isTail: false }
    }
    before = sign
  }
  if (before) yield { word: before.text, place: place++, start: before.start, end: before.end, isTail: true }
  return place
}

/** Signs with the marks that follow them, so that a half-width letter with its sound mark equals the full-width one. */
function signsOf(run: string, start: number): { text: string; start: number; end: number }[] {
  const signs: { text: string; start: number; end: number }[] = []
  let at = start
  for (const point of run) {
    const text = point.normalize('NFKC').replace(noWord, '')
    const last = signs.at(-1)
    if (text && last && joinsBefore.test(text)) {
      last.text = (last.text + text).normalize('NFC').slice(0, wordLengthMax)
      last.end = at + point.length
    } else if (text) signs.push({ text, start: at, end: at + point.length })
    at += point.length
  }
  return signs
}

/** Marks, and the vowels and final consonants of a Korean syllable that was taken apart. */
const joinsBefore = /^[\p{M}\u1160-\u11ff]/u

const nameSign = /^[\p{L}\p{N}._%+-]/u
const hostPattern = /^[\p{L}\p{N}.-]+/u

/** E-mail addresses that stand in a text, folded, without a full stop that ends the sentence. */
export function addressesIn(text: string): string[] {
  const found: string[] = []
  let end = 0
  for (let at = text.indexOf('@'); at >= 0 && found.length < 500; at = text.indexOf('@', at + 1)) {
    const start = nameStart(text, at, Math.max(end, at - 64))
    const host = hostPattern.exec(text.slice(at + 1, at + 256))?.[0]
    if (start === at || !host) continue
    end = at + 1 + host.length
    found.push(foldAddress(text.slice(start, end)))
  }
  return found
}

/** Backwards from the sign: a pattern over the whole text would look at every word from each of its letters. */
function nameStart(text: string, at: number, from: number): number {
  let start = at
  for (const sign of [...text.slice(from, at)].reverse()) {
    if (!nameSign.test(sign)) break
    start -= sign.length
  }
  return start
}

export const foldAddress = (address: string): string =>
  withoutEnd(address.normalize('NFKC').toLowerCase(), '.-').slice(0, 200)

/** Without these signs at its end; a loop for the same reason. */
export function withoutEnd(text: string, signs: string): string {
  let end = text.length
  while (end > 0 && signs.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}
