import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendBySmtp } from '../../../test/smtp.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { smtpServer } from '../arriving/arriving.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { importId, keepMail } from '../arriving/keeping.ts'
import { openMailbox } from '../mailbox.ts'
import { searchStep } from './searchingCollisions.ts'

/** One mail is one message, however often and wherever it is delivered; and a used Message-ID hides no mail (R9). */

let world: World
let smtp: Awaited<ReturnType<typeof smtpServer>>
beforeAll(async () => {
  world = await openWorld()
  smtp = await smtpServer(world.store)
})
afterAll(async () => {
  await smtp.close()
  await world.close()
})

type Mail = { id?: string; from?: string; subject?: string; headers?: string; body?: string }
const eml = ({ id, from = 'ada@example.com', subject = 'Lamp', headers = '', body = 'It is broken.\r\n' }: Mail) =>
  `From: ${from}\r\nTo: support@acme.example\r\nSubject: ${subject}\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n${id ? `Message-ID: ${id.includes('<') ? id : `<${id}>`}\r\n` : ''}${headers}\r\n${body}`

const takeIn = async () => {
  while ((await ingestRound(world.store)) > 0);
}
const arrive = async (mail: Mail, to: string | string[] = world.acme.mailbox) => {
  expect(await sendBySmtp(smtp.port, { to, bytes: eml(mail) })).toBe(250)
  await takeIn()
}
type Held = {
  id: string
  ticket_id: string
  held: boolean
  stitch_reason: string
  stitch_confidence: string
  stitch_evidence: Record<string, string>
}
const messages = (id: string) =>
  world.rows<Held>(
    world.acme.orgId,
    'select id, ticket_id, held, stitch_reason, stitch_confidence, stitch_evidence from message where message_id_header = $1 order by at, id',
    [id],
  )
const deliveries = async (messageId: string) =>
  (await world.rows(world.acme.orgId, 'select 1 from occurrence where message_id = $1', [messageId])).length
const listed = async (id: string) => {
  const { body } = await world.ask('Ana', 'GET', '/api/ops/messages/collisions?limit=200')
  return body.items.find((one: { message_id: string }) => one.message_id === id)
}
const mailbox = (address: string) => world.as(world.acme.orgId, (tx) => openMailbox(tx, { address, name: '' }))

test('a mail to 40 of our addresses is one message with 40 deliveries on one ticket', async () => {
  const addresses = Array.from({ length: 40 }, (_, n) => `team${n}@acme.example`)
  for (const address of addresses) await mailbox(address)
  await arrive({ id: 'forty@x' }, addresses)
  const [message, ...more] = await messages('forty@x')
  expect([more.length, await deliveries(message!.id)]).toEqual([0, 40])
  const source = await world.ask('Ana', 'GET', `/api/tickets/${message!.ticket_id}/messages/${message!.id}/source`)
  expect(source.body.occurrences.map((one: { mailbox: string }) => one.mailbox).sort()).toEqual(addresses.sort())
  // An answer to whichever of them leads home.
  for (const n of [0, 17, 39])
    await arrive(
      { id: `answer${n}@x`, headers: 'In-Reply-To: <forty@x>\r\n', body: `Again ${n}.\r\n` },
      `team${n}@acme.example`,
    )
  const answers = await Promise.all([0, 17, 39].map((n) => messages(`answer${n}@x`)))
  expect(new Set(answers.map(([answer]) => answer!.ticket_id))).toEqual(new Set([message!.ticket_id]))
  expect(await listed('forty@x')).toBeUndefined()
})

test('redelivered, fetched again, imported after it came, and sent to another mailbox: one message', async () => {
  const [mine, other] = [await mailbox(world.acme.mailbox), await mailbox('other@acme.example')]
  await arrive({ id: 'again@x' })
  await arrive({ id: 'again@x' })
  const bytes = Buffer.from(eml({ id: 'again@x' }))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const keep = (mailboxId: string, providerId: string, isHistory: boolean) =>
    world.as(world.acme.orgId, (tx) =>
      keepMail(tx, [
        { mailboxId, providerId, bytes, envelopeFrom: null, envelopeTo: null, receivedAt: tx.now, isHistory },
      ]),
    )
  // A fetch that was interrupted gives the same mail under the same id once more.
  expect([await keep(mine.id, 'imap:7:1', false), await keep(mine.id, 'imap:7:1', false)]).toEqual([1, 0])
  expect([await keep(mine.id, importId(sha256), true), await keep(mine.id, importId(sha256), true)]).toEqual([1, 0])
  await keep(other.id, 'imap:9:1', false)
  await takeIn()
  const [message, ...more] = await messages('again@x')
  expect([more.length, await deliveries(message!.id)]).toEqual([0, 5])
  // In one batch: the mail in a mailbox where it was not yet, and the answer to it there.
  const [third, answer] = [
    await mailbox('third@acme.example'),
    Buffer.from(eml({ id: 'reply@x', headers: 'In-Reply-To: <again@x>\r\n' })),
  ]
  await world.as(world.acme.orgId, (tx) =>
    keepMail(
      tx,
      [bytes, answer].map((each, n) => ({
        ...{ mailboxId: third.id, providerId: `imap:1:${n}`, bytes: each, envelopeFrom: null, envelopeTo: null },
        ...{ receivedAt: tx.now, isHistory: false },
      })),
    ),
  )
  await takeIn()
  expect((await messages('reply@x'))[0]!.ticket_id).toBe(message!.ticket_id)
})

test('a mail without Message-ID, fetched again from another place, is one message; another such mail is another', async () => {
  await arrive({ body: 'Nameless.\r\n' })
  await arrive({ body: 'Nameless.\r\n' })
  await arrive({ body: 'Nameless too.\r\n' })
  const rows = await world.rows<{ n: number }>(
    world.acme.orgId,
    `select count(o.id)::int as n from message m join occurrence o on o.message_id = m.id where m.message_id_header is null group by m.id order by 1`,
  )
  expect(rows.map(({ n }) => n)).toEqual([1, 2])
})

test('white space at the ends makes no second mail; a word more does, and none is hidden', async () => {
  await arrive({ id: 'space@x' })
  await arrive({ id: 'space@x', body: 'It is broken. \t\r\n\r\n' })
  expect(await messages('space@x')).toHaveLength(1)
  expect(await listed('space@x')).toBeUndefined()
  await arrive({ id: 'space@x', body: 'It is not broken.\r\n' })
  expect(await messages('space@x')).toHaveLength(2)
})

const footer = '_______________\r\nusers mailing list\r\nhttps://lists.example.org/users\r\n'
const viaList = {
  headers: 'List-Id: <users.lists.example.org>\r\n',
  subject: '[users] Lamp',
  body: `It is broken.\r\n\r\n${footer}`,
}

test.each([
  ['before', 0],
  ['after', 1],
])(
  "a list's copy %s the mail itself: both are kept, on one ticket, as a variant, with the footer to be read",
  async (name, at) => {
    const id = `list-${name}@x`
    const mails = [{ id, ...viaList }, { id }]
    for (const mail of at === 0 ? mails : mails.toReversed()) await arrive(mail)
    const [first, second] = await messages(id)
    expect([second!.stitch_reason, second!.stitch_evidence]).toEqual(['variant', { same_words_as: first!.id }])
    expect([second!.ticket_id, second!.held]).toEqual([first!.ticket_id, false])
    // The list's copy once more, with other white space, is no third.
    await arrive({ id, ...viaList, body: `${viaList.body}  \r\n` })
    expect(await messages(id)).toHaveLength(2)
    const group = await listed(id)
    expect([group.kind, group.message_count]).toEqual(['variant', 2])
    const texts = await world.rows<{ text: string }>(
      world.acme.orgId,
      'select text from message where message_id_header = $1',
      [id],
    )
    expect(texts.filter(({ text }) => text.includes('mailing list'))).toHaveLength(1)
  },
)

test('a reused Message-ID: both mails are kept apart, the group says what differs, and an answer is known to be in doubt (R9)', async () => {
  await arrive({ id: 'used@x' })
  await arrive({ id: 'child@x', headers: 'In-Reply-To: <used@x>\r\n', body: 'More.\r\n' })
  await arrive({ id: 'used@x', from: 'mallory@example.net', subject: 'Invoice', body: 'Pay here.\r\n' })
  const [mine, theirs] = await messages('used@x')
  const [child] = await messages('child@x')
  // The answer to the first is no reason to put the second beside it.
  expect([theirs!.stitch_reason, theirs!.ticket_id === mine!.ticket_id]).toEqual(['new', false])
  expect([child!.ticket_id, child!.stitch_confidence]).toEqual([mine!.ticket_id, 'high'])

  await arrive({ id: 'late@x', headers: 'In-Reply-To: <used@x>\r\n', body: 'Late.\r\n' })
  const [late] = await messages('late@x')
  expect([late!.ticket_id, late!.stitch_reason, late!.stitch_confidence]).toEqual([
    mine!.ticket_id,
    'in_reply_to',
    'low',
  ])
  expect(late!.stitch_evidence).toEqual({
    message_id: 'used@x',
    doubt: 'Mails of other tickets carry this Message-ID too; the oldest decided.',
  })

  const group = await listed('used@x')
  expect([group.kind, group.message_count, group.seen_at]).toEqual(['different', 2, null])
  expect(group.messages.map((one: { ticket: { id: string } }) => one.ticket.id)).toEqual([
    mine!.ticket_id,
    theirs!.ticket_id,
  ])
  expect(group.messages[1]).toMatchObject({
    from: { address: 'mallory@example.net' },
    deliveries: 1,
    mailboxes: ['support@acme.example'],
  })
  expect(group.messages[0].differs).toEqual([])
  expect(group.messages[1].differs).toEqual([
    { what: 'subject', first: 'Lamp', here: 'Invoice' },
    { what: 'from', first: 'ada@example.com', here: 'mallory@example.net' },
    {
      what: 'body',
      lines: [
        { sign: '-', text: 'It is broken.' },
        { sign: '+', text: 'Pay here.' },
      ],
      more: 0,
    },
  ])
})

test('a group is marked as seen by an administrator, once, and another mail under the id makes it unseen', async () => {
  const { id } = await listed('used@x')
  const seen = (who: 'Ana' | 'Kim' | 'Gina') => world.ask(who, 'POST', `/api/ops/messages/collisions/${id}/seen`)
  expect((await seen('Kim')).status).toBe(403)
  expect((await seen('Gina')).status).toBe(404)
  expect([(await seen('Ana')).status, (await seen('Ana')).status]).toEqual([200, 200])
  const one = () => world.ask('Kim', 'GET', `/api/ops/messages/collisions/${id}`)
  expect((await one()).body.seen_by).toBe('ana')
  const audited = await world.rows(
    world.acme.orgId,
    `select from audit where type = 'collision.seen' and data->>'collision_id' = $1`,
    [id],
  )
  expect(audited).toHaveLength(1)
  await arrive({ id: 'used@x', body: 'A third.\r\n' })
  expect((await one()).body).toMatchObject({ seen_at: null, seen_by: null, message_count: 3 })
  expect((await world.ask('Gina', 'GET', `/api/ops/messages/collisions/${id}`)).status).toBe(404)
  expect((await world.ask('Vic', 'GET', '/api/ops/messages/collisions')).status).toBe(403)
})

test('a hundred mails under one id: all are kept, ten are shown', async () => {
  const one = await mailbox(world.acme.mailbox)
  await world.as(world.acme.orgId, (tx) =>
    keepMail(
      tx,
      Array.from({ length: 100 }, (_, n) => ({
        ...{
          mailboxId: one.id,
          providerId: `hundred:${n}`,
          bytes: Buffer.from(eml({ id: 'hundred@x', body: `Number ${n}.\r\n` })),
        },
        ...{ envelopeFrom: null, envelopeTo: null, receivedAt: tx.now, isHistory: false },
      })),
    ),
  )
  await takeIn()
  expect(await messages('hundred@x')).toHaveLength(100)
  const group = await listed('hundred@x')
  expect([group.message_count, group.messages.length, group.kind]).toEqual([100, 10, 'different'])
})

const noise = (length: number) => {
  let text = ''
  for (let n = 0; text.length < length; n++) text += createHash('sha256').update(`${n}`).digest('hex')
  return text.slice(0, length)
}

test('ids of 10 kB: the mail is kept, known again, and its collision listed; no ticket is found by such an id', async () => {
  const id = `${noise(10_000)}@x`
  await arrive({ id })
  await arrive({ id })
  await arrive({ id, body: 'Other words.\r\n' })
  expect(await messages(id)).toHaveLength(2)
  expect((await listed(id)).message_count).toBe(2)
  await arrive({ id: 'of-long@x', headers: `In-Reply-To: <${id}>\r\n` })
  expect((await messages('of-long@x'))[0]!.stitch_reason).toBe('new')
})

test('ids that differ by case are two; comments, folding and doubled brackets make no other id', async () => {
  await arrive({ id: 'Case@x' })
  await arrive({ id: 'case@x' })
  expect([await listed('Case@x'), await listed('case@x')]).toEqual([undefined, undefined])
  for (const written of ['<odd@x>', '(by hand) <odd@x>', '<odd(comment)@x>', '\r\n <odd@x>', '<<odd@x>>'])
    await arrive({ id: written })
  expect(await messages('odd@x')).toHaveLength(1)
})

test('the search through what is held finds what was there before, in steps, the same if it is done twice', async () => {
  const before = await world.ask('Ana', 'GET', '/api/ops/messages/collisions?limit=200')
  expect(before.body.backfill).toBeNull()
  await world.rows(world.acme.orgId, 'update message set weak_fingerprint = null, words_fingerprint = null')
  await world.rows(world.acme.orgId, 'delete from collision')
  // A mail whose bytes are nowhere any more.
  await world.rows(
    world.acme.orgId,
    `update message set raw_sha256 = repeat('0', 64) where message_id_header = 'reply@x'`,
  )
  expect((await world.ask('Kim', 'POST', '/api/ops/messages/collisions/backfill')).status).toBe(403)
  const begun = await world.ask('Ana', 'POST', '/api/ops/messages/collisions/backfill')
  expect(begun.body).toMatchObject({ finished_at: null, done: 0 })
  const total = begun.body.total
  expect(total).toBeGreaterThan(100)

  const io = { unit: world.as.bind(null, world.acme.orgId) as never, store: world.store }
  // Two processes at the same step, then one that dies after a step: nothing is done twice, nothing is left out.
  expect(await Promise.all([searchStep(io), searchStep(io)])).toEqual([true, true])
  const asked = async () => (await world.ask('Ana', 'GET', '/api/ops/messages/collisions?limit=200')).body
  expect((await asked()).backfill).toMatchObject({ done: 100, total, finished_at: null })
  expect((await world.ask('Ana', 'POST', '/api/ops/messages/collisions/backfill')).body.done).toBe(100)
  while (await searchStep(io));
  const after = await asked()
  expect(after.backfill).toMatchObject({ done: total, total, unread: 1 })
  expect(after.backfill.finished_at).not.toBeNull()
  const plain = (items: { id: string; seen_at: unknown; seen_by: unknown }[]) =>
    items
      .map(({ id: _, seen_at: _s, seen_by: _b, ...rest }) => rest)
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  expect(plain(after.items)).toEqual(plain(before.body.items))
  expect(await searchStep(io)).toBe(false)
  expect(plain((await asked()).items)).toEqual(plain(after.items))
})

test('the list goes on page by page, and a cursor of somebody else is refused with a sentence', async () => {
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await world.ask(
      'Ana',
      'GET',
      `/api/ops/messages/collisions?limit=2${cursor ? `&cursor=${cursor}` : ''}`,
    )
    seen.push(...body.items.map(({ id }: { id: string }) => id))
    cursor = body.next_cursor
  }
  const all = (await world.ask('Ana', 'GET', '/api/ops/messages/collisions?limit=200')).body.items
  expect(seen).toEqual(all.map(({ id }: { id: string }) => id))
  expect((await world.ask('Ana', 'GET', '/api/ops/messages/collisions?cursor=x')).status).toBe(422)
})
