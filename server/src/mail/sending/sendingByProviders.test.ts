import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasDovecot } from '../../../test/dovecot.ts'
import { type LocalGmail, openGmail } from '../../../test/gmail.ts'
import { type MailboxAtDovecot, openMailboxAtDovecot } from '../../../test/mailboxAtDovecot.ts'
import { type Nylas, openNylas } from '../../../test/nylas.ts'
import { SendingDesk } from '../../../test/sendingDesk.ts'
import { openSmtpPeer } from '../../../test/smtpPeer.ts'
import { openWorld } from '../../../test/world.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { mailKeeper } from '../arriving/keeping.ts'
import { connectMailbox } from '../sources/connecting.ts'
import { fileSent } from './filingSent.ts'
import { checkSendAs } from './sweepingSendAs.ts'

const hidden = 'boss@customer.example'
const shown = 'ada@customer.example'

/** The copy that a journal, a folder for sent mails or a rewriting provider brings back. */
async function comesBack(desk: SendingDesk, mailbox: string, bytes: Buffer): Promise<void> {
  await mailKeeper(desk.world.store).keep({ bytes, envelopeFrom: mailbox, recipients: [mailbox] })
  while ((await ingestRound(desk.world.store)) > 0);
}
const messagesOf = (desk: SendingDesk, ticketId: string) =>
  desk.rows<{ id: string }>('select id from message where ticket_id = $1', [ticketId])
const ticketsOf = async (desk: SendingDesk) =>
  (await desk.rows<{ n: number }>('select count(*)::int as n from ticket'))[0]!.n

/** As a provider may: another Message-ID and date, a trace of its own, and its own line of words below. */
const rewritten = (raw: Buffer): Buffer =>
  Buffer.from(
    `Received: by provider.example\r\n${raw
      .toString('latin1')
      .replace(/^Message-ID: .*$/im, 'Message-ID: <rewritten@provider.example>')
      .replace(/^Date: .*$/im, 'Date: Mon, 02 Mar 2026 10:00:00 +0000')}\r\nSent with Provider\r\n`,
    'latin1',
  )

async function copiesAreOurs(
  desk: SendingDesk,
  mailbox: string,
  it: { ticketId: string; messageId: string },
  raw: Buffer,
) {
  const [tickets, messages] = [await ticketsOf(desk), (await messagesOf(desk, it.ticketId)).length]
  await comesBack(desk, mailbox, raw)
  await comesBack(desk, mailbox, rewritten(raw))
  expect(await ticketsOf(desk)).toBe(tickets)
  expect(await messagesOf(desk, it.ticketId)).toHaveLength(messages)
  const copies = await desk.rows<{ message_id: string }>(
    'select message_id from occurrence order by received_at desc, id desc limit 2',
  )
  expect(copies.map(({ message_id }) => message_id)).toEqual([it.messageId, it.messageId])
}

describe('by Gmail', () => {
  const account = 'help@acme.example'
  let gmail: LocalGmail
  let desk: SendingDesk
  let mailboxId: string
  beforeAll(async () => {
    gmail = await openGmail([account])
    const google = {
      GOOGLE_CLIENT_ID: gmail.clientId,
      GOOGLE_CLIENT_SECRET: gmail.clientSecret,
      GOOGLE_API_URL: gmail.url,
    }
    desk = new SendingDesk(await openWorld(google))
    mailboxId = await desk.mailbox('help')
    gmail.grantOnly('https://www.googleapis.com/auth/gmail.readonly https://www.googleapis.com/auth/gmail.send')
    const secret = await gmail.refreshToken(account)
    await desk.world.as(desk.world.acme.orgId, (tx) =>
      connectMailbox(tx, desk.world.store, { mailboxId, kind: 'gmail', settings: { account }, secret }),
    )
  }, 120_000)
  afterAll(async () => {
    await desk.close()
    await gmail.close()
  })

  test('a connected mailbox is offered its own account; one that is not connected so is refused', async () => {
    expect((await desk.wayOut(mailboxId)).offers).toEqual(['server', 'smtp', 'gmail'])
    const other = await desk.mailbox('other')
    expect((await desk.world.ask('Ana', 'PUT', `/api/mailboxes/${other}/way-out`, { kind: 'gmail' })).status).toBe(409)
    expect((await desk.world.ask('Ana', 'PUT', `/api/mailboxes/${mailboxId}/way-out`, { kind: 'gmail' })).status).toBe(
      200,
    )
    const { body } = await desk.world.ask('Ana', 'POST', `/api/mailboxes/${mailboxId}/way-out/check`, {})
    expect(body).toMatchObject({ ok: true, steps: [{ says: `Google lets Docket send as ${account}.` }] })
  })

  test('a mail leaves by the account, and its copies that come back are deliveries of the one message', async () => {
    const it = await desk.queue(mailboxId, [shown, hidden])
    await desk.rows('update message set to_addresses = $2 where id = $1', [
      it.messageId,
      JSON.stringify([{ name: '', address: shown }]),
    ])
    await desk.send()
    expect(await desk.of(it.deliveryId)).toMatchObject({
      status: 'sent',
      via: 'gmail',
      response: expect.stringContaining('Google took it'),
    })
    const [row] = await desk.rows<{ raw: Buffer; return_token: string | null }>(
      'select raw, return_token from delivery where id = $1',
      [it.deliveryId],
    )
    expect(row!.return_token, 'Google writes the envelope: nothing comes back to an address of ours').toBeNull()
    expect(row!.raw.toString('latin1')).not.toContain(hidden)
    await copiesAreOurs(desk, account, it, row!.raw)
  })

  test('addresses that Google lets it send from are verified by that, and revoked when Google does not any more', async () => {
    const place = `/api/mailboxes/${mailboxId}/identities`
    const names = async () => {
      const { status, body } = await desk.world.ask('Ana', 'POST', `${place}/ask-google`)
      return [status, body.items.map((one: { address: string; state: string }) => `${one.address} ${one.state}`)]
    }
    gmail.sendsAs(account, [
      { sendAsEmail: account, isPrimary: true },
      { sendAsEmail: 'Brand@acme.example', displayName: 'Brand', verificationStatus: 'accepted' },
      { sendAsEmail: 'pending@acme.example', verificationStatus: 'pending' },
    ])
    expect(await names()).toEqual([200, ['brand@acme.example verified']])
    gmail.sendsAs(account, [{ sendAsEmail: account, isPrimary: true }])
    expect(await names()).toEqual([200, ['brand@acme.example revoked']])
    gmail.misbehave({ rate: 1, statuses: [403] })
    const { status, body } = await desk.world.ask('Ana', 'POST', `${place}/ask-google`)
    gmail.misbehave({})
    expect([status, body.detail]).toEqual([409, expect.stringContaining('Google')])
  })

  test('once a day Google is asked by itself: what it vouches for no more is revoked with a reason, and nothing is verified by that', async () => {
    const place = `/api/mailboxes/${mailboxId}/identities`
    const read = async () => (await desk.world.ask('Kim', 'GET', place)).body
    const states = async () =>
      (await read()).items.map((one: { address: string; state: string }) => `${one.address} ${one.state}`)
    const itself = { sendAsEmail: account, isPrimary: true }
    const [brand, shop] = ['brand@acme.example', 'shop@acme.example'].map((sendAsEmail) => ({
      ...{ sendAsEmail, verificationStatus: 'accepted' },
    }))
    gmail.sendsAs(account, [itself, brand!, shop!])
    await desk.world.ask('Ana', 'POST', `${place}/ask-google`)
    expect(await states()).toEqual(['brand@acme.example verified', 'shop@acme.example verified'])
    expect(await checkSendAs(desk.world.store)).toBe(0)

    const due = () => desk.rows(`update mailbox set send_as_due_at = now() - interval '1 minute' returning id`)
    gmail.sendsAs(account, [itself, shop!, { sendAsEmail: 'new@acme.example', verificationStatus: 'accepted' }])
    await due()
    const asked = await Promise.all([checkSendAs(desk.world.store), checkSendAs(desk.world.store)])
    expect(asked.sort()).toEqual([0, 1])
    expect(await states()).toEqual(['brand@acme.example revoked', 'shop@acme.example verified'])
    const { items, google_asked_at } = await read()
    expect([items[0].says, google_asked_at]).toEqual([
      expect.stringContaining('Google does not list'),
      expect.any(String),
    ])

    // What somebody revoked does not come back by itself, and a list without anybody is no answer.
    gmail.sendsAs(account, [itself, brand!, shop!])
    await due()
    await checkSendAs(desk.world.store)
    expect(await states()).toEqual(['brand@acme.example revoked', 'shop@acme.example verified'])
    gmail.sendsAs(account, [])
    await due()
    await checkSendAs(desk.world.store)
    expect(await states()).toEqual(['brand@acme.example revoked', 'shop@acme.example verified'])
    expect((await read()).google_error).toContain('gave no list')
  })

  test('an account that may only be read is a setting to change: the mail waits and says so', async () => {
    gmail.grantOnly('https://www.googleapis.com/auth/gmail.readonly')
    const { body } = await desk.world.ask('Ana', 'POST', `/api/mailboxes/${mailboxId}/way-out/check`, {})
    expect(body).toMatchObject({ ok: false, steps: [{ says: expect.stringContaining('not to send') }] })
    const { deliveryId } = await desk.queue(mailboxId)
    await desk.send()
    expect(await desk.of(deliveryId)).toMatchObject({ status: 'queued', attempts: 0, waits_for: 'way' })
    gmail.grantOnly('https://www.googleapis.com/auth/gmail.send')
  })

  test('Google that asks for less is heeded for the mailbox; an answer of 500 leaves the mail unsure, and it is looked for there', async () => {
    await desk.world.ask('Ana', 'POST', `/api/mailboxes/${mailboxId}/way-out/check`, {})
    await desk.later()
    await desk.send()
    gmail.misbehave({ rate: 1, statuses: [429], retryAfter: 300 })
    const waits = await desk.queue(mailboxId)
    await desk.send()
    expect(await desk.of(waits.deliveryId)).toMatchObject({ status: 'queued', attempts: 0, waits_for: 'way' })
    const { paused_until } = await desk.wayOut(mailboxId)
    expect(new Date(paused_until).getTime() - Date.now()).toBeGreaterThan(250_000)
    gmail.misbehave({ rate: 1, statuses: [500] })
    await desk.rows('update mailbox_way_out set paused_until = null')
    await desk.later()
    await desk.send()
    expect(await desk.of(waits.deliveryId)).toMatchObject({ status: 'unsure' })
    gmail.misbehave({})
  })
})

describe('by Nylas', () => {
  let nylas: Nylas
  let desk: SendingDesk
  let mailboxId: string
  beforeAll(async () => {
    nylas = await openNylas()
    desk = new SendingDesk(
      await openWorld({ NYLAS_CLIENT_ID: nylas.clientId, NYLAS_API_KEY: nylas.apiKey, NYLAS_API_URI: nylas.apiUrl }),
    )
    mailboxId = (await desk.world.ask('Ana', 'GET', '/api/mailboxes')).body.items[0].id
    const settings = { account: nylas.account, grant: nylas.grant, provider: 'google' }
    await desk.world.as(desk.world.acme.orgId, (tx) =>
      connectMailbox(tx, desk.world.store, { mailboxId, kind: 'nylas', settings, secret: 'none' }),
    )
    await desk.world.ask('Ana', 'PUT', `/api/mailboxes/${mailboxId}/way-out`, { kind: 'nylas' })
  })
  afterAll(async () => {
    await desk.close()
    await nylas.close()
  })

  test('a mail leaves as it is; whom its header does not name gets it, and no copy names him', async () => {
    const it = await desk.queue(mailboxId, [shown, hidden])
    await desk.rows('update message set to_addresses = $2 where id = $1', [
      it.messageId,
      JSON.stringify([{ name: '', address: shown }]),
    ])
    await desk.send()
    expect(await desk.of(it.deliveryId)).toMatchObject({ status: 'sent', via: 'nylas' })
    const [row] = await desk.rows<{ raw: Buffer }>('select raw from delivery where id = $1', [it.deliveryId])
    expect(nylas.sent).toHaveLength(1)
    expect(nylas.sent[0]!.hidden).toBe(hidden)
    expect(nylas.sent[0]!.raw.equals(row!.raw)).toBe(true)
    await copiesAreOurs(desk, desk.world.acme.mailbox, it, row!.raw)
  })

  test('an answer that is lost leaves the mail unsure; it is found there, marked by a person, and never sent twice', async () => {
    const it = await desk.queue(mailboxId)
    nylas.fail({ status: 502 })
    await desk.send()
    expect(await desk.of(it.deliveryId)).toMatchObject({ status: 'unsure', found: 'absent' })
    const at = `/api/tickets/${it.ticketId}/messages/${it.messageId}`
    expect((await desk.world.ask('Kim', 'POST', `${at}/retry`)).status).toBe(200)
    await desk.send()
    expect(nylas.sent).toHaveLength(2)
    await desk.rows(`update delivery set status = 'unsure' where id = $1`, [it.deliveryId])
    expect((await desk.world.ask('Kim', 'POST', `${at}/look`)).body.found).toBe('there')
    await desk.world.ask('Kim', 'POST', `${at}/retry`)
    await desk.send()
    expect(nylas.sent).toHaveLength(2)
  })
})

describe.runIf(hasDovecot)('by SMTP, of a mailbox that is fetched over IMAP', () => {
  let at: MailboxAtDovecot
  let desk: SendingDesk
  beforeAll(async () => {
    at = await openMailboxAtDovecot()
    desk = new SendingDesk(at.world)
    await at.connect()
    await at.dovecot.as('help', (imap) => imap.mailboxCreate('Sent'))
  })
  afterAll(() => at.close())

  const sentFolder = () =>
    at.dovecot.as('help', async (imap) => {
      await imap.mailboxOpen('Sent')
      const found: Buffer[] = []
      for await (const one of imap.fetch('1:*', { source: true })) found.push(one.source!)
      return found
    })
  const file = (deliveryId: string) =>
    fileSent.run(
      {
        unit: (work) => at.world.as(at.world.acme.orgId, work),
        ...{ store: at.world.store, attempt: 1, signal: new AbortController().signal },
      },
      { deliveryId },
    )

  test('what was sent lies in the Sent folder, once, and coming back from there it is the same message', async () => {
    const peer = await openSmtpPeer()
    await desk.leavesBy(at.mailboxId, peer.port)
    expect((await desk.wayOut(at.mailboxId)).files_now).toBe(true)
    const it = await desk.queue(at.mailboxId, [shown, hidden])
    await desk.send()
    peer.close()
    await file(it.deliveryId)
    await desk.rows('update delivery set filed_at = null where id = $1', [it.deliveryId])
    await file(it.deliveryId)
    const filed = await sentFolder()
    expect(filed).toHaveLength(1)
    expect(filed[0]!.equals(peer.taken[0]!.bytes)).toBe(true)
    await copiesAreOurs(desk, at.world.acme.mailbox, it, filed[0]!)
  })

  test('of a mail that nobody is sure of, the Sent folder says whether it is there', async () => {
    const peer = await openSmtpPeer({ dot: null })
    await desk.leavesBy(at.mailboxId, peer.port)
    const it = await desk.queue(at.mailboxId)
    await desk.send()
    peer.close()
    expect(await desk.of(it.deliveryId)).toMatchObject({ status: 'unsure', found: 'absent' })
    const [row] = await desk.rows<{ raw: Buffer }>('select raw from delivery where id = $1', [it.deliveryId])
    await at.dovecot.deliver('help', rewritten(row!.raw), { folder: 'Sent' })
    const { body } = await at.world.ask('Kim', 'POST', `/api/tickets/${it.ticketId}/messages/${it.messageId}/look`)
    expect(body.found).toBe('there')
  })
})
