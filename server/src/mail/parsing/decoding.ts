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
    const data = base64In(text.slice(at, end))
    run += data
    if (!data.endsWith('=')) continue
    length += out.write(run, length, 'base64')
    run = ''
  }
  return out.subarray(0, length + out.write(run, length, 'base64'))
}

/** What a line holds of it: nothing when it goes on with something else, unless padding stands between. */
function base64In(line: string): string {
  const words = line.trim()
  const data = /^[\w+/-]*={0,3}/.exec(words)?.[0] ?? ''
  return data.length < words.length && !data.endsWith('=') ? '' : data
}

/** The same bytes as `decodeTransfer`, piece by piece: what is held is a piece, or a line where lines are longer. */
export function* decodeInPieces(bytes: Buffer, encoding: string, pieceBytes = 256 * 1024): Generator<Buffer> {
  if (encoding === 'base64') yield* base64Pieces(bytes, pieceBytes)
  else if (encoding === 'quoted-printable') for (const lines of linesOf(bytes, pieceBytes)) yield decodeQuoted(lines)
  else for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
}

/** Each ends with a line feed or with the bytes: no escape, and nothing that is judged by its line, is cut. */
function* linesOf(bytes: Buffer, pieceBytes: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; ) {
    const feed = bytes.indexOf(10, at + pieceBytes)
    const end = feed < 0 ? bytes.length : feed + 1
    yield bytes.subarray(at, end)
    at = end
  }
}

function* base64Pieces(bytes: Buffer, pieceBytes: number): Generator<Buffer> {
  const padding = bytes.indexOf(61)
  if (padding < 0) yield* signPieces(bytes, pieceBytes)
  else if (isBlank(bytes, padding)) yield* signPieces(bytes.subarray(0, padding), pieceBytes)
  else yield* paddedPieces(bytes, pieceBytes)
}

/** Whether nothing but padding and white space follows. */
function isBlank(bytes: Buffer, from: number): boolean {
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte !== 61 && byte !== 32 && byte !== 160 && (byte < 9 || byte > 13)) return false
  }
  return true
}

/** Four signs are three bytes: what is left of a piece waits for the next. */
function* signPieces(bytes: Buffer, pieceBytes: number): Generator<Buffer> {
  let left = ''
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const text = left + bytes.toString('latin1', at, at + pieceBytes)
    let count = 0
    for (let index = 0; index < text.length; index++) count += isSign[text.charCodeAt(index)]!
    let end = text.length
    for (let over = count % 4; over > 0; ) over -= isSign[text.charCodeAt(--end)]!
    left = text.slice(end).replace(/[^\w+/-]+/g, '')
    yield Buffer.from(text.slice(0, end), 'base64')
  }
  yield Buffer.from(left, 'base64')
}

const isSign = new Uint8Array(256)
for (const sign of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') isSign[sign.charCodeAt(0)] = 1

function* paddedPieces(bytes: Buffer, pieceBytes: number): Generator<Buffer> {
  let run = ''
  for (const lines of linesOf(bytes, pieceBytes)) {
    for (const line of lines.toString('latin1').split('\n')) {
      const data = base64In(line)
      run += data
      if (data.endsWith('=')) {
        yield Buffer.from(run, 'base64')
        run = ''
      } else if (run.length >= pieceBytes) {
        const end = run.length - (run.length % 4)
        yield Buffer.from(run.slice(0, end), 'base64')
        run = run.slice(end)
      }
    }
  }
  yield Buffer.from(run, 'base64')
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
