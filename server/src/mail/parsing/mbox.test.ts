import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMbox } from './mbox.ts'

const mails = [
  'Subject: a\n\nhello\n\nFrom here on it is text.\n',
  'Subject: b\r\n\r\nwindows\r\n',
  'Subject: c\n\nFrom the start\n>From quoted\n>>From twice\n\n\n',
]

test('every mail comes back byte for byte, however the bytes are cut', async () => {
  const mbox = Buffer.from(mails.map(filed).join(''))
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (size) => {
      expect(await all(chunked(mbox, size))).toEqual(mails)
    }),
  )
})

test('a sentence that begins with From splits nothing, even after an empty line', async () => {
  const body = 'From: a@b.example\nSubject: x\n\nHi.\n\nFrom Monday on we are closed.\n\nBye.\n'
  expect(await all(chunked(Buffer.from(`From a Mon Jan  1 00:00:00 2024\n${body}`), 7))).toEqual([body])
})

test('a missing last line end and a bare mail are read', async () => {
  expect(await all(chunked(Buffer.from('From a\nSubject: x\n\nend'), 5))).toEqual(['Subject: x\n\nend'])
  expect(await all(chunked(Buffer.from('Subject: x\n\nend\n'), 5))).toEqual(['Subject: x\n\nend\n'])
  expect(await all(chunked(Buffer.from(''), 5))).toEqual([])
})

test('a mail beyond the limit is an error, never half a mail', async () => {
  await expect(all(chunked(Buffer.from(`From a\nSubject: x\n\n${'x'.repeat(5000)}`), 100), 1000)).rejects.toThrow(
    'longer than 1000 bytes',
  )
})

function filed(mail: string): string {
  const end = mail.includes('\r\n') ? '\r\n' : '\n'
  return `From ann@x.example Mon Jan  1 00:00:00 2024${end}${mail.replace(/^(>*From )/gm, '>$1')}${end}`
}

async function* chunked(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function all(stream: AsyncIterable<Uint8Array>, mailBytesMax?: number): Promise<string[]> {
  const found: string[] = []
  for await (const mail of readMbox(stream, mailBytesMax ? { mailBytesMax } : {}))
    found.push(Buffer.from(mail).toString('latin1'))
  return found
}
