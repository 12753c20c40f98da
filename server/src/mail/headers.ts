import { Unparsable } from './unparsable.ts'

/** A mail's header as evidence, and its bytes in the one form the MIME parser is given, so that both see the same mail. */
export type HeaderBlock = {
  headers: Map<string, string[]>
  bytes: Uint8Array
  problems: string[]
}

const blockBytesMax = 256 * 1024
const headerBytesMax = 64 * 1024
const linesBlankMax = 64

/**
 * Walks the header by itself: every occurrence of every header, unfolded. What precedes it (blank lines, a byte order mark, the
 * mbox "From " line) is skipped, a line that is no header is skipped or begins the body, and each such mercy is a problem.
 */
export function readHeaders(raw: Uint8Array): HeaderBlock {
  const problems: string[] = []
  const mail = withLineFeeds(asBuffer(raw), problems)
  const start = skipPreamble(mail)
  if (start >= mail.length) throw new Unparsable('The mail is empty.')

  const lines: Line[] = []
  let at = start
  let bodyAt = mail.length
  while (at < mail.length) {
    const feed = mail.indexOf(10, at)
    const next = feed < 0 ? mail.length : feed + 1
    let end = feed < 0 ? mail.length : feed
    while (end > at && mail[end - 1] === 13) end--
    if (end === at) {
      bodyAt = next
      break
    }
    if (end - start > blockBytesMax) throw new Unparsable('The header is longer than 256 KiB.')
    lines.push({ at, end })
    at = next
  }

  const { headers, bodyLine } = collect(mail, lines, problems)
  if (headers.size === 0) throw new Unparsable('The mail has no header.')
  if (bodyLine === null) return { headers, bytes: start === 0 ? mail : mail.subarray(start), problems }

  // The empty line is missing. The MIME parser would read the first words of the body as header and drop them.
  problems.push('No empty line between header and body.')
  const cut = lines[bodyLine]?.at ?? bodyAt
  return { headers, bytes: Buffer.concat([mail.subarray(start, cut), lineFeed, mail.subarray(cut)]), problems }
}

/** The first value of a header, or null. */
export function header(headers: ReadonlyMap<string, readonly string[]>, name: string): string | null {
  return headers.get(name)?.[0] ?? null
}

/** A structured value without its comments, which may nest; quoted strings keep their brackets. */
export function withoutComments(value: string): string {
  if (!value.includes('(')) return value
  let out = ''
  let depth = 0
  let quoted = false
  for (let i = 0; i < value.length; i++) {
    const char = value.charAt(i)
    if (char === '\\' && (quoted || depth > 0)) {
      if (depth === 0) out += char + value.charAt(i + 1)
      i++
    } else if (char === '"' && depth === 0) {
      quoted = !quoted
      out += char
    } else if (char === '(' && !quoted) depth++
    else if (char === ')' && !quoted && depth > 0) depth--
    else if (depth === 0) out += char
  }
  return out
}

/** `multipart/report; report-type=x` as its lower-case value and parameters, enough for verdicts. */
export function structured(value: string | null): { value: string; params: Map<string, string> } {
  const [first = '', ...rest] = withoutComments(value ?? '').split(';')
  const params = new Map<string, string>()
  for (const part of rest) {
    const equals = part.indexOf('=')
    if (equals < 0) continue
    const name = part.slice(0, equals).trim().toLowerCase()
    if (!params.has(name))
      params.set(
        name,
        part
          .slice(equals + 1)
          .trim()
          .replace(/^"|"$/g, ''),
      )
  }
  return { value: first.trim().toLowerCase(), params }
}

type Line = { at: number; end: number }

const lineFeed = Buffer.from('\n')
const headerLine = /^([!-9;-~]+)[ \t]*:/
const headerLikely =
  /^(?:[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*|[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+|from|to|subject|date)[ \t]*:/
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder('windows-1252')

function collect(
  mail: Buffer,
  lines: Line[],
  problems: string[],
): { headers: Map<string, string[]>; bodyLine: number | null } {
  const headers = new Map<string, string[]>()
  let name: string | null = null
  let pieces: string[] = []
  let size = 0
  let cut = false

  const store = () => {
    if (name === null) return
    const value = pieces
      .join('')
      .replace(/[\0\r\n]+/g, ' ')
      .trim()
    const values = headers.get(name)
    if (values) values.push(value)
    else headers.set(name, [value])
    if (cut) problems.push(`The header ${name} is longer than 64 KiB and is cut.`)
  }

  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (!line) continue
    const first = mail[line.at]
    if ((first === 32 || first === 9) && name !== null) {
      size += line.end - line.at
      if (size > headerBytesMax) cut = true
      else pieces.push(decode(mail, line.at, line.end))
      continue
    }
    const text = decode(mail, line.at, Math.min(line.end, line.at + headerBytesMax))
    const match = headerLine.exec(text)
    if (!match?.[1]) {
      if (!headersFollow(mail, lines, index + 1)) {
        store()
        return { headers, bodyLine: index }
      }
      problems.push('A line in the header is no header and is ignored.')
      continue
    }
    store()
    name = match[1].toLowerCase()
    pieces = [text.slice(match[0].length)]
    size = line.end - line.at
    cut = size > headerBytesMax
  }
  store()
  return { headers, bodyLine: null }
}

function headersFollow(mail: Buffer, lines: Line[], from: number): boolean {
  for (const line of lines.slice(from, from + 50)) {
    if (headerLikely.test(mail.toString('latin1', line.at, Math.min(line.end, line.at + 80)))) return true
  }
  return false
}

function decode(mail: Buffer, at: number, end: number): string {
  const text = mail.toString('latin1', at, end)
  if (/^[\0-\x7f]*$/.test(text)) return text
  const bytes = mail.subarray(at, end)
  try {
    return strict.decode(bytes)
  } catch {
    return lenient.decode(bytes)
  }
}

function skipPreamble(mail: Buffer): number {
  let at = mail[0] === 0xef && mail[1] === 0xbb && mail[2] === 0xbf ? 3 : 0
  for (let blank = 0; blank < linesBlankMax && (mail[at] === 13 || mail[at] === 10); blank++) at++
  if (mail.toString('latin1', at, at + 5) === 'From ' || mail.toString('latin1', at, at + 6) === '>From ') {
    const feed = mail.indexOf(10, at)
    at = feed < 0 ? mail.length : feed + 1
  }
  return at
}

/** A mail of the old Macintosh, whose lines end with CR alone, is one endless line to everyone else. */
function withLineFeeds(mail: Buffer, problems: string[]): Buffer {
  if (mail.includes(10) || !mail.includes(13)) return mail
  problems.push('The lines end with a bare CR.')
  const copy = Buffer.from(mail)
  for (let at = copy.indexOf(13); at >= 0; at = copy.indexOf(13, at + 1)) copy[at] = 10
  return copy
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
