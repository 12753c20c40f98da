import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalGmail, openGmail } from '../../../test/gmail.ts'
import { type Nylas, openNylas } from '../../../test/nylas.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { connectMailbox } from '../sources/connecting.ts'
import { type Syncer, startSyncing } from '../sources/syncing.ts'
import { runBalance } from './running.ts'

const account = 'help@acme.example'
let gmail: LocalGmail
let nylas: Nylas
let world: World
let syncer: Syncer
const mailboxes: Record<string, string> = {}
beforeAll(async () => {
  ;[gmail, nylas] = await Promise.all([openGmail([account]), openNylas()])
  world = await openWorld({
    ...{ GOOGLE_CLIENT_ID: gmail.clientId, GOOGLE_CLIENT_SECRET: gmail.clientSecret, GOOGLE_API_URL: gmail.url },
    ...{ NYLAS_CLIENT_ID: nylas.clientId, NYLAS_API_KEY: nylas.apiKey, NYLAS_API_URI: nylas.apiUrl },
  })
  for (const kind of ['gmail', 'nylas'] as const) {
    const wanted = { address: `${kind}@acme.example`, name: kind }
    const { body } = await world.ask('Ana', 'POST', '/api/mailboxes', wanted)
    mailboxes[kind] = body.id
    const at = new Date('2026-01-10T10:00:00Z')
    for (const name of ['one', 'two', 'three'])
      if (kind === 'gmail') await gmail.deliver(account, mail(`${kind} ${name}`), { at })
      else nylas.deliver(name, mail(`${kind} ${name}`), { at })
    const secret = kind === 'gmail' ? await gmail.refreshToken(account) : ''
    const settings = kind === 'gmail' ? { account } : { account: nylas.account, grant: nylas.grant, provider: 'google' }
    await world.as(world.acme.orgId, (tx) =>
      connectMailbox(tx, world.store, { mailboxId: body.id, kind, settings, secret, since: null }),
    )
  }
  syncer = startSyncing(world.store)
}, 180_000)
afterAll(async () => {
  await syncer?.close()
  await Promise.all([world.close(), gmail.close(), nylas.close()])
})

const mail = (subject: string) =>
  `From: Ada <ada@customer.example>\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replaceAll(' ', '-')}@x>\r\n\r\nWords.\r\n`
const rows = (sql: string, values: unknown[] = []) => world.rows<Record<string, string>>(world.acme.orgId, sql, values)
const kept = async () => {
  while ((await ingestRound(world.store)) > 0);
  const live = await rows(`select from connection where last_success_at is not null and backfill->>'finished_at' <> ''`)
  return live.length < 2 ? 0 : (await rows(`select from occurrence where state = 'done'`)).length
}
const days = { since: '2026-01-10', until: '2026-01-10' }
const press = async (what: 'check' | 'mend', id: string) => {
  const { status, body } = await world.ask('Ana', 'POST', `/api/mailboxes/${id}/balance/${what}`, days)
  expect(status).toBe(202)
  return body
}
const sheet = async (id: string) =>
  (await world.ask('Ana', 'GET', `/api/mailboxes/${id}/balance?since=${days.since}&until=${days.until}`)).body
const over = (id: string) =>
  expect.poll(async () => (await sheet(id)).run.state, { timeout: 30_000 }).toMatch(/done|failed/)

test('a press answers at once, a second one is told of the first, and what died in the middle is begun again', async () => {
  await expect.poll(kept, { timeout: 60_000 }).toBe(6)
  const id = mailboxes.nylas!
  const first = await press('check', id)
  expect(first).toMatchObject({ what: 'check', state: 'waiting', begun_at: null, ...days })
  expect(await press('mend', id)).toEqual(first)
  const io = {
    unit: <R>(work: Parameters<typeof world.as<R>>[1]) => world.as(world.acme.orgId, work),
    ...{ store: world.store, attempt: 1 },
  }
  const dying = { ...io, signal: AbortSignal.abort() }
  await expect(runBalance.run(dying, { mailboxId: id, askedAt: first.asked_at })).rejects.toThrow()
  expect((await sheet(id)).run.state).toBe('running')
  const again = { ...io, signal: new AbortController().signal }
  await runBalance.run(again, { mailboxId: id, askedAt: first.asked_at })
  const done = await sheet(id)
  expect(done.run).toMatchObject({ state: 'done', error: null })
  // Its job, and one of an order before, find nothing to do.
  await runBalance.run(again, { mailboxId: id, askedAt: first.asked_at })
  await runBalance.run(again, { mailboxId: id, askedAt: '2026-01-01T00:00:00.000Z' })
  expect(await sheet(id)).toEqual(done)
  // After a quarter of an hour without a sign the next press orders it anew.
  await rows(`update balance set run_ended_at = null, run_begun_at = $2 where mailbox_id = $1`, [
    id,
    new Date(world.store.clock().getTime() - 16 * 60_000),
  ])
  expect((await press('check', id)).asked_at).not.toBe(first.asked_at)
  await world.store.jobs.work(world.store)
  await over(id)
}, 120_000)

test.each(['gmail', 'nylas'])(
  'a mail of %s that is gone from the database is brought as one mail, without a backfill',
  async (kind) => {
    const id = mailboxes[kind]!
    await rows(
      `delete from occurrence where id = (select id from occurrence where mailbox_id = $1 order by id limit 1)`,
      [id],
    )
    await press('check', id)
    await over(id)
    expect((await sheet(id)).days[0]).toMatchObject({ at_provider: 3, missing: 1, adds_up: false })
    const before = await rows('select backfill from connection where mailbox_id = $1', [id])
    await press('mend', id)
    await over(id)
    expect((await sheet(id)).run).toMatchObject({ what: 'mend', state: 'done', fetched: 1 })
    await expect.poll(kept).toBe(6)
    await press('check', id)
    await over(id)
    expect((await sheet(id)).days[0]).toMatchObject({ tickets: 3, missing: 0, adds_up: true })
    expect(await rows('select backfill from connection where mailbox_id = $1', [id])).toEqual(before)
  },
)

test('what the provider refuses is how it ended, in a sentence', async () => {
  nylas.expire()
  await press('check', mailboxes.nylas!)
  await over(mailboxes.nylas!)
  expect((await sheet(mailboxes.nylas!)).run).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('grant'),
  })
})
