import type { Language } from './acknowledgementTexts.ts'

/** Small words that nearly every mail has, and that the other languages do not. */
const smallWords: Record<Language, string> = {
  en: 'the and you is my have for this with not are your please thank it hello i that was can',
  de: 'und ich ist nicht die der das mit bitte sie wir ein eine auf für zu habe guten danke vielen mein',
  fr: 'le et je est pas les des une vous pour avec mon ma bonjour merci que dans sur nous cordialement votre',
  es: 'el y los las una por con para mi gracias hola buenos usted pero como está del su favor saludos tengo',
}
const wordsOf = Object.entries(smallWords).map(([language, words]) => ({
  language: language as Language,
  words: new Set(words.split(' ')),
}))

/** Fewer prove nothing, and neither does a language that is hardly ahead of another. */
const hitsMin = 3
const aheadBy = 1.5

/** The language that a mail is written in, when it is one of ours and plain to see. */
export function languageOf(text: string): Language | null {
  const spoken = text
    .slice(0, 2_000)
    .toLowerCase()
    .split(/[^\p{L}]+/u)
  const [first, second] = wordsOf
    .map(({ language, words }) => ({ language, hits: spoken.filter((word) => words.has(word)).length }))
    .sort((a, b) => b.hits - a.hits)
  return first && first.hits >= hitsMin && first.hits >= aheadBy * (second?.hits ?? 0) ? first.language : null
}
