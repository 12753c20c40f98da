import type { ParsedAttachment } from './parsed.ts'
import type { Unseen } from './sanitizing.ts'

/** What the one who reads the page ought to know of what is not on it. `said` is all text that the mail shows. */
export function noticeUnseen({ remoteImages, hidden }: Unseen, said: string): string[] {
  const sentences: string[] = []
  if (remoteImages.size > 0) sentences.push(`Images from outside are not loaded: ${hostsIn([...remoteImages])}.`)
  const secret = hiddenWords(hidden, said)
  if (secret) sentences.push(`${secret.matters ? hiddenText : hiddenLine}: “${shortened(secret.text)}”`)
  return sentences
}

const hiddenText = 'Text is hidden from the reader'
const hiddenLine = 'A line is hidden, as newsletters do for the list of mails'

/** Where pictures lie, each place once: a sender is known by few. */
function hostsIn(addresses: readonly string[]): string {
  const hosts = [...new Set(addresses.map((address) => new URL(address).hostname))]
  const more = hosts.length - hostsMax
  return more > 0 ? `${hosts.slice(0, hostsMax).join(', ')} and ${more} more` : hosts.join(', ')
}

const hostsMax = 5

/** Pictures that the page shows and the mail does not hold. */
export function noticeMissing(contentIds: ReadonlySet<string>, attachments: readonly ParsedAttachment[]): string[] {
  const held = new Set(attachments.map((one) => one.content_id))
  const count = [...contentIds].filter((id) => !held.has(id)).length
  if (count === 0) return []
  return [count === 1 ? 'One inline image is not in the mail.' : `${count} inline images are not in the mail.`]
}

/**
 * Two alternatives of one mail of which one says much that the other does not, or speaks to a machine behind the back of who reads
 * the page: a program and a person would read different mails. A short text is no alternative, it says that there is one.
 */
export function noticeDifference(plain: string, page: string): string[] {
  const [a, b] = [new Set(wordsOf(withoutAddresses(plain))), new Set(wordsOf(page))]
  if (speaksToMachine.test(plain) && !speaksToMachine.test(page) && b.size > 0) return [different]
  const fewer = Math.min(a.size, b.size)
  if (fewer < differentWordsMin) return []
  const shared = [...a].filter((word) => b.has(word)).length
  return shared / fewer < sharedMin || shared / a.size < saidMin ? [different] : []
}

const different = 'The plain text and the HTML of this mail say different things.'
/** A page hides the addresses of its links in their words. */
const withoutAddresses = (text: string): string => text.replace(/https?:\/\/[^\s>)\]]+/gi, ' ')
/** Of the words of the plain text, on the page. */
const saidMin = 0.4
const differentWordsMin = 25
const sharedMin = 0.2
const hiddenCharsMin = 200
const comparedCharsMax = 50_000

/**
 * The hidden text, unless the page says the same: some hold a second page for phones. It matters when it says much, leads somewhere,
 * or speaks to a machine; a line for the list of mails is hidden in most newsletters.
 */
function hiddenWords(hidden: readonly string[], said: string): { text: string; matters: boolean } | null {
  const text = hidden
    .join(' ')
    .slice(0, comparedCharsMax)
    .replace(/[\u034f\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  const known = new Set(wordsOf(said))
  const secret = wordsOf(text).filter((word) => !known.has(word))
  const isMuch = secret.join(' ').length > hiddenCharsMin
  const leads = /\bhttps?:\/\//i.test(text) && secret.length > 3
  const matters = isMuch || leads || speaksToMachine.test(text)
  return matters || secret.length > 2 ? { text, matters } : null
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
