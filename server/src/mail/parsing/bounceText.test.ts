import { expect, test } from 'vitest'
import { parseMail } from './parsing.ts'

const bounce = async (body: string, subject = 'Undelivered mail', extra = '') =>
  (
    await parseMail(
      Buffer.from(
        `From: Mail Delivery System <MAILER-DAEMON@mx.acme.example>\nTo: kim@acme.example\nSubject: ${subject}\nMessage-ID: <b@mx>\nDate: Fri, 20 Nov 2026 10:00:00 +0100\n${extra}\n${body}\n`,
      ),
    )
  ).mail
const copy =
  'Return-Path: <kim@acme.example>\nReceived: from acme\nFrom: kim@acme.example\nTo: other@ada.example\nSubject: Hi\n\n550 5.9.9 <nobody@ada.example>'

test.each([
  [
    'qmail',
    `I was not able to deliver your message.\n\n<ada@ada.example>:\n192.0.2.4 does not like recipient.\nRemote host said: 550 5.1.1 no such user\nGiving up on 192.0.2.4.\n\n--- Below this line is a copy of the message.\n\n${copy}`,
    '5.1.1',
  ],
  [
    'Exim',
    `A message that you sent could not be delivered. The following address(es) failed:\n\n  ada@ada.example\n    host mx.ada.example [192.0.2.4]\n    SMTP error from remote mail server after MAIL FROM:<kim@acme.example>:\n    554 blocked by policy\n\n------ This is a copy of the message, including all the headers. ------\n\n${copy}`,
    '5.0.0',
  ],
  [
    'Sendmail',
    `   ----- The following addresses had permanent fatal errors -----\n<ada@ada.example>\n    (reason: 552 5.2.2 over quota)\n\n   ----- Transcript of session follows -----\n>>> QUIT\n<<< 421 4.7.0 too many errors\n   ----- Original message follows -----\n${copy}`,
    '5.2.2',
  ],
  [
    'Exchange',
    'Your message did not reach some or all of the intended recipients.\n\n  To: kim@acme.example\n\nThe following recipient(s) could not be reached:\n\n  ada@ada.example on 20.11.2026 10:00\n     The recipient name is not recognized',
    '5.1.1',
  ],
  [
    'OpenSMTPD',
    `An error has occurred while attempting to deliver a message:\n\nada@ada.example: 550 5.7.1 <ada@ada.example> refused\n\n    Below is a copy of the original message:\n\n${copy}`,
    '5.7.1',
  ],
  ['a sentence', 'The mail could not be delivered to: <ada@ada.example>\nas their mailbox is full.', '5.2.2'],
  [
    'a lost host',
    `There was an error delivering your mail to <ada@ada.example>.\n\nDNS lookup failure: host ada.example not found\n\nMessage headers follow.\n\n${copy}`,
    '5.1.2',
  ],
])('a bounce as %s writes it names its recipient and what happened', async (_, body, status) => {
  const mail = await bounce(body)
  expect(mail.verdict.bounce).toBe(true)
  expect(mail.bounces).toEqual([{ recipient: 'ada@ada.example', action: 'failed', status, permanent: true }])
})

test('two recipients of one notice have each their own outcome', async () => {
  const { bounces } = await bounce(
    '<ada@ada.example>:\nRemote host said: 550 5.1.1 unknown user\n\n<bob@ada.example>:\nRemote host said: 452 4.2.2 mailbox full\n',
  )
  expect(bounces.map(({ recipient, status, permanent }) => [recipient, status, permanent])).toEqual([
    ['ada@ada.example', '5.1.1', true],
    ['bob@ada.example', '4.2.2', false],
  ])
})

test('a mail that is still under way is delayed, not failed', async () => {
  const { bounces } = await bounce(
    'THIS IS A WARNING MESSAGE ONLY.\n\nDelivery to the following recipient has been delayed:\n\n     ada@ada.example\n\nMessage will be retried for 2 more day(s)',
    'Delivery Status Notification (Delay)',
  )
  expect(bounces).toEqual([{ recipient: 'ada@ada.example', action: 'delayed', status: '4.0.0', permanent: false }])
})

test('the header that names the failed wins over every shape in the text', async () => {
  const { bounces } = await bounce(
    'Could not deliver to x@other.example',
    'failure notice',
    'X-Failed-Recipients: ada@ada.example\n',
  )
  expect(bounces.map(({ recipient }) => recipient)).toEqual(['ada@ada.example'])
})

test('the notice of a mail service in JSON is a bounce', async () => {
  const message = JSON.stringify({
    notificationType: 'Bounce',
    bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'ada@ada.example', status: '5.1.1' }] },
  })
  const read = await parseMail(
    Buffer.from(
      `From: AWS <no-reply@sns.example>\nTo: kim@acme.example\nSubject: AWS Notification Message\nMessage-ID: <n@x>\n\n${JSON.stringify({ Type: 'Notification', Message: message })}\n`,
    ),
  )
  expect(read.mail.verdict.bounce).toBe(true)
  expect(read.mail.bounces).toEqual([
    { recipient: 'ada@ada.example', action: 'failed', status: '5.1.1', permanent: true },
  ])
})

test('a person who tells of an undelivered mail is no bounce', async () => {
  const read = await parseMail(
    Buffer.from(
      'From: Ada <ada@ada.example>\nTo: kim@acme.example\nSubject: Undelivered mail\nMessage-ID: <p@x>\n\nMy mail to bob@ada.example came back: 550 5.1.1 user unknown. Can you help?\n',
    ),
  )
  expect(read.mail.verdict.bounce).toBe(false)
  expect(read.mail.bounces).toEqual([])
})
