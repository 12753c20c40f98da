import { decodeText } from './charsets.ts'
import { decodeBase64, decodeQuoted } from './decoding.ts'

/**
 * A header value with its encoded words read (RFC 2047), the broken ones of the wild too: inside quotes, without end, with blanks,
 * with a language (RFC 2231), raw bytes between. Neighbours of one charset are joined before they are read: many programs cut a letter
 * in two.
 */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value
  let out = ''
  let pending: { charset: string; pieces: Buffer[] } | null = null
  let at = 0
  const flush = () => {
    if (pending) out += decodeText(Buffer.concat(pending.pieces), pending.charset).text
    pending = null
  }
  while (at < value.length) {
    const begin = value.indexOf('=?', at)
    const word = begin < 0 ? null : readWord(value, begin)
    const plain = value.slice(at, word ? begin : begin < 0 ? value.length : begin + 2)
    // White space between two encoded words is not theirs.
    if (plain !== '' && !(word && pending && /^[ \t\r\n]+$/.test(plain))) {
      flush()
      out += plain
    }
    if (!word) {
      at += plain.length
      continue
    }
    const open = pending as { charset: string; pieces: Buffer[] } | null
    if (open && open.charset === word.charset) open.pieces.push(word.bytes)
    else {
      flush()
      pending = { charset: word.charset, pieces: [word.bytes] }
    }
    at = word.end
  }
  flush()
  return out
}

type Word = { charset: string; bytes: Buffer; end: number }

const wordCharsMax = 2_000

function readWord(value: string, begin: number): Word | null {
  const charsetEnd = value.indexOf('?', begin + 2)
  if (charsetEnd < 0 || charsetEnd - begin > 80) return null
  const name = value.slice(begin + 2, charsetEnd)
  const kind = value.charAt(charsetEnd + 1).toLowerCase()
  if (!/^[\w.:*-]+$/.test(name) || !'bq'.includes(kind) || kind === '' || value.charAt(charsetEnd + 2) !== '?')
    return null
  const start = charsetEnd + 3
  let stop = value.indexOf('?=', start)
  // `?Q?=41?=`: the first `?=` may begin an escape, not end the word.
  if (kind === 'q' && stop === start && /^=[0-9a-f]{2}/i.test(value.slice(stop + 1, stop + 4)))
    stop = value.indexOf('?=', stop + 2)
  const next = value.indexOf('=?', start)
  const whole = stop >= 0 && stop - start <= wordCharsMax && (next < 0 || next >= stop - 1)
  // Without its end it goes to the next blank.
  const blank = value.slice(start, start + wordCharsMax).search(/[ \t]/)
  const end = whole ? stop : blank < 0 ? Math.min(value.length, start + wordCharsMax) : start + blank
  const text = value.slice(start, end).replace(/\?$/, '')
  const bytes = kind === 'b' ? decodeBase64(asBytes(text)) : decodeQuoted(asBytes(text.replaceAll('_', ' ')))
  return { charset: (name.split('*')[0] ?? '').toLowerCase(), bytes, end: whole ? stop + 2 : end }
}

/** Raw bytes in an encoded word have been read already; they go back to what they were in the likeliest charset of the two. */
function asBytes(text: string): Buffer {
  return /^[\0-\xff]*$/.test(text) ? Buffer.from(text, 'latin1') : Buffer.from(text)
}
