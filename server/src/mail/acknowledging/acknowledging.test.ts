import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Desk, type Writing } from '../../../test/acknowledging.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { importId, keepMail, mailKeeper, sha256Of } from '../arriving/keeping.ts'
import { openMailbox } from '../mailbox.ts'

let desk: Desk
beforeAll(async () => {
  desk = await Desk.open()
})
afterAll(() => desk.close())
beforeEach(() => {
  desk.left.length = 0
})

let people = 0
/** Somebody who has never written. */
const somebody = () => `c${++people}@shop.example`

test('a customer is told once that the mail has arrived, and under which number', async () => {
  const from = somebody()
  const [id] = await desk.receive({ from: `Ada <${from}>`, subject: 'Broken lamp' })
  const ticket = await desk.ticketOf(id!)
  expect(desk.left).toHaveLength(1)
  const { envelopeFrom, recipients, read } = desk.left[0]!
  expect([envelopeFrom, recipients]).toEqual(['', [from]])
  expect(read.mail.subject).toBe(`We have your message (no. ${ticket.number})`)
  expect(read.mail.text).toContain(`has the number ${ticket.number}.`)
  expect(read.mail.to).toEqual([{ name: '', address: from }])
  expect(read.mail.in_reply_to).toBe(id)
  expect(read.mail.references.at(-1)).toBe(id)
  expect(read.headers.get('auto-submitted')).toEqual(['auto-replied'])
  expect(read.headers.get('x-auto-response-suppress')).toEqual(['All'])
  expect(read.headers.get('x-docket-loop')).toEqual(['yes'])
  expect([...read.headers.keys()].filter((name) => name.startsWith('list-'))).toEqual([])

  expect(ticket).toMatchObject({ status: 'new', unread: true, preview: 'It does not light.', version: 2 })
  const [, answer] = ticket.messages
  expect(answer).toMatchObject({
    direction: 'out',
    automatic: 'acknowledgement',
    author: { kind: 'system' },
    delivery: { status: 'sent', via: 'smtp' },
  })
  expect(ticket.opener.acknowledgement).toMatchObject({ outcome: 'sent', reasons: [], message_id: answer.id })
})

test('it repeats nothing that the sender wrote', async () => {
  const canary = 'buy-cheap-pills'
  await desk.receive({
    from: `"${canary}" <${somebody()}>`,
    subject: `${canary} {{ticket.number}}`,
    text: `${canary} {{mailbox.name}}`,
    headers: [`X-${canary}: ${canary}`, `Cc: ${canary} <${canary}@shop.example>`, `Reply-To: ${canary}@evil.example`],
  })
  expect(desk.left).toHaveLength(1)
  expect(desk.left[0]!.bytes.toString()).not.toContain(canary)
})

test('an answer to it joins the ticket, whichever of its signs a mail program keeps', async () => {
  const from = somebody()
  const [id] = await desk.receive({ from })
  const { read } = desk.left[0]!
  const ways: Writing[] = [
    { headers: [`In-Reply-To: <${read.mail.message_id}>`] },
    { headers: [`References: <${read.mail.references[0]}>`] },
    { to: read.mail.reply_to[0]!.address },
  ]
  const { id: ticketId } = await desk.ticketOf(id!)
  for (const way of ways) {
    const [answer] = await desk.receive({ from, subject: 'Something else', ...way })
    const ticket = await desk.ticketOf(answer!)
    expect([ticket.id, ticket.opener.held, ticket.opener.acknowledgement]).toEqual([ticketId, false, null])
  }
  expect(desk.left).toHaveLength(1)
})

test('it is nobody’s answer: it is not quoted, not searched for, and a person’s answer comes first', async () => {
  const [id] = await desk.receive({ from: somebody() })
  const { id: ticketId } = await desk.ticketOf(id!)
  const found = await desk.world.ask('Kim', 'GET', '/api/tickets?q=simply')
  expect(found.body.items).toEqual([])
  const reply = await desk.world.ask('Kim', 'POST', `/api/tickets/${ticketId}/replies`, { body: 'Try another bulb.' })
  expect(reply.body.status).toBe('open')
  await desk.sendAll()
  expect(desk.left[1]!.read.mail.quoted_text).toContain('It does not light.')
  expect(desk.left[1]!.read.mail.text).not.toContain('thank you for your message')
  expect(desk.left[1]!.read.mail.in_reply_to).toBe(id)

  const [late] = await desk.receive({ from: somebody(), headers: ['Auto-Submitted: no'] })
  expect(await desk.decided(late!)).toBe('sent')
})

const batv = somebody()
test.each<[string, Writing]>([
  ['BATV', { from: `Ada <${batv}>`, returnPath: `prvs=1234abcd56=${batv}` }],
  ['a tag', { from: 'tagged@shop.example', returnPath: 'tagged+b7@shop.example' }],
  ['case', { from: 'Upper@SHOP.example', returnPath: 'upper@shop.example' }],
  ['a subdomain', { from: 'sub@relaxed.example', returnPath: 'sub@out.relaxed.example' }],
  ['nothing, in an international domain', { from: 'i@xn--bcher-kva.example', returnPath: 'i@xn--bcher-kva.example' }],
])('the mail goes to the return address, which may differ from the sender by %s', async (_what, mail) => {
  const [id] = await desk.receive(mail)
  expect(await desk.decided(id!)).toBe('sent')
  expect(desk.left[0]!.recipients).toEqual([mail.returnPath!.replace('xn--bcher-kva', 'bücher')])
})

test.each<[string, Writing, string]>([
  ['of a list', { headers: ['List-Id: <l.shop.example>'] }, 'It comes through a list.'],
  ['of a machine', { headers: ['Auto-Submitted: auto-generated'] }, 'A machine wrote it.'],
  ['that wants no answer', { headers: ['X-Auto-Response-Suppress: OOF, AutoReply'] }, 'A machine wrote it.'],
  ['in bulk', { headers: ['Precedence: bulk'] }, 'A machine wrote it.'],
  ['of somebody away', { headers: ['Auto-Submitted: auto-replied'] }, 'It is an automatic reply.'],
  ['that looks automatic', { subject: 'Automatic reply: hello' }, 'Its subject begins as automatic replies do.'],
  ['of our own kind', { headers: ['X-Docket-Loop: yes'] }, 'that came back, or goes round in circles.'],
  ['that a filter took for spam', { headers: ['X-Spam-Flag: YES'] }, 'It is taken for spam.'],
  ['that bounced', { headers: ['X-Failed-Recipients: x@y.example'] }, 'It is a bounce.'],
  ['without return address', { returnPath: '' }, 'It has no return address, so it must not be answered.'],
  ['of no-reply', { from: 'no-reply@shop.example' }, 'A machine wrote it.'],
  ['of a list’s owner', { from: 'staff-owner@shop.example' }, 'Its sender is an address of machines.'],
  ['with a foreign return address', { returnPath: 'victim@shop.example' }, 'not its sender’s: victim@shop.example.'],
  ['with a return address elsewhere', { returnPath: 'victim@bank.example' }, 'not its sender’s: victim@bank.example.'],
  [
    'that cannot be answered',
    { from: '"a b"@shop.example', returnPath: '"a b"@shop.example' },
    'none that mail can be sent to.',
  ],
  ['that nobody vouches for', { isForged: true }, 'It is not proven that its sender wrote it'],
  [
    'that its domain disowns',
    { from: 'x@strict.example', isForged: true },
    'The domain of its sender says that it did not send it.',
  ],
  ['of our own mailbox', { from: 'support@acme.example' }, 'It was sent from an address of our own.'],
  ['of our own mailbox with a tag', { from: 'Support+x@acme.example' }, 'It was sent from an address of our own.'],
])('a mail %s is not acknowledged, and the ticket says why', async (_kind, mail, reason) => {
  const [id] = await desk.receive({ from: somebody(), ...mail })
  expect(await desk.decided(id!)).toMatch(/^declined: /)
  expect(await desk.decided(id!)).toContain(reason)
  expect(desk.left).toEqual([])
})

test('who was answered here before needs no proof, but the word of the domain stands above that', async () => {
  const from = somebody()
  const [first] = await desk.receive({ from, isForged: true })
  expect(await desk.decided(first!)).toContain('nobody here has answered this address before')
  const { id } = await desk.ticketOf(first!)
  await desk.world.ask('Kim', 'POST', `/api/tickets/${id}/replies`, { body: 'Hello.' })
  await desk.sendAll()
  const [second] = await desk.receive({ from, isForged: true })
  expect(await desk.decided(second!)).toBe('sent')
})

test('a blocked sender is not told that the mail arrived', async () => {
  const from = somebody()
  const { status } = await desk.world.ask('Kim', 'POST', '/api/senders/blocked', { address: from })
  expect(status).toBe(201)
  const [id] = await desk.receive({ from })
  expect(await desk.decided(id!)).toContain('It is taken for spam.')
  expect(desk.left).toEqual([])
})

test('an address that hands our mail on to another mailbox of ours gets nothing further', async () => {
  const { store, acme, as } = desk.world
  const { id: mailboxId } = await as(acme.orgId, (tx) =>
    openMailbox(tx, { address: 'sales@acme.example', name: 'Acme sales' }),
  )
  const settings = { active: true, language: 'en', as_written: true, texts: {} }
  expect((await desk.world.ask('Ana', 'PUT', `/api/acknowledging/${mailboxId}`, settings)).status).toBe(200)
  const from = somebody()
  await desk.receive({ from })
  const { bytes } = desk.left[0]!
  const peer = { ip: '192.0.2.10', helo: 'out.mail.example' }
  for (const envelopeFrom of ['', from, acme.mailbox])
    await mailKeeper(store).keep({ bytes, envelopeFrom, recipients: ['sales@acme.example'], peer })
  await desk.settle()
  expect(desk.left).toHaveLength(1)
})

test('history and mail to a mailbox that does not acknowledge leave no trace', async () => {
  const bytes = Buffer.from(
    `From: ${somebody()}\r\nSubject: Old\r\nMessage-ID: <old@shop.example>\r\n\r\nOld words.\r\n`,
  )
  const mailboxId = await desk.mailboxId()
  await desk.world.as(desk.world.acme.orgId, (tx) =>
    keepMail(tx, [
      {
        ...{ mailboxId, bytes, providerId: importId(sha256Of(bytes)), envelopeFrom: null, envelopeTo: null },
        ...{ receivedAt: tx.now, isHistory: true },
      },
    ]),
  )
  while ((await ingestRound(desk.world.store)) > 0);
  const [old] = await desk.rows<{ id: string }>(`select id from message where message_id_header = 'old@shop.example'`)
  await desk.decide([old!.id])
  expect(await desk.decided('old@shop.example')).toBe(null)

  await desk.set({ active: false })
  const [id] = await desk.receive({ from: somebody() })
  expect(await desk.decided(id!)).toBe(null)
  await desk.set({ active: true })
  expect(desk.left).toEqual([])
})

test('deciding twice, at once or later, is deciding once', async () => {
  const from = somebody()
  const [sent, declined] = await desk.receive({ from }, { from: somebody(), headers: ['List-Id: <l.x.example>'] })
  const rows = () => desk.rows('select * from acknowledgement order by message_id')
  const before = await rows()
  const ids = await desk.rows<{ id: string }>('select id from message where message_id_header = any($1)', [
    [sent, declined],
  ])
  await Promise.all([1, 2, 3].map(() => desk.decide(ids.map(({ id }) => id))))
  await desk.sendAll()
  expect(await rows()).toEqual(before)
  expect(desk.left).toHaveLength(1)
})

test('two workers that decide about one mail at the same time send one acknowledgement', async () => {
  await desk.set({ active: false })
  const [id] = await desk.receive({ from: somebody() })
  await desk.set({ active: true })
  const [row] = await desk.rows<{ id: string }>('select id from message where message_id_header = $1', [id])
  await Promise.allSettled(Array.from({ length: 6 }, () => desk.decide([row!.id])))
  await desk.sendAll()
  expect(await desk.decided(id!)).toBe('sent')
  expect(desk.left).toHaveLength(1)
})

test('it is written in the language of the mail, in own words where there are some', async () => {
  const german = 'Guten Tag, die Lampe ist kaputt und ich habe keine andere. Bitte helfen Sie mir. Danke!'
  await desk.receive({ from: somebody(), text: german })
  expect(desk.left[0]!.read.mail.subject).toMatch(/^Wir haben Ihre Nachricht \(Nr. \d+\)$/)
  await desk.set({ texts: { de: { subject: 'Nr. {{ ticket.number }}', body: 'Gruß von {{organisation.name}}' } } })
  await desk.receive({ from: somebody(), text: german })
  expect(desk.left[1]!.read.mail.subject).toMatch(/^Nr. \d+$/)
  expect(desk.left[1]!.read.mail.text.trim()).toBe('Gruß von Acme')
  await desk.set({ language: 'fr', as_written: false })
  await desk.receive({ from: somebody(), text: german })
  expect(desk.left[2]!.read.mail.subject).toContain('Nous avons bien reçu')
  await desk.set({})
})
