import { cleanText } from './cleaning.ts'

export const mebi = 1024 * 1024

/** Decoded bytes of all texts of a mail, and of all its pages: each text is held several times over while it is understood. */
export const bodyBytesMax = 8 * mebi

/** UTF-7 is decoded sign by sign: 8 MiB of it cost 3 s. */
export const bodyMegabytesMax = (charset: string | undefined): number => (/utf-?7/i.test(charset ?? '') ? 1 : 8)

/** HTML up to the length and depth that a sanitiser reads in time. Its parser takes the square of the depth: 200,000 cost 5 s. */
export function boundedHtml(html: string, charsMax = htmlCharsMax): string {
  const short = html.length > charsMax ? cleanText(html.slice(0, charsMax)) : html
  let depth = 0
  for (const match of short.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (selfClosing.has((match[2] ?? '').toLowerCase())) continue
    if (match[1]) depth = Math.max(0, depth - 1)
    else if (++depth > htmlDepthMax) return short.slice(0, match.index)
  }
  return short
}

/** Of all pages of a mail together. */
export const htmlCharsMax = 2 * mebi
const htmlDepthMax = 10_000

/** Elements that are empty or close each other, so that many of them open are not a depth. */
const selfClosing = new Set(
  'area base br col embed hr img input link meta param source track wbr p li td th tr dt dd option'.split(' '),
)

/** More lines than anybody reads; each costs far more than its letters while a text is divided. */
export const linesMax = 200_000

/** Where a text has had its lines: the index of the line feed that ends the last of them, or its length. Blank lines above do not count. */
export function linesEnd(text: string): number {
  let at = text.search(/\S/)
  if (at < 0) return text.length
  for (let line = 0; line < linesMax; line++) {
    const feed = text.indexOf('\n', at)
    if (feed < 0) return text.length
    at = feed + 1
  }
  return at - 1
}
