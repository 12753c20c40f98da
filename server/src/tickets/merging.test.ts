import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

let opened = 0
type Ticket = Awaited<ReturnType<typeof open>>
const open = async (email = 'ada@example.com', who: 'Kim' | 'Gus' = 'Kim') => {
  const asked = { subject: `Matter ${++opened}`, body: `Words ${opened}`, requester: { email, name: 'Somebody' } }
  return (await world.ask(who, 'POST', '/api/tickets', asked)).body
}
const ask = (method: string, path: string, body?: unknown, who: 'Kim' | 'Gus' | 'Vic' = 'Kim') =>
  world.ask(who, method, `/api/tickets/${path}`, body)
const read = async (id: string) => (await ask('GET', id)).body
const merge = async ({ id }: Ticket, into: Ticket, more = {}) =>
  ask('POST', `${id}/merge`, { into_ticket_id: into.id, version: (await read(id)).version, ...more })
const unmerge = ({ id }: Ticket) => ask('POST', `${id}/unmerge`)
const counts = async () => (await ask('GET', 'counts')).body

test('a ticket that is merged is nowhere but under its number, which says where it went', async () => {
  const [from, into] = [await open(), await open()]
  const before = await counts()
  const { status, body } = await merge(from, into)
  expect(status).toBe(200)
  expect(body).toMatchObject({ id: into.id, message_count: 2, preview: into.preview, merged_into: null })
  expect(body.messages.map(({ id }: { id: string }) => id)).toEqual([from.messages[0].id, into.messages[0].id])
  expect((await counts()).new).toBe(before.new - 1)
  const { items } = (await world.ask('Kim', 'GET', '/api/tickets?limit=200')).body
  expect(items.map(({ id }: Ticket) => id)).not.toContain(from.id)
  expect(await read(from.id)).toMatchObject({ merged_into: { id: into.id, number: into.number }, messages: [] })
  const found = (await world.ask('Kim', 'GET', `/api/tickets?q=${from.messages[0].text.replace(' ', '+')}`)).body
  expect(found.items.map(({ id }: Ticket) => id)).toContain(into.id)
})

test('both have it on their timeline, once, and the other shows what happened to the merged one', async () => {
  const [from, into] = [await open(), await open()]
  await ask('PATCH', from.id, { version: from.version, priority: 'high' })
  const { events } = (await merge(from, into)).body
  expect(events.filter(({ type }: { type: string }) => type === 'ticket.merged')).toMatchObject([
    { actor: { name: 'Kim' }, data: { fromNumber: from.number, messages: 1 }, ticket_number: into.number },
  ])
  expect(events).toContainEqual(expect.objectContaining({ type: 'ticket.changed', ticket_number: from.number }))
  expect((await read(from.id)).events.at(-1)).toMatchObject({ type: 'ticket.merged' })
})

test('merging twice is merging once, also by number; undoing twice is undoing once', async () => {
  const [from, into] = [await open(), await open()]
  const once = (await merge(from, into)).body
  const again = await ask('POST', `${from.id}/merge`, { into_ticket_number: into.number, version: 1 })
  expect(again.body).toEqual(once)
  const back = (await unmerge(from)).body
  expect(back).toMatchObject({ stayed: 0, ticket: { id: from.id, merged_into: null } })
  expect((await unmerge(from)).body).toEqual(back)
})

test('what cannot be merged is refused with a sentence', async () => {
  const [a, b, c] = [await open(), await open(), await open()]
  const foreign = await open('eve@example.com', 'Gus')
  expect((await merge(a, a)).body).toMatchObject({ code: 'cannot-merge', status: 422 })
  for (const into_ticket_id of [foreign.id, crypto.randomUUID()])
    expect((await merge(a, a, { into_ticket_id })).body).toMatchObject({
      status: 422,
      errors: [{ field: 'into_ticket_id', message: 'there is no such ticket' }],
    })
  expect((await ask('POST', `${a.id}/merge`, { version: 1 })).body.errors[0].field).toBe('into_ticket_number')
  expect((await ask('POST', `${foreign.id}/merge`, { version: 1, into_ticket_id: a.id })).status).toBe(404)
  expect((await ask('POST', `${a.id}/merge`, { version: 99, into_ticket_id: b.id })).body).toMatchObject({
    code: 'conflict',
    current: { id: a.id },
  })
  await merge(a, b)
  const gone = { code: 'ticket-merged', status: 409, merged_into: { id: b.id, number: b.number } }
  expect((await merge(b, a)).body).toMatchObject(gone)
  expect((await merge(c, a)).body).toMatchObject({
    ...gone,
    detail: `Ticket #${a.number} was merged into #${b.number}.`,
  })
  expect((await merge(a, c)).body).toMatchObject(gone)
  expect((await ask('POST', `${a.id}/replies`, { body: 'x' })).body).toMatchObject(gone)
  expect((await ask('POST', `${a.id}/notes`, { body: 'x' })).body).toMatchObject(gone)
  expect((await ask('PATCH', a.id, { version: 3, status: 'open' })).body).toMatchObject(gone)
  expect((await ask('PUT', `${a.id}/drafts/note`, { body: 'x' })).body).toMatchObject(gone)
  expect((await ask('POST', `${c.id}/merge`, { version: 1, into_ticket_id: b.id }, 'Vic')).status).toBe(403)
})

test('what waits for an answer does not disappear in what is done, and nothing is merged into spam', async () => {
  const [from, into, spam] = [await open(), await open(), await open()]
  await ask('PATCH', into.id, { version: into.version, status: 'closed' })
  expect((await merge(from, into)).body.status).toBe('open')
  await unmerge(from)
  expect(await read(into.id)).toMatchObject({ status: 'closed' })
  await ask('PATCH', spam.id, { version: spam.version, status: 'spam' })
  expect((await merge(from, spam)).body).toMatchObject({ code: 'cannot-merge', status: 422 })
})

test('with the same requester all take part in both; of another one only who is named, and his words are held', async () => {
  const [mine, mineToo, his] = [await open(), await open(), await open('bob@example.net')]
  expect((await merge(mineToo, mine)).body.participants).toEqual(['ada@example.com'])
  const held = (await merge(his, mine)).body
  expect(held.participants).toEqual(['ada@example.com'])
  expect(held.messages.map(({ held }: { held: boolean }) => held)).toEqual([false, false, true])
  await unmerge(his)
  const named = (await merge(his, mine, { add_participants: true })).body
  expect(named.participants).toEqual(['ada@example.com', 'bob@example.net'])
  expect(named.messages.map(({ held }: { held: boolean }) => held)).toEqual([false, false, false])
  await unmerge(his)
  expect((await read(mine.id)).participants).toEqual(['ada@example.com'])
})

test('drafts go along below what was being written there, and come back', async () => {
  const [from, into] = [await open(), await open()]
  await ask('PUT', `${from.id}/drafts/reply`, { body: 'From there' })
  await ask('PUT', `${from.id}/drafts/note`, { body: 'A note' })
  await ask('PUT', `${into.id}/drafts/reply`, { body: 'From here' })
  const bodies = ({ drafts }: { drafts: { kind: string; body: string }[] }) =>
    drafts.map(({ kind, body }) => `${kind}: ${body}`).sort()
  expect(bodies((await merge(from, into)).body)).toEqual(['note: A note', 'reply: From here\n\nFrom there'])
  await ask('PUT', `${into.id}/drafts/note`, { body: '' })
  expect(bodies((await unmerge(from)).body.ticket)).toEqual(['reply: From there'])
  expect(bodies(await read(into.id))).toEqual(['reply: From here'])
})

/** All that a ticket is to those who look at it. */
const shownOf = async (ids: string[]) => {
  const tickets = await Promise.all(ids.map(read))
  const parts = tickets.map(({ version: _v, updated_at: _u, events: _e, drafts, ...ticket }) => ({ ...ticket, drafts }))
  return {
    parts,
    counts: await counts(),
    list: (await world.ask('Kim', 'GET', '/api/tickets?limit=200')).body.items.map(({ id }: Ticket) => id),
  }
}

test('merging and undoing, in whatever order, is as if nothing had been done', async () => {
  let seed = 20261121
  let merges = 0
  const pick = (n: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
    return (seed >>> 12) % n
  }
  for (let round = 0; round < 12; round++) {
    const tickets: Ticket[] = []
    for (let n = 0; n < 4; n++) {
      const ticket = await open(['ada@example.com', 'bob@example.net'][pick(2)])
      for (let m = pick(3); m > 0; m--)
        await ask('POST', `${ticket.id}/${pick(2) ? 'notes' : 'replies'}`, { body: `More ${m}` })
      if (pick(2)) await ask('PUT', `${ticket.id}/drafts/reply`, { body: `Draft ${n}` })
      const status = ['new', 'open', 'pending', 'resolved', 'closed'][pick(5)]
      await ask('PATCH', ticket.id, { version: (await read(ticket.id)).version, status, unread: pick(2) === 1 })
      tickets.push(ticket)
    }
    const ids = tickets.map(({ id }) => id)
    const before = await shownOf(ids)
    const merged: Ticket[] = []
    for (let step = 0; step < 3; step++) {
      const [from, into] = [tickets[pick(4)]!, tickets[pick(4)]!]
      const add = [{}, { add_participants: true }, { add_participants: false }][pick(3)]
      if ((await merge(from, into, add)).status !== 200) continue
      merged.push(from)
      merges++
      // A merge that is undone while others stand must leave those to be undone.
      if (merged.length > 0 && pick(3) === 0) await unmerge(merged.splice(pick(merged.length), 1)[0]!)
    }
    const orderly = round % 2 === 0
    while (merged.length > 0) await unmerge(orderly ? merged.pop()! : merged.splice(pick(merged.length), 1)[0]!)
    const after = await shownOf(ids)
    if (orderly) expect(after).toEqual(before)
    // Out of order the messages are where they were; status and drafts of those between may keep a trace.
    const wordsOf = ({ parts }: typeof before) =>
      parts.map(({ message_count, preview, active_at, messages, participants }) => ({
        message_count,
        preview,
        active_at,
        messages,
        participants,
      }))
    expect(wordsOf(after)).toEqual(wordsOf(before))
  }
  expect(merges).toBeGreaterThan(15)
}, 120_000)

test('what was written since the merge stays where it was written, and the answer says so', async () => {
  const [from, into] = [await open(), await open()]
  await merge(from, into)
  await ask('POST', `${into.id}/replies`, { body: 'To both of you' })
  const { body } = await unmerge(from)
  expect(body).toMatchObject({ stayed: 1, ticket: { message_count: 1 } })
  expect(await read(into.id)).toMatchObject({ message_count: 2, preview: 'To both of you' })
})
