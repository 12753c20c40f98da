import { headerOf } from './header.ts'
import { partsOf } from './parts.ts'
import { sameWords } from './twins.ts'

/** Says what is wrong. */
export type Fault = (says: string) => void

/**
 * Everything by which the strictest server or reader could refuse a mail of ours, or read it otherwise than it is meant: RFC 5322 without
 * its obsolete forms, 2045 to 2047, 2183, 2231. Our mails are of plain ASCII throughout, so that they need no 8BITMIME and no SMTPUTF8.
 */
export function faultsOf(raw: Buffer): string[] {
  const faults: string[] = []
  const fault: Fault = (says) => void faults.push(says)
  const text = raw.toString('latin1')
  wholeLines(text, fault)
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return [...faults, 'the header has no end']
  const { type, encoding } = headerOf(text.slice(0, end), fault)
  const parts = partsOf({ type, encoding, disposition: undefined, body: text.slice(end + 4) }, fault)
  sameWords(parts, fault)
  return faults
}

/** Lines end with CR LF, and nothing else does; none is longer than any server takes (RFC 5322, 2.1.1). */
function wholeLines(text: string, fault: Fault): void {
  if (/[^\t\r\n\x20-\x7e]/.test(text))
    fault(`an octet that is no character of ASCII: ${around(text, /[^\t\r\n\x20-\x7e]/)}`)
  if (/\r(?!\n)/.test(text)) fault(`CR alone: ${around(text, /\r(?!\n)/)}`)
  if (/(?<!\r)\n/.test(text)) fault(`LF alone: ${around(text, /(?<!\r)\n/)}`)
  if (!text.endsWith('\r\n')) fault('the last line has no end')
  const long = text.split('\r\n').find((line) => line.length > 998)
  if (long !== undefined) fault(`a line of ${long.length} octets: ${long.slice(0, 80)}`)
}

function around(text: string, what: RegExp): string {
  const at = text.search(what)
  return JSON.stringify(text.slice(Math.max(0, at - 30), at + 30))
}
