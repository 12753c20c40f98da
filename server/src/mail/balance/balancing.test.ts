import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Dovecot, hasDovecot, openDovecot } from '../../../test/dovecot.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { mailKeeper } from '../index.ts'
import { type Syncer, startSyncing } from '../sources/syncing.ts'
import { checkBalances } from './sweepingBalances.ts'

if (!hasDovecot) console.log('Skipped: there is no dovecot here to lay the balance sheet against.')

type Day = Record<string, number> & { day: string; suppressed: Record<string, number>; adds_up: boolean }

const sum = (numbers: Record<string, number>) => Object.values(numbers).reduce((all, n) => all + n, 0)

/** Both sides of a day, made from what the API says: they must be equal whatever happened. */
function sidesOf(day: Day): [number, number] {
  const { at_provider, gone, direct, tickets, suppressed, failed, waiting, coming, older, missing, lost } = day
  const here = tickets! + sum(suppressed) + failed! + waiting! + coming! + older! + missing! + lost!
  return [(at_provider ?? 0) + gone! + direct!, here]
}

describe.skipIf(!hasDovecot)('the mail balance sheet of mailboxes at an IMAP server', () => {
  let world: World
  let dovecot: Dovecot
  let syncer: Syncer | undefined
  let support: string
  let sales: string
  beforeAll(async () => {
    ;[world, dovecot] = await Promise.all([openWorld(), openDovecot()])
    support = (await world.ask('Ana', 'GET', '/api/mailboxes')).body.items[0].id
    await world.store.jobs.work(world.store)
    sales = (await world.ask('Ana', 'POST', '/api/mailboxes', { address: 'sales@acme.example', name: 'Sales' })).body.id
  })
  afterAll(async () => {
    await syncer?.close()
    await Promise.all([world.close(), dovecot.close()])
  })

  const on = (day: string, clock = '10:00:00') => ({ at: new Date(`${day}T${clock}Z`) })
  const connect = (mailboxId: string, user: string, since: string | null) =>
    world.ask('Ana', 'PUT', `/api/mailboxes/${mailboxId}/connection/imap`, {
      ...{ host: '127.0.0.1', port: dovecot.port, security: 'none', user, password: dovecot.password, since },
    })
  const rows = (sql: string, values: unknown[] = []) =>
    world.rows<Record<string, string>>(world.acme.orgId, sql, values)
  const until = async (holds: () => Promise<boolean>) => {
    for (let tries = 0; tries < 400; tries++) {
      while ((await ingestRound(world.store)) > 0);
      if (await holds()) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('it did not come to this')
  }
  const kept = async (mailboxId: string, mails: number) =>
    until(async () => {
      const found = await rows(`select id from occurrence where mailbox_id = $1 and state <> 'kept'`, [mailboxId])
      const [connection] = await rows(`select backfill->>'finished_at' as done from connection where mailbox_id = $1`, [
        mailboxId,
      ])
      return found.length === mails && connection?.done !== null
    })
  const between = { since: '2026-01-01', until: '2026-01-31' }
  const deed = async (what: 'check' | 'mend', mailboxId: string, days: object = between) => {
    const asked = await world.ask('Ana', 'POST', `/api/mailboxes/${mailboxId}/balance/${what}`, days)
    expect([asked.status, asked.body.state]).toEqual([202, 'waiting'])
    const { since, until } = asked.body
    const read = () => world.ask('Ana', 'GET', `/api/mailboxes/${mailboxId}/balance?since=${since}&until=${until}`)
    const ended = async () => ['done', 'failed'].includes((await read()).body.run.state)
    await expect.poll(ended, { timeout: 30_000 }).toBe(true)
    const { run, days: counted } = (await read()).body
    const body = { ...run, days: counted }
    for (const day of body.days) expect(sidesOf(day)[0], JSON.stringify(day)).toBe(sidesOf(day)[1])
    return body as { days: Day[]; error: string | null; fetched?: number; again?: number }
  }
  const dayOf = (days: Day[], day: string) => days.find((one) => one.day === day)
  const differences = async (mailboxId: string, day: string) =>
    (await world.ask('Kim', 'GET', `/api/mailboxes/${mailboxId}/balance/differences?day=${day}`)).body.items

  test('after a sync each delivery of two mailboxes is in one column, and both sides are equal', async () => {
    await dovecot.deliver('help', mail('one'), on('2026-01-10', '23:59:59'))
    await dovecot.deliver('help', mail('two'), on('2026-01-11', '00:00:00'))
    await dovecot.deliver('help', mail('two'), on('2026-01-11', '09:00:00'))
    await dovecot.deliver(
      'help',
      mail('away', 'Auto-Submitted: auto-replied\r\nX-Autoreply: yes\r\n'),
      on('2026-01-11'),
    )
    await dovecot.deliver('help', 'Subject: of nobody\r\n\r\nNobody wrote this.\r\n', on('2026-01-11'))
    await dovecot.deliver('sell', mail('an offer'), on('2026-01-11'))
    await connect(support, 'help', null)
    await connect(sales, 'sell', null)
    syncer = startSyncing(world.store)
    await Promise.all([kept(support, 5), kept(sales, 1)])

    const { days, error } = await deed('check', support)
    expect(error).toBeNull()
    expect(dayOf(days, '2026-01-10')).toMatchObject({ at_provider: 1, tickets: 1, adds_up: true })
    expect(dayOf(days, '2026-01-11')).toMatchObject({
      ...{ at_provider: 4, tickets: 1, failed: 1, missing: 0, lost: 0, gone: 0, adds_up: true },
      suppressed: { duplicate: 1, auto_reply: 1 },
    })
    expect(dayOf((await deed('check', sales)).days, '2026-01-11')).toMatchObject({ at_provider: 1, tickets: 1 })
    const { body } = await world.ask('Kim', 'GET', '/api/ops/balance?since=2026-01-01&until=2026-01-31')
    expect(body.items.map((one: { days: Day[] }) => one.days.map(({ day }) => day))).toEqual([
      ['2026-01-31', '2026-01-11'],
      ['2026-01-31', '2026-01-11', '2026-01-10'],
    ])
  })

  test('a delivery that is gone from the database is missing, red at the second look, named, and mended as one mail', async () => {
    const [doomed] = await rows(
      `delete from occurrence where mailbox_id = $1 and received_at = $2 returning provider_id`,
      [support, '2026-01-10T23:59:59Z'],
    )
    expect(dayOf((await deed('check', support)).days, '2026-01-10')).toMatchObject({
      ...{ at_provider: 1, tickets: 0, missing: 1, adds_up: false, off_checks: 1 },
    })
    const off = async () => (await world.store.pool.query('select * from ops_balances_off(2)')).rows
    expect(await off()).toEqual([])
    await deed('check', support)
    expect(await off()).toMatchObject([{ mailbox_id: support, mails: 1, first_day: '2026-01-10' }])
    expect(await differences(support, '2026-01-10')).toMatchObject([
      { kind: 'missing', provider_id: doomed!.provider_id },
    ])

    expect((await deed('mend', support)).fetched).toBe(1)
    while ((await ingestRound(world.store)) > 0);
    // Its message is here already: the delivery finds it, and nobody sees the mail twice.
    expect(dayOf((await deed('check', support)).days, '2026-01-10')).toMatchObject({ tickets: 1, adds_up: true })
    expect(await rows(`select id from message where subject = 'one'`)).toHaveLength(1)
    expect([await off(), await differences(support, '2026-01-10')]).toEqual([[], []])
  })

  test('a delivery that was taken in and came to nothing is lost, and mended by taking it in again', async () => {
    const [lost] = await rows(
      `update occurrence set message_id = null where mailbox_id = $1 and received_at = $2 returning id`,
      [support, '2026-01-10T23:59:59Z'],
    )
    expect(lost).toBeDefined()
    expect(dayOf((await deed('check', support)).days, '2026-01-10')).toMatchObject({ lost: 1, adds_up: false })
    await rows(`update occurrence set error = 'Put aside: Docket wrote this itself.' where id = $1 returning id`, [
      lost!.id,
    ])
    const aside = { lost: 0, suppressed: { own: 1 }, adds_up: true }
    expect(dayOf((await deed('check', support)).days, '2026-01-10')).toMatchObject(aside)
    await rows(`update occurrence set error = null where id = $1 returning id`, [lost!.id])
    await deed('check', support)
    expect((await deed('mend', support)).again).toBe(1)
    while ((await ingestRound(world.store)) > 0);
    expect(dayOf((await deed('check', support)).days, '2026-01-10')).toMatchObject({ tickets: 1, adds_up: true })
  })

  test('what was deleted at the provider is gone there, named, and no fault', async () => {
    await dovecot.as('help', async (client) => {
      await client.mailboxOpen('INBOX')
      await client.messageDelete({ header: { subject: 'one' } })
    })
    expect(dayOf((await deed('check', support)).days, '2026-01-10')).toMatchObject({
      ...{ at_provider: 0, gone: 1, tickets: 1, missing: 0, adds_up: true },
    })
    expect(await differences(support, '2026-01-10')).toMatchObject([{ kind: 'gone', subject: 'one' }])
  })

  test('what came by SMTP counts as direct; what is not brought yet is on its way, and what is not taken in yet waits', async () => {
    await syncer!.close()
    syncer = undefined
    await mailKeeper(world.store).keep({
      ...{
        bytes: Buffer.from(mail('by hand')),
        envelopeFrom: 'ada@customer.example',
        recipients: [world.acme.mailbox],
      },
    })
    await dovecot.deliver('help', mail('this moment'))
    const today = world.store.clock().toISOString().slice(0, 10)
    const { days } = await deed('check', support, {})
    expect(dayOf(days, today)).toMatchObject({ at_provider: 1, direct: 1, waiting: 1, coming: 1, adds_up: true })
  })

  test('a mailbox that brings no older mail says so of it; one without provider balances what it acknowledged', async () => {
    const { body: other } = await world.ask('Ana', 'POST', '/api/mailboxes', { address: 'o@acme.example', name: 'O' })
    await dovecot.deliver('other', mail('before'), on('2026-01-12'))
    await world.ask('Ana', 'PUT', `/api/mailboxes/${other.id}/connection/imap`, {
      ...{ host: '127.0.0.1', port: dovecot.port, security: 'none', user: 'other', password: dovecot.password },
    })
    syncer = startSyncing(world.store)
    await until(async () => (await rows('select from connection where last_success_at is not null')).length === 3)
    expect(dayOf((await deed('check', other.id)).days, '2026-01-12')).toMatchObject({ older: 1, missing: 0 })

    const { body: plain } = await world.ask('Ana', 'POST', '/api/mailboxes', { address: 'p@acme.example', name: 'P' })
    await mailKeeper(world.store).keep({
      ...{ bytes: Buffer.from(mail('plain')), envelopeFrom: 'ada@customer.example', recipients: ['p@acme.example'] },
    })
    while ((await ingestRound(world.store)) > 0);
    expect((await deed('check', plain.id, {})).days[0]).toMatchObject({
      ...{ at_provider: null, direct: 1, tickets: 1, adds_up: true },
    })
  })

  test('a folder that the server numbers anew is no alarm: its mails are on their way until they are looked up again', async () => {
    await syncer!.close()
    syncer = undefined
    const inbox = dovecot.mailDir('sell')
    for (const name of readdirSync(inbox))
      if (name.startsWith('dovecot')) rmSync(join(inbox, name), { recursive: true })
    await rows(`update connection set cursor = null, backfill = null where mailbox_id = $1`, [sales])
    const [day] = (await deed('check', sales, { since: '2026-01-11', until: '2026-01-11' })).days
    expect(day).toMatchObject({ missing: 0, adds_up: true })
    syncer = startSyncing(world.store)
  })

  test('the sweep looks at yesterday and today of every mailbox once, and a provider that is away is a sentence', async () => {
    expect(await checkBalances(world.store)).toBeGreaterThan(3)
    expect(await checkBalances(world.store)).toBe(0)
    await syncer!.close()
    syncer = undefined
    await dovecot.stop()
    expect((await deed('check', support)).error).toContain('127.0.0.1')
    const { body } = await world.ask('Kim', 'GET', `/api/mailboxes/${support}/balance`)
    expect(body.error).toContain('127.0.0.1')
    await dovecot.start()
  })

  test('only who may retry checks and mends; another organisation sees nothing of it', async () => {
    for (const what of ['check', 'mend'])
      expect((await world.ask('Kim', 'POST', `/api/mailboxes/${support}/balance/${what}`, {})).status).toBe(403)
    const foreign = await world.ask('Gina', 'POST', `/api/mailboxes/${support}/balance/mend`, {})
    expect(foreign.status).toBe(404)
  })
})

const mail = (subject: string, more = '') =>
  `From: Ada <ada@customer.example>\r\nTo: help@acme.example\r\nSubject: ${subject}\r\n${more}Message-ID: <${subject.replaceAll(' ', '-')}@customer.example>\r\n\r\nIt is about ${subject}.\r\n`
