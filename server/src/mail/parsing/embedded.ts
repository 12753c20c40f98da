/** A file that is no part of its own: it stands in the text, as before MIME, or in a winmail.dat. */
export type Embedded = { name: string; type: string | null; bytes: Buffer }

const filesMax = 100

/** Takes uuencoded and yEnc files out of a text; what is not surely one stays where it stands. Each line is read twice at most. */
export function extractEmbedded(text: string, found: Embedded[]): string {
  if (!/^(?:begin [0-7]{3,4} |=ybegin )/m.test(text)) return text
  const lines = text.split('\n')
  const kept: string[] = []
  let refusedAt = 0
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    let block: Block | null = null
    if (found.length < filesMax && line.startsWith('=ybegin ')) block = readYenc(lines, at)
    else if (found.length < filesMax && line.startsWith('begin ') && at >= refusedAt) block = readUu(lines, at)
    // What spoils one file spoils every one that begins above it.
    if (block && !block.file) refusedAt = block.last
    if (block?.file) {
      found.push(block.file)
      at = block.last
    } else kept.push(line)
  }
  return kept.join('\n')
}

/** Without a file: the line that makes all of it text. */
type Block = { file: Embedded | null; last: number }

/** POSIX uuencode: each line begins with its length in bytes. A line that does not fit makes all of it text again. */
function readUu(lines: string[], from: number): Block | null {
  const head = /^begin [0-7]{3,4} (\S.{0,254})$/.exec(lines[from] ?? '')
  if (!head?.[1]) return null
  const last = uuEnd(lines, from + 1)
  if (lines[last]?.trimEnd() !== 'end') return { file: null, last }
  const pieces = lines.slice(from + 1, last).flatMap((line) => (uuLength(line) > 0 ? uuLine(line, uuLength(line)) : []))
  if (pieces.length === 0) return { file: null, last }
  return { file: { name: head[1].trim(), type: null, bytes: Buffer.concat(pieces) }, last }
}

/** The line `end`, or the first that is no line of such a file. */
function uuEnd(lines: string[], from: number): number {
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (line.trimEnd() === 'end' || line.length < 1 + Math.ceil((uuLength(line) * 4) / 3) - 3) return at
  }
  return lines.length
}

const uuLength = (line: string): number => (line === '' ? 0 : (line.charCodeAt(0) - 32) & 63)

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
  if (!line.includes(' name=') || !size || name === '') return null
  let last = from + 1
  // `=y` begins a command only.
  while (last < lines.length && !/^=y(?:end|begin) /.test(lines[last] ?? '')) last++
  if (!lines[last]?.startsWith('=yend ')) return null
  const bytes = yencBytes(lines.slice(from + 1, last))
  return bytes?.length === Number(size) ? { file: { name, type: null, bytes }, last } : null
}

function yencBytes(body: string[]): Buffer | null {
  const out = Buffer.alloc(body.reduce((sum, line) => sum + line.length, 0))
  let length = 0
  for (const line of body) {
    if (line.startsWith('=ypart ')) continue
    for (let at = 0; at < line.length; at++) {
      const isEscape = line.charAt(at) === '='
      const code = isEscape ? line.charCodeAt(++at) - 64 : line.charCodeAt(at)
      if (code > 255) return null
      out[length++] = (code - 42) & 255
    }
  }
  return out.subarray(0, length)
}
