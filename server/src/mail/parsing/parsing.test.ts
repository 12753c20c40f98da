import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMail, Unparsable } from './parsing.ts'

const head =
  'From: Ada <ada@acme.example>\nTo: help@docket.example\nSubject: Printer\nDate: Fri, 20 Nov 2026 10:00:00 +0100\nMessage-ID: <1@acme.example>\n'
const mail = (extra = '', body = 'Hello\n') => Buffer.from(`${head}${extra}\n${body}`)
const dsn = (status: string, top = 'From: Mail System <MAILER-DAEMON>\n') =>
  Buffer.from(
    `${top}Subject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n${status}\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <Sent.1@docket.example>\nSubject: x\n\nhi\n--b--\n`,
  )

test('a plain mail is read to its last field', async () => {
  const { mail: read } = await parseMail(
    mail('In-Reply-To: <0@x>\nReferences: <a@x> (why) <b\n @x> <1@acme.example>\n'),
  )
  expect(read).toMatchObject({
    message_id: '1@acme.example',
    in_reply_to: '0@x',
    references: ['a@x', 'b@x'],
    date: '2026-11-20T09:00:00.000Z',
    subject: 'Printer',
    from: { name: 'Ada', address: 'ada@acme.example' },
    text: 'Hello\n',
    reply_text: 'Hello',
    html: null,
    problems: [],
  })
})

test.each([
  ['', 'empty'],
  ['\r\n\r\n', 'empty'],
  [`${String.fromCharCode(0, 1, 2, 255).repeat(100)}`, 'no header'],
  ['just some words\n', 'no header'],
  ['Subject: x\n\nhi', 'no From'],
  ['From: a@x.example\nFrom: b@x.example\n\nhi', '2 From headers'],
  ['From: a@x.example, b@x.example\n\nhi', 'names 2 senders'],
  ['From: nobody\n\nhi', 'no address'],
  [`From: a@x.example\n${'X-A: b\n'.repeat(50_000)}\nhi`, '256 KiB'],
])('a mail no ticket can be made of is refused with the sentence why (%#)', async (text, why) => {
  const error = await parseMail(Buffer.from(text, 'latin1')).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(Unparsable)
  expect((error as Error).message).toContain(why)
})

test('a bad date is no date, and says so', async () => {
  const { mail: read } = await parseMail(Buffer.from(`${head.replace(/Date: .*/, 'Date: yesterday')}\nx`))
  expect(read.date).toBeNull()
  expect(read.problems.join()).toContain('Date cannot be read')
})

test('what the program of the sender left out is null and no fault', async () => {
  const { mail: read } = await parseMail(Buffer.from('From: Ada <ada@acme.example>\nSubject: By curl\n\nHello\n'))
  expect(read).toMatchObject({ message_id: null, date: null, problems: [] })
  const { mail: garbled } = await parseMail(mail('Message-ID: <>\n'.repeat(1)))
  expect([garbled.message_id, garbled.problems]).toEqual([
    '1@acme.example',
    ['Several Message-ID headers; the first counts.'],
  ])
})

test('of too many references the first and the last are kept', async () => {
  const ids = Array.from({ length: 300 }, (_, n) => `<${n}@x>`).join(' ')
  const { mail: read } = await parseMail(mail(`References: ${ids}\n`))
  expect(read.references).toHaveLength(100)
  expect([read.references[0], read.references[1], read.references.at(-1)]).toEqual(['0@x', '201@x', '299@x'])
})

test('names of attachments cannot lead out of a folder or lie about their end', async () => {
  const names = ['../../etc/passwd', 'a\u202egpj.exe', 'C:\\x\\y.txt', 'dots...', 'a\u0000b.png']
  const parts = names
    .map((name) => `--b\nContent-Type: image/png; name="=?utf-8?B?${Buffer.from(name).toString('base64')}?="\n\nx\n`)
    .join('')
  const read = await parseMail(
    mail('Content-Type: multipart/mixed; boundary=b\n', `${parts}--b\nContent-Type: application/pdf\n\ny\n--b--\n`),
  )
  for (const { filename } of read.mail.attachments)
    expect(filename).toMatch(/^[^/\\\p{Cc}\p{Cf}]*[^./\\\p{Cc}\p{Cf}]$/u)
  expect(read.mail.attachments.at(-1)?.filename).toBe('attachment-6.pdf')
  expect(read.contents).toHaveLength(6)
})

test('a mail of HTML alone has its text', async () => {
  const read = await parseMail(
    mail('Content-Type: text/html\n', '<p>One &amp; <b>two</b></p><ul><li>three<li>four</ul><script>no</script>'),
  )
  expect(read.mail.text).toBe('One & two\n\n- three\n- four')
})

test('a missing empty line, a bare CR and an mbox line lose no word', async () => {
  expect((await parseMail(Buffer.from(`${head}Hello without a gap\nmore`))).mail.text).toContain(
    'Hello without a gap\nmore',
  )
  expect((await parseMail(Buffer.from(`${head}\nHello\n`.replaceAll('\n', '\r')))).mail.text).toBe('Hello\n')
  expect((await parseMail(Buffer.from(`From ada Mon Jan  1 00:00:00 2024\n${head}\nHello\n`))).mail.text).toBe(
    'Hello\n',
  )
})

test('each verdict is its own, with its reason', async () => {
  const verdict = async (extra: string, from?: string) =>
    (await parseMail(mail(extra), from === undefined ? undefined : { from, to: null })).mail.verdict
  expect(await verdict('')).toEqual({
    auto_generated: false,
    vacation: false,
    bounce: false,
    list: false,
    loop: false,
    spam: false,
    reasons: [],
  })
  expect(await verdict('Auto-Submitted: no\n')).toMatchObject({ auto_generated: false, reasons: [] })
  expect(await verdict('Auto-Submitted: Auto-Replied; x=y (why)\n')).toMatchObject({
    auto_generated: true,
    vacation: true,
    bounce: false,
  })
  expect(await verdict('Auto-Submitted: auto-generated\n')).toMatchObject({ auto_generated: true, vacation: false })
  expect(await verdict('Precedence: first-class\nPrecedence: BULK\n')).toMatchObject({
    auto_generated: true,
    vacation: false,
  })
  expect(await verdict('X-Auto-Response-Suppress: DR, OOF\n')).toMatchObject({ auto_generated: true, vacation: false })
  expect(await verdict('List-Id: <x.example>\n')).toMatchObject({ auto_generated: false, list: true })
  expect(await verdict('X-Docket-Loop: 1\n')).toMatchObject({ auto_generated: true })
  expect(await verdict('', '')).toMatchObject({ auto_generated: true, bounce: false })
  expect(
    await verdict('Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n'),
  ).toMatchObject({ bounce: false, vacation: false })
})

test('a bounce tells each recipient apart and leads to the mail it is about', async () => {
  const read = await parseMail(
    dsn(
      'Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; b@x.example\nAction: delayed\nStatus: 4.2.2\n',
    ),
  )
  expect(read.mail.verdict.bounce).toBe(true)
  expect(read.mail.bounces).toEqual([
    { recipient: 'a@x.example', action: 'failed', status: '5.1.1', permanent: true },
    { recipient: 'b@x.example', action: 'delayed', status: '4.2.2', permanent: false },
  ])
  expect(read.original).toBe('Sent.1@docket.example')
})

test('a bounce without a sender is still a bounce, and a receipt is none', async () => {
  const lost = await parseMail(dsn('Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1\n', ''))
  expect(lost.mail).toMatchObject({ from: null, verdict: { bounce: true } })
  const arrived = await parseMail(dsn('Final-Recipient: rfc822; a@x.example\nAction: delivered\nStatus: 2.0.0\n'))
  expect(arrived.mail.verdict).toMatchObject({ bounce: false, auto_generated: true })
})

test('the envelope is better evidence than any header, and every header has its rank', async () => {
  const extra = 'Delivered-To: d@docket.example\nX-Original-To: o@docket.example\n'
  const recipient = async (more: string, to: string | null) =>
    (await parseMail(mail(more), { from: null, to })).mail.recipient
  expect(await recipient(extra, 'E@docket.example')).toEqual({
    address: 'e@docket.example',
    source: 'envelope',
    confidence: 'high',
  })
  expect((await recipient(`X-Gm-Original-To: g@docket.example\n${extra}`, null)).source).toBe('workspace_header')
  expect((await recipient(extra, null)).source).toBe('delivered_to')
  expect((await recipient('X-Original-To: o@docket.example\n', null)).source).toBe('x_original_to')
  expect(await recipient('', null)).toEqual({ address: 'help@docket.example', source: 'to_cc_scan', confidence: 'low' })
})

test('the fingerprint knows a mail by what it says, not by its road', async () => {
  const print = async (bytes: Buffer) => (await parseMail(bytes)).fingerprint
  const first = await print(mail())
  expect(await print(Buffer.concat([Buffer.from('Received: by x\nDelivered-To: b@docket.example\n'), mail()]))).toBe(
    first,
  )
  expect(await print(Buffer.from(mail().toString().replaceAll('\n', '\r\n')))).toBe(first)
  expect(
    await print(mail('Content-Transfer-Encoding: base64\n', `${Buffer.from('Hello\n').toString('base64')}\n`)),
  ).toBe(first)
  expect(await print(mail('', 'Goodbye\n'))).not.toBe(first)
  const nameless = Buffer.from(
    mail()
      .toString()
      .replace(/Message-ID.*\n/, ''),
  )
  expect(await print(nameless)).toBe(await print(nameless))
  expect(await print(nameless)).not.toBe(await print(Buffer.concat([Buffer.from('X-A: b\n'), nameless])))
})

test('a fault that quotes the mail quotes nothing that Postgres cannot hold, and is told once', async () => {
  const part = '--b\nContent-Type: multipart/mixed; boundary="\0c"\n\nwords\n'
  const { mail: read } = await parseMail(mail('Content-Type: multipart/mixed; boundary=b\n', part.repeat(60)))
  expect(read.problems).toEqual(['A multipart/mixed holds no boundary “ c” and is read as text.'])
  const each = Array.from({ length: 60 }, (_, n) => part.replace('\0c', `c${n}`)).join('')
  const { problems } = (await parseMail(mail('Content-Type: multipart/mixed; boundary=b\n', each))).mail
  expect([problems.length, problems.at(-1)]).toEqual([51, '10 more faults are not told.'])
})

test('a recipient of a bounce and a quoted header hold nothing that Postgres cannot hold', async () => {
  const broken = dsn('Final-Recipient: rfc822; a\0@x.example\nAction: failed\nStatus: 5.1.1\n')
  expect((await parseMail(broken)).mail.bounces[0]?.recipient).toBe('a @x.example')
  const notice =
    '{"notificationType":"Bounce","bounce":{"bounceType":"x","bouncedRecipients":[{"emailAddress":"a\\u0000\\ud800@x"}]}}'
  expect((await parseMail(mail('', notice))).mail.bounces[0]?.recipient).toBe('a @x')
  const { verdict } = (await parseMail(mail(`Auto-Submitted: ${'x'.repeat(79)}😀\n`))).mail
  expect(verdict.reasons.join()).toContain('xxx”')
  expect(verdict.reasons.join().isWellFormed()).toBe(true)
  const page = (
    await parseMail(mail('Content-Type: text/html; charset=utf-8\n', '😀'.repeat(1024 * 1024).replace('😀', 'a😀')))
  ).mail
  expect([page.html?.isWellFormed(), page.text.isWellFormed()]).toEqual([true, true])
})

test('depth and number of parts are bounded', async () => {
  let deep = ''
  for (let n = 0; n < 300; n++) deep += `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`
  await expect(parseMail(Buffer.from(head + deep))).rejects.toThrow('100 levels')
  const wide = mail('Content-Type: multipart/mixed; boundary=b\n', '--b\n\nx\n'.repeat(100_000))
  await expect(parseMail(wide)).rejects.toThrow('10,000 parts')
})

test('a flood of empty lines is read, a flood of open tags is cut', async () => {
  expect((await parseMail(mail('', `${'\n'.repeat(2_000_000)}seen`))).mail.reply_text).toBe('seen')
  const deep = await parseMail(mail('Content-Type: text/html\n', `<p>seen</p>${'<div>'.repeat(200_000)}`))
  expect(deep.mail.text).toBe('seen')
  expect(deep.mail.problems.join()).toContain('too deep')
})

test('any bytes are read or refused, and nothing Postgres cannot hold comes out', async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'From: a@b.example\n',
      'Subject: =?utf-8?B?/w==?=\n',
      'Content-Type: multipart/mixed; boundary=b\n',
      'Content-Type: text/html; charset=utf-16\n',
      '\n',
      '\r',
      '--b\n',
      '--b--\n',
      'Content-Transfer-Encoding: base64\n',
      '\0',
      '\ud800',
      'Content-Type: message/rfc822\n',
      '<p style="',
      ' folded\n',
      'Date: 1\n',
    ),
    fc.string({ unit: 'binary' }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 25 }), fc.boolean(), async (pieces, named) => {
      const outcome = await parseMail(Buffer.from((named ? head : '') + pieces.join(''))).catch(
        (error: unknown) => error,
      )
      if (outcome instanceof Unparsable) return
      if (outcome instanceof Error) throw outcome
      expect(JSON.stringify((outcome as Awaited<ReturnType<typeof parseMail>>).mail)).not.toMatch(/\\u0000|\\ud[89a-f]/)
    }),
    { numRuns: 500 },
  )
})
