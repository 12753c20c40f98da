import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wholeOf } from './contents.ts'
import { parseMail } from './parsing.ts'
import { readTnef } from './tnef.ts'

const u16 = (value: number) => Buffer.from([value & 255, value >> 8])
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
const attribute = (id: number, data: Buffer) =>
  Buffer.concat([Buffer.from([2]), u32(id), u32(data.length), data, u16(0)])
const unicode = (id: number, text: string) => {
  const data = Buffer.from(`${text}\0`, 'utf16le')
  return Buffer.concat([u16(0x1f), u16(id), u32(1), u32(data.length), data, Buffer.alloc((4 - (data.length % 4)) % 4)])
}
const winmail = Buffer.concat([
  u32(0x223e9f78),
  u16(1),
  attribute(0x2800c, Buffer.from('Words inside\0')),
  attribute(0x69002, Buffer.alloc(14)),
  attribute(0x18010, Buffer.from('QUOTE~1.PDF\0')),
  attribute(0x6800f, Buffer.from('%PDF-1.7')),
  attribute(
    0x69005,
    Buffer.concat([u32(2), unicode(0x3707, 'Angebot für Ada.pdf'), unicode(0x370e, 'application/pdf')]),
  ),
])

const mail = (text: string) =>
  Buffer.from(
    `From: a@x.example\nTo: b@x.example\nMessage-ID: <1@x>\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n${text}\n--b\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n${winmail.toString('base64')}\n--b--\n`,
  )

test('files that Outlook packed into a winmail.dat hang on the mail by their own names', async () => {
  const { mail: read, contents } = await parseMail(mail('Words outside'))
  expect(read.text).toBe('Words outside')
  expect(read.attachments.map(({ filename, content_type }) => [filename, content_type])).toEqual([
    ['Angebot für Ada.pdf', 'application/pdf'],
  ])
  expect(wholeOf(contents[0]!).toString()).toBe('%PDF-1.7')
})

test('text that stands only in a winmail.dat is shown', async () => {
  expect((await parseMail(mail(''))).mail.text).toBe('Words inside')
})

test('a broken winmail.dat is kept as the file it is, and stops nothing', async () => {
  expect(readTnef(Buffer.from('no tnef at all'))).toBeNull()
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(winmail.length), (noise, at) => {
      readTnef(Buffer.concat([winmail.subarray(0, at), noise, winmail.subarray(at + noise.length)]))
    }),
    { numRuns: 500 },
  )
})

test('a name with half a character is read, and no byte of another is touched', () => {
  for (let length = 1; length < 3000; length += 2) {
    const property = Buffer.concat([u16(0x1f), u16(0x3707), u32(1), u32(length), Buffer.alloc(length, 'a\0')])
    const bytes = [
      u32(0x223e9f78),
      u16(1),
      attribute(0x69002, Buffer.alloc(14)),
      attribute(0x69005, Buffer.concat([u32(1), property])),
    ]
    // At an odd address and at an even one.
    for (const before of [0, 1]) {
      const whole = Buffer.concat([Buffer.alloc(before), ...bytes]).subarray(before)
      expect(readTnef(whole)?.files[0]?.name.slice(0, 1)).toBe(length === 1 ? '\ufffd' : 'a')
    }
  }
})
