import { createHash } from 'node:crypto'

/** A small mail that nobody else sends: its subject is the nonce. */
export function mailOf(nonce: string, { from, to, at = new Date() }: { from: string; to: string; at?: Date }): Buffer {
  const number = Number(/(\d{1,9})$/.exec(nonce)?.[1] ?? 0)
  const lines = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${nonce}`,
    `Message-ID: <${nonce}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `It is about ${nonce}.`,
    ...Array.from({ length: number % 20 }, (_, i) => `Line ${i} of what there is to say, with a word or two more.`),
    '',
  ]
  return Buffer.from(lines.join('\r\n'))
}

export const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
