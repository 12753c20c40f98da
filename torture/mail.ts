import { createHash } from 'node:crypto'

export const mailbox = 'support@demo.localhost'

/** A small mail that nobody else sends: its subject is the nonce. */
export function mailOf(nonce: string, { to = mailbox, at = new Date() } = {}): { from: string; bytes: Buffer } {
  const number = Number(/(\d+)$/.exec(nonce)?.[1] ?? 0)
  const from = `ada${number % 500}@customer.example`
  const lines = [
    `From: Ada ${number % 500} <${from}>`,
    `To: ${to}`,
    `Subject: ${nonce}`,
    `Message-ID: <${nonce}@customer.example>`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `It is about ${nonce}.`,
    ...Array.from(
      { length: number % 20 },
      (_, i) => `Line ${i} of what Ada has to say about it, with a word or two more.`,
    ),
    '',
  ]
  return { from, bytes: Buffer.from(lines.join('\r\n')) }
}

export const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
