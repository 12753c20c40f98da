import { afterAll, beforeAll, expect, test } from 'vitest'
import { NoticeDesk, type Notified } from '../../test/noticeDesk.ts'

/** R11 between colleagues: on each of two servers somebody works whose address is the other server's mailbox. */

const one = { mailbox: 'help@one.example', other: 'desk@two.example' }
const two = { mailbox: one.other, other: one.mailbox }
let first: NoticeDesk
let second: NoticeDesk

beforeAll(async () => {
  first = await open(one)
  second = await open(two)
})
afterAll(() => Promise.all([first.close(), second.close()]))

async function open({ mailbox, other }: typeof one): Promise<NoticeDesk> {
  const desk = await NoticeDesk.open()
  await desk.ask('Ana', 'POST', '/mailboxes', { address: mailbox, name: mailbox })
  await desk.rows(`update app_user set email = $1 where email = 'kim@acme.example'`, [other])
  await desk.ask('Kim', 'PATCH', '/me/notifications', { mailbox_ids: [await desk.mailboxId(mailbox)] })
  return desk
}

type Relay = (mail: Notified) => Buffer
const asItIs: Relay = ({ bytes }) => bytes

/** Carries mail to and fro until nothing leaves any more, or for so many rounds. Says how many mails each sent. */
async function face(relay: Relay, rounds: number): Promise<[number, number]> {
  const sent: [number, number] = [0, 0]
  for (let round = 0; round < rounds; round++) {
    const [ofFirst, ofSecond] = [await first.letOut(), await second.letOut()]
    if (ofFirst.length + ofSecond.length === 0) break
    sent[0] += ofFirst.length
    sent[1] += ofSecond.length
    const carry = async (mails: Notified[], to: NoticeDesk, address: string) => {
      for (const mail of mails)
        await to.receive({ bytes: relay(mail), to: address, envelopeTo: address, envelopeFrom: mail.envelopeFrom })
    }
    await carry(ofFirst, second, one.other)
    await carry(ofSecond, first, one.mailbox)
  }
  return sent
}
const begin = () => first.receive({ to: one.mailbox, from: 'Ada <ada@shop.example>' })

test('a notification that becomes a ticket of another Docket is told to nobody there', async () => {
  await begin()
  expect(await face(asItIs, 10)).toEqual([1, 0])
})

/** As a relay might that knows none of our headers, and gives every mail a new id. */
const stripped: Relay = ({ bytes }) => {
  const headers =
    /^(?:Auto-Submitted|X-Auto-Response-Suppress|X-Docket-\S+|List-Id|References|Reply-To|Message-ID):.*\r\n(?:[ \t].*\r\n)*/gim
  const [head, ...body] = bytes.toString().split('\r\n\r\n')
  return Buffer.from(
    [
      `Message-ID: <${crypto.randomUUID()}@relay.example>\r\n${`${head}\r\n`.replace(headers, '').trimEnd()}`,
      ...body,
    ].join('\r\n\r\n'),
  )
}

test('nor where a relay takes away every sign of it: it is from the very person who would be told', async () => {
  first.wait(7200)
  second.wait(7200)
  await begin()
  expect(await face(stripped, 10)).toEqual([1, 0])
})

test('and where even the sender is another, each side ends at its ceiling', async () => {
  first.wait(7200)
  second.wait(7200)
  await begin()
  const asOthers: Relay = (mail) =>
    Buffer.from(
      stripped(mail)
        .toString()
        .replace(/^From: .*$/m, 'From: relay@relay.example'),
    )
  const [ofFirst, ofSecond] = await face(asOthers, 40)
  expect(ofFirst).toBeLessThanOrEqual(30)
  expect(ofSecond).toBeLessThanOrEqual(30)
})
