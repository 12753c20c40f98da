import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attemptAt } from '../../../test/attempting.ts'
import { threadDesk } from '../../../test/threadDesk.ts'
import { bytesOf, type Fate, type Target, tricks } from '../../../test/tricks.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { mintReplyTag } from '../../tickets/index.ts'
import { sha256 } from '../parsing/fingerprinting.ts'
import { parseMail } from '../parsing/parsing.ts'

/** S9: whatever a mail says of itself, it gets onto no ticket that it has no way to, is nobody else's, and nobody else is written to. */

let world: World
let desk: ReturnType<typeof threadDesk>
let targets: Target[]
let arrived: Arrived[]

type Arrived = {
  sha: string
  ticket_id: string | null
  held: boolean
  direction: string
  author_user_id: string | null
  from_address: string
  state: string
}

beforeAll(async () => {
  world = await openWorld()
  desk = threadDesk(world)
  targets = await makeTargets()
  await desk.arriveAll(
    tricks.map((trick, n) => {
      const mail = trick.mail(targets[n]!)
      const envelopeTo = mail.plus ? desk.tagged(mail.plus) : undefined
      return { id: '', bytes: bytesOf(mail, targets[n]!), ...(envelopeTo ? { envelopeTo } : {}) }
    }),
  )
  arrived = await world.rows<Arrived>(
    world.acme.orgId,
    `select o.raw_sha256 as sha, o.state, m.ticket_id, m.held, m.direction, m.author_user_id, m.from_address
     from occurrence o left join message m on m.id = o.message_id where o.org_id = $1`,
    [world.acme.orgId],
  )
}, 240_000)
afterAll(() => world.close())

/** A ticket for each trick, with a mail of its requester that answers one nobody has, and an answer of Kim. */
async function makeTargets(): Promise<Target[]> {
  const { orgId } = world.acme
  const sales = 'sales@acme.example'
  await world.rows(
    orgId,
    `insert into mailbox (id, org_id, address, name, created_at) values (gen_random_uuid(), $1, $2, 'Sales', now() + interval '1 day')`,
    [orgId, sales],
  )
  const mails = tricks.map((_, n) => ({
    id: `open-${n}@customer.example`,
    from: `victim-${n}@customer.example`,
    subject: 'The lamp',
    inReplyTo: `lost-${n}@customer.example`,
  }))
  await desk.arriveAll(mails)
  const { mailbox: globex } = world.globex
  await desk.arriveAll([
    { id: 'sales@customer.example', from: 'buyer@customer.example', to: sales, envelopeTo: sales },
    { id: 'globex@customer.example', from: 'client@customer.example', to: globex, envelopeTo: globex },
  ])
  return each(mails, async ({ id, from, inReplyTo }, n) => {
    const { ticketId, number } = await desk.where(id)
    await answer(ticketId)
    const { raw } = await lastSent(ticketId)
    return {
      ...{ n, email: from, number, ticketId, opener: id, lost: inReplyTo },
      ours: (await parseMail(raw)).mail.message_id!,
      token: desk.tokenOf({ ticketId, number }, from),
      tokenOfGlobex: mintReplyTag(world.store.keys, { orgId: world.globex.orgId, ticketId, number, participant: from }),
      ...{ idOfSales: 'sales@customer.example', idOfGlobex: 'globex@customer.example' },
    }
  })
}

async function each<T, R>(things: readonly T[], work: (thing: T, n: number) => Promise<R>): Promise<R[]> {
  const done: R[] = []
  for (const [n, thing] of things.entries()) done.push(await work(thing, n))
  return done
}

async function answer(ticketId: string): Promise<void> {
  const reply = await world.ask('Kim', 'POST', `/api/tickets/${ticketId}/replies`, { body: 'Try another bulb.' })
  expect(reply.status).toBe(201)
}

/** The mail as it leaves. */
async function lastSent(ticketId: string): Promise<{ to: string[]; raw: Buffer }> {
  const [due] = await world.rows<{ id: string; message_id: string }>(
    world.acme.orgId,
    'select id, message_id from delivery where ticket_id = $1 order by queued_at desc, id desc limit 1',
    [ticketId],
  )
  await attemptAt(world.store, world.acme.orgId, due!.id)
  const [sent] = await world.rows<{ to: string[]; raw: Buffer }>(
    world.acme.orgId,
    'select envelope_to as to, raw from delivery where id = $1',
    [due!.id],
  )
  return sent!
}

const fateOf = ({ ticket_id, held, state }: Arrived, target: Target): Fate =>
  state === 'failed' ? 'refused' : ticket_id !== target.ticketId ? 'apart' : held ? 'held' : 'joins'

const arrivedAs = (n: number): Arrived => {
  const sha = sha256(bytesOf(tricks[n]!.mail(targets[n]!), targets[n]!))
  return arrived.find((one) => one.sha === sha)!
}

test('they are at least two hundred, and each has arrived once', () => {
  expect(tricks.length).toBeGreaterThanOrEqual(200)
  expect(arrived).toHaveLength(tricks.length * 2 + 1)
  expect(arrived.filter(({ state }) => state === 'kept')).toEqual([])
})

describe.each([...new Set(tricks.map(({ family }) => family))])('%s', (family) => {
  const of = [...tricks.entries()].filter(([, trick]) => trick.family === family)

  test.each(of.map(([n, { name, fate }]) => [name, fate, n] as const))('%s: %s', (_name, fate, n) => {
    expect(fateOf(arrivedAs(n), targets[n]!)).toBe(fate)
  })
})

test('no ticket has a mail of anybody but its requester that is not held, and none is written by one of us', async () => {
  const foreign = await world.rows(
    world.acme.orgId,
    `select m.message_id_header, m.from_address from message m join ticket t on t.id = m.ticket_id join contact c on c.id = t.requester_id
     where m.direction = 'in' and not m.held and lower(m.from_address) <> c.email`,
  )
  expect(foreign).toEqual([])
  expect(
    arrived.filter(({ state }) => state === 'done').filter((one) => one.author_user_id || one.direction !== 'in'),
  ).toEqual([])
  const tickets = await world.rows<{ n: number }>(
    world.acme.orgId,
    'select count(distinct ticket_id)::int as n from ticket_participant',
  )
  const participants = await world.rows<{ n: number }>(
    world.acme.orgId,
    'select count(*)::int as n from ticket_participant',
  )
  expect(participants).toEqual(tickets)
})

test('an answer goes to the requester alone and says nothing of what is held; the requester’s next mail joins in full', {
  timeout: 240_000,
}, async () => {
  await desk.arriveAll(
    targets.map(({ n, email, opener }) => ({ id: `more-${n}@customer.example`, from: email, inReplyTo: opener })),
  )
  await each(targets, async ({ n, email, ticketId }) => {
    expect(await desk.where(`more-${n}@customer.example`)).toMatchObject({ ticketId, held: false })
    await answer(ticketId)
    const { to, raw } = await lastSent(ticketId)
    const { mail } = await parseMail(raw)
    expect([to, mail.to.map(({ address }) => address), mail.cc]).toEqual([[email], [email], []])
    const words = raw.toString('latin1')
    expect(words).not.toMatch(/^(bcc|cc|resent-)[^\r\n]*:/im)
    expect(words).not.toContain('evil.example')
    if (tricks[n]!.fate !== 'joins') expect(words).not.toContain(`evilwords${n}.`)
  })
})

test('after a merge the tokens and ids of the merged ticket lead on, and its strangers are held there', async () => {
  const [from, into] = [targets[0]!, targets[1]!]
  const merged = await world.ask('Kim', 'POST', `/api/tickets/${from.ticketId}/merge`, {
    into_ticket_id: into.ticketId,
    version: (await world.ask('Kim', 'GET', `/api/tickets/${from.ticketId}`)).body.version,
  })
  expect(merged.status).toBe(200)
  const aimed = { ticketId: into.ticketId, held: true }
  const tag = desk.tagged(from.token)
  expect(await desk.arrive({ id: 'm1@x', from: 'eve@evil.example', envelopeTo: tag })).toMatchObject(aimed)
  expect(await desk.arrive({ id: 'm2@x', from: 'eve@evil.example', inReplyTo: from.opener })).toMatchObject(aimed)
  expect(await desk.arrive({ id: 'm3@x', from: from.email, envelopeTo: tag })).toMatchObject(aimed)
  expect(await desk.arrive({ id: 'm4@x', from: into.email, envelopeTo: desk.tagged(into.token) })).toMatchObject({
    ticketId: into.ticketId,
    held: false,
  })
  await answer(into.ticketId)
  const { to, raw } = await lastSent(into.ticketId)
  expect(to).toEqual([into.email])
  expect(raw.toString('latin1')).not.toContain(from.email)
})
