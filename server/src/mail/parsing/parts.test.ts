import { expect, test } from 'vitest'
import { wholeOf } from './contents.ts'
import { parseMail } from './parsing.ts'

const head =
  'From: Ada <ada@acme.example>\nTo: help@docket.example\nSubject: x\nMessage-ID: <1@x>\nDate: Fri, 20 Nov 2026 10:00:00 +0100\n'
const read = (rest: string | Buffer) => parseMail(Buffer.concat([Buffer.from(head), Buffer.from(rest)]))
const mixed = (parts: string) => read(`Content-Type: multipart/mixed; boundary=b\n\n${parts}`)

test('every text of a mail is shown, whatever its kind', async () => {
  const { mail } = await mixed(
    '--b\n\nplain words\n--b\nContent-Type: text/html\n\n<p>words of HTML</p>\n--b\n\nlast words\n--b--\n',
  )
  expect(mail.text).toBe('plain words\nwords of HTML\nlast words')
  expect(mail.html).toContain('plain words')
  expect(mail.attachments).toEqual([])
})

test('of alternatives one is read, and neither hangs on the mail', async () => {
  const { mail } = await read(
    'Content-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n--b\nContent-Type: text/html\n\n<b>rich</b>\n--b--\n',
  )
  expect([mail.text, mail.html, mail.attachments.length]).toEqual(['plain', '<b>rich</b>', 0])
})

test('a named text after the first part is an attachment, in its own bytes', async () => {
  const read = await mixed(
    '--b\n\nhello\n--b\nContent-Type: text/plain; name=log.txt\nContent-Disposition: inline\n\nline 1\n--b--\n',
  )
  expect(read.mail.text).toBe('hello')
  expect(read.mail.attachments.map(({ filename, size }) => [filename, size])).toEqual([['log.txt', 6]])
})

test.each([
  ['the last boundary is missing', '--b\n\none\n--b\n\ntwo\n', 'one\ntwo\n'],
  [
    'an inner multipart is never closed',
    '--b\nContent-Type: multipart/mixed; boundary=inner\n\n--inner\n\none\n--b\n\ntwo\n--b--\n',
    'one\ntwo',
  ],
  ['no boundary ever comes', 'just words\n', 'just words\n'],
  [
    'one boundary begins like the other',
    '--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\none\n--bb--\n--b\n\ntwo\n--b--\n',
    'one\ntwo',
  ],
  ['the empty line after a part header is missing', '--b\nContent-Type: text/plain\n--b\n\ntwo\n--b--\n', 'two'],
  ['a part begins without header', '--b\nwords at once\n--b--\n', 'words at once'],
])('no word is lost when %s', async (_, body, text) => {
  expect((await mixed(body)).mail.text).toBe(text)
})

test('a multipart without a named boundary is read by the one that stands there', async () => {
  const { mail } = await read(
    'Content-Type: multipart/mixed\n\n--xyz\nContent-Type: text/plain\n\none\n--xyz\nContent-Type: image/png\n\nz\n--xyz--\n',
  )
  expect([mail.text, mail.attachments.length]).toEqual(['one', 1])
  expect(mail.problems.join()).toContain('names no boundary')
})

test('a multipart that was encoded as a whole is read all the same', async () => {
  const inner = Buffer.from('--b\n\nhello\n--b--\n').toString('base64')
  const { mail } = await read(
    `Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n${inner}\n`,
  )
  expect(mail.text).toBe('hello')
})

test('an attached mail stays whole, also when its boundaries are broken', async () => {
  const inner = 'From: x@x.example\nContent-Type: multipart/mixed; boundary=other\n\n--other\n\ninside\n'
  const read = await mixed(`--b\n\nsee below\n--b\nContent-Type: message/rfc822\n\n${inner}--b--\n`)
  expect(read.mail.attachments.map(({ content_type }) => content_type)).toEqual(['message/rfc822'])
  expect(wholeOf(read.contents[0]!).toString()).toBe(inner.trimEnd())
})

test('base64 in pieces, with padding between and a footer below, is one file', async () => {
  const read = await mixed(
    '--b\n\nx\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\naGVsbG8=\nIHdvcmxk\nA footer of a list program.\n--b--\n',
  )
  expect(wholeOf(read.contents[0]!).toString()).toBe('hello world')
})

test('quoted-printable keeps what is no escape', async () => {
  const { mail } = await read('Content-Transfer-Encoding: quoted-printable\n\n1=2 caf=C3=A9 =\nsoft   =  \nbreak =zz\n')
  expect(mail.text).toBe('1=2 café soft   break =zz\n')
})

test('files in the text itself are taken out of it', async () => {
  const { mail } = await read('\nHere it is:\nbegin 644 hi.txt\n%:&5L;&\\\n`\nend\nBye\n')
  expect([mail.text, mail.attachments.map(({ filename, size }) => [filename, size])]).toEqual([
    'Here it is:\nBye\n',
    [['hi.txt', 5]],
  ])
  const story = '\nbegin 644 chances and you will win\nthis is a story\n'
  expect((await read(story)).mail.text).toBe(story.slice(1))
})

test('flowing lines are joined, signatures and quotes keep their own', async () => {
  const { mail } = await read(
    'Content-Type: text/plain; format=flowed\n\nThis goes \non here.\n> quoted \n> words\n-- \nAda\n',
  )
  expect(mail.text).toBe('This goes on here.\n> quoted words\n-- \nAda\n')
})
