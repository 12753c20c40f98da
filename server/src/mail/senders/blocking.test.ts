import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type Person, type World } from '../../../test/world.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { importId, keepMail, mailKeeper, sha256Of } from '../arriving/keeping.ts'
import { spelledOnce, spelledOut } from './spelling.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Mail = { from: string; subject: string; head?: string; text?: string }
const eml = ({ from, subject, head = '', text = 'Words.' }: Mail) =>
  Buffer.from(
    `From: ${from}\r\nTo: support@acme.example\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@mail.example>\r\n${head}\r\n${text}\r\n`,
  )

async function arrive(...mails: Mail[]): Promise<void> {
  const keeper = mailKeeper(world.store)
  await Promise.all(
    mails.map((mail) =>
      keeper.keep({ bytes: eml(mail), envelopeFrom: 'bounce@list.example', recipients: [world.acme.mailbox] }),
    ),
  )
  while ((await ingestRound(world.store)) > 0);
}

const block = async (body: object, who: Person = 'Kim') => world.ask(who, 'POST', '/api/senders/blocked', body)

/** The ticket of the message with this subject, as the desk sees it, and that message. */
async function shown(subject: string) {
  const [row] = await world.rows<{ ticket_id: string }>(
    world.acme.orgId,
    'select ticket_id from message where subject = $1',
    [subject],
  )
  const { body: ticket } = await world.ask('Kim', 'GET', `/api/tickets/${row!.ticket_id}`)
  return { ticket, message: ticket.messages.find((one: { subject: string }) => one.subject === subject) }
}

test('mail of a blocked sender is kept as spam, silently, and says who blocked it, when and why', async () => {
  const { status, body } = await block({ address: 'Mallory@Spam.example', reason: 'sells pills' })
  expect([status, body]).toMatchObject([
    201,
    { address: 'mallory@spam.example', by: { name: 'Kim' }, moved_tickets: 0 },
  ])
  await arrive({ from: 'Mallory <mallory@SPAM.example>', subject: 'pills' })
  const { ticket, message } = await shown('pills')
  expect(ticket).toMatchObject({ status: 'spam', unread: false, preview: 'Words.' })
  const today = new Date().toISOString().slice(0, 10)
  expect(message.verdict.spam).toBe(true)
  expect(message.verdict.reasons).toContain(`mallory@spam.example is blocked here: “sells pills”, by Kim on ${today}.`)
  const found = await world.ask('Kim', 'GET', '/api/tickets?q=pills')
  expect(found.body.items.map(({ id }: { id: string }) => id)).toEqual([ticket.id])
  const spam = await world.ask('Kim', 'GET', '/api/tickets?status=spam')
  expect(spam.body.items).toHaveLength(1)
})

test('on a ticket of others it stands, and wakes nobody: neither status, read mark nor place in the list', async () => {
  await block({ address: 'noise@spam.example' })
  await arrive({ from: 'ada@example.com', subject: 'lamp' })
  const first = await shown('lamp')
  const patch = { version: first.ticket.version, status: 'resolved', unread: false }
  const { body: before } = await world.ask('Kim', 'PATCH', `/api/tickets/${first.ticket.id}`, patch)
  await arrive({
    from: 'noise@spam.example',
    subject: 'noise',
    head: 'In-Reply-To: <lamp@mail.example>\r\n',
    text: 'Me!',
  })
  const { ticket, message } = await shown('noise')
  expect(ticket.id).toBe(before.id)
  expect(message.verdict.spam).toBe(true)
  for (const name of ['status', 'unread', 'preview', 'active_at', 'requester'] as const)
    expect([name, ticket[name]]).toEqual([name, before[name]])
  await arrive({ from: 'ada@example.com', subject: 'more', head: 'In-Reply-To: <lamp@mail.example>\r\n', text: 'Hm.' })
  expect((await shown('more')).ticket).toMatchObject({ status: 'open', unread: true, preview: 'Hm.' })
})

test('a domain is blocked with all its addresses, and not the domains beneath or around it', async () => {
  await block({ address: '@Casino.example', reason: '' })
  await arrive(
    { from: 'a@casino.example', subject: 'domain-hit' },
    { from: 'a@mail.casino.example', subject: 'domain-beneath' },
    { from: 'a@notcasino.example', subject: 'domain-like' },
    { from: '"@casino.example" <a@fair.example>', subject: 'domain-name' },
  )
  const statuses = []
  for (const subject of ['domain-hit', 'domain-beneath', 'domain-like', 'domain-name'])
    statuses.push((await shown(subject)).ticket.status)
  expect(statuses).toEqual(['spam', 'new', 'new', 'new'])
  const { reasons } = (await shown('domain-hit')).message.verdict
  expect(reasons.at(-1)).toMatch(/^@casino\.example is blocked here, by Kim on \d{4}-\d\d-\d\d\.$/)
})

test('one address has one spelling, however it is written', async () => {
  const same = [
    ['Info@BÜCHER.example', 'info@bücher.example', 'info@xn--bcher-kva.example', '"info"@bücher.example.'],
    ['a@ｅxample.com', 'A@example.com'],
    ['cafe\u0301@x.example', 'café@x.example'],
    ['@Bücher.example', '@xn--bcher-kva.example'],
  ]
  for (const spellings of same) expect(new Set(spellings.map(spelledOnce)).size).toBe(1)
  expect(spelledOut('info@xn--bcher-kva.example')).toBe('info@bücher.example')
  for (const none of ['', 'nobody', 'a@', '@', 'a@b c']) expect(spelledOnce(none)).toBeNull()

  expect((await block({ address: 'info@bücher.example' })).body.address).toBe('info@bücher.example')
  await arrive({ from: 'INFO@xn--bcher-kva.example', subject: 'idn' })
  expect((await shown('idn')).ticket.status).toBe('spam')
  const again = await block({ address: 'INFO@BÜCHER.example', reason: 'again' })
  expect([again.status, again.body.reason]).toEqual([201, 'again'])
  const { body } = await world.ask('Vic', 'GET', '/api/senders/blocked')
  expect(body.code).toBe('forbidden')
  const listed = await world.ask('Ana', 'GET', '/api/senders/blocked?sender=Info@B%C3%BCcher.example')
  expect(listed.body.items).toHaveLength(1)
})

test('our own people and mailboxes cannot be blocked, nor their domain; and what is no address is told so', async () => {
  const wrong: [address: string, sentence: RegExp][] = [
    ['Support@Acme.example', /is a mailbox of this organisation/],
    ['support+x@acme.example', /is a mailbox of this organisation/],
    ['@acme.example', /mailbox of this organisation/],
    ['ana@ACME.example', /is ana, who works here/],
    ['nobody', /must be an address/],
    ['Ada <ada@example.com>', /must be an address/],
    ['a b@example.com', /must be an address/],
    ['@', /must be an address/],
  ]
  for (const [address, sentence] of wrong) {
    const { status, body } = await block({ address })
    expect([address, status, body.errors?.[0].field]).toEqual([address, 422, 'address'])
    expect(body.errors[0].message).toMatch(sentence)
  }
  // A block that is older than the person.
  await world.rows(
    world.acme.orgId,
    `insert into blocked_sender (id, address, blocked_at) values (gen_random_uuid(), 'kim@acme.example', now()),
       (gen_random_uuid(), '@acme.example', now())`,
  )
  await arrive({ from: 'kim@acme.example', subject: 'colleague' }, { from: 'cousin@acme.example', subject: 'cousin' })
  expect((await shown('colleague')).ticket.status).toBe('new')
  expect((await shown('cousin')).ticket.status).toBe('spam')
})

test('blocking takes the waiting tickets of the sender along, and taking it back brings back those that are still spam', async () => {
  for (const n of [1, 2, 3, 4]) await arrive({ from: `"P" <pest@bücher2.example>`, subject: `pest${n}` })
  await arrive({ from: 'other@bücher2.example', subject: 'not-pest' })
  const set = async (subject: string, status: string) => {
    const { ticket } = await shown(subject)
    await world.ask('Kim', 'PATCH', `/api/tickets/${ticket.id}`, { version: ticket.version, status })
  }
  await set('pest2', 'pending')
  await set('pest3', 'closed')
  const { body } = await block({ address: 'pest@xn--bcher2-3ya.example', move_tickets: true })
  expect([body.address, body.moved_tickets]).toEqual(['pest@bücher2.example', 3])
  const statuses = async () => {
    const all = []
    for (const subject of ['pest1', 'pest2', 'pest3', 'pest4', 'not-pest'])
      all.push((await shown(subject)).ticket.status)
    return all
  }
  expect(await statuses()).toEqual(['spam', 'spam', 'closed', 'spam', 'new'])
  const { ticket } = await shown('pest2')
  expect(ticket.events.at(-1)).toMatchObject({ type: 'ticket.changed', data: { status: ['pending', 'spam'] } })

  await set('pest4', 'open')
  const gone = await world.ask('Ana', 'DELETE', `/api/senders/blocked/${body.id}`, { restore: true })
  expect(gone.status).toBe(204)
  expect(await statuses()).toEqual(['new', 'pending', 'closed', 'open', 'new'])
  await arrive({ from: 'pest@bücher2.example', subject: 'pest5' })
  expect((await shown('pest5')).ticket.status).toBe('new')
  const audit = await world.ask('Ana', 'GET', '/api/audit?type=sender')
  expect(audit.body.items.slice(0, 2)).toMatchObject([
    { type: 'sender.unblocked', actor: { name: 'ana' }, data: { address: 'pest@xn--bcher2-3ya.example', tickets: 2 } },
    { type: 'sender.blocked', actor: { name: 'Kim' }, data: { address: 'pest@xn--bcher2-3ya.example', tickets: 3 } },
  ])
})

test('history of a blocked sender is spam too', async () => {
  await block({ address: 'old@spam.example' })
  await world.as(world.acme.orgId, async (tx) => {
    const [box] = await tx.db.withTables<{ mailbox: { id: string } }>().selectFrom('mailbox').select('id').execute()
    const bytes = eml({ from: 'old@spam.example', subject: 'long-ago' })
    const envelope = { envelopeFrom: null, envelopeTo: null, receivedAt: tx.now, isHistory: true }
    await keepMail(tx, [{ mailboxId: box!.id, providerId: importId(sha256Of(bytes)), bytes, ...envelope }])
  })
  while ((await ingestRound(world.store)) > 0);
  expect((await shown('long-ago')).ticket).toMatchObject({ status: 'spam', unread: false })
})

test('what one organisation blocks, another hears; and the list goes page by page', async () => {
  await world.ask('Gus', 'POST', '/api/senders/blocked', { address: 'ada@example.com' })
  await arrive({ from: 'ada@example.com', subject: 'still-heard' })
  expect((await shown('still-heard')).ticket.status).toBe('new')
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await world.ask('Kim', 'GET', `/api/senders/blocked?limit=2${cursor && `&cursor=${cursor}`}`)
    seen.push(...body.items.map(({ address }: { address: string }) => address))
    cursor = body.next_cursor
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toContain('mallory@spam.example')
  expect(seen).not.toContain('ada@example.com')
})
