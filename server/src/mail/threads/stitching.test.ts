import { afterAll, beforeAll, expect, test } from 'vitest'
import { threadDesk } from '../../../test/threadDesk.ts'
import { openWorld, type World } from '../../../test/world.ts'

let world: World
let desk: ReturnType<typeof threadDesk>
beforeAll(async () => {
  world = await openWorld()
  desk = threadDesk(world)
})
afterAll(() => world.close())

const day = 86_400_000
const set = (id: string, what: string) => world.rows(world.acme.orgId, `update ticket set ${what} where id = $1`, [id])
const close = (id: string, daysAgo: number) =>
  set(id, `status = 'closed', closed_at = '${new Date(Date.now() - daysAgo * day).toISOString()}'`)
const wish = async (change: Record<string, unknown>) =>
  expect((await world.ask('Ana', 'PATCH', '/api/settings/threading', change)).status).toBe(200)

test('our token goes before what the mail answers, and that before what it refers to', async () => {
  const [a, b, c] = [
    await desk.arrive({ id: 'o1@x' }),
    await desk.arrive({ id: 'o2@x' }),
    await desk.arrive({ id: 'o3@x' }),
  ]
  const names = { inReplyTo: 'o2@x', references: ['o3@x'] }
  const tag = desk.tagged(desk.tokenOf(a, 'ada@example.com'))
  expect(await desk.arrive({ id: 'o4@x', ...names, to: tag })).toMatchObject({
    number: a.number,
    reason: 'reply_token',
  })
  expect(await desk.arrive({ id: 'o5@x', ...names })).toMatchObject({ number: b.number, reason: 'in_reply_to' })
  expect(await desk.arrive({ id: 'o6@x', references: ['o1@x', 'o3@x'] })).toMatchObject({
    number: c.number,
    reason: 'references',
  })
  const ours = `docket.${desk.tokenOf(b, 'ada@example.com')}@acme.example`
  expect(await desk.arrive({ id: 'o7@x', references: [ours, 'gone@x'] })).toMatchObject({
    number: b.number,
    reason: 'ticket_reference',
  })
})

test('a ticket number in a subject joins nothing; the sender’s own ticket is shown beside the new one', async () => {
  const old = await desk.arrive({ id: 'n1@x' })
  const mine = await desk.arrive({ id: 'n2@x', subject: `Re: [#${old.number}] The lamp` })
  const foreign = await desk.arrive({ id: 'n3@x', from: 'eve@evil.example', subject: `[#${old.number}] Hello` })
  expect(new Set([old.number, mine.number, foreign.number]).size).toBe(3)
  expect(await desk.linksOf(mine.ticketId)).toEqual([{ number: old.number, reason: 'subject_number' }])
  expect(await desk.linksOf(foreign.ticketId)).toEqual([])
})

test('two who answer one announcement that we do not have stay apart, unless both came through one list', async () => {
  const ada = await desk.arrive({ id: 's1@x', inReplyTo: 'news@x' })
  const bob = await desk.arrive({ id: 's2@x', from: 'bob@example.net', inReplyTo: 'news@x' })
  expect(bob).toMatchObject({ reason: 'new', held: false })
  expect(bob.number).not.toBe(ada.number)
  expect(await desk.arrive({ id: 's3@x', inReplyTo: 'news@x' })).toMatchObject({
    number: ada.number,
    reason: 'sibling',
  })

  const list = 'talk.lists.example'
  const ann = await desk.arrive({ id: 's4@x', from: 'ann@example.net', inReplyTo: 'post@x', list })
  expect(await desk.arrive({ id: 's5@x', from: 'ben@example.net', inReplyTo: 'post@x', list })).toMatchObject({
    number: ann.number,
    reason: 'sibling',
    held: true,
  })
  const other = await desk.arrive({ id: 's6@x', from: 'ben@example.net', inReplyTo: 'post@x', list: 'other.example' })
  expect(other.number).not.toBe(ann.number)
})

test('whoever claims to be the parent of a mail stands beside its ticket, not on it', async () => {
  const victim = await desk.arrive({ id: 'p1@x', inReplyTo: 'parent@x' })
  const claimed = await desk.arrive({ id: 'parent@x', from: 'eve@evil.example', body: 'It was I whom you answered.' })
  expect(claimed.number).not.toBe(victim.number)
  expect(await desk.linksOf(victim.ticketId)).toEqual([{ number: claimed.number, reason: 'late_parent' }])
  // What comes next has a parent that is here: the mail of the stranger, on the ticket of the stranger, where it is held.
  expect(await desk.arrive({ id: 'p2@x', inReplyTo: 'parent@x' })).toMatchObject({ number: claimed.number, held: true })
  expect(await desk.arrive({ id: 'p3@x', inReplyTo: 'p1@x' })).toMatchObject({ number: victim.number, held: false })
})

test('a parent that comes late makes one of two tickets only where both are with the same people', async () => {
  const root = await desk.arrive({ id: 'g1@x' })
  const torn = await desk.arrive({ id: 'g3@x', inReplyTo: 'g2@x' })
  expect(torn.number).not.toBe(root.number)
  expect(await desk.arrive({ id: 'g2@x', inReplyTo: 'g1@x' })).toMatchObject({ number: root.number })
  expect(await desk.where('g3@x')).toMatchObject({ number: root.number, held: false })

  const other = await desk.arrive({ id: 'h1@x' })
  const child = await desk.arrive({ id: 'h3@x', from: 'bob@example.net', inReplyTo: 'h2@x' })
  await desk.arrive({ id: 'h2@x', inReplyTo: 'h1@x' })
  expect(await desk.where('h3@x')).toEqual(child)
  expect(await desk.linksOf(child.ticketId)).toEqual([{ number: other.number, reason: 'late_parent' }])
})

test('what a person took apart stays apart', async () => {
  const root = await desk.arrive({ id: 'u1@x' })
  const torn = await desk.arrive({ id: 'u3@x', inReplyTo: 'u2@x' })
  await desk.arrive({ id: 'u2@x', inReplyTo: 'u1@x' })
  const undone = await world.ask('Kim', 'POST', `/api/tickets/${torn.ticketId}/unmerge`, {})
  expect(undone.status).toBe(200)
  expect(await desk.where('u3@x')).toMatchObject({ number: torn.number })
  await desk.arrive({ id: 'u4@x', references: ['u1@x', 'u2@x', 'u3@x'] })
  expect(await desk.where('u3@x')).toMatchObject({ number: torn.number })
  expect(await desk.where('u1@x')).toMatchObject({ number: root.number })
})

test('an answer to a ticket closed long ago opens a new one, linked; the next answer finds that', async () => {
  const [old, recent] = [await desk.arrive({ id: 'c1@x' }), await desk.arrive({ id: 'd1@x' })]
  await close(old.ticketId, 15)
  await close(recent.ticketId, 13)
  expect(await desk.arrive({ id: 'd2@x', inReplyTo: 'd1@x' })).toMatchObject({ number: recent.number, status: 'open' })

  const anew = await desk.arrive({ id: 'c2@x', inReplyTo: 'c1@x' })
  expect(anew).toMatchObject({ reason: 'closed', status: 'new', held: false })
  expect(await desk.where('c1@x')).toMatchObject({ number: old.number, status: 'closed' })
  expect(await desk.linksOf(anew.ticketId)).toEqual([{ number: old.number, reason: 'closed' }])
  expect(await desk.linksOf(old.ticketId)).toEqual([{ number: anew.number, reason: 'closed' }])
  expect(await desk.arrive({ id: 'c3@x', inReplyTo: 'c1@x' })).toMatchObject({ number: anew.number })
  expect(await desk.arrive({ id: 'c4@x', from: 'eve@evil.example', inReplyTo: 'c1@x' })).toMatchObject({
    reason: 'closed',
  })

  await wish({ closed_days: null })
  expect(await desk.arrive({ id: 'c5@x', inReplyTo: 'c1@x' })).toMatchObject({ number: old.number, status: 'open' })
  await wish({ closed_days: 14 })
})

test('an answer under another subject opens a new ticket only where the organisation wants it', async () => {
  const old = await desk.arrive({ id: 'j1@x', subject: 'The lamp' })
  const other = { inReplyTo: 'j1@x', subject: 'My invoice' }
  expect(await desk.arrive({ id: 'j2@x', ...other })).toMatchObject({ number: old.number })
  await wish({ new_subject_opens: true })
  const anew = await desk.arrive({ id: 'j3@x', ...other })
  expect(anew).toMatchObject({ reason: 'new_subject' })
  expect(await desk.linksOf(old.ticketId)).toEqual([{ number: anew.number, reason: 'new_subject' }])
  expect(await desk.arrive({ id: 'j4@x', ...other, subject: 'AW: My invoice' })).toMatchObject({ number: anew.number })
  for (const subject of ['Re: The lamp', 'AW: RE: [talk] the  LAMP', 'Re[2]: The lamp'])
    expect(await desk.arrive({ id: `${subject.length}j@x`, inReplyTo: 'j1@x', subject })).toMatchObject({
      number: old.number,
    })
  await wish({ new_subject_opens: false })
})

test('the same subject joins only where the organisation wants it, and only its sender', async () => {
  const subject = 'The printer of the third floor'
  const first = await desk.arrive({ id: 'w1@x', subject })
  expect((await desk.arrive({ id: 'w2@x', subject })).number).not.toBe(first.number)
  await wish({ subject_hours: 24 })
  const again = await desk.arrive({ id: 'w3@x', subject: `Re: ${subject}` })
  expect(again).toMatchObject({ reason: 'subject_and_sender', held: false })
  const eve = await desk.arrive({ id: 'w4@x', subject, from: 'eve@evil.example' })
  expect(eve).toMatchObject({ reason: 'new' })
  expect((await desk.arrive({ id: 'w5@x', subject: 'Another printer' })).reason).toBe('new')
  await wish({ subject_hours: null })
})

test('an answer to spam stays there and wakes nobody', async () => {
  const spam = await desk.arrive({ id: 'k1@x' })
  await set(spam.ticketId, `status = 'spam', unread = false`)
  expect(await desk.arrive({ id: 'k2@x', inReplyTo: 'k1@x' })).toMatchObject({ number: spam.number, status: 'spam' })
  const [row] = await world.rows(world.acme.orgId, 'select unread from ticket where id = $1', [spam.ticketId])
  expect(row).toEqual({ unread: false })
})

test('an answer to a mail that only colleagues were sent is a note', async () => {
  const ticket = await desk.arrive({ id: 'i1@x' })
  await set(ticket.ticketId, `status = 'pending', unread = false`)
  await world.rows(
    world.acme.orgId,
    `insert into thread_key (org_id, mailbox_id, key, kind, ticket_id, message_id, at, internal)
     select m.org_id, t.mailbox_id, 'note@x', 'own', t.id, m.id, now(), true from message m join ticket t on t.id = m.ticket_id
     where m.message_id_header = 'i1@x'`,
  )
  const answer = { id: 'i2@x', inReplyTo: 'note@x', body: 'The margin is ours.' }
  expect(await desk.arrive(answer)).toMatchObject({ number: ticket.number, direction: 'note', status: 'pending' })
  // And what answers the answer.
  expect(await desk.arrive({ id: 'i3@x', inReplyTo: 'i2@x' })).toMatchObject({
    number: ticket.number,
    direction: 'note',
  })
  const { body } = await world.ask('Kim', 'GET', `/api/tickets/${ticket.ticketId}`)
  expect(body).toMatchObject({ preview: 'Words of i1@x.', status: 'pending' })
})

test('a thousand references, cycles and references to itself end on one ticket', async () => {
  const ids = Array.from({ length: 1_000 }, (_, n) => `m${n}@x`)
  const first = await desk.arrive({ id: 'm999@x', references: ids })
  expect(await desk.arrive({ id: 'm1000@x', references: [...ids, 'm1000@x'] })).toMatchObject({ number: first.number })
  expect(await desk.arrive({ id: 'm950@x', inReplyTo: 'm1000@x' })).toMatchObject({ number: first.number })
  const round = await desk.arrive({ id: 'r1@x', inReplyTo: 'r2@x', references: ['r1@x', 'r2@x'] })
  expect(await desk.arrive({ id: 'r2@x', inReplyTo: 'r1@x' })).toMatchObject({ number: round.number })
})

test('an id of another mailbox leads nowhere', async () => {
  const ours = await desk.arrive({ id: 'x1@x' })
  const { mailbox } = world.globex
  await desk.arriveAll([{ id: 'x2@x', inReplyTo: 'x1@x', to: mailbox, envelopeTo: mailbox }])
  const rows = await world.rows(
    world.globex.orgId,
    `select stitch_reason as reason, held from message where message_id_header = 'x2@x' and org_id = $1`,
    [world.globex.orgId],
  )
  expect(rows).toEqual([{ reason: 'new', held: false }])
  expect((await desk.arrive({ id: 'x3@x', inReplyTo: 'x1@x' })).number).toBe(ours.number)
})

test('the wishes are the organisation’s own, are refused when they make no sense, and are audited', async () => {
  const path = '/api/settings/threading'
  expect((await world.ask('Ana', 'GET', path)).body).toEqual({
    new_subject_opens: false,
    closed_days: 14,
    subject_hours: null,
  })
  await wish({ closed_days: 30 })
  expect((await world.ask('Gina', 'GET', path)).body.closed_days).toBe(14)
  expect((await world.ask('Kim', 'PATCH', path, { closed_days: 3 })).status).toBe(403)
  const refused = await world.ask('Ana', 'PATCH', path, { closed_days: 0 })
  expect([refused.status, refused.body.errors[0].field]).toEqual([422, 'closed_days'])
  const { body } = await world.ask('Ana', 'GET', '/api/audit')
  expect(body.items).toContainEqual(
    expect.objectContaining({ type: 'threading.changed', data: { closed_days: [14, 30] } }),
  )
  await wish({ closed_days: 14 })
})
