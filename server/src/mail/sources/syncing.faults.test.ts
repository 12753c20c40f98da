import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openCable } from '../../../test/cable.ts'
import { hasDovecot } from '../../../test/dovecot.ts'
import { type MailboxAtDovecot, mailAbout, openMailboxAtDovecot } from '../../../test/mailboxAtDovecot.ts'

if (!hasDovecot) console.log('Skipped: there is no dovecot here to fetch mail from.')

describe.skipIf(!hasDovecot)('mail that is fetched while things break', { timeout: 120_000 }, () => {
  let at: MailboxAtDovecot
  beforeEach(async () => {
    at = await openMailboxAtDovecot()
  })
  afterEach(() => at.close())

  const rows = <R extends object>(sql: string) => at.world.rows<R & Record<string, unknown>>(at.world.acme.orgId, sql)
  const has = async (...subjects: string[]) => expect(await at.kept()).toEqual(subjects.sort())
  const isLive = () => at.status().then(({ state }) => state === 'live')
  const subjects = (count: number) => Array.from({ length: count }, (_, n) => `mail ${String(n).padStart(4, '0')}`)

  test('two processes that fetch one mailbox keep each mail once, and one of them rests', async () => {
    at.dovecot.fill(
      'help',
      subjects(150).map((subject) => mailAbout(subject)),
    )
    await at.connect({ since: null })
    at.sync()
    at.sync()
    await at.until(isLive)
    await has(...subjects(150))
    const [{ by }] = (await rows<{ by: string }>('select lease_by as by from connection')) as [{ by: string }]
    await at.dovecot.deliver('help', mailAbout('one more'))
    await at.until(async () => (await at.kept()).includes('one more'))
    expect(await rows('select lease_by as by from connection')).toEqual([{ by }])
    expect(await at.kept()).toHaveLength(151)
  })

  test('a process that lost the mailbox in the middle keeps nothing more of it, and the next one loses nothing', async () => {
    at.dovecot.fill(
      'help',
      subjects(300).map((subject) => mailAbout(subject)),
    )
    await at.connect({ since: null })
    // With the first piece the lease is in other hands, as it is when a process was asleep for too long.
    await rows(`create function theft() returns trigger language plpgsql as $$ begin
      if new.backfill->>'done' = '100' and old.backfill->>'done' = '0' then new.lease_by := gen_random_uuid(); new.lease_until := now() + interval '2 s'; end if;
      return new; end $$`)
    await rows('create trigger theft before update on connection for each row execute function theft()')
    const first = at.sync()
    await at.until(async () => (await at.kept()).length === 100)
    await at.until(
      async () => (await rows(`select from connection where lease_until < now()`)).length === 1 || isLive(),
    )
    await at.until(isLive)
    await first.close()
    await has(...subjects(300))
  })

  test('a commit that fails between fetching and keeping is fetched again', async () => {
    await at.connect()
    at.sync()
    await at.until(isLive)
    await rows('create sequence fails')
    await rows('grant usage on fails to docket_app')
    await rows(`create function fails() returns trigger language plpgsql as $$ begin
      if nextval('fails') <= 2 then raise exception 'the disk is full' using errcode = '53100'; end if; return new; end $$`)
    await rows('create trigger fails before insert on occurrence for each row execute function fails()')
    await at.dovecot.deliver('help', mailAbout('late'))
    await at.until(async () => (await at.kept()).length === 1)
    await at.until(isLive)
    await has('late')
    expect(await at.status()).toMatchObject({ failures: 0, last_error: null })
  })

  test('the mail server restarts while we wait for mail, and while we fetch it', async () => {
    const cable = await openCable({ host: '127.0.0.1', port: at.dovecot.port })
    try {
      await at.connect({ port: cable.port, since: null })
      at.sync()
      await at.until(isLive)
      await at.dovecot.stop()
      await at.until(async () => (await at.status()).state === 'failing')
      await at.dovecot.start()
      await at.dovecot.deliver('help', mailAbout('after the restart'))
      await at.until(async () => (await at.kept()).length === 1)
      await at.until(isLive)

      at.dovecot.fill(
        'help',
        subjects(400).map((subject) => mailAbout(subject, 'x'.repeat(20_000))),
      )
      for (const count of [1, 200, 300]) {
        await at.until(async () => (await at.kept()).length > count)
        await cable.cut('reset')
        await cable.heal()
      }
      await at.until(async () => (await at.kept()).length === 401)
      await at.until(isLive)
      await has('after the restart', ...subjects(400))
    } finally {
      await cable.close()
    }
  })

  test('a pause ends the session at once and holds through it; closing does not wait for the provider', async () => {
    await at.connect()
    const syncer = at.sync()
    await at.until(isLive)
    const sessions = () => at.dovecot.sessions('help')
    await at.until(async () => sessions() === 1)
    await at.world.ask('Ana', 'POST', `/api/mailboxes/${at.mailboxId}/sync/pause`, { minutes: 30 })
    await at.until(async () => sessions() === 0)
    await at.dovecot.deliver('help', mailAbout('meanwhile'))
    await at.world.ask('Ana', 'POST', `/api/mailboxes/${at.mailboxId}/sync/history`)
    expect(await at.status()).toMatchObject({ state: 'paused' })
    expect(await at.kept()).toEqual([])
    await at.world.ask('Ana', 'POST', `/api/mailboxes/${at.mailboxId}/sync/resume`)
    await at.until(async () => (await at.kept()).length === 1)
    await at.until(async () => (await isLive()) && sessions() === 1)
    await syncer.close()
    expect(await rows('select lease_by from connection')).toEqual([{ lease_by: null }])
    await at.until(async () => sessions() === 0)
  })

  test('connected anew to another account, nothing of the old one is kept from then on', async () => {
    await at.dovecot.deliver('help', mailAbout('old account'))
    await at.dovecot.deliver('other', mailAbout('other account'))
    await at.connect({ since: null })
    at.sync()
    await at.until(isLive)
    await at.connect({ user: 'other', since: null })
    await at.until(async () => (await at.kept()).includes('other account'))
    await at.until(isLive)
    await at.dovecot.deliver('help', mailAbout('too late'))
    await at.dovecot.deliver('other', mailAbout('in time'))
    await at.until(async () => (await at.kept()).includes('in time'))
    await has('old account', 'other account', 'in time')
  })

  test('a folder that is deleted is a red sentence; made again, nothing is brought twice', async () => {
    await at.dovecot.as('help', async (client) => void (await client.mailboxCreate('Desk')))
    await at.dovecot.deliver('help', mailAbout('kept'), { folder: 'Desk' })
    await at.connect({ folder: 'Desk', since: null })
    at.sync()
    await at.until(isLive)
    await at.dovecot.as('help', async (client) => void (await client.mailboxDelete('Desk')))
    await at.world.ask('Ana', 'POST', `/api/mailboxes/${at.mailboxId}/sync/history`)
    await at.until(async () => (await at.status()).state === 'refused')
    expect((await at.status()).last_error).toBe(
      'There is no folder “Desk” at 127.0.0.1: it was deleted or renamed. Choose a folder that is there.',
    )
    await at.dovecot.as('help', async (client) => void (await client.mailboxCreate('Desk')))
    await at.dovecot.deliver('help', mailAbout('kept'), { folder: 'Desk' })
    await at.dovecot.deliver('help', mailAbout('new'), { folder: 'Desk' })
    await at.world.ask('Ana', 'POST', `/api/mailboxes/${at.mailboxId}/sync/resume`)
    await at.until(async () => (await at.kept()).includes('new'))
    await at.until(isLive)
    await has('kept', 'new')
  })
})
