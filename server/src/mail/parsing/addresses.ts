import { cleanLine } from './cleaning.ts'
import type { Address } from './parsed.ts'
import { decodeWords } from './words.ts'

/** The mailboxes of an address header, groups opened. An entry without an address is left out. */
export function readAddresses(value: string): Address[] {
  return readMailboxes(value).filter((one) => one.address.includes('@'))
}

/** Every entry of an address header, those without an `@` too: `MAILER-DAEMON` is a sender. */
export function readMailboxes(value: string): Address[] {
  const found: Address[] = []
  let surname = ''
  for (const entry of entriesOf(value)) {
    const address = cleanAddress(entry.angle ?? entry.words.find((word) => word.includes('@')) ?? '')
    const phrase = entry.words.filter((word) => entry.angle !== null || !word.includes('@')).join(' ')
    const name = cleanLine(decodeWords(phrase || (address ? entry.comment : '')))
    if (!address && !name) continue
    // `Doe, Ada <ada@x.example>`: the comma stood in a name that nobody quoted.
    const whole = surname && entry.angle !== null ? `${surname}, ${name}` : name
    if (surname && entry.angle === null) found.push({ name: surname, address: '' })
    surname = address ? '' : name
    if (address) found.push({ name: whole === address ? '' : whole, address })
    // Two addresses with nothing but a blank between them.
    if (entry.angle === null)
      for (const other of entry.words.filter((word) => word.includes('@')).slice(1))
        found.push({ name: '', address: cleanAddress(other) })
  }
  if (surname) found.push({ name: surname, address: '' })
  return found
}

/** The one address of a trace header such as Delivered-To or Return-Path, lower case; null when there is none. */
export function bareAddress(value: string): string | null {
  const one = readAddresses(value)[0]
  return one ? one.address.toLowerCase() : null
}

/** Message ids without brackets, comments and white space, case kept. */
export function readMessageIds(value: string): string[] {
  const ids: string[] = []
  for (const match of value.matchAll(/<([^<>]*)>/g)) {
    const id = cleanId(match[1] ?? '')
    if (id) ids.push(id)
  }
  if (ids.length > 0) return ids
  return value
    .split(/[\s,]+/)
    .map((word) => cleanId(word.replace(/[<>]/g, '')))
    .filter((id) => id.includes('@'))
}

type Entry = { words: string[]; angle: string | null; comment: string }

const entriesMax = 20_000

/** RFC 5322 3.4 with its obsolete forms, groups opened. Read once, from the left; a missing quote or bracket ends with the value. */
function entriesOf(value: string): Entry[] {
  const entries: Entry[] = []
  let entry: Entry = { words: [], angle: null, comment: '' }
  let word = ''
  let isGlued = false
  const endWord = () => {
    if (word !== '') entry.words.push(word)
    word = ''
    isGlued = false
  }
  const endEntry = () => {
    endWord()
    if ((entry.words.length > 0 || entry.angle !== null) && entries.length < entriesMax) entries.push(entry)
    entry = { words: [], angle: null, comment: '' }
  }
  for (let at = 0; at < value.length; at++) {
    const char = value.charAt(at)
    if (char === '"') {
      const { text, end } = readQuoted(value, at + 1)
      // Before an @ it is a local part and stays as it is.
      word += value.charAt(end + 1) === '@' ? `"${text}"` : text
      at = end
    } else if (char === '(') {
      const { text, end } = readComment(value, at + 1)
      entry.comment ||= text
      at = end
    } else if (char === '<') {
      endWord()
      const close = value.indexOf('>', at)
      const end = close < 0 ? value.length : close
      entry.angle ??= routeless(value.slice(at + 1, end))
      at = end
    } else if (char === ',' || char === ';') endEntry()
    else if (char === ':' && entry.angle === null && !word.includes('@') && !word.startsWith('[')) {
      word = ''
      entry = { words: [], angle: null, comment: '' }
    } else if (/\s/.test(char)) isGlued = word.endsWith('@') || (word.endsWith('.') && word.includes('@'))
    else {
      // Obsolete, and met: blanks around the @ and the dots of an address.
      if (/\s/.test(value.charAt(at - 1)) && !isGlued && char !== '@') endWord()
      word += char
      isGlued = false
    }
  }
  endEntry()
  return entries
}

function readQuoted(value: string, from: number): { text: string; end: number } {
  let text = ''
  let at = from
  for (; at < value.length && value.charAt(at) !== '"'; at++) {
    if (value.charAt(at) === '\\') at++
    text += value.charAt(at)
  }
  return { text, end: at }
}

function readComment(value: string, from: number): { text: string; end: number } {
  let depth = 1
  let at = from
  for (; at < value.length; at++) {
    const char = value.charAt(at)
    if (char === '\\') at++
    else if (char === '(') depth++
    else if (char === ')' && --depth === 0) break
  }
  return { text: value.slice(from, at).trim(), end: at }
}

/** `<@relay.example:ada@x.example>` is Ada's address; comments inside are nobody's. */
function routeless(angle: string): string {
  const plain = angle.includes('(') ? angle.replace(/\([^()]*\)/g, '') : angle
  const route = /^\s*@[^:]*:/.exec(plain)
  return route ? plain.slice(route[0].length) : plain
}

function cleanAddress(address: string): string {
  const text = cleanLine(address).replace(/\s/g, '')
  let start = 0
  let end = text.length
  while (start < end && "<'".includes(text.charAt(start))) start++
  while (end > start && ">'".includes(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

function cleanId(id: string): string {
  return cleanLine(withoutIdComments(id)).replace(/\s/g, '')
}

function withoutIdComments(id: string): string {
  return id.includes('(') ? id.replace(/\([^()]*\)/g, '') : id
}
