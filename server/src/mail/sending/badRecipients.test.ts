import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openSendingDesk, type SendingDesk } from '../../../test/sendingDesk.ts'
import { type Manners, openSmtpPeer, type SmtpPeer } from '../../../test/smtpPeer.ts'

let desk: SendingDesk
let mailboxes = 0
const peers: SmtpPeer[] = []
beforeAll(async () => {
  desk = await openSendingDesk()
})
afterAll(() => desk.close())
afterEach(() => {
  for (const peer of peers.splice(0)) peer.close()
})

async function at(manners: Manners) {
  const peer = await openSmtpPeer(manners)
  peers.push(peer)
  const mailboxId = await desk.mailbox(`bad${++mailboxes}`)
  await desk.leavesBy(mailboxId, peer.port)
  return { peer, mailboxId }
}
const statesOf = (deliveryId: string) =>
  desk.rows('select address, state from delivery_recipient where delivery_id = $1 order by position', [deliveryId])

test('an address that does not exist is failed with the words of the server, once, and holds back no other mail', async () => {
  const { peer, mailboxId } = await at({ rcpt: (to) => (to.startsWith('ada') ? '550 5.1.1 no such user' : '250 fine') })
  const wrong = await desk.queue(mailboxId, ['ada@customer.example'])
  const right = await desk.queue(mailboxId, ['bob@customer.example'])
  await desk.send()
  await desk.later()
  await desk.send()
  expect(await desk.of(wrong.deliveryId)).toMatchObject({
    ...{ status: 'failed', attempts: 1, error: expect.stringContaining('550 5.1.1 no such user') },
  })
  expect(await statesOf(wrong.deliveryId)).toEqual([{ address: 'ada@customer.example', state: 'failed' }])
  expect(await desk.of(right.deliveryId)).toMatchObject({ status: 'sent', attempts: 1 })
  expect(peer.taken.map(({ to }) => to)).toEqual([['bob@customer.example']])
})

test.each([
  ['first', ['ada@customer.example', 'bob@customer.example'], ['failed', 'queued'], ['failed', 'sent']],
  ['last', ['bob@customer.example', 'ada@customer.example'], ['queued', 'failed'], ['sent', 'failed']],
  [
    'between',
    ['cy@customer.example', 'ada@customer.example', 'bob@customer.example'],
    ['sent', 'failed', 'queued'],
    ['sent', 'failed', 'sent'],
  ],
])(
  'of recipients one of whom is refused for good, %s, and one put off, that one alone is tried again',
  async (_where, to, then, at_last) => {
    let isFull = true
    const { peer, mailboxId } = await at({
      rcpt: (address) => {
        if (address.startsWith('ada')) return '550 5.1.1 no such user'
        return isFull && address.startsWith('bob') ? '452 4.2.2 mailbox full' : '250 fine'
      },
    })
    const { deliveryId } = await desk.queue(mailboxId, to)
    await desk.send()
    expect((await statesOf(deliveryId)).map((row) => (row as { state: string }).state)).toEqual(then)
    expect(await desk.of(deliveryId)).toMatchObject({ status: 'queued', attempts: 1 })
    isFull = false
    await desk.later()
    await desk.send()
    expect((await statesOf(deliveryId)).map((row) => (row as { state: string }).state)).toEqual(at_last)
    expect(await desk.of(deliveryId)).toMatchObject({ status: 'sent' })
    expect(peer.taken.at(-1)!.to).toEqual(['bob@customer.example'])
  },
)

test.each([
  '452 4.2.2 The mailbox is over its quota: quota exceeded',
  '450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages',
])('a recipient who cannot take mail now holds back mail to nobody else: %s', async (says) => {
  const { mailboxId } = await at({ rcpt: (to) => (to.startsWith('ada') ? says : '250 fine') })
  const full = await desk.queue(mailboxId, ['ada@customer.example'])
  await desk.send()
  const other = await desk.queue(mailboxId, ['bob@customer.example'])
  await desk.send()
  expect(await desk.of(full.deliveryId)).toMatchObject({ status: 'queued', attempts: 1, waits_for: null })
  expect(await desk.of(other.deliveryId)).toMatchObject({ status: 'sent' })
  expect(await desk.wayOut(mailboxId)).toMatchObject({ paused_until: null, says: null })
})

test('a line that breaks in the middle of a large mail is no doubt: nobody has it, and it is sent again', async () => {
  const { peer, mailboxId } = await at({ cutAfter: 100_000 })
  const words = randomBytes(3_000_000).toString('hex').replace(/.{70}/g, '$&\n')
  const { deliveryId } = await desk.queue(mailboxId, ['ada@customer.example'])
  await desk.rows(`update message set text = $2 where id = (select message_id from delivery where id = $1)`, [
    deliveryId,
    words,
  ])
  await desk.send()
  expect(await desk.of(deliveryId)).toMatchObject({ status: 'queued', attempts: 1 })
  expect(peer.taken).toEqual([])
  peer.behave({})
  await desk.later()
  await desk.send()
  expect(await desk.of(deliveryId)).toMatchObject({ status: 'sent', attempts: 2 })
  expect(peer.taken).toHaveLength(1)
})

test('a mailbox whose way out is taken away while a mail is on its way has sent it, once', async () => {
  let answer = (_says: string): void => {}
  const { peer, mailboxId } = await at({ dot: () => new Promise((resolve) => (answer = resolve)) })
  const { deliveryId } = await desk.queue(mailboxId)
  const sending = desk.send()
  await desk.until(() => peer.taken.length === 1)
  const gone = await desk.world.ask('Ana', 'DELETE', `/api/mailboxes/${mailboxId}/way-out`)
  expect(gone.status).toBeLessThan(300)
  answer('250 2.0.0 queued')
  await sending
  await desk.later()
  await desk.send()
  expect(await desk.of(deliveryId)).toMatchObject({ status: 'sent', attempts: 1, via: 'smtp' })
  expect(peer.taken).toHaveLength(1)
})
