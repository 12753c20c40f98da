import type { Fault } from './mail.ts'
import type { Part } from './parts.ts'

/** Where a mail says the same twice, as plain words and as HTML, whoever reads one of them misses nothing of the other. */
export function sameWords(part: Part, fault: Fault): void {
  for (const child of part.parts) sameWords(child, fault)
  if (part.type !== 'multipart/alternative') return
  const [plain, html] = [part.parts.find(({ type }) => type === 'text/plain'), part.parts.flatMap(leaves).find(isHtml)]
  if (!plain?.text || !html?.text) {
    fault('an alternative without its twin')
    return
  }
  if (part.parts.indexOf(plain) !== 0)
    fault('the plain words are not first: whoever can shows the last (RFC 2046, 5.1.4)')
  const [said, shown] = [wordsIn(plain.text), wordsIn(readable(html.text))]
  // Plain words say where a link leads and what a picture is called; HTML has that in its tags.
  const inTags = new Set(wordsIn([...html.text.matchAll(/<[^>]*>/g)].map(([tag]) => unescaped(tag)).join(' ')))
  const lost = without(shown, said)
  const more = without(said, shown).filter((word) => !inTags.has(word))
  if (lost.length > 0) fault(`the plain words lack what the HTML says: ${lost.slice(0, 10).join(' ')}`)
  if (more.length > 0) fault(`the HTML lacks what the plain words say: ${more.slice(0, 10).join(' ')}`)
}

const isHtml = ({ type, isFile }: Part) => type === 'text/html' && !isFile
const leaves = (part: Part): Part[] => (part.parts.length === 0 ? [part] : part.parts.flatMap(leaves))

const wordsIn = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []

/** Those of one that are more often there than in the other. */
function without(some: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const word of others) left.set(word, (left.get(word) ?? 0) + 1)
  return some.filter((word) => {
    const n = left.get(word) ?? 0
    left.set(word, n - 1)
    return n <= 0
  })
}

/** What a reader sees of it. Marks within a word part no words, all else does. */
function readable(html: string): string {
  const seen = html.replace(/<(head|style|script|title)\b[\s\S]*?<\/\1>|<!--[\s\S]*?-->/gi, ' ')
  return unescaped(
    seen.replace(/<\/?(?:b|i|u|s|em|strong|a|span|code|font|sub|sup|mark)\b[^>]*>/gi, '').replace(/<[^>]*>/g, ' '),
  )
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
const unescaped = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, ten, sixteen, name) => {
    if (name) return named[name.toLowerCase()] ?? whole
    return String.fromCodePoint(Number.parseInt(ten ?? sixteen, ten ? 10 : 16))
  })
