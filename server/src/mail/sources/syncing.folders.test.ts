import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hasDovecot } from '../../../test/dovecot.ts'
import { type MailboxAtDovecot, mailAbout, openMailboxAtDovecot } from '../../../test/mailboxAtDovecot.ts'
import { imapLine } from '../../connectors/imapLine.ts'
import { ingestRound } from '../arriving/ingesting.ts'

if (!hasDovecot) console.log('Skipped: there is no dovecot here to fetch mail from.')

describe.skipIf(!hasDovecot)('several folders of one mailbox', { timeout: 120_000 }, () => {
  let at: MailboxAtDovecot
  beforeEach(async () => {
    at = await openMailboxAtDovecot()
    await at.dovecot.as('help', async (client) => {
      for (const folder of ['Desk', 'Über: 100%']) await client.mailboxCreate(folder)
    })
  })
  afterEach(() => at.close())

  const folders = ['INBOX', 'Desk', 'Über: 100%']
  const isLive = () => at.status().then(({ state }) => state === 'live')
  const deliver = (subject: string, folder = 'INBOX', more?: Date) =>
    at.dovecot.deliver('help', mailAbout(subject), { folder, ...(more && { at: more }) })
  const pull = () => at.world.ask('Ana', 'POST', `/api/mailboxes/${at.mailboxId}/sync/history`)
  const has = async (...subjects: string[]) => {
    const sorted = subjects.toSorted()
    await at.until(async () => (await at.kept()).length >= sorted.length)
    await at.until(isLive)
    expect(await at.kept()).toEqual(sorted)
  }
  const messages = async () => {
    while ((await ingestRound(at.world.store)) > 0);
    const rows = await at.world.rows<{ subject: string; deliveries: number }>(
      at.world.acme.orgId,
      `select m.subject, count(*)::int as deliveries from message m join occurrence o on o.message_id = m.id
        group by m.id order by 1`,
    )
    return Object.fromEntries(rows.map(({ subject, deliveries }) => [subject, deliveries]))
  }
  const histories = async () =>
    (await at.deliveries())
      .filter(({ is_history }) => is_history)
      .map(({ provider_id }) => provider_id.split(':').length)

  test('are all read, old mail and new; the server is asked which there are', async () => {
    await deliver('old one')
    await deliver('old two', 'Desk')
    await deliver('old three', 'Über: 100%')
    const { host, port, security, user, password } = {
      ...{ host: '127.0.0.1', port: at.dovecot.port, security: 'none', user: 'help', password: at.dovecot.password },
    }
    const asked = { host, port, security, user, password, folders }
    const { body } = await at.world.ask('Ana', 'POST', '/api/mailboxes/imap/check', asked)
    expect(body).toMatchObject({ ok: true, newest: [{ subject: 'old one' }] })
    expect(body.steps.map(({ says }: { says: string }) => says).slice(1)).toEqual(
      folders.map((name) => `${name} holds 1 mail.`),
    )
    expect(body.folders.map(({ name }: { name: string }) => name).toSorted()).toEqual(folders.toSorted())

    await at.connect({ folders, since: null })
    at.sync()
    await has('old one', 'old two', 'old three')
    expect(await at.status()).toMatchObject({ backfill: { done: 3, total: 3 }, settings: { folders } })
    expect(await histories()).toHaveLength(3)
    await deliver('new two', 'Desk')
    await deliver('new one')
    await deliver('new three', 'Über: 100%')
    await pull()
    await has('old one', 'old two', 'old three', 'new one', 'new two', 'new three')
    expect(await histories()).toHaveLength(3)
  })

  test('that hold the same mail give one message with two deliveries, and a mail that is moved is no second message', async () => {
    await at.connect({ folders })
    at.sync()
    await at.until(isLive)
    await deliver('in both')
    await deliver('in both', 'Desk')
    await deliver('moved')
    await pull()
    await has('in both', 'in both', 'moved')
    expect(await messages()).toEqual({ 'in both': 2, moved: 1 })
    const before = await at.deliveries()

    await at.dovecot.as('help', async (client) => {
      await client.mailboxOpen('INBOX')
      const found = await client.search({ subject: 'moved' }, { uid: true })
      await client.messageMove(found as number[], 'Desk', { uid: true })
    })
    await pull()
    await at.until(async () => (await at.deliveries()).length === 4)
    expect(await messages()).toEqual({ 'in both': 2, moved: 2 })
    // What was there stays what it was: nothing is taken for a mail that was numbered anew.
    expect((await at.deliveries()).filter(({ id }) => before.some((one) => one.id === id))).toMatchObject(
      before.map(({ provider_id }) => ({ provider_id })),
    )
    const [{ tickets }] = (await at.world.rows<{ tickets: number }>(
      at.world.acme.orgId,
      'select count(*)::int as tickets from ticket',
    )) as [{ tickets: number }]
    expect(tickets).toBe(2)
  })

  test('one that is added later begins from now, and what it held before comes as history when it is asked for', async () => {
    await at.connect()
    at.sync()
    await at.until(isLive)
    await deliver('first')
    await has('first')
    // Younger than the connection, older than the wish to read this folder.
    await deliver('was there', 'Desk')
    await at.connect({ folders: ['INBOX', 'Desk'] })
    await at.until(async () => {
      const [row] = await at.world.rows<{ known: boolean }>(
        at.world.acme.orgId,
        `select cursor ? 'Desk' and first_cursor ? 'Desk' as known from connection`,
      )
      return row!.known
    })
    await deliver('came', 'Desk')
    await pull()
    await has('first', 'came')
    expect(await histories()).toEqual([])
    await at.connect({ folders: ['Desk', 'INBOX'], since: null })
    await has('first', 'came', 'was there')
    expect(await histories()).toHaveLength(1)
  })

  test('one whose counts are the same is looked at again when the server says by MODSEQ that something changed', async () => {
    await deliver('one', 'Desk')
    const { port, password } = at.dovecot
    const server = { host: '127.0.0.1', port, security: 'none' as const, user: 'help', folders: ['INBOX'] }
    const line = imapLine(server, { password }, { bytesMax: 100_000 })
    await line.look('INBOX')
    const before = await line.glance('Desk')
    expect(await line.glance('Desk')).toBe(before)
    await at.dovecot.as('help', async (client) => {
      await client.mailboxOpen('Desk')
      await client.messageFlagsAdd('1', ['\\Flagged'])
    })
    const after = await line.glance('Desk')
    line.close()
    const numbers = (said: string | undefined) => said?.split(' ').slice(0, 3)
    expect(numbers(after)).toEqual(numbers(before))
    expect(after).not.toBe(before)
  })

  test('one that is renamed while it is read is a red sentence that names it, and what the others hold is kept first', async () => {
    await at.connect({ folders: ['INBOX', 'Desk'] })
    at.sync()
    await at.until(isLive)
    await deliver('kept', 'Desk')
    await pull()
    await has('kept')
    await at.dovecot.as('help', async (client) => void (await client.mailboxRename('Desk', 'Bureau')))
    await deliver('in time')
    await pull()
    await at.until(async () => (await at.status()).state === 'refused')
    expect((await at.status()).last_error).toContain(
      'There is no folder “Desk” at 127.0.0.1: it was deleted or renamed.',
    )
    expect(await at.kept()).toEqual(['in time', 'kept'])
    await at.connect({ folders: ['INBOX', 'Bureau'], since: null })
    await at.until(isLive)
    // By its new name it holds the same mail: one delivery, not two.
    expect(await at.kept()).toEqual(['in time', 'kept'])
  })

  test('one that is numbered anew gives nothing twice, and the others neither', async () => {
    await at.connect({ folders: ['INBOX', 'Desk'], since: null })
    let syncer = at.sync()
    await deliver('in both')
    await deliver('in both', 'Desk')
    await deliver('one')
    await pull()
    await has('in both', 'in both', 'one')
    await syncer.close()
    await at.dovecot.renumber('help')
    await deliver('new')
    syncer = at.sync()
    await has('in both', 'in both', 'new', 'one')
    expect(new Set((await at.deliveries()).map(({ provider_id }) => provider_id)).size).toBe(4)
    expect(await messages()).toEqual({ 'in both': 2, one: 1, new: 1 })
  })
})
