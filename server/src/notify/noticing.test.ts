import { afterAll, beforeAll, expect, test } from 'vitest'
import { NoticeDesk, type Notified } from '../../test/noticeDesk.ts'
import { importId, keepMail } from '../mail/index.ts'

let desk: NoticeDesk
beforeAll(async () => {
  desk = await NoticeDesk.open()
})
afterAll(() => desk.close())

const to = (mails: Notified[]) => mails.map(({ recipients }) => recipients.join()).sort()
const header = (mail: Notified, name: string) => mail.headers.get(name.toLowerCase())?.[0]

async function ticket(mail: Parameters<NoticeDesk['receive']>[0] = {}) {
  return desk.ticketOf(await desk.receive(mail))
}
async function assign(id: string, email: string, by: 'Ana' | 'Kim' = 'Ana') {
  const { version } = await desk.ask(by, 'GET', `/tickets/${id}`)
  return desk.ask(by, 'PATCH', `/tickets/${id}`, { version, assignee_user_id: await desk.idOf(email) })
}
async function quiet() {
  await desk.letOut()
  desk.wait(3600)
}

test('whoever is given a ticket is told by whom, with a link, as a machine’s mail that no machine answers', async () => {
  const { id, number } = await ticket({ subject: 'The lamp' })
  await assign(id, 'kim@acme.example')
  const [mail, ...more] = await desk.letOut()
  expect(more).toEqual([])
  expect(mail!.recipients).toEqual(['kim@acme.example'])
  expect(mail!.read.mail.subject).toBe(`[#${number}] The lamp`)
  expect(mail!.read.mail.text).toContain('ana gave you this ticket')
  expect(mail!.read.mail.text).toContain(`/tickets/${id}`)
  expect(header(mail!, 'Auto-Submitted')).toBe('auto-generated')
  expect(header(mail!, 'X-Auto-Response-Suppress')).toBe('All')
  expect(header(mail!, 'X-Docket-Loop')).toBe('yes')
  expect(header(mail!, 'List-Id')).toBe('<notifications.acme.example>')
  expect(mail!.envelopeFrom).toMatch(/^support\+t\.[a-z2-7]{26}@acme\.example$/)
  expect(header(mail!, 'Reply-To')).toMatch(/support\+s\.[a-z2-7]{26}@acme\.example/)
})

test('a change that tells nobody orders no job', async () => {
  await quiet()
  const { id } = await ticket()
  await desk.letOut()
  const ordered = () => desk.rows<{ name: string }>(`select name from pgboss.job where state = 'created'`)
  await desk.ask('Kim', 'POST', `/tickets/${id}/notes`, { body: 'A note to nobody.' })
  await desk.ask('Kim', 'POST', `/tickets/${id}/replies`, { body: 'Here it is.', status: 'resolved' })
  expect((await ordered()).filter(({ name }) => name.startsWith('notify.'))).toEqual([])
  await assign(id, 'kim@acme.example')
  expect((await ordered()).filter(({ name }) => name.startsWith('notify.'))).toEqual([{ name: 'notify.assigned' }])
  await desk.letOut()
})

test('one’s own acts are told to nobody else’s mailbox and not to oneself', async () => {
  await quiet()
  const { id } = await ticket()
  await assign(id, 'kim@acme.example', 'Kim')
  const kim = await desk.idOf('kim@acme.example')
  await desk.ask('Kim', 'POST', `/tickets/${id}/notes`, { body: 'A note to myself, @Kim.', mentions: [kim] })
  // A colleague who writes in as a customer is not told of it either.
  await desk.ask('Kim', 'PATCH', '/me/notifications', { mailbox_ids: [await desk.mailboxId()] })
  await desk.receive({ from: 'Kim <kim@acme.example>' })
  await desk.ask('Kim', 'PATCH', '/me/notifications', { mailbox_ids: [] })
  expect(await desk.letOut()).toEqual([])
})

test('a note tells the colleagues whom it names, with its words; a customer’s answer tells whose ticket it is', async () => {
  await quiet()
  const opener = await desk.receive()
  const { id } = await desk.ticketOf(opener)
  const [kim, vic] = await Promise.all(['kim@acme.example', 'vic@acme.example'].map((email) => desk.idOf(email)))
  await desk.ask('Ana', 'POST', `/tickets/${id}/notes`, { body: 'Look, @Kim, @Vic.', mentions: [kim, vic, kim] })
  const told = await desk.letOut()
  expect(to(told)).toEqual(['kim@acme.example', 'vic@acme.example'])
  for (const { read } of told) expect(read.mail.text).toContain('Look, @Kim, @Vic.')

  await assign(id, 'kim@acme.example')
  await quiet()
  await desk.receive({ headers: [`In-Reply-To: <${opener}>`], text: 'Now it smokes.', subject: 'Re: Broken lamp' })
  const [answer, ...more] = await desk.letOut()
  expect(more).toEqual([])
  expect(answer!.read.mail.text).toContain('Ada answered on your ticket.')
  expect(answer!.read.mail.text).toContain('> Now it smokes.')
})

test('who does not work here cannot be named', async () => {
  const { id } = await ticket()
  const gus = (
    await desk.world.rows(desk.world.globex.orgId, `select id from app_user where email = 'gus@globex.example'`)
  )[0]!
  const said = await desk.world.ask('Kim', 'POST', `/api/tickets/${id}/notes`, { body: 'x', mentions: [gus.id] })
  expect([said.status, said.body.errors[0].field]).toEqual([422, 'mentions'])
})

test('a new ticket tells those who follow its mailbox, and nobody else', async () => {
  await quiet()
  await desk.ask('Vic', 'PATCH', '/me/notifications', { mailbox_ids: [await desk.mailboxId()] })
  await desk.receive({ subject: 'A new one' })
  const told = await desk.letOut()
  expect(to(told)).toEqual(['vic@acme.example'])
  // Who may only read is offered no answer.
  expect(told[0]!.read.mail.text).toContain('an answer to this mail is not carried out')
  await desk.ask('Vic', 'PATCH', '/me/notifications', { opened: false })
  await desk.receive({ subject: 'Another one' })
  expect(await desk.letOut()).toEqual([])
  await desk.ask('Vic', 'PATCH', '/me/notifications', { opened: true, mailbox_ids: [] })
})

test('what happens to one ticket within a minute is one mail, also when every job runs twice', async () => {
  await quiet()
  const opener = await desk.receive()
  const { id } = await desk.ticketOf(opener)
  const kim = await desk.idOf('kim@acme.example')
  await assign(id, 'kim@acme.example')
  await desk.ask('Ana', 'POST', `/tickets/${id}/notes`, { body: 'First, @Kim.', mentions: [kim] })
  await desk.ask('Ana', 'POST', `/tickets/${id}/notes`, { body: 'Second, @Kim.', mentions: [kim] })
  await desk.settle({ twice: true })
  await desk.receive({ headers: [`In-Reply-To: <${opener}>`], text: 'Third.' })
  const told = await desk.letOut({ twice: true })
  expect(told).toHaveLength(1)
  for (const words of ['ana gave you this ticket', 'First, @Kim.', 'Second, @Kim.', 'Third.'])
    expect(told[0]!.read.mail.text).toContain(words)
  expect(await desk.letOut({ twice: true })).toEqual([])
})

test('an organisation may keep the words at home; a mail shows two thousand characters and never a machine’s words', async () => {
  await quiet()
  const { id } = await ticket()
  const kim = await desk.idOf('kim@acme.example')
  const mention = (body: string) => desk.ask('Ana', 'POST', `/tickets/${id}/notes`, { body, mentions: [kim] })
  await mention(`${'long '.repeat(500)}END`)
  const [long] = await desk.letOut()
  expect(long!.read.mail.text).toContain('[…]')
  expect(long!.read.mail.text).not.toContain('END')
  await desk.ask('Ana', 'PUT', '/settings/notifications', { quotes_words: false })
  await mention('Secret words.')
  const [closed] = await desk.letOut()
  expect(closed!.bytes.toString()).not.toContain('Secret words')
  await desk.ask('Ana', 'PUT', '/settings/notifications', { quotes_words: true })

  await desk.ask('Kim', 'PATCH', '/me/notifications', { mailbox_ids: [await desk.mailboxId()] })
  await desk.receive({ from: 'no-reply@chat.example', subject: 'Code', text: 'Your code is 482913.' })
  const [code] = await desk.letOut()
  expect(code!.read.mail.text).toContain('A new ticket of')
  expect(code!.bytes.toString()).not.toContain('482913')
  await desk.ask('Kim', 'PATCH', '/me/notifications', { mailbox_ids: [] })
})

test('history, what is read again later and what lay for a day notify nobody', async () => {
  await quiet()
  await desk.ask('Kim', 'PATCH', '/me/notifications', { mailbox_ids: [await desk.mailboxId()] })
  const opener = await desk.receive({ subject: 'Live' })
  const { id } = await desk.ticketOf(opener)
  await assign(id, 'kim@acme.example')
  await quiet()
  const bytes = (n: number) =>
    Buffer.from(
      `From: ada@shop.example\r\nTo: support@acme.example\r\nSubject: Old ${n}\r\nMessage-ID: <old-${n}@x.example>\r\n${n ? `In-Reply-To: <${opener}>\r\n` : ''}\r\nOld words ${n}.\r\n`,
    )
  const mailboxId = await desk.mailboxId()
  await desk.world.as(desk.world.acme.orgId, (tx) =>
    keepMail(
      tx,
      [0, 1].map((n) => ({
        ...{ mailboxId, providerId: importId(`old-${n}`), bytes: bytes(n), isHistory: true, receivedAt: tx.now },
        ...{ envelopeFrom: null, envelopeTo: null },
      })),
    ),
  )
  expect(await desk.letOut()).toEqual([])

  await desk.ask('Ana', 'POST', `/tickets/${id}/notes`, { body: 'x', mentions: [await desk.idOf('kim@acme.example')] })
  desk.wait(25 * 3600)
  expect(await desk.letOut()).toEqual([])
  await desk.ask('Kim', 'PATCH', '/me/notifications', { mailbox_ids: [] })
})

test('a mailbox in shadow tells nobody of its customers', async () => {
  await quiet()
  const mailboxId = await desk.mailboxId()
  await desk.ask('Kim', 'PATCH', '/me/notifications', { mailbox_ids: [mailboxId] })
  await desk.ask('Ana', 'PUT', `/mailboxes/${mailboxId}/shadow`, { shadow: true })
  await desk.receive()
  expect(await desk.letOut()).toEqual([])
  await desk.ask('Ana', 'PUT', `/mailboxes/${mailboxId}/shadow`, { shadow: false })
  await desk.ask('Kim', 'PATCH', '/me/notifications', { mailbox_ids: [] })
})

test('thirty mails an hour to one person, counted in the database; the last says so, and the next hour has room again', async () => {
  desk.wait(7200)
  await quiet()
  const kim = await desk.idOf('kim@acme.example')
  const mentionOnNew = async () => {
    const { id } = await desk.ask('Ana', 'POST', '/tickets', {
      ...{ subject: 'Many', body: 'x', requester: { email: 'ada@shop.example' } },
    })
    await desk.ask('Ana', 'POST', `/tickets/${id}/notes`, { body: 'Look.', mentions: [kim] })
  }
  for (let n = 0; n < 33; n++) await mentionOnNew()
  const told = await desk.letOut()
  expect(told).toHaveLength(30)
  expect(told.some(({ read }) => read.mail.text.includes('This is the last of 30 mails'))).toBe(true)
  const { lately } = await desk.ask('Kim', 'GET', '/me/notifications')
  expect(lately.filter(({ status }: { status: string }) => status === 'withheld')).toHaveLength(3)
  await mentionOnNew()
  expect(await desk.letOut()).toEqual([])
  desk.wait(3600)
  await mentionOnNew()
  expect(await desk.letOut()).toHaveLength(1)
})

test('a mail server that is away is asked again, and a sender that dies on the way is made good', async () => {
  desk.wait(7200)
  await quiet()
  const { id } = await ticket()
  await assign(id, 'kim@acme.example')
  await desk.settle()
  const config = desk.world.store.config
  desk.world.store.config = { ...config, smtpUrl: 'smtp://127.0.0.1:1' }
  expect(await desk.letOut()).toEqual([])
  const state = async () => (await desk.ask('Kim', 'GET', '/me/notifications')).lately[0].status
  expect(await state()).toBe('queued')
  desk.world.store.config = config
  expect(await desk.letOut({ seconds: 62 })).toHaveLength(1)
  expect(await state()).toBe('sent')

  await desk.rows(
    `update notice set status = 'sending', leaves_at = $1 where status = 'sent' and id = (select id from notice order by created_at desc limit 1)`,
    [desk.world.store.clock()],
  )
  expect(await desk.letOut()).toHaveLength(1)
})
