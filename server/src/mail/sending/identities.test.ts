import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hostile, strictFields } from '../../../test/hostile.ts'
import { openSendingDesk, type SendingDesk } from '../../../test/sendingDesk.ts'
import { openSmtpPeer, type SmtpPeer } from '../../../test/smtpPeer.ts'
import type { Person } from '../../../test/world.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { mailKeeper } from '../arriving/keeping.ts'
import { composeReply } from './composing.ts'
import { fromNames, nameOf } from './identityNames.ts'

let desk: SendingDesk
let peer: SmtpPeer
let mailboxId: string
let address: string
let nth = 0
beforeAll(async () => {
  desk = await openSendingDesk()
  peer = await openSmtpPeer()
}, 120_000)
afterAll(async () => {
  await desk.close()
  peer.close()
})
beforeEach(async () => {
  address = `desk${++nth}@acme.example`
  mailboxId = await desk.mailbox(`desk${nth}`)
  await desk.leavesBy(mailboxId, peer.port)
  peer.behave({})
  peer.taken.length = 0
})

const place = (rest = '') => `/api/mailboxes/${mailboxId}/identities${rest}`
const ask = (method: string, rest = '', body?: unknown, who: Person = 'Ana') =>
  desk.world.ask(who, method, place(rest), body)
/** The code in the newest mail that left. */
const mailedCode = (): string => /\b(\d{4}) (\d{4})\b/.exec(peer.taken.at(-1)!.bytes.toString())!.slice(1).join('')

async function added(alias: string, more: object = {}): Promise<string> {
  const { status, body, text } = await ask('POST', '', { address: alias, name: 'Acme Sales', ...more })
  if (status !== 201) throw new Error(text)
  return body.items.find((one: { address: string }) => one.address === alias).id
}
async function verified(alias: string, more: object = {}): Promise<string> {
  const id = await added(alias, more)
  const { status, text } = await ask('POST', `/${id}/verify`, { code: mailedCode() })
  if (status !== 200) throw new Error(text)
  return id
}
async function ticket(): Promise<string> {
  const { body } = await desk.world.ask('Kim', 'POST', '/api/tickets', {
    ...{ subject: 'Lamp', body: 'It is dark.', mailbox_id: mailboxId },
    requester: { email: `ada${nth}@customer.example`, name: 'Ada' },
  })
  await desk.rows('update ticket set mailbox_id = $2 where id = $1', [body.id, mailboxId])
  return body.id
}
const reply = (ticketId: string, identity_id?: string, who: Person = 'Kim') =>
  desk.world.ask(who, 'POST', `/api/tickets/${ticketId}/replies`, {
    body: 'Try it.',
    ...(identity_id && { identity_id }),
  })
const deliveryOf = async (ticketId: string) =>
  (
    await desk.rows<{ id: string; status: string; error: string | null }>(
      'select id, status, error from delivery where ticket_id = $1 order by id desc',
      [ticketId],
    )
  )[0]!
const later = () => desk.rows(`update identity_code set sent_at = sent_at - interval '61 s'`)

describe('an address is verified', () => {
  test('by the code that was mailed to it, from the mailbox, and nothing leaves under it before', async () => {
    const id = await added('sales@acme.example')
    expect(peer.taken).toMatchObject([{ from: address, to: ['sales@acme.example'] }])
    const it = await ticket()
    const refused = await reply(it, id)
    expect(refused.status).toBe(422)
    expect(refused.body.errors).toEqual([
      { field: 'identity_id', message: expect.stringContaining('is not verified yet') },
    ])
    const code = mailedCode()
    const { status, body } = await ask('POST', `/${id}/verify`, { code: `${code.slice(0, 4)} ${code.slice(4)}` })
    expect([status, body.items[0].state, body.items[0].verified_by]).toEqual([200, 'verified', 'code'])
    expect((await reply(it, id)).status).toBe(201)
  })

  test('not by guessing: five tries end a code, even those at the same moment, and the right one comes too late', async () => {
    const id = await added('guessed@acme.example')
    const right = mailedCode()
    const wrong = right === '00000000' ? '00000001' : '00000000'
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask('POST', `/${id}/verify`, { code: wrong })))
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(422))
    expect(answers.filter(({ text }) => text.includes('is not the code'))).toHaveLength(5)
    const late = await ask('POST', `/${id}/verify`, { code: right })
    expect([late.status, late.body.errors[0].message]).toEqual([
      422,
      'there is no code that is still good; ask for another',
    ])
  })

  test('with a limit to codes: one a minute and five a day, also for who removes the address and adds it again', async () => {
    let id = await added('flood@acme.example')
    const soon = await ask('POST', `/${id}/code`)
    expect(soon.status).toBe(429)
    expect(soon.body.retry_after).toBeGreaterThan(0)
    for (let codes = 1; codes < 5; codes++) {
      await later()
      if (codes % 2) expect((await ask('POST', `/${id}/code`)).status).toBe(200)
      else {
        await ask('DELETE', `/${id}`)
        id = await added('flood@acme.example')
      }
    }
    await later()
    expect((await ask('POST', `/${id}/code`)).body.detail).toContain('5 codes were mailed')
    expect(peer.taken).toHaveLength(5)
  })

  test('within the limits of the mailbox: over them none is mailed, none is used up, and why is said', async () => {
    await desk.leavesBy(mailboxId, peer.port, { per_minute: 1 })
    await added('first@acme.example')
    const id = await added('second@acme.example')
    expect(peer.taken).toHaveLength(1)
    expect((await ask('POST', `/${id}/code`)).body.mailed).toEqual({
      ok: false,
      says: 'No code was mailed. One mail in a minute has left this mailbox, as many as it may send. Ask for one later.',
    })
    await desk.rows(`update way_use set at = at - interval '61 s'`)
    expect((await ask('POST', `/${id}/code`)).body.mailed.ok).toBe(true)
    expect((await ask('POST', `/${id}/verify`, { code: mailedCode() })).status).toBe(200)
  })

  test('by the newest code alone, and only while it is good', async () => {
    const id = await added('newest@acme.example')
    const first = mailedCode()
    await later()
    await ask('POST', `/${id}/code`)
    expect((await ask('POST', `/${id}/verify`, { code: first })).status).toBe(422)
    await desk.rows(`update identity_code set good_until = now() - interval '1 s' where identity_id = $1`, [id])
    expect((await ask('POST', `/${id}/verify`, { code: mailedCode() })).status).toBe(422)
  })

  test('and no code stands in the tables', async () => {
    await added('hidden@acme.example')
    const [row] = await desk.rows<{ all: string }>('select string_agg(c::text, $1) as all from identity_code c', [' '])
    expect(row!.all).not.toContain(mailedCode())
  })

  test('by each of two organisations for itself: the code of one is no good for the other, nor does either learn of the other', async () => {
    const id = await added('shared@both.example')
    const ours = mailedCode()
    const { body: theirs } = await desk.world.ask('Gina', 'GET', '/api/mailboxes')
    const globex = theirs.items[0].id
    const url = `/api/mailboxes/${globex}/identities`
    const claimed = await desk.world.ask('Gina', 'POST', url, { address: 'shared@both.example', name: 'Globex' })
    expect([claimed.status, claimed.body.items.length]).toEqual([201, 1])
    const other = claimed.body.items[0].id
    expect((await desk.world.ask('Gina', 'POST', `${url}/${other}/verify`, { code: ours })).status).toBe(422)
    expect((await desk.world.ask('Gina', 'POST', `${url}/${id}/verify`, { code: ours })).status).toBe(404)
    await ask('POST', `/${id}/verify`, { code: ours })
    const { body } = await desk.world.ask('Gina', 'GET', url)
    expect(body.items[0].state).toBe('unverified')
  })

  test('and a server that refuses the code is told, with the address on the list for another try', async () => {
    peer.behave({ rcpt: () => '550 5.1.1 nobody here' })
    const { status, body } = await ask('POST', '', { address: 'gone@acme.example', name: 'Gone' })
    expect(status).toBe(201)
    expect(body.mailed).toMatchObject({ ok: false, says: expect.stringContaining('nobody here') })
  })
})

describe('a mail is from it', () => {
  test('by its header alone: bounces come to the mailbox, answers to its tagged address, and the thread goes on', async () => {
    const id = await verified('sales2@acme.example')
    const it = await ticket()
    await reply(it, id)
    await desk.send()
    const mail = peer.taken.at(-1)!
    const read = await PostalMime.parse(mail.bytes)
    expect(read.from).toEqual({ name: 'Acme Sales', address: 'sales2@acme.example' })
    expect(mail.from).toMatch(new RegExp(`^desk${nth}\\+b\\.[a-z2-7]{26}@acme\\.example$`))
    expect(read.replyTo?.[0]?.address).toMatch(new RegExp(`^desk${nth}\\+[^@]+@acme\\.example$`))
    // Their program knows neither Reply-To nor References of ours but the one, and the alias hands the answer on to the mailbox.
    const answer = `From: ada${nth}@customer.example\r\nTo: sales2@acme.example\r\nSubject: Re: Lamp\r\nMessage-ID: <${crypto.randomUUID()}@c.example>\r\nIn-Reply-To: ${read.messageId}\r\n\r\nStill dark.\r\n`
    await arrive(answer)
    const rows = await desk.rows(`select from message where ticket_id = $1 and direction = 'in'`, [it])
    expect(rows).toHaveLength(2)
  })

  test('by default, where the mailbox says so, for those who may use it; the others write from the mailbox', async () => {
    const { body: people } = await desk.world.ask('Ana', 'GET', '/api/users')
    const ana = people.items.find(({ email }: { email: string }) => email.startsWith('ana@')).id
    const id = await verified('chosen@acme.example', { user_ids: [ana] })
    await ask('PUT', '', { from_name: 'address', default_identity_id: id })
    const it = await ticket()
    const usable = async (who: Person) =>
      (await desk.world.ask(who, 'GET', `/api/sending/identities?mailbox_id=${mailboxId}`)).body.items.map(
        ({ address }: { address: string }) => address,
      )
    expect([await usable('Ana'), await usable('Kim')]).toEqual([['chosen@acme.example', address], [address]])
    const from = async () => {
      await desk.send()
      return (await PostalMime.parse(peer.taken.at(-1)!.bytes)).from?.address
    }
    await reply(it)
    expect(await from()).toBe(address)
    await reply(it, undefined, 'Ana')
    expect(await from()).toBe('chosen@acme.example')
    await reply(it, mailboxId, 'Ana')
    expect(await from()).toBe(address)
    expect((await reply(it, id)).body.errors[0].message).toContain('chosen people only')
  })

  test('never from one of another mailbox or organisation, which is refused as one that does not exist', async () => {
    const id = await verified('elsewhere@acme.example')
    mailboxId = await desk.mailbox(`desk${nth}b`)
    const it = await ticket()
    const answers = [await reply(it, id), await reply(it, crypto.randomUUID())]
    expect(answers.map(({ status }) => status)).toEqual([422, 422])
    expect(answers[0]!.body.errors).toEqual(answers[1]!.body.errors)
    const outbound = {
      mailbox_id: mailboxId,
      to: [{ address: 'ada@c.example' }],
      subject: 'x',
      body: 'y',
      identity_id: id,
    }
    expect((await desk.world.ask('Kim', 'POST', '/api/tickets/outbound', outbound)).body.errors[0].field).toBe(
      'identity_id',
    )
    const draft = await desk.world.ask('Gina', 'GET', '/api/tickets')
    expect(draft.status).toBe(200)
    const kept = await desk.world.ask('Kim', 'PUT', `/api/tickets/${it}/drafts/reply`, {
      ...{ body: 'x', identity_id: crypto.randomUUID() },
    })
    expect([kept.status, kept.body.errors[0].field]).toEqual([422, 'identity_id'])
  })

  test('in the name of the writer, of the address or of the mailbox, as the setting says', async () => {
    const id = await verified('named@acme.example')
    const it = await ticket()
    const names = []
    for (const from_name of fromNames) {
      await ask('PUT', '', { from_name, default_identity_id: null })
      await reply(it, id)
      await desk.send()
      names.push((await PostalMime.parse(peer.taken.at(-1)!.bytes)).from?.name)
    }
    expect(names).toEqual(['Kim at Acme', 'Acme Sales', `desk${nth}`])
  })

  test('under whatever name anybody chose, with our headers, each once, and no other (S13)', async () => {
    const message = {
      ...{
        id: crypto.randomUUID(),
        messageIdHeader: 'docket.1@acme.example',
        inReplyTo: null,
        subject: 's',
        text: 't',
      },
      ...{
        to: [{ name: '', address: 'ada@c.example' }],
        cc: [],
        at: new Date('2026-11-21T10:00:00Z'),
        automatic: null,
      },
    }
    const it = { message, ticket: { id: crypto.randomUUID() }, thread: [] }
    const said = fc.record({
      name: hostile,
      writer: hostile,
      organisation: hostile,
      style: fc.constantFrom(...fromNames),
    })
    await fc.assert(
      fc.asyncProperty(said, fc.boolean(), async ({ name, style, ...more }, plus_addresses) => {
        const mailbox = { address: 'support@acme.example', name, plus_addresses }
        const from = { address: 'sales@acme.example', name: nameOf(style, { written: { name }, mailbox, ...more }) }
        const { raw } = await composeReply(it, { mailbox, from, token: 't' })
        const fields = strictFields(raw).map((field) => field.name)
        expect(fields.sort()).toEqual(
          [
            ...[
              'content-transfer-encoding',
              'content-type',
              'date',
              'from',
              'message-id',
              'mime-version',
              'references',
            ],
            ...['reply-to', 'subject', 'to', 'x-docket-message-id', 'x-docket-ticket-id'],
          ].filter((field) => fields.includes(field)),
        )
        const read = await PostalMime.parse(raw)
        expect([read.from?.address, read.replyTo?.map(({ address: one }) => one)]).toEqual([
          'sales@acme.example',
          [plus_addresses ? 'support+t@acme.example' : 'support@acme.example'],
        ])
      }),
      { numRuns: 200 },
    )
  }, 60_000)
})

describe('what waits', () => {
  test('leaves from an address that was taken from the list meanwhile: it was allowed when it was written', async () => {
    const id = await verified('removed@acme.example')
    const it = await ticket()
    await reply(it, id)
    expect((await ask('DELETE', `/${id}`)).status).toBe(200)
    expect((await reply(it, id)).status).toBe(422)
    await desk.send()
    expect((await deliveryOf(it)).status).toBe('sent')
    expect((await PostalMime.parse(peer.taken.at(-1)!.bytes)).from?.address).toBe('removed@acme.example')
  })

  test('fails with a sentence where the address was revoked, and leaves when it was verified again', async () => {
    const id = await verified('revoked@acme.example')
    const it = await ticket()
    await reply(it, id)
    await ask('POST', `/${id}/revoke`)
    const before = peer.taken.length
    await desk.send()
    expect(await deliveryOf(it)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('revoked@acme.example'),
    })
    expect(peer.taken).toHaveLength(before)
    await later()
    await ask('POST', `/${id}/code`)
    await ask('POST', `/${id}/verify`, { code: mailedCode() })
    const [row] = await desk.rows<{ message_id: string }>('select message_id from delivery where ticket_id = $1', [it])
    await desk.world.ask('Kim', 'POST', `/api/tickets/${it}/messages/${row!.message_id}/retry`)
    await desk.send()
    expect((await deliveryOf(it)).status).toBe('sent')
  })

  test('fails in shadow as well, and its words come back with the address when it is taken back', async () => {
    const id = await verified('shadowed@acme.example')
    const it = await ticket()
    const { body } = await desk.world.ask('Kim', 'POST', `/api/tickets/${it}/replies`, {
      ...{ body: 'Later.', identity_id: id, send_at: new Date(Date.now() + 3_600_000).toISOString() },
    })
    const sent = body.messages.at(-1).id
    const back = await desk.world.ask('Kim', 'POST', `/api/tickets/${it}/messages/${sent}/cancel`)
    expect(back.body.drafts).toMatchObject([{ kind: 'reply', identity_id: id }])
    await reply(it, id)
    const { body: dark } = await desk.world.ask('Ana', 'PUT', `/api/mailboxes/${mailboxId}/shadow`, { shadow: true })
    expect(dark.stopped).toBe(1)
    expect((await reply(it, id)).status).toBe(409)
  })
})

describe('it is ours', () => {
  test('as a recipient it is refused, and mail from it is a mail of our own that opens no circle', async () => {
    await verified('ours@acme.example')
    const it = await ticket()
    const to = [{ name: '', address: 'Ours@acme.example' }]
    const { status, body } = await desk.world.ask('Kim', 'POST', `/api/tickets/${it}/replies`, { body: 'x', to })
    expect([status, body.errors[0].message]).toEqual([422, expect.stringContaining('your own')])
    const blocked = await desk.world.ask('Kim', 'POST', '/api/senders/blocked', {
      address: 'ours@acme.example',
      reason: '',
    })
    expect(blocked.status).toBe(422)
  })

  test('only from when it is verified: whoever merely claims an address makes nobody’s mail ours', async () => {
    await added('claimed@customer.example')
    const it = await ticket()
    const to = [{ name: '', address: 'claimed@customer.example' }]
    expect((await desk.world.ask('Kim', 'POST', `/api/tickets/${it}/replies`, { body: 'x', to })).status).toBe(201)
  })

  test('the code that an alias hands on to the mailbox is read on a ticket', async () => {
    await added('handedon@acme.example')
    const code = mailedCode()
    await arrive(peer.taken.at(-1)!.bytes)
    const rows = await desk.rows<{ subject: string }>('select subject from ticket where mailbox_id = $1', [mailboxId])
    expect(rows.map(({ subject }) => subject.replace(' ', ''))).toEqual([expect.stringContaining(code)])
  })
})

async function arrive(mail: string | Buffer): Promise<void> {
  await mailKeeper(desk.world.store).keep({
    bytes: Buffer.from(mail as string),
    envelopeFrom: `ada${nth}@customer.example`,
    recipients: [address],
  })
  while ((await ingestRound(desk.world.store)) > 0);
}
