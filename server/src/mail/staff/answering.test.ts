import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Arriving, NoticeDesk, type Notified } from '../../../test/noticeDesk.ts'
import { parseMail } from '../parsing/parsing.ts'

/** S9, rule 9: who acts as a colleague by mail. Everything here comes to a desk where the notification is genuine. */

let desk: NoticeDesk
let ticketId: string
let told: Notified

beforeAll(async () => {
  desk = await NoticeDesk.open()
})
afterAll(() => desk.close())
beforeEach(async () => {
  desk.wait(3700)
  ticketId = (await desk.ticketOf(await desk.receive())).id
  const { version } = await desk.ask('Ana', 'GET', `/tickets/${ticketId}`)
  await desk.ask('Ana', 'PATCH', `/tickets/${ticketId}`, {
    version,
    assignee_user_id: await desk.idOf('kim@acme.example'),
  })
  ;[told] = (await desk.letOut()) as [Notified]
})

const replyTo = () => /<(support\+s\.[^>]+)>/.exec(told.headers.get('reply-to')![0]!)![1]!
const answer = (more: Arriving = {}): Arriving => ({
  ...{ from: 'Kim <kim@acme.example>', to: replyTo(), subject: `Re: ${told.read.mail.subject}` },
  headers: [`In-Reply-To: <${told.read.mail.message_id}>`, ...(more.headers ?? [])],
  text: `I will call her.\r\n\r\nOn Sat, 21 Nov 2026 at 10:01, Acme support <support@acme.example> wrote:\r\n> ${told.read.mail.text.split('\n').join('\r\n> ')}`,
  ...Object.fromEntries(Object.entries(more).filter(([name]) => name !== 'headers')),
})
const messages = async () => (await desk.ask('Ana', 'GET', `/tickets/${ticketId}`)).messages.slice(1)
const count = async () => (await desk.tickets()).length
/** What came of it besides the mails of customers: no ticket, no delivery, no mail to anybody. */
async function afterwards(mail: Arriving) {
  const tickets = await count()
  await desk.receive(mail)
  expect(await count()).toBe(tickets)
  expect(await desk.letOut()).toEqual([])
  const out = await desk.rows('select from delivery where ticket_id = $1', [ticketId])
  return { messages: await messages(), out: out.length }
}

test('an answer of the person, proven by the domain, becomes a note of theirs: only the new words, and nothing leaves', async () => {
  await desk.ask('Kim', 'PUT', `/tickets/${ticketId}/drafts/note`, { body: 'half a thought' })
  const { messages, out } = await afterwards(answer())
  expect(messages).toMatchObject([
    { direction: 'note', held: false, author: { kind: 'user', email: 'kim@acme.example' }, text: 'I will call her.' },
  ])
  expect(out).toBe(0)
  // What stood in the composer still stands there.
  expect((await desk.ask('Kim', 'GET', `/tickets/${ticketId}`)).drafts).toMatchObject([{ body: 'half a thought' }])
})

test('it goes to the customer only when the person has said so, and never with files left behind', async () => {
  await desk.ask('Kim', 'PATCH', '/me/notifications', { answer_does: 'reply' })
  const { messages, out } = await afterwards(answer())
  expect(messages).toMatchObject([
    { direction: 'out', author: { email: 'kim@acme.example' }, text: 'I will call her.' },
  ])
  expect(out).toBe(1)
  await desk.ask('Kim', 'PATCH', '/me/notifications', { answer_does: 'note' })
})

test('words that quote the notification in a way nobody knows never go to the customer', async () => {
  await desk.ask('Kim', 'PATCH', '/me/notifications', { answer_does: 'reply' })
  const link = /http\S+tickets\/\S+/.exec(told.read.mail.text)![0]
  const { messages, out } = await afterwards(answer({ text: `I will call her. ${link}` }))
  expect(messages).toMatchObject([{ direction: 'note', author: { email: 'kim@acme.example' } }])
  expect(out).toBe(0)
  await desk.ask('Kim', 'PATCH', '/me/notifications', { answer_does: 'note' })
})

test('with files an answer becomes a note that names them, whatever it was to become', async () => {
  await desk.ask('Kim', 'PATCH', '/me/notifications', { answer_does: 'reply' })
  const headers = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b']
  const text = [
    ...['--b', 'Content-Type: text/plain', '', 'See the file.'],
    ...[
      '--b',
      'Content-Type: text/plain; name=bill.txt',
      'Content-Disposition: attachment; filename=bill.txt',
      '',
      '7',
      '--b--',
    ],
  ].join('\r\n')
  const { messages, out } = await afterwards(answer({ headers, text }))
  expect(messages).toMatchObject([{ direction: 'note', text: expect.stringMatching(/^See the file\.\s.*bill\.txt/s) }])
  expect(out).toBe(0)
  await desk.ask('Kim', 'PATCH', '/me/notifications', { answer_does: 'note' })
})

test('an address is good for one answer; the same mail on a second road is the same answer', async () => {
  const mail = answer({ id: 'kims-answer@acme.example' })
  await afterwards(mail)
  expect((await afterwards(mail)).messages).toHaveLength(1)
  const second = (await afterwards(answer({ text: 'And another.' }))).messages
  expect(second).toHaveLength(2)
  expect(second[1]).toMatchObject({
    direction: 'note',
    held: true,
    problems: [expect.stringContaining('answered by mail already')],
  })
})

const held = (says: string) => [
  { direction: 'note', held: true, author: { kind: 'contact' }, problems: [expect.stringContaining(says)] },
]

test('a spoofed From does nothing: the words stand held on the ticket, as somebody’s from outside, and it is said why', async () => {
  const { messages, out } = await afterwards(answer({ isForged: true }))
  expect(messages).toMatchObject(held('It is not proven that kim@acme.example wrote it'))
  expect(out).toBe(0)
})

test('a stranger whom the notification was forwarded to cannot act with its address', async () => {
  const { messages } = await afterwards(answer({ from: 'Eve <eve@evil.example>' }))
  expect(messages).toMatchObject(held('It is not from kim@acme.example'))
  // The colleague may answer still: what a stranger did has not used it up.
  expect((await afterwards(answer())).messages[1]).toMatchObject({ held: false, text: 'I will call her.' })
})

test('a colleague cannot act with the address of another colleague', async () => {
  expect((await afterwards(answer({ from: 'Ana <ana@acme.example>' }))).messages).toMatchObject(
    held('It is not from kim'),
  )
})

test('a genuine mail of the person to somebody else, put into the envelope of the address, does nothing', async () => {
  const { messages } = await afterwards(answer({ to: 'eve@evil.example', envelopeTo: replyTo() }))
  expect(messages).toMatchObject(held('It is not addressed to the answer address'))
})

test('an answer to the mailbox instead of the address is held, for there is no token in it', async () => {
  expect((await afterwards(answer({ to: desk.world.acme.mailbox }))).messages).toMatchObject(
    held('not addressed to the answer'),
  )
})

test('after two weeks, after the person has left, may only read, or wants none, an answer does nothing', async () => {
  const change = (sql: string) => desk.rows(`update app_user set ${sql} where email = 'kim@acme.example'`)
  await change('active = false')
  expect((await afterwards(answer())).messages).toMatchObject(held('works here no more'))
  await change(`active = true, role = 'viewer'`)
  expect((await afterwards(answer())).messages[1]).toMatchObject({ held: true })
  await change(`role = 'agent'`)
  await desk.ask('Kim', 'PATCH', '/me/notifications', { answer_does: 'nothing' })
  expect((await afterwards(answer())).messages[2]).toMatchObject({ held: true })
  await desk.ask('Kim', 'PATCH', '/me/notifications', { answer_does: 'note' })
  desk.wait(15 * 24 * 3600)
  expect((await afterwards(answer())).messages[3]).toMatchObject({
    held: true,
    problems: [expect.stringContaining('too late')],
  })
})

test('a broken token is no token: such a mail is a customer’s like any other', async () => {
  const broken = replyTo().replace(/\+s\.(.)/, (_, one) => `+s.${one === 'a' ? 'b' : 'a'}`)
  const tickets = await count()
  await desk.receive({ from: 'Eve <eve@evil.example>', to: broken })
  expect(await count()).toBe(tickets + 1)
})

test.each<[string, () => Arriving]>([
  ['an absence note to the answer address', () => answer({ headers: ['Auto-Submitted: auto-replied'] })],
  [
    'an absence note as Exchange writes it',
    () =>
      answer({
        subject: 'Automatic reply: x',
        headers: ['X-Auto-Response-Suppress: All', 'Auto-Submitted: auto-generated'],
      }),
  ],
  [
    'an absence note to the return address',
    () => ({
      ...{
        from: 'kim@acme.example',
        to: told.envelopeFrom,
        envelopeFrom: '<>',
        subject: 'Away',
        headers: ['Auto-Submitted: auto-replied'],
      },
    }),
  ],
  [
    'an absence note to the mailbox',
    () => answer({ to: desk.world.acme.mailbox, headers: ['Auto-Submitted: auto-replied'] }),
  ],
  [
    'an absence note that only refers to it',
    () => ({
      ...{ from: 'kim@acme.example', subject: 'Away' },
      headers: ['Auto-Submitted: auto-replied', `References: <a@b.example> <${told.read.mail.message_id}>`],
    }),
  ],
  ['the notification itself, redirected', () => ({ bytes: told.bytes })],
  [
    'the notification itself, with another Message-ID',
    () => ({
      bytes: Buffer.from(told.bytes.toString().replace(/^Message-ID: .*$/m, 'Message-ID: <other@relay.example>')),
    }),
  ],
])('%s makes no ticket and no message, and nobody is told', async (_name, mail) => {
  expect(await afterwards(mail())).toEqual({ messages: [], out: 0 })
})

const bounce = (to: string) =>
  Buffer.from(
    [
      ...[
        'From: MAILER-DAEMON@mx.example',
        `To: ${to}`,
        'Subject: Undelivered Mail Returned to Sender',
        'MIME-Version: 1.0',
      ],
      ...[`Message-ID: <${crypto.randomUUID()}@mx.example>`, 'Auto-Submitted: auto-replied'],
      ...[
        'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'No such user.',
      ],
      ...['--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', ''],
      ...['Final-Recipient: rfc822; kim@acme.example', 'Action: failed', 'Status: 5.1.1', ''],
      ...['--b', 'Content-Type: message/rfc822', '', told.bytes.toString(), '--b--', ''],
    ].join('\r\n'),
  )

test.each([
  ['to the signed return address', () => told.envelopeFrom],
  ['to the mailbox', () => desk.world.acme.mailbox],
])('a bounce %s makes no ticket and is told to nobody but the person, on the page', async (_name, to) => {
  const it = { bytes: bounce(to()), envelopeFrom: '', envelopeTo: to() }
  expect(await afterwards(it)).toEqual({ messages: [], out: 0 })
  const { lately } = await desk.ask('Kim', 'GET', '/me/notifications')
  expect(lately[0]).toMatchObject({ status: 'returned', says: expect.stringContaining('5.1.1') })
})

test('what Docket knows a notification by is in no job, no event and no table', async () => {
  const token = /\+s\.([a-z2-7]{26})/.exec(replyTo())![1]!
  for (const table of ['notice', 'staff_mail', 'notice_cause', 'event', 'pgboss.job'])
    expect(
      (await desk.rows<{ line: string }>(`select t::text as line from ${table} t`)).filter(({ line }) =>
        line.includes(token),
      ),
    ).toEqual([])
  expect((await parseMail(told.bytes)).mail.from?.address).toBe('support@acme.example')
})
