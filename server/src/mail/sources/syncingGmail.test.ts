import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type LocalGmail, openGmail } from '../../../test/gmail.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { connectMailbox } from './connecting.ts'
import { hintSync, type Syncer, startSyncing } from './syncing.ts'

const account = 'help@acme.example'
/** The drill takes as many as it is told to: R8_MAILS=2000. */
const burst = Number(process.env.R8_MAILS ?? 40)

describe('a Gmail mailbox (R8)', () => {
  let world: World
  let gmail: LocalGmail
  let syncer: Syncer | undefined
  let mailboxId: string
  beforeAll(async () => {
    gmail = await openGmail([account])
    world = await openWorld({
      GOOGLE_CLIENT_ID: gmail.clientId,
      GOOGLE_CLIENT_SECRET: gmail.clientSecret,
      GOOGLE_API_URL: gmail.url,
    })
    const { body } = await world.ask('Ana', 'GET', '/api/mailboxes')
    mailboxId = body.items[0].id
  }, 120_000)
  afterAll(async () => {
    await syncer?.close()
    await Promise.all([world.close(), gmail.close()])
  })
  beforeEach(() => gmail.misbehave({}))

  const subjects = async () =>
    (await world.rows<{ subject: string }>(world.acme.orgId, 'select subject from ticket order by subject')).map(
      ({ subject }) => subject,
    )
  const status = async () => (await world.ask('Kim', 'GET', `/api/mailboxes/${mailboxId}/sync/status`)).body
  const until = async (holds: () => Promise<boolean>) => {
    for (let tries = 0; tries < 600 + burst * 10; tries++) {
      while ((await ingestRound(world.store)) > 0);
      if (await holds()) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`it did not come to this: ${JSON.stringify(await status())} ${JSON.stringify(await subjects())}`)
  }
  const kept = async () =>
    (await world.rows<{ mails: number }>(world.acme.orgId, 'select count(*)::int as mails from occurrence'))[0]!.mails

  test('connected from the beginning: old mail is history, drafts and what was sent are not taken', async () => {
    for (const n of [1, 2, 3])
      await gmail.deliver(account, mail(`old ${n}`), { at: new Date(`2026-01-0${n}T10:00:00Z`) })
    await gmail.deliver(account, mail('a draft'), { labels: ['DRAFT'] })
    await gmail.deliver(account, mail('sent by us'), { labels: ['SENT'] })
    await gmail.deliver(account, mail('thrown away'), { labels: ['TRASH'] })
    const secret = await gmail.refreshToken(account)
    await world.as(world.acme.orgId, (tx) =>
      connectMailbox(tx, world.store, { mailboxId, kind: 'gmail', settings: { account }, secret, since: null }),
    )
    syncer = startSyncing(world.store)
    await until(async () => (await status()).backfill.finished_at !== null && (await subjects()).length === 3)
    expect(await subjects()).toEqual(['old 1', 'old 2', 'old 3'])
    expect(await world.rows(world.acme.orgId, 'select distinct is_history from occurrence')).toEqual([
      { is_history: true },
    ])
  }, 120_000)

  test('new mail comes by a hint; what Google took for spam comes with that hint; a mail deleted meanwhile harms nothing', async () => {
    await gmail.deliver(account, mail('new'))
    await gmail.deliver(account, mail('cheap pills'), { labels: ['SPAM'] })
    const gone = await gmail.deliver(account, mail('gone'))
    await gmail.remove(account, gone)
    for (let pushes = 0; pushes < 5; pushes++) hintSync(world.store, mailboxId)
    await until(async () => (await subjects()).includes('cheap pills') && (await subjects()).includes('new'))
    const [spam] = await world.rows<{ verdict: { spam: boolean; reasons: string[] } }>(
      world.acme.orgId,
      `select m.verdict from message m join ticket t on t.id = m.ticket_id where t.subject = 'cheap pills'`,
    )
    expect(spam?.verdict).toMatchObject({
      spam: true,
      reasons: expect.arrayContaining([expect.stringContaining('among the spam')]),
    })
    expect(await kept()).toBe(5)
  }, 120_000)

  test(
    'every fifth request fails with 429, 403, 500, 503 or a broken line, and all are slow: nothing is lost, nothing doubled',
    async () => {
      gmail.misbehave({ rate: 0.2, slowMs: 2, statuses: [429, 403, 500, 503, 'reset', 'cut'] })
      const wanted = Array.from({ length: burst }, (_, n) => `burst ${String(n).padStart(5, '0')}`)
      for (const [n, subject] of wanted.entries()) {
        await gmail.deliver(account, mail(subject))
        if (n % 10 === 5) hintSync(world.store, mailboxId)
        // In the long drill Google also forgets, again and again.
        if (n % 500 === 499) await gmail.forgetHistory()
      }
      hintSync(world.store, mailboxId)
      await until(async () => (await subjects()).filter((one) => one.startsWith('burst')).length >= wanted.length)
      expect((await subjects()).filter((one) => one.startsWith('burst'))).toEqual(wanted)
      expect(await kept()).toBe(5 + burst)
      expect(gmail.failed()).toBeGreaterThan(5)
    },
    240_000 + burst * 1_000,
  )

  test('a history that Google has forgotten: all is looked up again by itself, and what came meanwhile is new, not history', async () => {
    await world.ask('Ana', 'POST', `/api/mailboxes/${mailboxId}/sync/pause`, { minutes: 60 })
    hintSync(world.store, mailboxId)
    await gmail.deliver(account, mail('while away 1'))
    await gmail.deliver(account, mail('while away 2'))
    await gmail.forgetHistory()
    await world.ask('Ana', 'POST', `/api/mailboxes/${mailboxId}/sync/resume`)
    await until(async () => (await subjects()).filter((one) => one.startsWith('while away')).length === 2)
    await until(async () => (await status()).state === 'live')
    expect(await kept()).toBe(7 + burst)
    expect(
      await world.rows(world.acme.orgId, 'select count(*)::int as live from occurrence where not is_history'),
    ).toEqual([{ live: 4 + burst }])
  }, 120_000)

  test('a revoked access turns the mailbox red at once and says what to do; connected again it goes on where it was', async () => {
    const revokedAt = Date.now()
    gmail.revoke(account)
    await gmail.deliver(account, mail('while revoked'))
    hintSync(world.store, mailboxId)
    await until(async () => (await status()).state === 'refused')
    console.log(
      `R8: ${await kept()} mails, ${gmail.failed()} of ${gmail.asked.length} requests failed, 0 lost, 0 doubled; red after ${Date.now() - revokedAt} ms`,
    )
    expect(await status()).toMatchObject({ last_error: expect.stringMatching(/Connect the mailbox again/) })
    expect((await status()).last_error).not.toMatch(/google_|Bearer/)
    gmail.restore(account)
    const secret = await gmail.refreshToken(account)
    await world.as(world.acme.orgId, (tx) =>
      connectMailbox(tx, world.store, { mailboxId, kind: 'gmail', settings: { account }, secret }),
    )
    await until(async () => (await subjects()).includes('while revoked'))
    expect((await status()).state).toBe('live')
    expect(await kept()).toBe(8 + burst)
  }, 120_000)
})

const mail = (subject: string) =>
  `From: Ada <ada@customer.example>\r\nTo: help@acme.example\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replaceAll(' ', '-')}@customer.example>\r\n\r\nIt is about ${subject}.\r\n`
