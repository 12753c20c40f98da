import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../../test/world.ts'
import { fileRawMail } from './filing.ts'
import { fileAttachments } from './filingAttachments.ts'
import { ingestRound } from './ingesting.ts'
import { mailKeeper } from './keeping.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const gif = Buffer.from('R0lGODlhAQABAIAAAP8AAAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64')
const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
const page = '<!doctype html><script>alert(1)</script>'

/** Names and types that would like to be more than a file, and what they hold. */
const hostile: [name: string, type: string, bytes: string | Buffer][] = [
  ['page.html', 'text/html', page],
  ['page.xhtml', 'application/xhtml+xml', page],
  ['drawing.svg', 'image/svg+xml', svg],
  ['feed.xml', 'text/xml', '<?xml-stylesheet href="javascript:alert(1)"?><x/>'],
  ['paper.pdf', 'application/pdf', '%PDF-1.4 /OpenAction /JS (app.alert(1))'],
  ['code.js', 'text/javascript', 'alert(1)'],
  ['archive.mhtml', 'application/x-mimearchive', page],
  ['picture.png', 'image/png', page],
  ['picture.gif', 'image/gif', `GIF89a/*${'x'.repeat(20)}*/=1;alert(1)`],
  ['picture.jpg', 'image/jpeg', svg],
  ['wrong.html', 'text/html; charset=utf-7', '+ADw-script+AD4-alert(1)'],
  ['../../../etc/passwd', 'text/plain', 'root'],
  ['..\\\\..\\\\boot.ini', 'text/plain', 'x'],
  ['a\tb.html', 'text/html', page],
  ['x"; filename=evil.html; y="', 'text/html', page],
  ['cod\u202egpj.exe', 'image/jpeg', 'MZ'],
  ['ünï cödé 漢字.html', 'text/html', page],
  ['', 'text/html', page],
  ['.htaccess', 'application/octet-stream', 'x'],
  ['COM1', 'text/html', page],
  [`${'long'.repeat(100)}.html`, 'text/html', page],
  ['strange', 'text/ht<ml>', page],
  ['strange', 'x-y', page],
  ['real.gif', 'application/octet-stream', gif],
  ['real.html', 'text/html', gif],
]

const mail = (): string => {
  const parts = hostile.map(([name, type, bytes]) =>
    [
      '--b',
      `Content-Type: ${type}`,
      `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}`,
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(bytes).toString('base64'),
    ].join('\r\n'),
  )
  const head = [
    'From: Mallory <m@evil.example>',
    'To: support@acme.example',
    'Subject: files',
    'Message-ID: <files@evil.example>',
  ]
  const rest = [
    'Date: Fri, 1 May 2026 10:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
  ]
  return [...head, ...rest, '--b', 'Content-Type: text/plain', '', 'See the files.', ...parts, '--b--', ''].join('\r\n')
}

const mustBeSealed = (headers: Headers, where: string) => {
  const said = ['content-disposition', 'x-content-type-options', 'content-security-policy'].map((name) =>
    headers.get(name),
  )
  expect([where, ...said]).toEqual([
    where,
    expect.stringMatching(/^attachment(?:;|$)/),
    'nosniff',
    "default-src 'none'; sandbox",
  ])
}

test('S5: whatever an attachment calls itself, it is only ever saved: unfiled, filed, and the mail around it', async () => {
  await mailKeeper(world.store).keep({
    bytes: Buffer.from(mail()),
    envelopeFrom: 'm@evil.example',
    recipients: [world.acme.mailbox],
  })
  while ((await ingestRound(world.store)) > 0);
  const [ticket] = await world.rows<{ ticket_id: string; id: string }>(
    world.acme.orgId,
    'select id, ticket_id from message',
  )
  const base = `/api/tickets/${ticket!.ticket_id}`
  const { messages } = (await world.ask('Kim', 'GET', base)).body
  const files: { id: string; filename: string; content_type: string }[] = messages[0].attachments
  expect(files).toHaveLength(hostile.length)
  const look = async () => {
    for (const [at, file] of files.entries()) {
      for (const query of ['', '?direct=true']) {
        const { status, headers, text } = await world.ask(
          'Kim',
          'GET',
          `${base}/attachments/${file.id}/download${query}`,
        )
        expect([file.filename, status]).toEqual([file.filename, 200])
        mustBeSealed(headers, file.filename)
        expect(headers.get('content-disposition')).toMatch(
          /^attachment; filename="[\w.\- ]*"; filename\*=UTF-8''[\w.%!#$&+^`|~-]*$/,
        )
        expect(headers.get('content-type')).toMatch(/^[a-z0-9][\w.+-]*\/[\w.+-]+(?:; charset=utf-8)?$/)
        if (at < 3) expect(text).toBe(String(hostile[at]![2]))
      }
      expect(file.filename).not.toMatch(/[/\\\p{Cc}\u202e]|^\./u)
      expect((await world.ask('Gus', 'GET', `${base}/attachments/${file.id}/download`)).status).toBe(404)
    }
  }
  await look()
  const { headers } = await world.ask('Ana', 'GET', `${base}/messages/${ticket!.id}/raw`)
  mustBeSealed(headers, 'the raw mail')
  expect(headers.get('content-type')).toBe('message/rfc822')

  const later = { ...world.store, clock: () => new Date(world.store.clock().getTime() + 600_000) }
  await fileAttachments(later)
  await fileRawMail(later)
  const [left] = await world.rows<{ count: number }>(world.acme.orgId, 'select count(*) from attachment where not blob')
  expect(left!.count).toBe(0)
  await look()
})

test('only what is a picture by its bytes has a preview, and under the type that it is', async () => {
  const [ticket] = await world.rows<{ ticket_id: string }>(world.acme.orgId, 'select ticket_id from message')
  const base = `/api/tickets/${ticket!.ticket_id}`
  const files: { id: string; filename: string }[] = (await world.ask('Kim', 'GET', base)).body.messages[0].attachments
  const shown: string[] = []
  for (const { id, filename } of files) {
    const { status, headers } = await world.ask('Kim', 'GET', `${base}/attachments/${id}/preview`)
    if (status === 415) continue
    expect([status, headers.get('content-type')]).toEqual([200, 'image/gif'])
    mustBeSealed(headers, filename)
    shown.push(filename)
  }
  // The fourth byte pair of the false GIF is its width: a browser may try, and finds no picture in it.
  expect(shown.filter((name) => name !== 'picture.gif')).toEqual(['real.gif', 'real.html'])
  expect((await world.ask('Gus', 'GET', `${base}/attachments/${files[0]!.id}/preview`)).status).toBe(404)
})
