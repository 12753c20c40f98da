import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inOrder, type Sketch, sketched, tied } from '../../../test/threads.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { mailKeeper } from '../arriving/keeping.ts'

/** Whatever order mails come in, and however they are cut into batches, they make the same tickets. */

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

async function arrive(mails: readonly Sketch[]): Promise<void> {
  const keeper = mailKeeper(world.store)
  await Promise.all(
    mails.map((mail) =>
      keeper.keep({ bytes: sketched(mail), envelopeFrom: 'ada@example.com', recipients: [world.acme.mailbox] }),
    ),
  )
  while ((await ingestRound(world.store)) > 0);
}

/** The mails of this run by the ticket they stand on. */
async function groups(run: string): Promise<string[][]> {
  const rows = await world.rows<{ ids: string[] }>(
    world.acme.orgId,
    `select array_agg(message_id_header) as ids from message where message_id_header like $1 group by ticket_id`,
    [`${run}-%`],
  )
  return inOrder(rows.map(({ ids }) => ids))
}

const truthOf = (mails: readonly Sketch[]) =>
  inOrder(tied(mails.map(({ id, inReplyTo, references = [] }) => ({ id, names: [inReplyTo ?? id, ...references] }))))

let runs = 0

/** A tree of answers: each mail names its parent, some of the ancestors above it, sometimes itself or somebody who came later. */
const trees = fc
  .array(
    fc.record({
      parent: fc.nat(),
      ancestors: fc.nat({ max: 4 }),
      names: fc.constantFrom('both', 'both', 'In-Reply-To', 'References'),
      odd: fc.constantFrom('', '', '', 'self', 'cycle'),
      lost: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
      key: fc.nat(),
      cut: fc.boolean(),
    }),
    { minLength: 2, maxLength: 8 },
  )
  .map((nodes) => {
    const run = `t${runs++}`
    const parents = nodes.map(({ parent }, n) => (n === 0 ? -1 : parent % n))
    const idOf = (n: number) => `${run}-${n}@x`
    const mails = nodes.map(({ ancestors, names, odd }, n): Sketch => {
      const above: string[] = []
      for (let up = parents[n]!; up >= 0 && above.length <= ancestors; up = parents[up]!) above.unshift(idOf(up))
      if (odd === 'self') above.push(idOf(n))
      if (odd === 'cycle' && n > 0) above.unshift(idOf((n + 1) % nodes.length))
      return {
        id: idOf(n),
        inReplyTo: n > 0 && names !== 'References' ? idOf(parents[n]!) : undefined,
        references: n > 0 && names !== 'In-Reply-To' ? above : [],
      }
    })
    const kept = mails.filter((_, n) => !nodes[n]!.lost)
    const order = [...kept.keys()].sort((a, b) => nodes[a]!.key - nodes[b]!.key)
    return { run, mails: order.map((n) => kept[n]!), cuts: order.map((n) => nodes[n]!.cut) }
  })

async function inBatches(mails: readonly Sketch[], cuts: readonly boolean[]): Promise<void> {
  const batch: Sketch[] = []
  for (const [n, mail] of mails.entries()) {
    batch.push(mail)
    if (cuts[n] || n === mails.length - 1) await arrive(batch.splice(0))
  }
}

test('threads of one sender are one ticket each in whatever order, with lost mails, cycles and self references', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(trees, async ({ run, mails, cuts }) => {
      await inBatches(mails, cuts)
      expect(await groups(run)).toEqual(truthOf(mails))
    }),
    { numRuns: 60, seed: 20261121 },
  )
})

test('mail of one list is one ticket a thread in whatever order, whoever writes', { timeout: 240_000 }, async () => {
  const writers = ['ann@x.example', 'bob@y.example', 'eve@z.example']
  await fc.assert(
    fc.asyncProperty(trees, async ({ run, mails, cuts }) => {
      const listed = mails.map((mail, n) => ({ ...mail, from: writers[n % 3]!, list: 'talk.lists.example' }))
      await inBatches(listed, cuts)
      expect(await groups(run)).toEqual(truthOf(mails))
    }),
    { numRuns: 60, seed: 20261122 },
  )
})
