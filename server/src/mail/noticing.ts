import type { ParsedAttachment } from './parsed.ts'
import type { Unseen } from './sanitizing.ts'

/** What the one who reads the page ought to know of what is not on it. `said` is all text that the mail shows. */
export function noticeUnseen({ remoteImages, hidden }: Unseen, said: string): string[] {
  const sentences: string[] = []
  if (remoteImages > 0)
    sentences.push(
      remoteImages === 1 ? 'One remote image is not loaded.' : `${remoteImages} remote images are not loaded.`,
    )
  const secret = hiddenWords(hidden, said)
  if (secret) sentences.push(`Text is hidden from the reader: “${shortened(secret)}”`)
  return sentences
}

/** Pictures that the page shows and the mail does not hold. */
export function noticeMissing(contentIds: ReadonlySet<string>, attachments: readonly ParsedAttachment[]): string[] {
  const held = new Set(attachments.map((one) => one.content_id))
  const count = [...contentIds].filter((id) => !held.has(id)).length
  if (count === 0) return []
  return [count === 1 ? 'One inline image is not in the mail.' : `${count} inline images are not in the mail.`]
}

/**
 * Two alternatives of one mail that share hardly a word: a program and a person would read different mails. A short text is no
 * alternative, it says that there is one.
 */
export function noticeDifference(plain: string, page: string): string[] {
  const [a, b] = [new Set(wordsOf(plain)), new Set(wordsOf(page))]
  const fewer = Math.min(a.size, b.size)
  if (fewer < differentWordsMin) return []
  const shared = [...a].filter((word) => b.has(word)).length
  return shared / fewer < sharedMin ? ['The plain text and the HTML of this mail say different things.'] : []
}

const differentWordsMin = 25
const sharedMin = 0.2
const hiddenCharsMin = 200
const comparedCharsMax = 50_000

/**
 * The hidden text when it matters. A line for the list of mails is hidden in most newsletters, and often a second page for phones:
 * so it must say much that the page does not, or lead somewhere, or speak to a machine.
 */
function hiddenWords(hidden: readonly string[], said: string): string | null {
  const text = hidden
    .join(' ')
    .slice(0, comparedCharsMax)
    .replace(/[\u034f\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  if (text === '') return null
  const known = new Set(wordsOf(said))
  const secret = wordsOf(text).filter((word) => !known.has(word))
  const isMuch = secret.join(' ').length > hiddenCharsMin
  const leads = /\bhttps?:\/\//i.test(text) && secret.length > 3
  return isMuch || leads || speaksToMachine.test(text) ? text : null
}

const speaksToMachine =
  /\b(?:(?:ignore|disregard|forget|override) (?:all |any |the |your )?(?:of the )?(?:previous|prior|above|earlier|other) |system prompt|you are an? (?:ai|assistant|language model)|(?:new|following) instructions)/i

const shortened = (text: string): string => (text.length > 160 ? `${text.slice(0, 160).trimEnd()}…` : text)

/** A sign of Chinese, Japanese or Thai is a word for this purpose. */
function wordsOf(text: string): string[] {
  const found = text
    .slice(0, comparedCharsMax)
    .toLowerCase()
    .match(
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Hangul}\p{Script=Devanagari}\p{N}]{2,}/gu,
    )
  return found ?? []
}
