import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../../test/world.ts'
import { Renumbered, SourceAway, SourceRefused } from '../../connectors/mailSource.ts'
import type { Tx } from '../../platform/work.ts'
import { type Held, keepPiece, LeaseLost, lease, recordDry, recordStart } from './keepingFetched.ts'
import { recordTrouble } from './troubling.ts'

let world: World
let held: Held
let path: string
let now = new Date('2026-11-21T10:00:00Z')
beforeAll(async () => {
  world = await openWorld()
  Object.assign(world.store, { clock: () => now })
  const { body } = await world.ask('Ana', 'GET', '/api/mailboxes')
  const mailboxId = body.items[0].id
  path = `/api/mailboxes/${mailboxId}`
  await connect()
  held = { mailboxId, by: world.acme.orgId, connectedAt: now }
  await take()
})
afterAll(() => world.close())

const connect = () => {
  const settings = { host: 'imap.example', port: 993, security: 'tls', user: 'help', password: 'x' }
  return world.ask('Ana', 'PUT', `${path}/connection/imap`, settings)
}
const take = () => as((tx) => lease(tx, held, later(3_600_000)))
const as = <R>(work: (tx: Tx) => Promise<R>): Promise<R> => world.as(world.acme.orgId, work)
const later = (ms: number) => new Date(now.getTime() + ms)
const trouble = (error: Error) => as((tx) => recordTrouble(tx, held, error))
const row = async () => (await world.rows(world.acme.orgId, 'select * from connection'))[0]!
const status = async () => (await world.ask('Ana', 'GET', `${path}/sync/status`)).body
const told = async () =>
  (await world.rows(world.acme.orgId, `select data from event where type = 'connection.broken'`)).length
const isDue = async () =>
  (await world.rows(world.acme.orgId, 'select * from connections_due($1, $2)', [now, held.by])).length === 1

test('failures wait longer each time; the eighth opens the breaker, which tells once, and closes by itself', async () => {
  const waits: number[] = []
  for (let n = 1; n <= 8; n++) {
    await trouble(new SourceAway('It is away.'))
    waits.push(((await row()).next_pull_at.getTime() - now.getTime()) / 1000)
    if (n < 8) expect(await status()).toMatchObject({ state: 'failing', failures: n, last_error: 'It is away.' })
    expect(await isDue()).toBe(false)
  }
  expect(waits).toEqual([5, 15, 60, 120, 300, 300, 300, 300])
  expect((await status()).state).toBe('tripped')
  expect(await told()).toBe(1)

  now = later(15 * 60_000 + 1)
  expect(await isDue()).toBe(true)
  await trouble(new SourceAway('Still away.'))
  expect((await status()).state).toBe('tripped')
  expect(await told()).toBe(1)

  now = later(15 * 60_000 + 1)
  await as((tx) => recordDry(tx, held, later(60_000)))
  expect(await status()).toMatchObject({ state: 'live', failures: 0, last_error: null })
})

test('a provider that says when to come again is heard, within reason', async () => {
  await trouble(new SourceAway('Not so often.', 600_000))
  expect((await row()).next_pull_at).toEqual(later(600_000))
  await trouble(new SourceAway('In a year.', 1e12))
  expect((await row()).next_pull_at).toEqual(later(86_400_000))
  await as((tx) => recordDry(tx, held, now))
})

test('a pause by a person outlasts the breaker and a success', async () => {
  await world.ask('Ana', 'POST', `${path}/sync/pause`, { minutes: 600 })
  for (let n = 0; n < 8; n++) await trouble(new SourceAway('It is away.'))
  expect(await row()).toMatchObject({ paused_by: 'person', paused_until: later(600 * 60_000) })
  await as((tx) => recordDry(tx, held, now))
  expect((await status()).state).toBe('paused')
  expect(await as((tx) => lease(tx, held, later(1_000)))).toBeUndefined()
  await world.ask('Ana', 'POST', `${path}/sync/resume`)
  expect((await status()).state).toBe('live')
})

test('a refusal is red at once and told; who resumes it or connects anew takes it out of the old hands', async () => {
  const before = await told()
  await trouble(new SourceRefused('Wrong password.'))
  expect(await status()).toMatchObject({ state: 'refused', last_error: 'Wrong password.' })
  expect(await told()).toBe(before + 1)
  expect(await isDue()).toBe(false)
  now = later(1_000)
  await connect()
  await expect(as((tx) => keepPiece(tx, held, { mails: [], cursor: { of: 'the old account' } }))).rejects.toThrow(
    LeaseLost,
  )
  held = { ...held, connectedAt: now }
  await take()
})

test('numbers that changed are looked up from the oldest known mail on, and never later than a backfill under way', async () => {
  await as((tx) => recordStart(tx, held, { after: 1 }))
  const receivedAt = new Date('2026-03-01T10:00:00Z')
  const mail = { providerId: 'imap:help@imap.example/INBOX:1:2', bytes: Buffer.from('Subject: x\r\n\r\n'), receivedAt }
  await as((tx) => keepPiece(tx, held, { mails: [mail], cursor: { after: 2 } }))
  await as((tx) => recordDry(tx, held, now))
  await trouble(new Renumbered('Numbered anew.'))
  expect(await row()).toMatchObject({
    cursor: null,
    next_pull_at: now,
    backfill: { since: '2026-02-28T10:00:00.000Z' },
  })
  await world.ask('Ana', 'POST', `${path}/sync/backfill`, { since: '2026-11-01' })
  expect((await row()).backfill.since).toBe('2026-02-28T10:00:00.000Z')
  await world.ask('Ana', 'POST', `${path}/sync/backfill`, {})
  expect((await row()).backfill.since).toBeNull()
})
