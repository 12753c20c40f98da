import fc from 'fast-check'

const breaks = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  '\u0085',
  '\u2028',
  '\u2029',
  '\v',
  '\f',
  '\r\n ',
  '\r\n\t',
  '\r\r\n',
  '\n\n',
  '%0d%0a',
]
const payloads = [
  'Bcc: victim@injected.example',
  'X-Injected: 1',
  '\r\n\r\nA body of mine',
  '=?utf-8?q?=0D=0ABcc:_victim@injected.example?=',
  '=?utf-8?b?DQpCY2M6IHZpY3RpbUBpbmplY3RlZC5leGFtcGxl?=',
  '<victim@injected.example>',
  '", <victim@injected.example>, "',
  'a@b.example, victim@injected.example',
  ';:,()<>[]"\\@',
  '.',
  '\u202e\ud800 \u{1f600}',
]

/** Words as somebody writes them who wants a header of their own in a mail of ours. */
export const hostile: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(fc.constantFrom(...breaks), fc.constantFrom(...payloads), fc.string({ unit: 'grapheme', maxLength: 20 })),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''))

/**
 * The header fields of a mail, read line by line as the strictest server does: lines end with CR LF, nothing else ends one, a field is
 * a name and a colon, what is folded begins with white space, and only an address may hold letters beyond ASCII (RFC 6532). Throws when
 * the bytes are anything else.
 */
export function strictFields(raw: Buffer): { name: string; value: string }[] {
  const text = raw.toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) throw new Error('the header has no end')
  const fields: { name: string; value: string }[] = []
  for (const line of text.slice(0, end).split('\r\n')) {
    const last = fields.at(-1)
    const field = /^([\x21-\x39\x3b-\x7e]+):[ ]?(.*)$/.exec(line)
    if (line.length > 998) throw new Error('a header line is too long')
    if (/^[ \t]/.test(line) && last) last.value += line
    else if (field) fields.push({ name: field[1]!.toLowerCase(), value: field[2]! })
    else throw new Error(`not a header line: ${JSON.stringify(line)}`)
  }
  for (const { name, value } of fields) {
    const letters = ['to', 'cc'].includes(name)
      ? new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'))
      : value
    const wrong = ['to', 'cc'].includes(name) ? /[^\t\x20-\x7e\xa0-\u{10ffff}]|[\u2028\u2029]/u : /[^\t\x20-\x7e]/
    if (wrong.test(letters)) throw new Error(`${name} has a character it must not have: ${JSON.stringify(letters)}`)
  }
  return fields
}
