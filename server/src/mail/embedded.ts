/** A file that is no part of its own: it stands in the text, as before MIME, or in a winmail.dat. */
export type Embedded = { name: string; type: string | null; bytes: Buffer }

const filesMax = 100

/** Takes uuencoded and yEnc files out of a text; what is not surely one stays where it stands. */
export function extractEmbedded(text: string, found: Embedded[]): string {
  if (!/^(?:begin [0-7]{3,4} |=ybegin )/m.test(text)) return text
  const lines = text.split('\n')
  const kept: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const block = found.length < filesMax ? (readUu(lines, at) ?? readYenc(lines, at)) : null
    if (block) {
      found.push(block.file)
      at = block.last
    } else kept.push(lines[at] ?? '')
  }
  return kept.join('\n')
}

type Block = { file: Embedded; last: number }

/** POSIX uuencode: each line begins with its length in bytes. A line that does not fit makes all of it text again. */
function readUu(lines: string[], from: number): Block | null {
  const head = /^begin [0-7]{3,4} (\S.{0,254})$/.exec(lines[from] ?? '')
  if (!head?.[1]) return null
  const pieces: Buffer[] = []
  for (let at = from + 1; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (line.trimEnd() === 'end')
      return pieces.length > 0
        ? { file: { name: head[1].trim(), type: null, bytes: Buffer.concat(pieces) }, last: at }
        : null
    const length = line === '' ? 0 : (line.charCodeAt(0) - 32) & 63
    if (length === 0) continue
    if (line.length < 1 + Math.ceil((length * 4) / 3) - 3) return null
    pieces.push(uuLine(line, length))
  }
  return null
}

function uuLine(line: string, length: number): Buffer {
  const out = Buffer.alloc(Math.ceil(length / 3) * 3)
  // Blanks at the end of a line are often lost on the way: they stood for zeroes.
  const at = (index: number) => (index < line.length ? (line.charCodeAt(index) - 32) & 63 : 0)
  for (let group = 0; group * 3 < length; group++) {
    const [a, b, c, d] = [at(group * 4 + 1), at(group * 4 + 2), at(group * 4 + 3), at(group * 4 + 4)]
    out[group * 3] = (a << 2) | (b >> 4)
    out[group * 3 + 1] = ((b & 15) << 4) | (c >> 2)
    out[group * 3 + 2] = ((c & 3) << 6) | d
  }
  return out.subarray(0, length)
}

/** yEnc 1.3, single part. The text was decoded by a one-byte charset, else the bytes are gone and it stays text. */
function readYenc(lines: string[], from: number): Block | null {
  const line = lines[from] ?? ''
  const size = /\bsize=(\d{1,10})\b/.exec(line.slice(0, 500))?.[1]
  const name = line.slice(line.indexOf(' name=') + 6, 500).trim()
  if (!line.startsWith('=ybegin ') || !line.includes(' name=') || !size || name === '') return null
  const last = lines.findIndex((line, index) => index > from && line.startsWith('=yend '))
  if (last < 0) return null
  const body = lines.slice(from + 1, last).filter((line) => !line.startsWith('=ypart '))
  const bytes: number[] = []
  for (const line of body) {
    for (let at = 0; at < line.length; at++) {
      const isEscape = line.charAt(at) === '='
      const code = isEscape ? line.charCodeAt(++at) - 64 : line.charCodeAt(at)
      if (code > 255) return null
      bytes.push((code - 42) & 255)
    }
  }
  return bytes.length === Number(size) ? { file: { name, type: null, bytes: Buffer.from(bytes) }, last } : null
}
