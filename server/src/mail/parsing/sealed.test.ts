import { expect, test } from 'vitest'
import { parseMail } from './parsing.ts'

const tlv = (tag: number, ...pieces: Buffer[]) => {
  const content = Buffer.concat(pieces)
  return Buffer.concat([
    content.length < 128
      ? Buffer.from([tag, content.length])
      : Buffer.from([tag, 0x82, content.length >> 8, content.length & 255]),
    content,
  ])
}
const endless = (tag: number, ...pieces: Buffer[]) =>
  Buffer.concat([Buffer.from([tag, 0x80]), ...pieces, Buffer.from([0, 0])])
const oid = tlv(6, Buffer.from([0x2a, 3]))
const inner = Buffer.from('Content-Type: text/plain; charset=utf-8\r\n\r\nSigned wörds\r\n')
const cms = (octets: Buffer) =>
  tlv(0x30, oid, tlv(0xa0, tlv(0x30, tlv(2, Buffer.from([1])), tlv(0x31), tlv(0x30, oid, tlv(0xa0, octets)))))
const mail = (kind: string, body: Buffer | string) =>
  Buffer.from(
    `From: a@x.example\nTo: b@x.example\nMessage-ID: <1@x>\nContent-Type: application/pkcs7-mime; smime-type=${kind}; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n${Buffer.from(body).toString('base64')}\n`,
  )

test.each([
  ['in one piece', cms(tlv(4, inner))],
  ['in pieces of no said length', cms(endless(0x24, tlv(4, inner.subarray(0, 20)), tlv(4, inner.subarray(20))))],
])('the words inside an opaque signature are read, %s', async (_, bytes) => {
  const { mail: read } = await parseMail(mail('signed-data', bytes))
  expect([read.text, read.attachments.length]).toEqual(['Signed wörds\n', 0])
  expect(read.problems.join()).toContain('signature is not checked')
})

test('an encrypted mail says why it has no words, and keeps its bytes as a file', async () => {
  const { mail: read } = await parseMail(mail('enveloped-data', cms(tlv(2, Buffer.from([1])))))
  expect(read.problems.join()).toContain('encrypted with S/MIME')
  expect(read.attachments[0]?.filename).toBe('smime.p7m')
})
