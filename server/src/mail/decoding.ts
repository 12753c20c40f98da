/** Content-Transfer-Encoding undone, however broken: what does not belong is skipped, nothing is thrown. */
export function decodeTransfer(bytes: Buffer, encoding: string): Buffer {
  if (encoding === 'base64') return decodeBase64(bytes)
  if (encoding === 'quoted-printable') return decodeQuoted(bytes)
  return bytes
}

/**
 * Padding in the middle, from files that were encoded in pieces, does not end it as it would for the platform's decoder. What was
 * appended as plain words (a footer, a broken boundary) is left out.
 */
export function decodeBase64(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  const padding = text.indexOf('=')
  if (padding < 0 || /^[=\s]*$/.test(text.slice(padding))) return Buffer.from(text, 'base64')
  const out = Buffer.allocUnsafe(bytes.length)
  let length = 0
  let run = ''
  for (let at = 0, end = 0; at < text.length; at = end + 1) {
    end = text.indexOf('\n', at)
    if (end < 0) end = text.length
    const line = text.slice(at, end).trim()
    const data = /^[\w+/-]*={0,3}/.exec(line)?.[0] ?? ''
    if (data.length < line.length && !data.endsWith('=')) continue
    run += data
    if (!data.endsWith('=')) continue
    length += out.write(run, length, 'base64')
    run = ''
  }
  return out.subarray(0, length + out.write(run, length, 'base64'))
}

/** RFC 2045 6.7: soft breaks joined, blanks at the end of a line gone; a `=` that escapes nothing stays. */
export function decodeQuoted(bytes: Buffer): Buffer {
  if (!bytes.includes(61)) return bytes
  const out = Buffer.allocUnsafe(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte !== 61) {
      out[length++] = byte
      continue
    }
    const high = hex(bytes[at + 1])
    const low = hex(bytes[at + 2])
    if (high >= 0 && low >= 0) {
      out[length++] = high * 16 + low
      at += 2
      continue
    }
    const end = softBreak(bytes, at + 1)
    if (end < 0) out[length++] = byte
    else at = end
  }
  return out.subarray(0, length)
}

/** The index of the line feed that a soft break ends with (the last byte when the text ends), or -1 when it is none. */
function softBreak(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && (bytes[at] === 32 || bytes[at] === 9 || bytes[at] === 13)) at++
  if (at >= bytes.length) return bytes.length - 1
  return bytes[at] === 10 ? at : -1
}

function hex(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 48 && byte <= 57) return byte - 48
  const upper = byte & 0xdf
  return upper >= 65 && upper <= 70 ? upper - 55 : -1
}
