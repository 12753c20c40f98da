import { Unparsable } from './unparsable.ts'

/** A mail's header as evidence, and the bytes that follow it. */
export type HeaderBlock = {
  headers: Map<string, string[]>
  body: Buffer
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
  if (headers.size === 0) return { headers, body: mail.subarray(start), problems }
  if (bodyLine === null) return { headers, body: mail.subarray(bodyAt), problems }

  problems.push('No empty line between header and body.')
  return { headers, body: mail.subarray(lines[bodyLine]?.at ?? bodyAt), problems }
}

/** The first value of a header, or null. */
export function header(headers: ReadonlyMap<string, readonly string[]>, name: string): string | null {
  return headers.get(name)?.[0] ?? null
}

type Line = { at: number; end: number }

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
  const headersFollow = likelyHeaders(mail, lines)

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
      else pieces.push(decodeHeader(mail, line.at, line.end))
      continue
    }
    const text = decodeHeader(mail, line.at, Math.min(line.end, line.at + headerBytesMax))
    const match = headerLine.exec(text)
    if (!match?.[1]) {
      if (!headersFollow(index + 1)) {
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

/** Whether one of the next fifty lines is surely a header. Asked with a rising index, each line is looked at once. */
function likelyHeaders(mail: Buffer, lines: Line[]): (from: number) => boolean {
  let next = 0
  return (from) => {
    next = Math.max(next, from)
    for (; next < lines.length; next++) {
      const { at, end } = lines[next]!
      if (headerLikely.test(mail.toString('latin1', at, Math.min(end, at + 80)))) break
    }
    return next < lines.length && next < from + 50
  }
}

/** A header line as text: UTF-8 when it is (RFC 6532), else Windows-1252, in which no byte is lost. */
export function decodeHeader(mail: Buffer, at: number, end: number): string {
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
