import { isAscii } from 'node:buffer'
import iconv from 'iconv-lite'

/** `fault` is a sentence's end when the name did not fit the bytes: what was read is then the likeliest reading. */
export type Decoded = { text: string; fault: string | null }

/**
 * Bytes as text. The declared charset counts when the bytes allow it. Declared or not, bytes that are valid UTF-8 beyond ASCII are
 * UTF-8 (nothing else looks like it by chance) unless a many-byte charset was named; a wrong or unknown name is read as UTF-8, else as
 * Windows-1252, in which no byte is lost.
 */
export function decodeText(bytes: Uint8Array, declared: string | null): Decoded {
  const name = declared === null ? '' : plainName(declared)
  if (isAscii(bytes) && !stateful.test(name)) return { text: latin1(bytes), fault: null }
  if (name === 'utf8') return decodeUtf8(bytes)
  if (name === '' || /^(?:usascii|ascii|ansix3\S*|7bit|8bit|binary|default|none|unknown8?bit|xunknown)$/.test(name)) {
    const text = validUtf8(bytes) ?? windows1252.decode(bytes)
    return { text, fault: declared === null ? null : `says charset ${shown(declared)} but is not ASCII` }
  }
  if (singleByte.test(name)) {
    const utf8 = validUtf8(bytes)
    if (utf8 !== null) return { text: utf8, fault: `says charset ${shown(declared)} but is UTF-8` }
  }
  const text = decodeNamed(bytes, name, declared ?? '')
  if (text !== null) return { text, fault: null }
  const utf8 = validUtf8(bytes) ?? windows1252.decode(bytes)
  return { text: utf8, fault: `names a charset nobody knows, ${shown(declared)}` }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })
const looseUtf8 = new TextDecoder('utf-8')
const windows1252 = new TextDecoder('windows-1252')
const decoders = new Map<string, InstanceType<typeof TextDecoder> | null>()

/** Charsets whose bytes are all ASCII though their text is not. */
const stateful = /^(?:utf7|utf7imap|unicode11utf7|iso2022|csiso2022|hz|utf16|utf32|ucs2|ucs4)/
const singleByte = /^(?:iso8859|latin|l\d|windows12|cp12|koi8|macintosh|xmac|ibm\d|cp8|cp4)/
const others: Record<string, string> = {
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  utf16: 'utf-16le',
  ucs2: 'utf-16le',
  iso10646ucs2: 'utf-16le',
  unicode11utf7: 'utf7',
  csunicode11utf7: 'utf7',
  cp932: 'shift_jis',
  windows31j: 'shift_jis',
  cp936: 'gb18030',
  gb2312: 'gb18030',
  gb231280: 'gb18030',
  gbk: 'gb18030',
  cp949: 'euc-kr',
  ksc56011987: 'euc-kr',
  cp950: 'big5',
  big5eten: 'big5',
  iso88598i: 'iso-8859-8',
  iso88598e: 'iso-8859-8',
  cp367: 'windows-1252',
  // Named ISO-8859-1, written by programs that meant Windows-1252: the difference is control characters against quotation marks.
  iso88591: 'windows-1252',
  latin1: 'windows-1252',
  l1: 'windows-1252',
}

function decodeNamed(bytes: Uint8Array, name: string, declared: string): string | null {
  const named = others[name] ?? declared.trim().toLowerCase()
  const label = /^utf-16(?:le)?$/.test(named) && bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : named
  const decoder = decoderOf(label)
  if (decoder) return decoder.decode(bytes)
  for (const one of [label, name, name.replace(/^x/, ''), name.replace(/^(?:ibm|cp)0*/, 'cp')]) {
    // What iconv knows as a charset for programs is none that a mail can name.
    if (!/^(?:hex|base64|binary|internal)$/.test(one) && iconv.encodingExists(one))
      return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), one)
  }
  return null
}

function decoderOf(label: string): InstanceType<typeof TextDecoder> | null {
  const known = decoders.get(label)
  if (known !== undefined) return known
  let decoder: InstanceType<typeof TextDecoder> | null = null
  try {
    decoder = new TextDecoder(label)
  } catch {
    // No name of the WHATWG list; iconv may know it.
  }
  // A hostile mail could name a thousand charsets.
  if (decoders.size < 200) decoders.set(label, decoder)
  return decoder
}

/** Mostly valid stays UTF-8 with marks where it is not; hardly valid is Windows-1252 under a wrong name. */
function decodeUtf8(bytes: Uint8Array): Decoded {
  const valid = validUtf8(bytes)
  if (valid !== null) return { text: valid, fault: null }
  const loose = looseUtf8.decode(bytes)
  let broken = 0
  let whole = 0
  for (const char of loose) {
    if (char === '\ufffd') broken++
    else if (char > '\x7f') whole++
  }
  // Windows-1252 hardly ever makes a valid sequence by chance.
  if (whole * 4 >= broken) return { text: loose, fault: 'says charset utf-8 and holds bytes that are not' }
  return { text: windows1252.decode(bytes), fault: 'says charset utf-8 but is not' }
}

function validUtf8(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return null
  }
}

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')
const shown = (name: string | null): string => `“${(name ?? '').slice(0, 40)}”`
