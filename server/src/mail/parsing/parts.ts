import { decodeTransfer } from './decoding.ts'
import { decodeHeader, header } from './headers.ts'
import { type Structured, structured } from './parameters.ts'
import { isCms, sealsOf, signedContent } from './sealed.ts'
import { Unparsable } from './unparsable.ts'

/** One part of a mail (RFC 2045): its header, and its body as it travelled. A multipart has children and no body of interest. */
export type Part = {
  headers: ReadonlyMap<string, readonly string[]>
  type: string
  params: Structured['params']
  /** Content-Transfer-Encoding, lower case; `7bit` when none is said. */
  encoding: string
  body: Buffer
  children: Part[]
}

const nestingMax = 100
const partsMax = 10_000
const partHeaderBytesMax = 256 * 1024
const boundaryCharsMax = 1000
const wrapsMax = 3
const guessesMax = 100

/**
 * The tree of parts. One pass over the lines that begin with `--`; the bytes of the parts are views, nothing is copied. Broken
 * structures keep every word: an outer boundary closes what is open inside, a missing last boundary ends with the mail, a multipart
 * without any boundary is text.
 */
export function readParts(headers: Part['headers'], body: Buffer, problems: string[]): Part {
  const root = newPart(headers, 'text/plain')
  new Walk(problems).walk(root, body)
  problems.push(...sealsOf([...partsOf(root)]))
  return root
}

/** A part and all below it. */
function* partsOf(part: Part): Generator<Part> {
  yield part
  for (const child of part.children) yield* partsOf(child)
}

type Open = { part: Part; boundary: string; bodyAt: number; closed: boolean }

/** Walks one body, and what is wrapped in it: depth and number of parts are of the whole mail. */
class Walk {
  readonly #problems: string[]
  #depth = 0
  /** How many wraps of encoding or signature are open; each costs a copy of what is in it. */
  #wraps = 0
  #count = 1
  #guesses = 0

  constructor(problems: string[]) {
    this.#problems = problems
  }

  walk(root: Part, mail: Buffer): void {
    const open: Open[] = []
    let leaf: { part: Part; at: number } | null = null
    const begin = (part: Part, at: number) => {
      const boundary = isMultipart(part) ? this.#boundaryOf(part, mail, at) : null
      if (boundary === null) leaf = { part, at }
      else {
        if (this.#depth + open.length >= nestingMax)
          throw new Unparsable(`The mail is nested more than ${nestingMax} levels deep.`)
        open.push({ part, boundary, bodyAt: at, closed: false })
        leaf = null
      }
    }
    const end = (at: number) => {
      if (leaf) this.#fill(leaf.part, mail.subarray(leaf.at, Math.max(leaf.at, at)), open.length)
      leaf = null
    }
    begin(root, 0)

    for (let at = dashes(mail, 0); at >= 0; at = dashes(mail, lineEnd(mail, at))) {
      if (open.length === 0) break
      const line = mail
        .toString('latin1', at + 2, Math.min(lineEnd(mail, at), at + boundaryCharsMax + 10))
        .replace(/\r?\n$/, '')
      const found = match(open, line)
      if (!found) continue
      end(beforeBreak(mail, at))
      for (const inner of open.splice(found.index + 1)) this.#finish(inner, mail, at, open.length)
      const parent = open[found.index]!
      if (found.isLast) {
        parent.closed = true
        continue
      }
      parent.closed = false
      if (++this.#count > partsMax) throw new Unparsable('The mail has more than 10,000 parts.')
      const from = lineEnd(mail, at)
      const { headers, next, second } = readPartHeader(mail, from, open)
      const child = newPart(headers, parent.part.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain')
      parent.part.children.push(child)
      begin(child, next)
      if (!second || !isMultipart(child)) continue
      // The header of a multipart runs straight into that of its first part: boundary and empty line are missing.
      const first = newPart(second, 'text/plain')
      child.children.push(first)
      begin(first, next)
    }
    end(mail.length)
    for (const [depth, inner] of open.entries()) this.#finish(inner, mail, mail.length, depth)
  }

  /** Reads what was wrapped, one wrap deeper. */
  #unwrap(part: Part, plain: Buffer, depth: number): void {
    this.#depth += depth + 1
    this.#wraps++
    this.walk(part, plain)
    this.#wraps--
    this.#depth -= depth + 1
  }

  /** An opaque signature is opened: what was signed is the mail. */
  #fill(part: Part, body: Buffer, depth: number): void {
    part.body = body
    if (!isCms(part.type)) return
    const content = this.#wraps < wrapsMax ? signedContent(decodeTransfer(body, part.encoding)) : null
    if (!content) {
      if (this.#wraps >= wrapsMax) this.#problems.push(wrapsTooMany)
      return
    }
    const { headers, next } = readPartHeader(content, 0, [])
    const inner = newPart(headers, 'text/plain')
    this.#unwrap(inner, content.subarray(next), depth)
    part.type = 'multipart/signed'
    part.children.push(inner)
    this.#problems.push('The mail is signed with S/MIME; the signature is not checked.')
  }

  /** A multipart in which no boundary came was encoded as a whole (forbidden, and met), or is what it looks like: text. */
  #finish({ part, bodyAt, boundary }: Open, mail: Buffer, end: number, depth: number): void {
    if (part.children.length > 0) return
    part.body = mail.subarray(bodyAt, end === mail.length ? end : Math.max(bodyAt, beforeBreak(mail, end)))
    if (part.body.toString('latin1', 0, 1000).trim() === '') return
    const plain = this.#wraps < wrapsMax ? decodeTransfer(part.body, part.encoding) : part.body
    if (plain !== part.body && plain.includes(`--${boundary}`, 0, 'latin1')) {
      part.encoding = '7bit'
      this.#problems.push('A multipart was encoded as a whole and is read all the same.')
      this.#unwrap(part, plain, depth)
      return
    }
    this.#problems.push(`A ${part.type} holds no boundary “${boundary.slice(0, 60)}” and is read as text.`)
    part.type = 'text/plain'
  }

  /** Undefined by the header, the boundary is the first dashed line that a part's header follows. */
  #boundaryOf(part: Part, mail: Buffer, at: number): string | null {
    // The boundary is compared as it stands in the bytes.
    const said = part.params.get('boundary')
    if (said) return Buffer.from(said).toString('latin1').slice(0, boundaryCharsMax)
    const text = this.#guesses++ < guessesMax ? mail.toString('latin1', at, at + 64 * 1024) : ''
    const guess = /(?:^|\n)--([^\r\n]{1,200})\r?\n(?=content-[\w-]+[ \t]*:)/i.exec(text)?.[1]
    this.#problems.push(
      `A ${part.type} names no boundary${guess ? '; the one that stands there is taken' : ' and is read as text'}.`,
    )
    if (!guess) part.type = 'text/plain'
    return guess ?? null
  }
}

const wrapsTooMany = 'A part is wrapped in more than 3 signatures or encodings; what is deeper stays closed.'

export const isMultipart = ({ type }: Part): boolean => type.startsWith('multipart/')

function newPart(headers: Part['headers'], typeMissing: string): Part {
  const { value, params } = structured(header(headers, 'content-type'))
  const encoding = structured(header(headers, 'content-transfer-encoding')).value
  return { headers, type: typeOf(value, typeMissing), params, encoding: encoding || '7bit', body: empty, children: [] }
}

const empty = Buffer.alloc(0)

/** `text` alone is what old programs write for text/plain; a type that cannot be read is bytes. */
function typeOf(value: string, missing: string): string {
  if (value === '') return missing
  if (value === 'text' || value === 'text/') return 'text/plain'
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(value) ? value : 'application/octet-stream'
}

/** Innermost first. The whole line counts: of two boundaries one may begin like the other. */
function match(open: readonly Open[], line: string): { index: number; isLast: boolean } | null {
  for (let index = open.length - 1; index >= 0; index--) {
    const { boundary } = open[index]!
    if (!line.startsWith(boundary)) continue
    const rest = line.slice(boundary.length).trimEnd()
    if (rest === '' || rest === '--') return { index, isLast: rest === '--' }
  }
  return null
}

type Header = { headers: Map<string, string[]>; next: number; second: Map<string, string[]> | null }

/** Up to the empty line, a boundary, or a line that is no header; a second Content-Type begins a second header. */
function readPartHeader(mail: Buffer, from: number, open: readonly Open[]): Header {
  const headers = new Map<string, string[]>()
  let second: Map<string, string[]> | null = null
  let values: string[] | null = null
  let at = from
  while (at < mail.length) {
    const next = lineEnd(mail, at)
    const text = decodeHeader(mail, at, Math.min(next, at + partHeaderBytesMax)).replace(/\r?\n$/, '')
    if (text === '') return { headers, next, second }
    if (/^[ \t]/.test(text) && values) {
      if (text.trim() === '') return { headers, next, second }
      const last = values.length - 1
      if ((values[last]?.length ?? 0) < partHeaderBytesMax) values[last] = `${values[last]}${text}`
    } else {
      const colon = /^([!-9;-~]{1,200})[ \t]*:/.exec(text)
      if (!colon?.[1] || (text.startsWith('--') && match(open, text.slice(2)))) break
      const name = colon[1].toLowerCase()
      const isSecond: boolean =
        name === 'content-type' && headers.has(name) && /^multipart\//i.test(headers.get(name)?.[0]?.trim() ?? '')
      if (isSecond) second ??= new Map()
      const into: Map<string, string[]> = second ?? headers
      values = into.get(name) ?? []
      into.set(name, values)
      values.push(text.slice(colon[0].length).trim())
    }
    if (at - from > partHeaderBytesMax) throw new Unparsable('The header of a part is longer than 256 KiB.')
    at = next
  }
  return { headers, next: at, second }
}

/** The next line from `from` (which is the begin of a line) that begins with two dashes, or -1. */
function dashes(mail: Buffer, from: number): number {
  if (mail[from] === 45 && mail[from + 1] === 45) return from
  const found = mail.indexOf('\n--', Math.max(0, from - 1), 'latin1')
  return found < 0 ? -1 : found + 1
}

function lineEnd(mail: Buffer, at: number): number {
  const feed = mail.indexOf(10, at)
  return feed < 0 ? mail.length : feed + 1
}

/** The line break before a boundary belongs to the boundary. */
function beforeBreak(mail: Buffer, at: number): number {
  if (at === 0 || mail[at - 1] !== 10) return at
  return at > 1 && mail[at - 2] === 13 ? at - 2 : at - 1
}
