import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../../test/world.ts'
import { openMailbox } from '../mailbox.ts'
import { ingestRound } from './ingesting.ts'
import { keepMail } from './keeping.ts'

/** Whatever a batch is cut into, the same mails in the same order become the same messages on the same tickets. */

let world: World
let mailboxes: string[]

beforeAll(async () => {
  world = await openWorld()
  mailboxes = await world.as(world.acme.orgId, async (tx) => [
    (await openMailbox(tx, { address: 'support@acme.example', name: '' })).id,
    (await openMailbox(tx, { address: 'sales@acme.example', name: '' })).id,
  ])
  // What no reader foresees: the database refuses this one.
  await world.rows(
    world.acme.orgId,
    `create function poisoned() returns trigger language plpgsql as $$ begin raise 'it cannot be written'; end $$`,
  )
  await world.rows(
    world.acme.orgId,
    `create trigger poisoned before insert on message for each row when (new.subject like 'poison%') execute function poisoned()`,
  )
})
afterAll(() => world.close())

type Sent = {
  /** Which mail of which thread; the mails before it in its thread are its ancestors. */
  thread: number
  place: number
  parent: number
  /** Somebody else's mail under the same id, with words of its own. */
  forged: boolean
  look: 'plain' | 'spaced' | 'list' | 'unnamed' | 'unreadable' | 'poison'
  mailbox: number
}

const sent: fc.Arbitrary<Sent> = fc.record({
  thread: fc.nat(3),
  place: fc.nat(4),
  parent: fc.nat(4),
  forged: fc.oneof({ arbitrary: fc.constant(false), weight: 4 }, { arbitrary: fc.constant(true), weight: 1 }),
  look: fc.oneof(
    { arbitrary: fc.constant('plain' as const), weight: 12 },
    { arbitrary: fc.constantFrom('spaced' as const, 'list' as const), weight: 4 },
    { arbitrary: fc.constantFrom('unnamed' as const, 'unreadable' as const), weight: 2 },
    { arbitrary: fc.constant('poison' as const), weight: 1 },
  ),
  mailbox: fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, { arbitrary: fc.constant(1), weight: 1 }),
})

function bytesOf({ thread, place, parent, forged, look }: Sent, run: string): Buffer {
  const id = (place: number) => `<${run}.${thread}.${place}@x>`
  const ancestors = place === 0 ? [] : [...Array(place).keys()].filter((at) => at <= parent || at === 0)
  const from = forged ? 'mallory@example.net' : `writer${place % 2}@example.com`
  return Buffer.from(
    [
      look === 'unreadable' ? '' : `From: ${from}`,
      `Subject: ${look === 'poison' ? 'poison' : `Thread ${thread}`}`,
      look === 'unnamed' ? '' : `Message-ID: ${id(place)}`,
      'Date: Sat, 21 Nov 2026 10:00:00 +0000',
      ancestors.length ? `In-Reply-To: ${id(ancestors.at(-1)!)}` : '',
      ancestors.length ? `References: ${ancestors.map(id).join(' ')}` : '',
      look === 'list' ? 'List-Id: <users.lists.example.org>' : '',
    ]
      .filter(Boolean)
      .concat(
        '',
        `${forged ? 'Forged' : 'Honest'} words of ${run} ${thread} ${place}.${look === 'spaced' ? '  \r\n\r\n' : ''}`,
      )
      .concat(look === 'list' ? ['', '_______________', 'https://lists.example.org/users', ''] : [''])
      .join('\r\n'),
  )
}

let runs = 0

/** Keeps and takes in the mails piece by piece; says what became of each, by the place at which it arrived. */
async function outcomeOf(mails: readonly Sent[], pieces: readonly number[]) {
  const run = `r${runs++}`
  const base = Date.UTC(2026, 10, 21, 12) + runs * 100_000
  let at = 0
  for (const size of pieces) {
    const piece = mails.slice(at, at + size).map((mail, offset) => ({
      mailboxId: mailboxes[mail.mailbox]!,
      providerId: `${run}:${at + offset}`,
      bytes: bytesOf(mail, run),
      envelopeFrom: 'x@example.com',
      envelopeTo: null,
      receivedAt: new Date(base + at + offset),
      isHistory: false,
    }))
    at += size
    await world.as(world.acme.orgId, (tx) => keepMail(tx, piece))
    while ((await ingestRound(world.store)) > 0);
  }
  const rows = await world.rows<{
    place: number
    state: string
    message: string | null
    ticket: string | null
    how: string
  }>(
    world.acme.orgId,
    `select split_part(o.provider_id, ':', 2)::int as place, o.state, o.message_id as message, m.ticket_id as ticket,
       concat_ws(' ', m.stitch_reason, m.stitch_confidence, m.held, c.email) as how
     from occurrence o left join message m on m.id = o.message_id left join ticket t on t.id = m.ticket_id
       left join contact c on c.id = t.requester_id
     where o.provider_id like $1 order by 1`,
    [`${run}:%`],
  )
  const firstOf = (name: 'message' | 'ticket') => {
    const first = new Map<string, number>()
    for (const row of rows) if (row[name] && !first.has(row[name])) first.set(row[name], row.place)
    return (id: string | null) => (id ? first.get(id)! : null)
  }
  const message = firstOf('message')
  const ticket = firstOf('ticket')
  const shared = await world.rows<{ id: string; kind: string; messages: number }>(
    world.acme.orgId,
    `select replace(message_id_header, $1, '') as id, kind, messages from collision where message_id_header like $1 || '.%' order by 1`,
    [run],
  )
  return {
    shared,
    mails: rows.map((row) => [row.place, row.state, message(row.message), ticket(row.ticket), row.how].join(' ')),
  }
}

const cutBy = (mails: readonly Sent[], cuts: readonly number[]) => {
  const pieces: number[] = []
  for (let left = mails.length, n = 0; left > 0; n++) {
    const size = Math.min(left, cuts[n % cuts.length]!)
    pieces.push(size)
    left -= size
  }
  return pieces
}

test('one batch, random batches and one by one give the same messages, tickets and collisions', {
  timeout: 280_000,
}, async () => {
  let looked = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(sent, { minLength: 2, maxLength: 14 }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }),
      async (mails, cuts) => {
        const alone = await outcomeOf(
          mails,
          mails.map(() => 1),
        )
        expect(alone.mails).toHaveLength(mails.length)
        expect(await outcomeOf(mails, [mails.length])).toEqual(alone)
        expect(await outcomeOf(mails, cutBy(mails, cuts))).toEqual(alone)
        looked += mails.length
      },
    ),
    {
      numRuns: Number(process.env.BATCH_RUNS ?? 40),
      seed: process.env.BATCH_SEED ? Number(process.env.BATCH_SEED) : 20261121,
    },
  )
  expect(looked).toBeGreaterThan(100)
})

test('two lanes at once give what one mail after the other gives', { timeout: 280_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(sent, { minLength: 90, maxLength: 130 }), async (mails) => {
      // Poison makes single mails of a batch, which is the case above.
      const whole = mails
        .filter(({ look }) => look !== 'poison')
        .map((mail, n) => ({ ...mail, thread: mail.thread + 4 * Math.floor(n / 30) }))
      const alone = await outcomeOf(
        whole,
        whole.map(() => 1),
      )
      expect(await outcomeOf(whole, [whole.length])).toEqual(alone)
    }),
    { numRuns: Number(process.env.LANE_RUNS ?? 3), seed: 20261121 },
  )
})

test('mails too big for one batch are still taken in before those behind them', async () => {
  const mail = (id: string, more: string, body: string) =>
    Buffer.from(`From: a@example.com\r\nMessage-ID: <${id}@big>\r\n${more}\r\n${body}\r\n`)
  const isFile = 'Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n'
  const big = `${'QUFB'.repeat(18)}\r\n`.repeat(120_000)
  const mails = [
    mail('0', isFile, big),
    mail('1', isFile, big),
    ...Array.from({ length: 42 }, (_, n) => mail(`${n + 2}`, '', 'Words.')),
    mail('answer', 'In-Reply-To: <1@big>\r\n', 'Yes.'),
  ]
  const receivedAt = new Date(Date.UTC(2026, 10, 22))
  await world.as(world.acme.orgId, (tx) =>
    keepMail(
      tx,
      mails.map((bytes, n) => ({
        ...{ mailboxId: mailboxes[0]!, providerId: `big:${n}`, bytes, envelopeFrom: null, envelopeTo: null },
        ...{ receivedAt, isHistory: false },
      })),
    ),
  )
  while ((await ingestRound(world.store)) > 0);
  const [answer] = await world.rows<{ how: string }>(
    world.acme.orgId,
    `select stitch_reason as how from message where message_id_header = 'answer@big'`,
  )
  expect(answer!.how).toBe('in_reply_to')
})
