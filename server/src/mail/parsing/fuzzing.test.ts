import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { check } from '../../../../fuzz/checking.ts'
import { cases, damaged } from '../../../../fuzz/mutating.ts'
import { ownSeeds } from '../../../../fuzz/seeds.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { mailKeeper } from '../arriving/keeping.ts'

let world: World

beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

test('a damaged mail is read or refused with a sentence, and loses no line (R6)', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      await check(damaged(ownSeeds, one), one.seed % 8 === 0)
    }),
    { numRuns: 2_000 },
  )
})

test('each of 300 damaged mails is a ticket or a failed mail, its bytes are kept, and the next mail arrives (R6)', async () => {
  const mails = [
    ...new Map(
      fc
        .sample(cases, { numRuns: 320 })
        .map((one) => damaged(ownSeeds, one))
        .filter((bytes) => bytes.length > 0)
        .map((bytes) => [sha256(bytes), bytes]),
    ),
  ].slice(0, 300)
  const keeper = mailKeeper(world.store)
  const keep = (bytes: Buffer) =>
    keeper.keep({ bytes, envelopeFrom: 'ada@acme.example', recipients: ['support@acme.example'] })
  const good = Buffer.from(
    'From: bob@x.example\nTo: support@acme.example\nSubject: After the flood\nMessage-ID: <good@x.example>\n\nHello\n',
  )
  await Promise.all(mails.map(([, bytes]) => keep(bytes)))
  await keep(good)
  while ((await ingestRound(world.store)) > 0);

  const failed = await failedMails()
  const kept = await world.rows<{
    id: string
    raw_sha256: string
    state: string
    message_id: string | null
    is_whole: boolean
  }>(
    world.acme.orgId,
    `select o.id, o.raw_sha256, o.state, o.message_id, encode(sha256(r.bytes), 'hex') = o.raw_sha256 as is_whole
     from occurrence o join raw_mail r on r.sha256 = o.raw_sha256`,
  )
  expect(new Set(kept.map(({ raw_sha256 }) => raw_sha256))).toEqual(
    new Set([...mails.map(([sha]) => sha), sha256(good)]),
  )
  for (const { id, state, message_id, is_whole } of kept) {
    expect(is_whole).toBe(true)
    if (state === 'done') expect(message_id).not.toBeNull()
    else expect([state, failed.get(id)]).toEqual(['failed', expect.stringMatching(/^[A-Z].*\.$/s)])
  }
  expect(kept.some(({ state }) => state === 'failed')).toBe(true)
  const { body } = await world.ask('Kim', 'GET', '/api/tickets')
  expect(body.items.map(({ subject }: { subject: string }) => subject)).toContain('After the flood')
})

/** All pages of them: id and sentence. */
async function failedMails(): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  let cursor: string | null = null
  do {
    const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''
    const { body, status } = await world.ask('Ana', 'GET', `/api/ops/failed-mails?limit=100${query}`)
    expect(status).toBe(200)
    for (const { id, error } of body.items) found.set(id, error)
    cursor = body.next_cursor
  } while (cursor)
  return found
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
