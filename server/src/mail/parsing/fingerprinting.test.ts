import { expect, test } from 'vitest'
import { fingerprintMail, parseMail } from './parsing.ts'

const mail = (headers: string, body: string, subject = 'Lamp') =>
  Buffer.from(
    `From: ada@example.com\nSubject: ${subject}\nDate: Sat, 21 Nov 2026 10:00:00 +0000\nMessage-ID: <a@x>\n${headers}\n${body}`,
  )
const prints = async (headers: string, body: string, subject?: string) => {
  const bytes = mail(headers, body, subject)
  const { fingerprint, wordsFingerprint, weakFingerprint } = await parseMail(bytes)
  const prints = { fingerprint, wordsFingerprint, weakFingerprint }
  expect(fingerprintMail(bytes)).toEqual(prints)
  return prints
}

/** How like each other two mails under one id are: the strongest fingerprint that they share. */
const likeness = (a: Awaited<ReturnType<typeof prints>>, b: typeof a) =>
  a.fingerprint === b.fingerprint
    ? 'same'
    : a.wordsFingerprint === b.wordsFingerprint
      ? 'words'
      : a.weakFingerprint === b.weakFingerprint
        ? 'weak'
        : 'none'

const words = 'It is broken.\n\n-- \nAda, example.org\n'
const mailman = 'List-Id: Users <users.lists.example.org>\nList-Post: <mailto:users@lists.example.org>\n'
const line = '_______________________________________________\n'
const footer = `${line}users mailing list\nusers@lists.example.org\nhttps://lists.example.org/listinfo/users\n`

test.each([
  [
    'white space at the ends of lines and of the text',
    '',
    'It is broken. \t\n\n-- \nAda, example.org  \n\n\n',
    'words',
  ],
  ["Mailman's footer", mailman, words + footer, 'weak'],
  ["Mailman's footer after a text without a last line break", mailman, `${words.trimEnd()}\n${footer}`, 'weak'],
  [
    "a Google group's footer",
    'List-ID: <lamps.googlegroups.com>\nMailing-list: list lamps@googlegroups.com\n',
    `${words}\n-- \nYou received this message because you are subscribed to the Google Groups "lamps" group.\nTo unsubscribe, send an email to lamps+unsubscribe@googlegroups.com.\n`,
    'weak',
  ],
  [
    "ezmlm's footer, in French",
    'List-Post: <mailto:lampes@listes.example.fr>\n',
    `${words}\n---------------------------------------------------------------------\nDésinscription : lampes-unsubscribe@listes.example.fr\n`,
    'weak',
  ],
  ['a footer between two rules', mailman, `${words}${footer}${line}`, 'weak'],
  ['a footer of a mail that came over no list', '', words + footer, 'none'],
  [
    "an end that does not name the list, under the list's headers",
    mailman,
    `${words}${line}Buy now at evil.example\n`,
    'none',
  ],
  [
    'a footer that is longer than footers are',
    mailman,
    `${words}${line}${'spam '.repeat(500)}\nlists.example.org\n`,
    'none',
  ],
  ['another word', '', words.replace('broken', 'whole'), 'none'],
  ['a word less', '', words.replace('It ', ''), 'none'],
  ['white space inside a line', '', words.replace('It is', 'It  is'), 'none'],
])('%s', async (_name, headers, body, like) => {
  expect(likeness(await prints('', words), await prints(headers, body))).toBe(like)
})

test('a list that writes its name into the subject and sends its footer as a part of its own', async () => {
  const type = 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n'
  const part = (body: string) => `--b\nContent-Type: text/plain\n\n${body}`
  const alone = await prints(type, `${part(words)}--b--\n`, 'Re: Lamp')
  const listed = await prints(mailman + type, `${part(words)}${part(footer)}--b--\n`, 'Re: [users] Lamp')
  expect(likeness(alone, listed)).toBe('weak')
})

test('a footer in HTML', async () => {
  const type = 'Content-Type: text/html\n'
  const html = '<div>It is <b>broken</b>.</div>\n'
  const google = `${html}<p></p>\n\n-- <br />\nTo unsubscribe: <a href="mailto:lamps+unsubscribe@googlegroups.com">here</a>.<br />\n`
  const listed = await prints(`List-ID: <lamps.googlegroups.com>\n${type}`, google)
  expect(likeness(await prints(type, html), listed)).toBe('weak')
  expect(likeness(await prints(type, html.replace('broken', 'whole')), listed)).toBe('none')
})

test('subject, sender, date and the bytes of attachments are never let go', async () => {
  const first = await prints('', words)
  const read = async (bytes: Buffer) => likeness(first, await parseMail(bytes))
  expect(await read(mail('', words, 'Lamps'))).toBe('none')
  for (const [from, to] of [
    ['ada@', 'eve@'],
    ['10:00', '10:01'],
  ] as const)
    expect(await read(Buffer.from(mail('', words).toString().replace(from, to)))).toBe('none')
  const attached = (bytes: string) =>
    prints(
      'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n',
      `--b\n\n${words}--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=a\n\n${bytes}\n--b--\n`,
    )
  expect(likeness(await attached('one'), await attached('one  '))).toBe('none')
})

test('a mail without Message-ID is known by its bytes alone', async () => {
  const bytes = Buffer.from('From: ada@example.com\n\nWords.\n')
  const { fingerprint, wordsFingerprint, weakFingerprint } = await parseMail(bytes)
  expect([wordsFingerprint, weakFingerprint]).toEqual([null, null])
  expect((await parseMail(bytes)).fingerprint).toBe(fingerprint)
  expect((await parseMail(Buffer.concat([bytes, Buffer.from(' ')]))).fingerprint).not.toBe(fingerprint)
})

test.each([
  ['<a@x>', true],
  ['  <a@x>  ', true],
  ['\n <a@x>', true],
  ['<a\n @x>', true],
  ['(one (of) two) <a@x> (comment)', true],
  ['(comment) <a@x>', true],
  ['<a(comment)@x>', true],
  ['a@x', true],
  ['<<a@x>>', true],
  ['<A@x>', false],
  ['<a@X>', false],
  ['<b@x>', false],
])('Message-ID %j: is it the id a@x? %s', async (written, isSame) => {
  const { mail: read } = await parseMail(Buffer.from(`From: ada@example.com\nMessage-ID: ${written}\n\nWords.\n`))
  expect(read.message_id === 'a@x').toBe(isSame)
})
