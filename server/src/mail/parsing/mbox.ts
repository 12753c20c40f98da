/**
 * The mails of an mbox, one at a time, as they were before they were filed: one `>` is taken off quoted From lines (mboxrd).
 * A separator is a "From " line at the start or after an empty line that a header line follows; a sentence that begins with
 * "From " is none. No more than one mail is held in memory.
 */
export async function* readMbox(
  stream: AsyncIterable<Uint8Array>,
  { mailBytesMax = 100 * 1024 * 1024 }: { mailBytesMax?: number } = {},
): AsyncGenerator<Uint8Array> {
  let mail: Mail | null = null
  let separator: Buffer | null = null
  let afterEmpty = true

  for await (const line of linesOf(stream, mailBytesMax)) {
    if (separator) {
      if (looksLikeHeader(line)) {
        if (mail?.size) yield mail.bytes()
        mail = new Mail(mailBytesMax)
      } else {
        // The sentence "From here on …" after an empty line: it belongs to the mail.
        mail ??= new Mail(mailBytesMax)
        mail.add(separator)
      }
      separator = null
    }
    if (afterEmpty && startsWith(line, 'From ')) {
      separator = line
      afterEmpty = false
      continue
    }
    afterEmpty = isEmpty(line)
    if (!mail) {
      if (afterEmpty) continue
      mail = new Mail(mailBytesMax)
    }
    mail.add(unquoted(line))
  }
  if (separator && mail) mail.add(separator)
  if (mail?.size) yield mail.bytes()
}

/** A mail in an mbox is longer than the limit. What came before it has been read. */
export class MailTooLong extends Error {
  constructor(bytesMax: number) {
    super(`A mail in the mbox is longer than ${bytesMax} bytes.`)
    this.name = 'MailTooLong'
  }
}

class Mail {
  size = 0
  readonly #lines: Buffer[] = []
  readonly #bytesMax: number

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  add(line: Buffer): void {
    this.size += line.length
    if (this.size > this.#bytesMax) throw new MailTooLong(this.#bytesMax)
    this.#lines.push(line)
  }

  /** The empty line before the next separator belongs to the mbox, not to the mail. */
  bytes(): Uint8Array {
    const last = this.#lines.at(-1)
    if (this.#lines.length > 1 && last && isEmpty(last)) this.#lines.pop()
    return Buffer.concat(this.#lines)
  }
}

/** Lines with their ends. A piece of a line that never ends is bounded by the same limit as a mail. */
async function* linesOf(stream: AsyncIterable<Uint8Array>, bytesMax: number): AsyncGenerator<Buffer> {
  let rest: Buffer[] = []
  let restSize = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let at = 0
    for (let feed = bytes.indexOf(10); feed >= 0; feed = bytes.indexOf(10, at)) {
      const tail = bytes.subarray(at, feed + 1)
      yield rest.length > 0 ? Buffer.concat([...rest, tail]) : tail
      rest = []
      restSize = 0
      at = feed + 1
    }
    if (at >= bytes.length) continue
    rest.push(bytes.subarray(at))
    restSize += bytes.length - at
    if (restSize > bytesMax) throw new MailTooLong(bytesMax)
  }
  if (rest.length > 0) yield Buffer.concat(rest)
}

const headerLine = /^(?:[!-9;-~]+[ \t]*:|>?From )/

function looksLikeHeader(line: Buffer): boolean {
  return headerLine.test(line.toString('latin1', 0, 200))
}

function unquoted(line: Buffer): Buffer {
  if (line[0] !== 62) return line
  let at = 0
  while (line[at] === 62) at++
  return line.toString('latin1', at, at + 5) === 'From ' ? line.subarray(1) : line
}

function startsWith(line: Buffer, text: string): boolean {
  return line.toString('latin1', 0, text.length) === text
}

function isEmpty(line: Buffer): boolean {
  return line.length === 0 || line[0] === 10 || (line[0] === 13 && (line.length === 1 || line[1] === 10))
}
