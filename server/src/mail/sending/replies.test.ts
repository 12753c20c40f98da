import PostalMime from 'postal-mime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attemptAt } from '../../../test/attempting.ts'
import { strictFields } from '../../../test/hostile.ts'
import { openWorld, type Person, type World } from '../../../test/world.ts'
import { sweepUploads } from '../../tickets/index.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { mailKeeper } from '../arriving/keeping.ts'
import { parseMail } from '../parsing/parsing.ts'
import { verifyReturnAddress } from './returnAddress.ts'

const mb = 1_048_576
let world: World
beforeAll(async () => {
  world = await openWorld({ DOCKET_MAIL_OUT_BYTES_MAX: String(6 * mb) })
})
afterAll(() => world.close())

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

async function arrive(lines: string[], from = 'ada@example.com', to = world.acme.mailbox): Promise<string> {
  const id = `${crypto.randomUUID()}@customer.example`
  const bytes = Buffer.from([`Message-ID: <${id}>`, ...lines].join('\r\n'))
  await mailKeeper(world.store).keep({ bytes, envelopeFrom: from, recipients: [to] })
  while ((await ingestRound(world.store)) > 0);
  return id
}

/** Ada writes; her ticket as Kim reads it. */
async function opened(more: string[] = [], body = 'It does not light.') {
  const id = await arrive([
    'From: Ada <ada@example.com>',
    `To: ${world.acme.mailbox}`,
    'Subject: Broken lamp',
    ...more,
    '',
    body,
  ])
  const [row] = await world.rows<{ ticket_id: string }>(
    world.acme.orgId,
    'select ticket_id from message where message_id_header = $1',
    [id],
  )
  return { id: row!.ticket_id, at: `/api/tickets/${row!.ticket_id}` }
}

const ask = async (method: string, path: string, body?: unknown, who: Person = 'Kim') => {
  const answer = await world.ask(who, method, path, body)
  expect(answer.status, answer.text.slice(0, 500)).toBeLessThan(300)
  return answer.body
}

async function upload(bytes: Buffer, filename: string, type: string, inline = false, who: Person = 'Kim') {
  const path = `/api/uploads?filename=${encodeURIComponent(filename)}&inline=${inline}`
  return world.ask(who, 'POST', path, bytes, { 'content-type': type })
}

/** Lets the newest mail of a ticket leave, to the outbox; what left. */
async function leave(ticketId: string) {
  const [row] = await world.rows<{ id: string; message_id: string }>(
    world.acme.orgId,
    'select id, message_id from delivery where ticket_id = $1 order by queued_at desc, id desc limit 1',
    [ticketId],
  )
  await attemptAt(world.store, world.acme.orgId, row!.id)
  const [sent] = await world.rows<{
    status: string
    error: string | null
    raw: Buffer | null
    raw_sha256: string | null
    envelope_from: string
    envelope_to: string[]
  }>(
    world.acme.orgId,
    'select status, error, raw, raw_sha256, envelope_from, envelope_to from delivery where id = $1',
    [row!.id],
  )
  expect([sent!.status, sent!.error]).toEqual(['sent', null])
  const raw = sent!.raw ?? Buffer.from((await world.store.blobs.get(world.acme.orgId, sent!.raw_sha256!))!)
  return { ...sent!, raw, deliveryId: row!.id, messageId: row!.message_id, read: await PostalMime.parse(raw) }
}

test('an answer goes to all who are named, each once, and no header tells of those in bcc', async () => {
  const { id, at } = await opened()
  const ticket = await ask('POST', `${at}/replies`, {
    body: 'Try another bulb.',
    to: [{ name: 'Ada', address: 'ada@example.com' }],
    cc: [
      { name: 'Carl', address: 'carl@example.com' },
      { name: 'Ada again', address: 'ADA@example.com' },
    ],
    bcc: [{ name: '', address: 'boss@example.com' }],
  })
  const mine = ticket.messages.at(-1)
  expect([mine.to, mine.cc, mine.bcc].map((list) => list.map(({ address }: { address: string }) => address))).toEqual([
    ['ada@example.com'],
    ['carl@example.com'],
    ['boss@example.com'],
  ])
  const { raw, envelope_to } = await leave(id)
  expect(envelope_to).toEqual(['ada@example.com', 'carl@example.com', 'boss@example.com'])
  expect(raw.toString('latin1')).not.toMatch(/boss@example\.com|^bcc:/im)
  expect(ticket.participants).toEqual(['ada@example.com', 'boss@example.com', 'carl@example.com'])

  const own = mine && (await PostalMime.parse(raw)).messageId
  await arrive([
    `From: carl@example.com`,
    `To: ${world.acme.mailbox}`,
    `In-Reply-To: ${own}`,
    'Subject: Re: Broken lamp',
    '',
    'I agree.',
  ])
  const after = await ask('GET', at)
  expect(
    after.messages.map(({ direction, held }: { direction: string; held: boolean }) => [direction, held]).at(-1),
  ).toEqual(['in', false])
})

test('HTML goes out cleaned, with its picture and its file, and the plain words beside it', async () => {
  const { id, at } = await opened()
  const picture = (await upload(png, 'lamp.png', 'application/x-whatever', true)).body
  expect([picture.content_type, picture.inline]).toEqual(['image/png', true])
  const file = (await upload(Buffer.from('%PDF-1.4 not really'), 'Anleitung für Ädä.pdf', 'application/pdf')).body
  const ticket = await ask('POST', `${at}/replies`, {
    body: 'Look at *this*.',
    html: `<p>Look at <b>this</b>.<script>alert(1)</script><img src="cid:${picture.content_id}" onerror="x()"><img src="https://acme.example/logo.png"></p>`,
    upload_ids: [picture.id, file.id],
  })
  const mine = ticket.messages.at(-1)
  expect(mine.has_html).toBe(true)
  expect(
    mine.attachments.map(({ filename, inline }: { filename: string; inline: boolean }) => [filename, inline]),
  ).toEqual([
    ['lamp.png', true],
    ['Anleitung für Ädä.pdf', false],
  ])
  const { raw, read } = await leave(id)
  expect(read.html).toContain('<b>this</b>')
  expect(read.html).toContain('https://acme.example/logo.png')
  expect(read.html).not.toMatch(/script|onerror/)
  expect(read.text).toMatch(/^Look at \*this\*\.\n\n##-/)
  expect(read.text).toContain('> It does not light.')
  expect(read.attachments.map(({ filename, disposition, contentId }) => [filename, disposition, contentId])).toEqual([
    ['lamp.png', 'inline', `<${picture.content_id}>`],
    ['Anleitung für Ädä.pdf', 'attachment', undefined],
  ])
  expect(Buffer.from(read.attachments[0]!.content as ArrayBuffer)).toEqual(png)
  expect(raw.toString('latin1')).toMatch(/multipart\/mixed[\s\S]*multipart\/alternative[\s\S]*multipart\/related/)
  const { mail } = await parseMail(raw)
  expect(mail.attachments.map(({ filename }) => filename)).toEqual(['lamp.png', 'Anleitung für Ädä.pdf'])

  const html = await world.ask('Kim', 'GET', `${at}/messages/${mine.id}/html`)
  expect(html.text).toContain(`/api/tickets/${id}/attachments/${mine.attachments[0].id}/download`)
  const saved = await world.ask('Kim', 'GET', `${at}/attachments/${mine.attachments[1].id}/download`)
  expect([saved.status, saved.text]).toEqual([200, '%PDF-1.4 not really'])
  expect(
    (await world.ask('Kim', 'GET', '/api/tickets?q=Anleitung')).body.items.map((row: { id: string }) => row.id),
  ).toEqual([id])
})

test('a message is handed on whole with its files; the answer comes back to colleagues alone and brings the ticket back', async () => {
  const boundary = 'b0'
  const { id, at } = await opened(
    ['MIME-Version: 1.0', 'Cc: carl@example.com', `Content-Type: multipart/mixed; boundary=${boundary}`],
    [
      `--${boundary}`,
      'Content-Type: text/html',
      '',
      '<p>It <i>smokes</i>.</p>',
      `--${boundary}`,
      'Content-Type: text/csv; name=log.csv',
      'Content-Disposition: attachment; filename=log.csv',
      '',
      'a,b',
      `--${boundary}--`,
    ].join('\r\n'),
  )
  const ticket = await ask('POST', `${at}/replies`, {
    kind: 'forward',
    body: 'Dear supplier, what is this?',
    to: [{ name: 'Sam', address: 'sam@supplier.example' }],
    status: 'pending',
  })
  const mine = ticket.messages.at(-1)
  expect(mine.subject).toBe('Fwd: Broken lamp')
  expect(mine.attachments.map(({ filename }: { filename: string }) => filename)).toEqual(['log.csv'])
  // Nobody has taken the mail apart yet: the page shows the file all the same.
  expect((await world.ask('Kim', 'GET', `${at}/attachments/${mine.attachments[0].id}/download`)).text).toMatch(/^a,b/)
  expect(ticket.participants).toEqual(['ada@example.com'])
  const { read } = await leave(id)
  expect(read.to?.map(({ address }) => address)).toEqual(['sam@supplier.example'])
  expect(read.inReplyTo).toBeUndefined()
  for (const words of [read.text!, read.html!.replace(/<[^>]*>|&[^;]*;/g, ' ')])
    expect(words).toMatch(
      /Forwarded message[\s\S]*From:[\s\S]*Ada[\s\S]*Subject:[\s\S]*Broken lamp[\s\S]*Cc:[\s\S]*carl@example.com[\s\S]*It\s+_?smokes/,
    )
  expect(read.html).toContain('<i>smokes</i>')
  expect(read.attachments.map(({ filename }) => filename)).toEqual(['log.csv'])

  for (const answers of [[`In-Reply-To: ${read.messageId}`], [`In-Reply-To: <rewritten@provider.example>`]])
    await arrive(
      [
        'From: Sam <sam@supplier.example>',
        `To: ${read.replyTo![0]!.address}`,
        ...answers,
        'Subject: Re: Fwd: Broken lamp',
        '',
        'Our price is 5.',
      ],
      'sam@supplier.example',
      read.replyTo![0]!.address,
    )
  const after = await ask('GET', at)
  expect(
    after.messages
      .slice(-2)
      .map(({ direction, author, held }: { direction: string; author: object; held: boolean }) => ({
        direction,
        author,
        held,
      })),
  ).toEqual(
    Array(2).fill({
      direction: 'note',
      author: { kind: 'contact', name: 'Sam', email: 'sam@supplier.example' },
      held: false,
    }),
  )
  expect([after.status, after.unread]).toEqual(['open', true])
  expect(after.reply_all.to.map(({ address }: { address: string }) => address)).toEqual(['ada@example.com'])

  await ask('POST', `${at}/replies`, { body: 'We know more.' })
  const answer = await leave(id)
  expect(answer.raw.toString()).not.toMatch(/price|supplier/)
})

test('we write first: the ticket is of whom we wrote to, and his answer joins it', async () => {
  const mailbox_id = (
    await world.rows<{ id: string }>(world.acme.orgId, 'select id from mailbox order by created_at')
  )[0]!.id
  const ticket = await ask('POST', '/api/tickets/outbound', {
    ...{ mailbox_id, subject: 'Your order', body: 'It is late.', to: [{ name: 'Zoë', address: 'zoe@example.net' }] },
    cc: [{ address: 'carl@example.com' }],
  })
  expect([ticket.requester.email, ticket.status, ticket.messages.length, ticket.messages[0].direction]).toEqual([
    'zoe@example.net',
    'pending',
    1,
    'out',
  ])
  const { read } = await leave(ticket.id)
  expect([read.subject, read.inReplyTo, read.text?.trim()]).toEqual(['Your order', undefined, 'It is late.'])
  await arrive([
    'From: zoe@example.net',
    `To: ${world.acme.mailbox}`,
    `In-Reply-To: ${read.messageId}`,
    'Subject: Re: Your order',
    '',
    'Never mind.',
  ])
  const after = await ask('GET', `/api/tickets/${ticket.id}`)
  expect([after.status, after.messages.at(-1).direction, after.messages.at(-1).held]).toEqual(['open', 'in', false])
})

test.each([
  ['nobody', { to: [] }, 'to', /must name somebody/],
  ['a forward to nobody', { kind: 'forward' }, 'to', /must name somebody/],
  ['an own mailbox, tagged', { cc: [{ address: 'SUPPORT+x@acme.example' }] }, 'cc.0.address', /mailbox of your own/],
  [
    'what is no address',
    { to: [{ address: 'ada@example.com' }, { address: 'ada at home' }] },
    'to.1.address',
    /not an address/,
  ],
  [
    'two lines',
    { bcc: [{ address: 'a@b.example\r\nBcc: c@d.example' }] },
    'bcc.0.address',
    /not an address|names no domain/,
  ],
  ['letters that few servers carry', { to: [{ address: 'zoë@example.net' }] }, 'to.0.address', /plain letters/],
  [
    'a thousand people',
    { to: Array.from({ length: 1000 }, (_, n) => ({ address: `p${n}@example.com` })) },
    'to',
    /1000 recipients.*100 at most/,
  ],
  ['a message of another ticket', { message_id: crypto.randomUUID() }, 'message_id', /no message of this ticket/],
  ['a file of another ticket', { attachment_ids: [crypto.randomUUID()] }, 'attachment_ids.0', /no file of this ticket/],
])('an answer to %s is refused by the field, and nothing is written', async (_, wrong, field, says) => {
  const { at } = await opened()
  const spelled = JSON.parse(
    JSON.stringify(wrong).replace('SUPPORT+x@acme.example', world.acme.mailbox.replace('@', '+x@')),
  )
  const answer = await world.ask('Kim', 'POST', `${at}/replies`, { body: 'Words', ...spelled })
  expect([answer.status, answer.body.errors[0].field]).toEqual([422, field])
  expect(answer.body.errors[0].message).toMatch(says)
  expect((await ask('GET', at)).messages).toHaveLength(1)
})

test('a domain in its own letters is written as the DNS writes it', async () => {
  const { id, at } = await opened()
  await ask('POST', `${at}/replies`, { body: 'Grüße', to: [{ name: 'Jürgen', address: 'info@bücher.example' }] })
  const { raw, envelope_to } = await leave(id)
  expect(envelope_to).toEqual(['info@xn--bcher-kva.example'])
  expect(raw.every((byte) => byte < 128)).toBe(true)
})

test('a large mail lies in the blob store, is made once, and is refused before it is written when it would be too large', async () => {
  const { id, at } = await opened()
  const bytes = Buffer.alloc(3 * mb, 'docket')
  const { body: file } = await upload(bytes, 'big.bin', 'application/octet-stream')
  await ask('POST', `${at}/replies`, { body: 'Big.', upload_ids: [file.id] })
  const { raw, raw_sha256, messageId, read } = await leave(id)
  expect(raw_sha256).toMatch(/^[0-9a-f]{64}$/)
  expect(Buffer.from(read.attachments[0]!.content as ArrayBuffer).equals(bytes)).toBe(true)
  const source = await world.ask('Kim', 'GET', `${at}/messages/${messageId}/raw`)
  expect([source.status, source.text.length]).toEqual([200, raw.length])
  const lines = raw.toString('latin1').split('\r\n')
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(998)
  expect(lines.some((line) => /[\r\n]/.test(line))).toBe(false)

  const more = (await upload(Buffer.alloc(2 * mb), 'more.bin', 'application/octet-stream')).body
  const refused = await world.ask('Kim', 'POST', `${at}/replies`, { body: 'Bigger.', upload_ids: [file.id, more.id] })
  expect([refused.status, refused.body.errors[0].field]).toEqual([422, 'upload_ids'])
  expect(refused.body.errors[0].message).toMatch(/7 MB.*6 MB/)
  expect((await ask('GET', '/api/sending/limits')).bytes_max).toBe(6 * mb)
})

test('a mail with files is made when it is its turn, any other ahead of it', async () => {
  const { store, acme } = world
  const steps: string[] = []
  const opening: typeof store.blobs.open = (...one) => {
    steps.push('file')
    return store.blobs.open(...one)
  }
  const blobs: typeof store.blobs = Object.create(store.blobs, { open: { value: opening } })
  const went = async (upload_ids: string[]) => {
    const { id, at } = await opened()
    await ask('POST', `${at}/replies`, { body: 'Here.', upload_ids })
    const [row] = await world.rows<{ id: string }>(acme.orgId, 'select id from delivery where ticket_id = $1', [id])
    steps.length = 0
    await attemptAt({ ...store, blobs }, acme.orgId, row!.id, (work) => {
      steps.push('turn')
      return work()
    })
    return steps.join(' ')
  }
  const { body: file } = await upload(Buffer.alloc(10), 'a.bin', 'application/octet-stream')
  expect(await went([file.id])).toBe('turn file')
  expect(await went([])).toBe('turn')
})

test('an upload beyond the limit is broken off, and is nobody else’s', async () => {
  const over = await upload(Buffer.alloc(6 * mb + 1), 'over.bin', 'application/octet-stream')
  expect([over.status, over.body.code]).toEqual([413, 'upload-too-large'])
  const noPicture = await upload(Buffer.from('<svg onload=alert(1)>'), 'x.png', 'image/png', true)
  expect([noPicture.status, noPicture.body.errors[0].field]).toEqual([422, 'inline'])

  const { body: kims } = await upload(png, 'kim.png', 'image/png')
  expect((await world.ask('Kim', 'GET', `/api/uploads/${kims.id}`)).headers.get('content-type')).toBe('image/png')
  for (const who of ['Ana', 'Gus'] as const) {
    expect((await world.ask(who, 'GET', `/api/uploads/${kims.id}`)).status).toBe(404)
    expect((await world.ask(who, 'DELETE', `/api/uploads/${kims.id}`)).status).toBe(404)
  }
  const { at } = await opened()
  const refused = await world.ask('Ana', 'POST', `${at}/replies`, { body: 'Mine now', upload_ids: [kims.id] })
  expect([refused.status, refused.body.errors[0].field]).toEqual([422, 'upload_ids.0'])
})

test('an upload is swept when its time is over, and its bytes stay where a message has them', async () => {
  const { at } = await opened()
  const used = (await upload(Buffer.from('used'), 'used.txt', 'text/plain')).body
  const unused = (await upload(Buffer.from('unused'), 'unused.txt', 'text/plain')).body
  await ask('POST', `${at}/replies`, { body: 'With a file', upload_ids: [used.id] })
  const { orgId } = world.acme
  const shaOf = async (id: string) =>
    (await world.rows<{ sha256: string }>(orgId, 'select sha256 from upload where id = $1', [id]))[0]!.sha256
  const [one, two] = [await shaOf(used.id), await shaOf(unused.id)]
  await sweepUploads(world.store)
  expect((await world.ask('Kim', 'GET', `/api/uploads/${unused.id}`)).status).toBe(200)
  await world.rows(orgId, 'update upload set kept_until = created_at where id = any($1)', [[used.id, unused.id]])
  expect(await sweepUploads(world.store)).toBe(2)
  expect([await world.store.blobs.has(orgId, one), await world.store.blobs.has(orgId, two)]).toEqual([true, false])
})

test('a mail whose file is lost is failed with a sentence, and nothing of it leaves', async () => {
  const { id, at } = await opened()
  const { body: file } = await upload(Buffer.from('lost bytes'), 'lost.txt', 'text/plain')
  await ask('POST', `${at}/replies`, { body: 'With a file', upload_ids: [file.id] })
  const [{ sha256 } = { sha256: '' }] = await world.rows<{ sha256: string }>(
    world.acme.orgId,
    'select sha256 from upload where id = $1',
    [file.id],
  )
  await world.store.blobs.delete(world.acme.orgId, sha256)
  await expect(leave(id)).rejects.toThrow()
  const [row] = await world.rows(world.acme.orgId, 'select status, error, raw from delivery where ticket_id = $1', [id])
  expect(row).toEqual({ status: 'failed', error: 'The file lost.txt is not in the blob store any more.', raw: null })
})

test('bounces come to an address that only we can have given to this delivery', async () => {
  const { id, at } = await opened()
  await ask('POST', `${at}/replies`, { body: 'Words' })
  const { envelope_from, deliveryId } = await leave(id)
  expect(envelope_from).toMatch(/^[^+]+\+b\.[a-z2-7]{26}@/)
  const verify = (orgId: string, address: string) =>
    world.as(orgId, (tx) => verifyReturnAddress(tx, world.store.keys, address))
  expect((await verify(world.acme.orgId, envelope_from.toUpperCase()))?.deliveryId).toBe(deliveryId)
  expect(await verify(world.globex.orgId, envelope_from)).toBeNull()
  const other = envelope_from.replace(/b\.(.)/, (_, letter) => `b.${letter === 'a' ? 'c' : 'a'}`)
  expect(await verify(world.acme.orgId, other)).toBeNull()
  // Whoever can write rows but has not the key signs nothing.
  const forged = 'a'.repeat(26)
  await world.rows(world.acme.orgId, 'update delivery set return_token = $1 where id = $2', [forged, deliveryId])
  expect(await verify(world.acme.orgId, `support+b.${forged}@acme.example`)).toBeNull()
})

test('a mailbox without plus addresses is answered, and told of bounces, at itself', async () => {
  const { id, at } = await opened()
  const [mailbox] = await world.rows<{ id: string }>(world.acme.orgId, 'select id from mailbox order by created_at')
  const set = (plus_addresses: boolean) => ask('PATCH', `/api/mailboxes/${mailbox!.id}`, { plus_addresses }, 'Ana')
  expect((await set(false)).plus_addresses).toBe(false)
  await ask('POST', `${at}/replies`, { body: 'Words' })
  const { envelope_from, read, raw } = await leave(id)
  await set(true)
  expect([envelope_from, read.replyTo]).toEqual([world.acme.mailbox, undefined])
  expect(strictFields(raw).map(({ name }) => name)).not.toContain('reply-to')
})

test('an answer to all goes to who stood on the mail, without ourselves and machines; where it wants the answer elsewhere is only told', async () => {
  const { at } = await opened([
    `Cc: Carl <carl@example.com>, no-reply@shop.example, ${world.acme.mailbox.replace('@', '+tag@')}, ADA@example.com`,
    'Reply-To: accounts@evil.example',
  ])
  const { reply_all } = await ask('GET', at)
  expect(reply_all.to).toEqual([{ name: 'Ada', address: 'ada@example.com' }])
  expect(reply_all.cc).toEqual([{ name: 'Carl', address: 'carl@example.com' }])
  expect(reply_all.left_out.map(({ address }: { address: string }) => address)).toEqual(['no-reply@shop.example'])
  expect(reply_all.reply_to).toEqual({
    to: [{ name: '', address: 'accounts@evil.example' }],
    says: expect.stringContaining('not where its sender'),
  })
  const list = await opened(['Cc: all@lists.example', 'List-Id: <all.lists.example>'])
  const through = (await ask('GET', list.at)).reply_all
  expect([through.to.length, through.cc, through.left_out[0].address]).toEqual([1, [], 'all@lists.example'])
})

test('who takes part is suggested first, our own mailboxes never', async () => {
  const { id } = await opened()
  const { items } = await ask('GET', `/api/recipients?q=example&ticket_id=${id}`)
  expect(items[0]).toEqual({ name: 'Ada', address: 'ada@example.com', from: 'ticket' })
  expect(items.filter(({ address }: { address: string }) => address === 'ada@example.com')).toHaveLength(1)
  expect(items.length).toBeLessThanOrEqual(10)
  expect((await ask('GET', '/api/recipients?q=100%25')).items).toEqual([])
  const strangers = (await world.ask('Gus', 'GET', `/api/recipients?q=ada&ticket_id=${id}`)).body.items
  expect(strangers).toEqual([])
})
