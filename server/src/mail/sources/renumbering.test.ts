import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hasDovecot } from '../../../test/dovecot.ts'
import { type MailboxAtDovecot, mailAbout, openMailboxAtDovecot } from '../../../test/mailboxAtDovecot.ts'
import { ingestRound } from '../arriving/ingesting.ts'

if (!hasDovecot) console.log('Skipped: there is no dovecot here to fetch mail from.')

describe.skipIf(!hasDovecot)('a mail server that numbers its mails anew', { timeout: 180_000 }, () => {
  let at: MailboxAtDovecot
  beforeEach(async () => {
    at = await openMailboxAtDovecot()
  })
  afterEach(() => at.close())

  const isLive = () => at.status().then(({ state }) => state === 'live')
  const messages = async () => {
    while ((await ingestRound(at.world.store)) > 0);
    const [row] = await at.world.rows<{ messages: number; tickets: number }>(
      at.world.acme.orgId,
      'select (select count(*)::int from message) as messages, (select count(*)::int from ticket) as tickets',
    )
    return row
  }
  const numbers = async () => {
    const dry = new Set<string>()
    for (const { provider_id } of await at.deliveries()) dry.add(provider_id.split(':').slice(0, -1).join(':'))
    return [...dry]
  }

  test('delivers nothing twice: each mail keeps its delivery, equal copies stay as many, what came meanwhile is new', async () => {
    for (const subject of ['one', 'two']) await at.dovecot.deliver('help', mailAbout(subject))
    for (let copies = 0; copies < 2; copies++) await at.dovecot.deliver('help', mailAbout('twice'))
    await at.connect({ since: null })
    let syncer = at.sync()
    await at.until(async () => (await at.kept()).length === 4)
    await at.until(isLive)
    await at.dovecot.deliver('help', mailAbout('live'))
    await at.until(async () => (await at.kept()).length === 5)
    const before = { deliveries: await at.deliveries(), messages: await messages(), numbers: await numbers() }

    await syncer.close()
    await at.dovecot.renumber('help')
    await at.dovecot.deliver('help', mailAbout('meanwhile'))
    await at.dovecot.deliver('help', mailAbout('twice'))
    syncer = at.sync()
    await at.until(async () => (await at.kept()).length === 7)
    await at.until(isLive)

    expect(await at.kept()).toEqual(['live', 'meanwhile', 'one', 'twice', 'twice', 'twice', 'two'])
    const after = await at.deliveries()
    const isOld = (id: string) => before.deliveries.some((one) => one.id === id)
    const apartFromNumbers = (rows: typeof after) => rows.map(({ id, is_history }) => ({ id, is_history }))
    expect(apartFromNumbers(after.filter(({ id }) => isOld(id)))).toEqual(apartFromNumbers(before.deliveries))
    expect(after.filter(({ id }) => !isOld(id)).map(({ is_history }) => is_history)).toEqual([false, false])
    // All of them by the new numbers: what the server counts and what we count is the same.
    expect(await numbers()).toHaveLength(1)
    expect(await numbers()).not.toEqual(before.numbers)
    expect(new Set(after.map(({ provider_id }) => provider_id)).size).toBe(7)
    expect((await messages())!.tickets).toBe(before.messages!.tickets + 1)

    // And again, while it is watched.
    await at.dovecot.renumber('help')
    await at.until(
      async () =>
        (await numbers()).length === 1 &&
        (await isLive()) &&
        !(await numbers()).includes(after[0]!.provider_id.split(':').slice(0, -1).join(':')),
    )
    expect(await at.kept()).toHaveLength(7)
    await syncer.close()
  })

  test('seven days offline and 5,000 mails: all there, none twice, whatever was read or deleted meanwhile', async () => {
    await at.connect()
    let syncer = at.sync()
    await at.until(isLive)
    await syncer.close()
    const subjects = Array.from({ length: 5_000 }, (_, n) => `mail ${String(n).padStart(4, '0')}`)
    at.dovecot.fill(
      'help',
      subjects.map((subject) => mailAbout(subject)),
    )
    await at.dovecot.as('help', async (client) => {
      await client.mailboxOpen('INBOX')
      await client.messageFlagsAdd('1:2500', ['\\Seen'])
    })
    syncer = at.sync()
    await at.until(async () => (await at.deliveries()).length > 500)
    await at.dovecot.as('help', async (client) => {
      await client.mailboxOpen('INBOX')
      await client.messageDelete('4901:5000')
    })
    await at.until(async () => (await isLive()) && (await at.deliveries()).length >= 4_900)
    await syncer.close()
    const kept = await at.kept()
    expect(kept.length).toBeGreaterThanOrEqual(4_900)
    expect(new Set(kept).size).toBe(kept.length)
    expect(kept.slice(0, 4_900)).toEqual(subjects.slice(0, 4_900))
    const seen = await at.dovecot.as('help', async (client) => {
      await client.mailboxOpen('INBOX', { readOnly: true })
      return client.search({ seen: true }, { uid: true })
    })
    expect(seen).toHaveLength(2_500)
  })
})
