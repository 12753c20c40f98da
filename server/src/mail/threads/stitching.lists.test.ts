import { afterAll, beforeAll, expect, test } from 'vitest'
import { dice, listMails } from '../../../test/listMails.ts'
import { scoreThreads } from '../../../test/threadScore.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { findMailbox } from '../mailbox.ts'

/**
 * The archive of a mailing list; `npm run threads` measures a longer one, or one of yours. In no order, threads that went through two
 * lists stay in pieces.
 */

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

test.each([
  ['as it came', (mails: Buffer[]) => mails, 'acme', 0.97],
  ['in no order', (mails: Buffer[]) => dice(7).shuffled(mails), 'globex', 0.95],
] as const)(
  'an archive read %s loses no mail and makes its threads',
  { timeout: 120_000 },
  async (_how, order, org, floor) => {
    const mailbox = (await findMailbox(world.store, world[org].mailbox))!
    const score = await scoreThreads(world.store, mailbox, order(listMails({ count: 500, seed: 3 })))
    expect(score).toMatchObject({ mails: 500, lost: 0, failed: 0 })
    expect(score.f1).toBeGreaterThan(floor)
  },
)
