import { decodeText } from './charsets.ts'
import { decodeWords } from './words.ts'

/** `multipart/report; report-type=x` as its lower-case value and parameters by lower-case name. */
export type Structured = { value: string; params: Map<string, string> }

const charsMax = 16_384

/**
 * A structured value (RFC 2045) with RFC 2231's charsets and continuations, and what mail programs write instead: encoded words in
 * quotes, names with blanks and no quotes, a forgotten semicolon. Of a parameter that comes twice the first counts.
 */
export function structured(header: string | null): Structured {
  const text = withoutComments((header ?? '').slice(0, charsMax))
  const params = new Map<string, string>()
  const pieces = new Map<string, Piece[]>()
  const head = headOf(text)
  let at = head.length
  while (at < text.length) {
    const { name, value, next } = readParameter(text, at)
    at = next
    if (name === '') continue
    const star = name.indexOf('*')
    if (star < 0) {
      if (!params.has(name)) params.set(name, decodeWords(value))
    } else {
      const base = name.slice(0, star)
      const rest = name.slice(star + 1)
      const list = pieces.get(base) ?? []
      if (list.length < 1000)
        list.push({ order: Number.parseInt(rest, 10) || 0, encoded: rest === '' || rest.endsWith('*'), value })
      pieces.set(base, list)
    }
  }
  // The extended form is the better one where both are given (RFC 6266 4.3 has the same rule).
  for (const [name, list] of pieces) params.set(name, joined(list))
  return { value: head.trim().toLowerCase().replace(/\s+/g, ''), params }
}

/** Up to the first semicolon; where that is forgotten, up to the blank before the first parameter. */
function headOf(text: string): string {
  const first = text.split(';', 1)[0] ?? ''
  const equals = first.indexOf('=')
  if (equals < 0) return first
  const before = first.slice(0, equals).trimEnd()
  const blank = Math.max(before.lastIndexOf(' '), before.lastIndexOf('\t'))
  return blank < 0 ? '' : first.slice(0, blank)
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

type Piece = { order: number; encoded: boolean; value: string }

function readParameter(text: string, from: number): { name: string; value: string; next: number } {
  let at = from
  while (at < text.length && /[;\s]/.test(text.charAt(at))) at++
  const equals = text.indexOf('=', at)
  const semicolon = text.indexOf(';', at)
  if (equals < 0) return { name: '', value: '', next: text.length }
  if (semicolon >= 0 && semicolon < equals) return { name: '', value: '', next: semicolon + 1 }
  const name = text.slice(at, equals).trim().toLowerCase()
  at = equals + 1
  while (at < text.length && /\s/.test(text.charAt(at))) at++
  if (text.charAt(at) === '"') return { name, ...readQuoted(text, at + 1) }
  const end = text.indexOf(';', at)
  const stop = end < 0 ? text.length : end
  const raw = text.slice(at, stop)
  // `charset=utf-8 format=flowed`: the semicolon is missing.
  const missing = /^[^\s=?]+(?=\s+[\w-]+=(?!\?))/.exec(raw)?.[0]
  return { name, value: (missing ?? raw).trim().replace(/"$/, ''), next: missing ? at + missing.length : stop }
}

function readQuoted(text: string, from: number): { value: string; next: number } {
  let value = ''
  let at = from
  for (; at < text.length && text.charAt(at) !== '"'; at++) {
    // A backslash before a letter is a Windows path, not an escape.
    if (text.charAt(at) === '\\' && /["\\]/.test(text.charAt(at + 1))) at++
    value += text.charAt(at)
  }
  return { value, next: at + 1 }
}

function joined(list: Piece[]): string {
  const ordered = list.toSorted((a, b) => a.order - b.order)
  const first = ordered[0]
  const prefix = first?.encoded ? /^([\w.:-]*)'([^']*)'/.exec(first.value) : null
  const bytes = ordered.map(({ encoded, value }, index) => {
    const own = index === 0 && prefix ? value.slice(prefix[0].length) : value
    return encoded ? percentDecoded(own) : Buffer.from(own)
  })
  const text = decodeText(Buffer.concat(bytes), prefix?.[1] || 'utf-8').text
  return text.includes('=?') ? decodeWords(text) : text
}

function percentDecoded(text: string): Buffer {
  const pieces: Buffer[] = []
  let at = 0
  for (const match of text.matchAll(/%([0-9a-f]{2})/gi)) {
    pieces.push(Buffer.from(text.slice(at, match.index)), Buffer.from([Number.parseInt(match[1] ?? '', 16)]))
    at = match.index + 3
  }
  pieces.push(Buffer.from(text.slice(at)))
  return Buffer.concat(pieces)
}
