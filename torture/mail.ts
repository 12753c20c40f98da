import { mailOf as mailFrom } from '../server/src/app/torturing/mail.ts'

export const mailbox = 'support@demo.localhost'

/** A mail of one of many senders. */
export function mailOf(nonce: string, { at = new Date() } = {}): { from: string; bytes: Buffer } {
  const from = `ada${Number(/(\d{1,9})$/.exec(nonce)?.[1] ?? 0) % 500}@customer.example`
  return { from, bytes: mailFrom(nonce, { from, to: mailbox, at }) }
}
