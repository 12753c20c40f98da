import type { Fault } from './mail.ts'

const shape = /^=\?([A-Za-z0-9-]+)\?([BQ])\?([!->@-~]*)\?=$/
/** In a name fewer signs may stand as themselves (RFC 2047, section 5, rule 3). */
const inPhrase = /^(?:[A-Za-z0-9!*+\-/_]|=[0-9A-F]{2})*$/
const inText = /^(?:[!-<>@-~]|=[0-9A-F]{2})*$/

/** Whether somebody might take it for one. */
export const looksEncoded = (token: string): boolean => /=\?[^?\s]*\?[bq]\?/i.test(token)

/** An encoded word as RFC 2047 allows it: at most 75 octets, its charset known, its bytes whole characters, none that ends a line. */
export function checkEncodedWord(token: string, place: 'text' | 'phrase', fault: Fault): string {
  const [, charset, encoding, content] = shape.exec(token) ?? []
  if (charset === undefined || encoding === undefined || content === undefined) {
    fault(`not an encoded word: ${token}`)
    return ''
  }
  if (token.length > 75) fault(`an encoded word of ${token.length} octets: ${token}`)
  if (encoding === 'Q' && !(place === 'phrase' ? inPhrase : inText).test(content))
    fault(`an encoded word with a sign that must be encoded there: ${token}`)
  const bytes =
    encoding === 'B'
      ? Buffer.from(content, 'base64')
      : Buffer.from(
          content
            .replaceAll('_', ' ')
            .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        )
  if (encoding === 'B' && bytes.toString('base64') !== content) fault(`base64 that is not as one writes it: ${token}`)
  const words = decoded(bytes, charset, fault)
  if (/[\0-\x1f\x7f]/.test(words)) fault(`an encoded word with a control character: ${token}`)
  return words
}

/** Letters from bytes, none of which is left over. */
export function decoded(bytes: Uint8Array, charset: string, fault: Fault): string {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    fault(`bytes that are not of the charset ${charset}: ${Buffer.from(bytes).toString('latin1').slice(0, 80)}`)
    return ''
  }
}
