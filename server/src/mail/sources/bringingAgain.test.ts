import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hasDovecot } from '../../../test/dovecot.ts'
import { type MailboxAtDovecot, mailAbout, openMailboxAtDovecot } from '../../../test/mailboxAtDovecot.ts'
import { ingestRound } from '../arriving/ingesting.ts'

if (!hasDovecot) console.log('Skipped: there is no dovecot here to fetch mail from.')

describe.skipIf(!hasDovecot)('a mail of which only the header was brought', { timeout: 60_000 }, () => {
  let at: MailboxAtDovecot
  let usual: number
  beforeEach(async () => {
    at = await openMailboxAtDovecot()
    usual = at.world.store.config.mailBytesMax
    allow(10_000)
    await at.connect()
    at.sync()
    await at.until(async () => (await at.status()).state === 'live')
    await at.dovecot.deliver('help', mailAbout('large', 'x'.repeat(20_000)))
    await at.until(async () => (await at.deliveries()).length === 1)
  })
  afterEach(() => at.close())

  const allow = (bytes: number) => {
    ;(at.world.store.config as { mailBytesMax: number }).mailBytesMax = bytes
  }
  const retry = async () => {
    const [failed] = await at.deliveries()
    const { status } = await at.world.ask('Ana', 'POST', `/api/ops/failed-mails/${failed!.id}/retry`)
    expect(status).toBe(200)
    while ((await ingestRound(at.world.store)) > 0);
    const [one] = await at.deliveries()
    return one!
  }
  const messages = () =>
    at.world.rows<{ subject: string; length: number }>(
      at.world.acme.orgId,
      'select subject, length(text) as length from message',
    )

  test('is fetched again when it is tried again: whole, once the limit allows it', async () => {
    expect(await at.deliveries()).toMatchObject([{ state: 'failed', error: expect.stringContaining('allows 10000') }])
    allow(15_000)
    expect(await retry()).toMatchObject({ state: 'failed', error: expect.stringContaining('allows 15000') })
    expect(await messages()).toEqual([])
    allow(usual)
    expect(await retry()).toMatchObject({ state: 'done', error: null })
    const [message, ...more] = await messages()
    expect(message!.length).toBeGreaterThan(20_000)
    expect(more).toEqual([])
    expect(await at.deliveries()).toHaveLength(1)
  })

  test('that is gone there, or whose mailbox is not connected any more, stays failed with that sentence', async () => {
    allow(usual)
    await at.dovecot.as('help', async (client) => {
      await client.mailboxOpen('INBOX')
      await client.messageDelete('1:*')
    })
    expect(await retry()).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('does not hold it any more'),
    })
    await at.world.ask('Ana', 'DELETE', `/api/mailboxes/${at.mailboxId}/connection`)
    expect(await retry()).toMatchObject({ state: 'failed', error: expect.stringContaining('is not connected') })
    expect(await messages()).toEqual([])
  })
})
