import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Dovecot, hasDovecot, openDovecot } from '../../../test/dovecot.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { type Syncer, startSyncing } from './syncing.ts'

if (!hasDovecot) console.log('Skipped: there is no dovecot here to fetch mail from.')

describe.skipIf(!hasDovecot)('a mailbox at an IMAP server', () => {
  let world: World
  let dovecot: Dovecot
  let syncer: Syncer | undefined
  let mailboxId: string
  beforeAll(async () => {
    ;[world, dovecot] = await Promise.all([openWorld(), openDovecot()])
    const { body } = await world.ask('Ana', 'GET', '/api/mailboxes')
    mailboxId = body.items[0].id
    for (const n of [1, 2, 3])
      await dovecot.deliver('help', mail(`old ${n}`), { at: new Date(`2026-01-0${n}T10:00:00Z`) })
  })
  afterAll(async () => {
    await syncer?.close()
    await Promise.all([world.close(), dovecot.close()])
  })

  const settings = () => ({
    host: '127.0.0.1',
    port: dovecot.port,
    security: 'none',
    user: 'help',
    password: dovecot.password,
  })
  const subjects = async () =>
    (await world.rows<{ subject: string }>(world.acme.orgId, 'select subject from ticket order by number')).map(
      ({ subject }) => subject,
    )
  const until = async (holds: () => Promise<boolean>) => {
    for (let tries = 0; tries < 200; tries++) {
      while ((await ingestRound(world.store)) > 0);
      if (await holds()) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('it did not come to this')
  }

  test('a check shows what is there and keeps nothing; a wrong password is a sentence', async () => {
    const { body } = await world.ask('Ana', 'POST', '/api/mailboxes/imap/check', settings())
    expect(body).toMatchObject({ ok: true, newest: [{ subject: 'old 3' }, { subject: 'old 2' }, { subject: 'old 1' }] })
    const wrong = await world.ask('Ana', 'POST', '/api/mailboxes/imap/check', { ...settings(), password: 'wrong' })
    expect(wrong.body).toMatchObject({
      ok: false,
      steps: [{ ok: false, says: expect.stringContaining('does not accept') }],
    })
    expect(await subjects()).toEqual([])
  })

  test('the server of an address is found by itself; a password or a grant is needed, and neither is shown again', async () => {
    const guess = await world.ask('Ana', 'POST', '/api/mailboxes/imap/guess', { address: 'help@gmx.de' })
    expect(guess.body.items).toMatchObject([{ host: 'imap.gmx.net', port: 993, security: 'tls', by: 'known' }])
    expect((await world.ask('Kim', 'POST', '/api/mailboxes/imap/guess', { address: 'help@gmx.de' })).status).toBe(403)

    const { password, ...open } = settings()
    const oauth = {
      token_url: 'https://login.example/token',
      client_id: 'docket',
      client_secret: 'cs-1',
      refresh_token: 'rt-1',
    }
    const put = (body: object) => world.ask('Ana', 'PUT', `/api/mailboxes/${mailboxId}/connection/imap`, body)
    expect((await put(open)).body).toMatchObject({ status: 422, errors: [{ field: 'password' }] })
    expect((await put({ ...open, oauth: { ...oauth, token_url: 'http://login.example/token' } })).status).toBe(422)
    const connected = await put({ ...open, password, oauth })
    expect(connected.body.settings.oauth).toEqual({ token_url: oauth.token_url, client_id: 'docket' })
    const rows = await world.rows(
      world.acme.orgId,
      `select to_jsonb(c)::text || coalesce((select string_agg(a::text, '') from audit a), '') as text from connection c`,
    )
    for (const text of [connected.text, rows[0]!.text]) expect(text).not.toMatch(new RegExp(`rt-1|cs-1|${password}`))
    expect((await world.ask('Ana', 'DELETE', `/api/mailboxes/${mailboxId}/connection`)).status).toBeLessThan(300)
  })

  test('connected from the beginning: what was there is history, what comes is new and there at once', async () => {
    const connected = await world.ask('Ana', 'PUT', `/api/mailboxes/${mailboxId}/connection/imap`, {
      ...settings(),
      since: null,
    })
    expect(connected.status).toBe(200)
    expect(connected.text).not.toContain(dovecot.password)
    syncer = startSyncing(world.store)
    await until(async () => (await subjects()).length === 3)
    await dovecot.deliver('help', mail('new'))
    await until(async () => (await subjects()).includes('new'))
    const kept = await world.rows(
      world.acme.orgId,
      'select is_history, count(*)::int as mails from occurrence group by 1 order by 1',
    )
    expect(kept).toEqual([
      { is_history: false, mails: 1 },
      { is_history: true, mails: 3 },
    ])
    const { body } = await world.ask('Kim', 'GET', `/api/mailboxes/${mailboxId}/sync/status`)
    expect(body).toMatchObject({ state: 'live', failures: 0, backfill: { done: 3, total: 3 } })
  })
})

const mail = (subject: string) =>
  `From: Ada <ada@customer.example>\r\nTo: help@acme.example\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replace(' ', '-')}@customer.example>\r\n\r\nIt is about ${subject}.\r\n`
