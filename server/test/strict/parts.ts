import { decoded } from './encodedWords.ts'
import { type OfContent, partHeaderOf } from './header.ts'
import type { Fault } from './mail.ts'

type Raw = OfContent & { body: string }
export type Part = { type: string; isFile: boolean; text: string | undefined; parts: Part[] }

/** The tree of a mail (RFC 2046): each multipart begins, parts and ends as it says, each leaf is encoded as it says. */
export function partsOf(raw: Raw, fault: Fault): Part {
  const { type, disposition } = raw
  const isFile = disposition?.value === 'attachment'
  if (disposition && !['inline', 'attachment'].includes(disposition.value)) fault(`shown how? ${disposition.value}`)
  if (type.value.startsWith('multipart/'))
    return { type: type.value, isFile, text: undefined, parts: childrenOf(raw, fault) }
  if (type.value.startsWith('message/')) fault(`a ${type.value} of ours`)
  const bytes = contentOf(raw, fault)
  const charset = type.of.get('charset')
  if (!type.value.startsWith('text/') || isFile) return { type: type.value, isFile, text: undefined, parts: [] }
  if (charset === undefined) fault(`a ${type.value} of no charset`)
  const text = decoded(bytes, charset ?? 'us-ascii', fault)
  if (/\r(?!\n)|(?<!\r)\n/.test(text))
    fault(`a ${type.value} whose lines end otherwise than with CR LF, encoded or not`)
  if (text.includes('\0')) fault(`a ${type.value} with NUL`)
  return { type: type.value, isFile, text, parts: [] }
}

function childrenOf({ type, encoding, body }: Raw, fault: Fault): Part[] {
  const boundary = type.of.get('boundary') ?? ''
  if (!/^[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]$/.test(boundary)) fault(`not a boundary: ${boundary}`)
  if (encoding !== '7bit') fault(`a ${type.value} that is encoded: ${encoding}`)
  const pieces: string[][] = [[]]
  let isOver = false
  for (const line of body.split('\r\n')) {
    const [isNext, isEnd] = [line.trimEnd() === `--${boundary}`, line.trimEnd() === `--${boundary}--`]
    if (isOver && (isNext || isEnd || line !== '')) fault(`after the end of ${type.value}: ${line}`)
    if (!isNext && !isEnd && line.startsWith(`--${boundary}`)) fault(`a line that some take for a boundary: ${line}`)
    if (isNext) pieces.push([])
    else if (isEnd) isOver = true
    else if (!isOver) pieces.at(-1)!.push(line)
  }
  if (!isOver) fault(`a ${type.value} that does not end`)
  if (pieces.length < 2) fault(`a ${type.value} of nothing`)
  if (pieces[0]!.some((line) => line !== '')) fault(`words before the first part: ${pieces[0]!.join(' ')}`)
  return pieces.slice(1).map((lines) => {
    const blank = lines.indexOf('')
    if (blank < 0) fault('a part whose header does not end')
    const header = partHeaderOf(lines.slice(0, blank).join('\r\n'), fault)
    return partsOf({ ...header, body: lines.slice(blank + 1).join('\r\n') }, fault)
  })
}

/** What is encoded, as those write it who encode: it reads the same for all (RFC 2045, section 6). */
function contentOf({ type, encoding, body }: Raw, fault: Fault): Buffer {
  if (encoding === '7bit') return Buffer.from(body, 'latin1')
  if (encoding === 'base64') {
    const bytes = Buffer.from(body, 'base64')
    const lines = body.replace(/(?:\r\n)+$/, '').split('\r\n')
    if (lines.some((line) => line.length > 76)) fault(`base64 with a line over 76 in ${type.value}`)
    if (bytes.toString('base64') !== lines.join('')) fault(`base64 that is not as one writes it in ${type.value}`)
    if (lines.slice(0, -1).some((line) => line === '')) fault(`base64 with empty lines in ${type.value}`)
    return bytes
  }
  if (encoding !== 'quoted-printable') fault(`encoded how? ${encoding}`)
  const lines = body.split('\r\n')
  for (const line of lines) {
    if (line.length > 76) fault(`quoted-printable with a line over 76: ${line}`)
    if (!/^(?:[\t -<>-~]|=[0-9A-F]{2})*=?$/.test(line)) fault(`not quoted-printable: ${line}`)
    if (/[\t ]$/.test(line)) fault(`quoted-printable with a space at the end of a line: ${JSON.stringify(line)}`)
  }
  const plain = body
    .replaceAll('=\r\n', '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(plain, 'latin1')
}
