import { appendFileSync } from 'node:fs'
import { readAddresses } from './addresses.ts'
import { faultsOf } from './mail.ts'

/** Where the run counts the mails that were looked at, one line each. */
export const countedAt = 'STRICTLY_READ_MAILS'
const wrong: string[] = []

/**
 * Every mail that a test lets leave comes by here: those that the servers of the tests take, and the deliveries of each world. One
 * that a strict reader would not take fails the test during which it left, whatever else that test looks at.
 */
export function watchLeaving(raw: Uint8Array, by: string): void {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const faults = faultsOf(bytes)
  if (process.env[countedAt]) appendFileSync(process.env[countedAt], `${by}\n`)
  if (faults.length === 0) return
  wrong.push(`A mail that left by ${by}:\n- ${faults.join('\n- ')}\n${bytes.toString('latin1').slice(0, 3_000)}`)
}

/** As above, by a provider: it is told in a Bcc of whom no other header names, takes it out, and gives the rest to everybody. */
export function watchProvider(raw: Uint8Array, by: string): void {
  const text = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1')
  const [field = '', hidden] = /^Bcc: ((?:.*(?:\r\n[ \t].*)*))\r\n/.exec(text) ?? []
  if (hidden !== undefined)
    readAddresses(hidden.replaceAll('\r\n', ''), (says) => wrong.push(`A mail that left by ${by}: ${says}`))
  watchLeaving(Buffer.from(text.slice(field.length), 'latin1'), by)
}

/** Throws what was wrong with the mails since it was asked last. */
export function throwWhatWasWrong(): void {
  const all = wrong.splice(0)
  if (all.length > 0) throw new Error(`${all.length} mails are not as they should be.\n${all.slice(0, 3).join('\n\n')}`)
}
