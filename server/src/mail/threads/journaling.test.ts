import { afterAll, beforeAll, expect, test } from 'vitest'
import { attemptAt } from '../../../test/attempting.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { keepMail } from '../arriving/keeping.ts'
import { openMailbox } from '../mailbox.ts'
import { judgeAgain } from '../replaying/replaying.ts'
import { keptMailsOf, readAgain } from '../replaying/rereading.ts'
import { resumeDeliveries } from '../sending/sender.ts'
import { connectMailbox } from '../sources/connecting.ts'
import { ownMarkOf } from './ownMark.ts'

const account = 'journal@acme.example'
let world: World
let journalId: string
let count = 0
beforeAll(async () => {
  world = await openWorld()
  journalId = await world.as(world.acme.orgId, async (tx) => {
    await openMailbox(tx, { address: 'sales@acme.example', name: 'Sales' })
    const { id } = await openMailbox(tx, { address: account, name: 'Journal' })
    const settings = { account, journal: true }
    await connectMailbox(tx, world.store, { mailboxId: id, kind: 'gmail', settings, secret: 'token' })
    return id
  })
})
afterAll(() => world.close())

/** The journal brings a copy; Gmail itself says that it was delivered to the account. */
async function journaled(mail: string): Promise<string> {
  const providerId = `gmail:${account}:${++count}`
  await world.as(world.acme.orgId, (tx) =>
    keepMail(tx, [
      {
        ...{ mailboxId: journalId, providerId, envelopeFrom: null, envelopeTo: null, isHistory: false },
        bytes: Buffer.from(`Delivered-To: ${account}\r\n${mail}`),
        receivedAt: tx.now,
      },
    ]),
  )
  while ((await ingestRound(world.store)) > 0);
  return providerId
}
const one = async (subject: string) =>
  (
    await world.rows<{ mailbox: string; tickets: number }>(
      world.acme.orgId,
      `select b.address as mailbox, count(*) over ()::int as tickets from ticket t join mailbox b on b.id = t.mailbox_id where t.subject = $1`,
      [subject],
    )
  )[0]
const deliveryOf = async (providerId: string) =>
  (
    await world.rows<{
      state: string
      message_id: string | null
      error: string | null
      recipient: { address: string; source: string } | null
    }>(world.acme.orgId, 'select state, message_id, error, recipient from occurrence where provider_id = $1', [
      providerId,
    ])
  )[0]!
const messages = async () =>
  (await world.rows<{ n: number }>(world.acme.orgId, 'select count(*)::int as n from message'))[0]!.n

const head = (subject: string, more: string) =>
  `From: Ada <ada@customer.example>\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replaceAll(' ', '-')}@customer.example>\r\n${more}\r\n\r\nWords of ${subject}.\r\n`

test.each([
  [
    'by the header of the routing rule',
    'X-Gm-Original-To: sales@acme.example\r\nTo: a-list@elsewhere.example',
    'sales@acme.example',
    'workspace_header',
  ],
  [
    'with its tag and in any case',
    'X-Gm-Original-To: Sales+vip@ACME.example\r\nTo: x@elsewhere.example',
    'sales@acme.example',
    'workspace_header',
  ],
  [
    'by To, not by the account that every copy was delivered to',
    `To: sales@acme.example`,
    'sales@acme.example',
    'to_cc_scan',
  ],
  [
    'by Cc among strangers',
    `To: x@elsewhere.example\r\nCc: support@acme.example`,
    'support@acme.example',
    'to_cc_scan',
  ],
  ['to the mailbox of the journal when nobody knows it', 'To: chief@acme.example', account, 'to_cc_scan'],
  ['to the mailbox of the journal when nothing is said', 'X-Nothing: 1', account, 'unknown'],
])('a copy belongs to the mailbox it was meant for: %s', async (why, more, mailbox, source) => {
  const providerId = await journaled(head(why, more))
  expect(await one(why)).toEqual({ mailbox, tickets: 1 })
  expect((await deliveryOf(providerId)).recipient?.source).toBe(source)
})

test('copies of one mail to two of our addresses are one message', async () => {
  const before = await messages()
  await journaled(
    head('to both', 'X-Gm-Original-To: sales@acme.example\r\nTo: sales@acme.example, support@acme.example'),
  )
  await journaled(
    head('to both', 'X-Gm-Original-To: support@acme.example\r\nTo: sales@acme.example, support@acme.example'),
  )
  expect(await messages()).toBe(before + 1)
})

test('our own answer that the journal brings back is another delivery of it, as it was sent and as Gmail changed it; a forged one is not', async () => {
  await journaled(head('Broken lamp', `To: ${world.acme.mailbox}`))
  const [ticket] = await world.rows<{ id: string }>(
    world.acme.orgId,
    `select id from ticket where subject = 'Broken lamp'`,
  )
  await world.ask('Kim', 'POST', `/api/tickets/${ticket!.id}/replies`, { body: 'Try another bulb.' })
  const [delivery] = await world.rows<{ id: string; message_id: string }>(
    world.acme.orgId,
    'select id, message_id from delivery where ticket_id = $1',
    [ticket!.id],
  )
  await attemptAt(world.store, world.acme.orgId, delivery!.id)
  await resumeDeliveries(world.store)
  const [{ raw } = { raw: Buffer.alloc(0) }] = await world.rows<{ raw: Buffer }>(
    world.acme.orgId,
    'select raw from delivery where id = $1',
    [delivery!.id],
  )
  const sent = raw.toString('latin1')
  const before = await messages()
  const statusNow = async () => (await world.ask('Kim', 'GET', `/api/tickets/${ticket!.id}`)).body.status
  const status = await statusNow()

  const same = await journaled(sent)
  const changed = sent
    .replace(/^Message-ID: .*$/im, 'Message-ID: <made-by@mail.gmail.com>')
    .replace('Try another bulb.', 'Try another bulb.\r\n-- \r\nA footer.')
  const rewritten = await journaled(changed)
  for (const providerId of [same, rewritten])
    expect(await deliveryOf(providerId)).toMatchObject({ state: 'done', message_id: delivery!.message_id })
  expect(await messages()).toBe(before)
  expect(await statusNow()).toBe(status)

  // A customer answers to the Message-ID that Gmail made.
  await journaled(
    `From: Ada <ada@customer.example>\r\nTo: ${world.acme.mailbox}\r\nSubject: Re: Broken lamp\r\nMessage-ID: <answer@customer.example>\r\nIn-Reply-To: <made-by@mail.gmail.com>\r\n\r\nIt works.\r\n`,
  )
  expect(await one('Re: Broken lamp')).toBe(undefined)
  expect(await messages()).toBe(before + 1)

  const noToken = changed
    .replace(/docket\.[\w-]+@acme\.example/g, 'docket.1-aaaaaaaaaaaaaaaaaaaaaaaaaa@acme.example')
    .replace('made-by', 'forged')
  const stranger = changed.replace(/^From: .*$/im, 'From: eve@evil.example').replace('made-by', 'forged-too')
  for (const forged of [noToken, stranger]) {
    const providerId = await journaled(forged)
    expect((await deliveryOf(providerId)).message_id).not.toBe(delivery!.message_id)
  }
  expect(await messages()).toBe(before + 3)
})

test('read again today, what a journal brought stands where it stands', async () => {
  const rows = await world.rows<{ id: string }>(
    world.acme.orgId,
    `select id from message where direction = 'in' and subject in ('Broken lamp', 'Re: Broken lamp', 'to both')`,
  )
  expect(rows.length).toBeGreaterThan(2)
  const kept = await world.as(world.acme.orgId, (tx) =>
    keptMailsOf(
      tx,
      rows.map(({ id }) => id),
    ),
  )
  const read = await readAgain(world.store, world.acme.orgId, kept)
  const judged = await world.as(world.acme.orgId, (tx) =>
    judgeAgain(tx, world.store, read, { stage: 'all', writes: false }),
  )
  expect(judged.flatMap(({ changes }) => changes)).toEqual([])
})

test('a mail that Docket wrote about itself is kept and makes no ticket: its link opens an account', async () => {
  const mail = (mark: string) =>
    `From: Acme <${world.acme.mailbox}>\r\nTo: kim@acme.example\r\nSubject: New password\r\nMessage-ID: <reset@acme.example>\r\nX-Docket-System: ${mark}\r\n\r\nhttps://help.acme.example/reset/secret\r\n`
  const before = await messages()
  const aside = await journaled(mail(ownMarkOf(world.store.keys, 'reset@acme.example')))
  expect(await deliveryOf(aside)).toMatchObject({
    state: 'done',
    message_id: null,
    error: expect.stringContaining('makes no ticket'),
  })
  expect(await messages()).toBe(before)
  await journaled(mail(ownMarkOf(world.store.keys, 'another@acme.example')))
  expect(await messages()).toBe(before + 1)
})
