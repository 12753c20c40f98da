import { Unparsable } from './unparsable.ts'

/** Refuses what would cost the MIME parser more than the mail is worth, before anything is built of it. */
export function refuseBeyondMeasure(bytes: Uint8Array): void {
  const mail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  refuseTooManyParts(mail)
  refuseTooManyLines(mail)
}

/** HTML up to the length and depth that a sanitiser reads in time. Its parser takes the square of the depth: 200,000 cost 5 s. */
export function boundedHtml(html: string): string {
  const short = html.length > htmlCharsMax ? html.slice(0, htmlCharsMax) : html
  let depth = 0
  for (const match of short.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (selfClosing.has((match[2] ?? '').toLowerCase())) continue
    if (match[1]) depth = Math.max(0, depth - 1)
    else if (++depth > htmlDepthMax) return short.slice(0, match.index)
  }
  return short
}

const partsMax = 10_000
const linesMax = 1_000_000
const linesShortMax = 300_000
const lineBytesShort = 16
const htmlCharsMax = 2 * 1024 * 1024
const htmlDepthMax = 10_000

/** Elements that are empty or close each other, so that many of them open are not a depth. */
const selfClosing = new Set(
  'area base br col embed hr img input link meta param source track wbr p li td th tr dt dd option'.split(' '),
)

/** The parser spends 9 µs and 1.7 KB on each line of a plain part; a megabyte of line feeds would be a gigabyte. */
function refuseTooManyLines(mail: Buffer): void {
  if (mail.length <= linesShortMax) return
  let lines = 0
  for (let at = mail.indexOf(10); at >= 0; at = mail.indexOf(10, at + 1)) {
    if (++lines > linesMax) throw new Unparsable('The mail has more than 1,000,000 lines.')
  }
  if (lines > linesShortMax && mail.length / lines < lineBytesShort) {
    throw new Unparsable('The mail has more than 300,000 lines, nearly all of them empty.')
  }
}

/** Counts before anything is built: a part of three bytes costs a parser a thousand. */
function refuseTooManyParts(mail: Buffer): void {
  if (countDashed(mail) <= partsMax) return
  const boundaries = new Set<string>()
  for (const match of mail
    .toString('latin1')
    .matchAll(/boundary[ \t]*=[ \t]*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))/gi)) {
    boundaries.add(match[1] ?? match[2] ?? '')
    if (boundaries.size > partsMax) break
  }
  let parts = 0
  for (let at = mail.indexOf('\n--'); at >= 0; at = mail.indexOf('\n--', at + 3)) {
    const end = mail.indexOf(10, at + 1)
    const line = mail.toString('latin1', at + 3, Math.min(end < 0 ? mail.length : end, at + 203)).trimEnd()
    if (boundaries.has(line) && ++parts > partsMax) throw new Unparsable('The mail has more than 10,000 parts.')
  }
}

function countDashed(mail: Buffer): number {
  let count = 0
  for (let at = mail.indexOf('\n--'); at >= 0 && count <= partsMax; at = mail.indexOf('\n--', at + 3)) count++
  return count
}
