import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { threadDesk } from '../../../test/threadDesk.ts'
import { inOrder, type Sketch, sketched } from '../../../test/threads.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { keepMail } from '../arriving/keeping.ts'

/** A provider's word on what belongs together (MAIL D5): evidence where a mail itself names nothing, and a way in for nobody. */

let world: World
let desk: ReturnType<typeof threadDesk>
let support: string
beforeAll(async () => {
  world = await openWorld()
  desk = threadDesk(world)
  support = (await world.ask('Ana', 'GET', '/api/mailboxes')).body.items[0].id
})
afterAll(() => world.close())

type Delivered = Sketch & { thread: string; minute: number; mailboxId?: string }

const day = Date.UTC(2026, 10, 1)
async function arrive(...mails: Delivered[]): Promise<void> {
  await world.as(world.acme.orgId, (tx) =>
    keepMail(
      tx,
      mails.map((mail) => ({
        ...{ mailboxId: mail.mailboxId ?? support, providerId: `gmail:help:${mail.id}`, bytes: sketched(mail) },
        ...{ envelopeFrom: null, envelopeTo: null, isHistory: false },
        receivedAt: new Date(day + mail.minute * 60_000),
        providerThread: `gmail:help:${mail.thread}`,
      })),
    ),
  )
  while ((await ingestRound(world.store)) > 0);
}
const where = (id: string) => desk.where(id)
const together = async (one: string, other: string) => (await where(one)).ticketId === (await where(other)).ticketId

test('an answer that names no mail joins the ticket of its sender in that conversation, with the reason and how sure it is', async () => {
  await arrive({ id: 'lamp@x', subject: 'The lamp', thread: 'lamp', minute: 1 })
  await arrive({ id: 'lamp-re@x', subject: 'AW: The lamp', thread: 'lamp', minute: 2 })
  expect(await where('lamp-re@x')).toMatchObject({ reason: 'provider_thread', held: false })
  expect(await together('lamp@x', 'lamp-re@x')).toBe(true)
  const [row] = await world.rows(
    world.acme.orgId,
    `select stitch_confidence, stitch_evidence from message where message_id_header = 'lamp-re@x'`,
  )
  expect(row).toEqual({
    stitch_confidence: 'medium',
    stitch_evidence: { provider_thread: 'gmail:help:lamp', subject: 'an answer' },
  })
})

test('the mail of an attacker that Gmail put into the conversation stays by itself, and its sender learns and joins nothing', async () => {
  const eve = { from: 'eve@evil.example', subject: 'Re: The lamp', thread: 'lamp' }
  const before = await world.rows(world.acme.orgId, 'select * from ticket_participant order by 1, 2, 3')
  await arrive({ ...eve, id: 'eve@x', minute: 3 }, { ...eve, id: 'eve-list@x', list: 'talk.example', minute: 4 })
  for (const id of ['eve@x', 'eve-list@x']) {
    expect(await where(id)).toMatchObject({ reason: 'new' })
    expect(await together('lamp@x', id)).toBe(false)
    expect(await desk.linksOf((await where(id)).ticketId)).toEqual([])
  }
  const { ticketId } = await where('lamp@x')
  const after = await world.rows(world.acme.orgId, 'select * from ticket_participant order by 1, 2, 3')
  expect(after.filter((one) => (one as { ticket_id: string }).ticket_id === ticketId)).toEqual(
    before.filter((one) => (one as { ticket_id: string }).ticket_id === ticketId),
  )
  // Nor does what the victim writes next go to the attacker.
  await arrive({ id: 'lamp-more@x', subject: 'Re: The lamp', thread: 'lamp', minute: 5 })
  expect(await together('lamp@x', 'lamp-more@x')).toBe(true)
})

test.each<[what: string, mail: Partial<Delivered>]>([
  ['failed DMARC', { headers: ['Authentication-Results: mx.google.com; dmarc=fail header.from=example.com'] }],
  ['a machine wrote', { headers: ['Auto-Submitted: auto-replied'] }],
  ['a list sent', { list: 'talk.example' }],
  ['names a mail that nobody has', { inReplyTo: 'elsewhere@x' }],
  ['came to another mailbox', {}],
  ['is of another conversation', { thread: 'other' }],
  ['begins something, as each form of a web site does', { subject: 'The lamp' }],
])('a mail of the same sender in that conversation that %s is not joined by it', async (what, mail) => {
  const id = `not-${what.replaceAll(' ', '-')}@x`
  const { body } = await world.ask('Ana', 'POST', '/api/mailboxes', { address: 'sales@acme.example', name: 'Sales' })
  const elsewhere = what.includes('another mailbox') ? { mailboxId: body.id } : {}
  await arrive({ id, subject: 'Re: The lamp', thread: 'lamp', minute: 6, ...mail, ...elsewhere })
  expect(await together('lamp@x', id)).toBe(false)
})

test('nobody reaches a conversation by writing its id as a Message-ID or among the References', async () => {
  await arrive({
    id: 'forged@x',
    references: ['thread gmail:help:lamp', 'threadgmail:help:lamp'],
    thread: 'f',
    minute: 7,
  })
  await arrive({ id: 'threadgmail:help:lamp', subject: 'Re: The lamp', thread: 'g', minute: 8 })
  expect(await together('lamp@x', 'forged@x')).toBe(false)
  expect(await together('lamp@x', 'threadgmail:help:lamp')).toBe(false)
})

test('a mail that its token led elsewhere takes nothing of its conversation along', async () => {
  const opened = await desk.arrive({ id: 'chair@x', subject: 'The chair' })
  const to = desk.tagged(desk.tokenOf(opened, 'ada@example.com'))
  await arrive({ id: 'chair-re@x', subject: 'Re: The chair', to, thread: 'chair', minute: 9 })
  await arrive({ id: 'chair-late@x', subject: 'Re: The chair', thread: 'chair', minute: 10 })
  expect(await where('chair-re@x')).toMatchObject({ reason: 'reply_token', ticketId: opened.ticketId })
  expect(await where('chair-late@x')).toMatchObject({ reason: 'new' })
})

const people = ['ada@example.com', 'bob@example.com', 'eve@evil.example']
type Drawn = { who: number; thread: number; begins: boolean; key: number; cut: boolean }
let runs = 0

/** Of each sender and conversation: one that begins, and the answers after it. */
function truthOf(mails: readonly Delivered[]): string[][] {
  const groups = Map.groupBy(mails, ({ from, thread }) => `${from} ${thread}`)
  return inOrder(
    [...groups.values()].flatMap((some) => {
      const matters: string[][] = []
      for (const { id, subject } of some.toSorted((a, b) => a.minute - b.minute))
        if (subject === 'It' || matters.length === 0) matters.push([id])
        else matters.at(-1)!.push(id)
      return matters
    }),
  )
}

const drawn = fc.array(
  fc.record<Drawn>({
    who: fc.nat({ max: 2 }),
    thread: fc.nat({ max: 1 }),
    begins: fc.boolean(),
    key: fc.nat(),
    cut: fc.boolean(),
  }),
  { minLength: 2, maxLength: 9 },
)

/** Any order while a sender begins a conversation once at most; the oldest or the newest first whatever anybody begins. */
test.each(['any', 'oldest', 'newest'])(
  'with the %s first, batches cut anywhere, the same tickets come of it',
  {
    timeout: 240_000,
  },
  async (order) => {
    await fc.assert(
      fc.asyncProperty(drawn, async (all) => {
        const run = `p${runs++}`
        const begun = new Set<string>()
        const mails = all.map(({ who, thread, begins }, minute): Delivered => {
          const place = `${who} ${thread}`
          const isFirst = order !== 'any' || !all.slice(0, minute).some((one) => `${one.who} ${one.thread}` === place)
          const subject = begins && isFirst && (order !== 'any' || !begun.has(place)) ? 'It' : 'Re: It'
          begun.add(place)
          return {
            id: `${run}-${minute}@x`,
            from: people[who]!,
            subject,
            thread: `${run}-${thread}`,
            minute: minute + 20,
          }
        })
        const key = (n: number) => (order === 'any' ? all[n]!.key : order === 'oldest' ? n : -n)
        const arriving = [...mails.keys()].sort((a, b) => key(a) - key(b))
        const batch: Delivered[] = []
        for (const [n, at] of arriving.entries()) {
          batch.push(mails[at]!)
          if (all[at]!.cut || n === arriving.length - 1) await arrive(...batch.splice(0))
        }
        const rows = await world.rows<{ ids: string[] }>(
          world.acme.orgId,
          `select array_agg(message_id_header) as ids from message where message_id_header like $1 group by ticket_id`,
          [`${run}-%`],
        )
        expect(inOrder(rows.map(({ ids }) => ids))).toEqual(truthOf(mails))
      }),
      { numRuns: 25, seed: 20261123 },
    )
  },
)
