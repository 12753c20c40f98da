import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Dovecot, hasDovecot, openDovecot } from '../../../test/dovecot.ts'
import { type Node, threadsAt } from '../../../test/imapThreads.ts'
import { type Arriving, dns, NoticeDesk } from '../../../test/noticeDesk.ts'
import { inOrder } from '../../../test/threads.ts'
import type { JobIo } from '../../platform/work.ts'
import { acknowledge } from '../acknowledging/acknowledging.ts'
import { checkingSenders } from '../senders/checkingSenders.ts'
import { resumeDeliveries } from '../sending/sender.ts'

if (!hasDovecot) console.log('Skipped: there is no dovecot here to put threads together.')

/** A mail of a conversation, and the one it answers. */
type Spoken = { id: string; bytes: Buffer; under: string | null; in: string }

describe.skipIf(!hasDovecot)('in the eyes of another mail program', { timeout: 240_000 }, () => {
  let desk: NoticeDesk
  let dovecot: Dovecot
  beforeAll(async () => {
    ;[desk, dovecot] = await Promise.all([NoticeDesk.open(), openDovecot()])
    await acknowledging(true)
    await desk.ask('Kim', 'PATCH', '/me/notifications', { mailbox_ids: [await desk.mailboxId()] })
  })
  afterAll(() => Promise.all([desk.close(), dovecot.close()]))

  const spoken: Spoken[] = []
  let taken = 0

  /** What has left since: answers are under the mail they name, notifications are a conversation of their own. */
  function heard(talk: string): Spoken[] {
    const left = desk.left.slice(taken)
    taken = desk.left.length
    return left.map(({ bytes, read }) => {
      const isNotice = read.headers.has('list-id')
      const ticket = read.mail.references[0]!
      const id = idsIn(bytes, 'Message-ID')[0]!
      const mail = { id, bytes, under: read.mail.in_reply_to ?? null, in: isNotice ? `staff ${ticket}` : talk }
      spoken.push(mail)
      return mail
    })
  }
  async function acknowledging(active: boolean): Promise<void> {
    const settings = { active, language: 'en', as_written: true, texts: {} }
    await desk.ask('Ana', 'PUT', `/acknowledging/${await desk.mailboxId()}`, settings)
  }
  async function acknowledged(): Promise<void> {
    const { world } = desk
    const io: JobIo = {
      unit: (work) => world.as(world.acme.orgId, work),
      store: world.store,
      attempt: 1,
      signal: new AbortController().signal,
    }
    const unchecked = await desk.rows<{ id: string; message_id: string }>(
      'select id, message_id from occurrence where authentication is null and message_id is not null',
    )
    if (unchecked.length === 0) return
    await checkingSenders(dns).run(io, { occurrenceIds: unchecked.map(({ id }) => id) })
    await acknowledge.run(io, { messageIds: unchecked.map(({ message_id }) => message_id) })
  }
  /** All that is due leaves, colleagues are told. */
  async function leave(talk: string): Promise<Spoken[]> {
    await acknowledged()
    desk.wait(1)
    await resumeDeliveries(desk.world.store)
    await desk.letOut()
    return heard(talk)
  }

  /** Somebody writes, in answer to a mail or to none; a program writes References as RFC 5322, 3.6.4 has it. */
  async function writes(talk: string, subject: string, to: Spoken | null, more: Arriving & { refs?: string[] } = {}) {
    const id = `${talk.replaceAll(' ', '-')}.${spoken.length}@mail.example`
    const above = to ? [...idsIn(to.bytes, 'References'), to.id] : (more.refs ?? [])
    const headers = [
      ...(to ? [`In-Reply-To: <${to.id}>`] : []),
      ...(above.length > 0 ? [`References: ${above.map((one) => `<${one}>`).join('\r\n ')}`] : []),
      ...(more.headers ?? []),
    ]
    const from = more.from ?? 'Ada <ada@shop.example>'
    const lines = [`From: ${from}`, `To: ${desk.world.acme.mailbox}`, `Subject: ${subject}`, 'MIME-Version: 1.0']
    const date = 'Date: Sat, 21 Nov 2026 10:00:00 +0000'
    const bytes = Buffer.from([...lines, `Message-ID: <${id}>`, date, ...headers, '', 'Words.', ''].join('\r\n'))
    await desk.receive({ from, bytes, id })
    const mail = { id, bytes, under: to?.id ?? null, in: talk }
    spoken.push(mail)
    return mail
  }
  const idsIn = (bytes: Buffer, name: string): string[] => {
    const field = new RegExp(`^${name}:(.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(bytes.toString('latin1'))?.[1] ?? ''
    return [...field.matchAll(/<([^>]*)>/g)].map(([, id]) => id!)
  }
  const ticketOf = async (mail: Spoken): Promise<string> => (await desk.ticketOf(mail.id)).id
  async function reply(talk: string, ticketId: string, more: object = {}): Promise<Spoken> {
    await desk.ask('Kim', 'POST', `/tickets/${ticketId}/replies`, { body: 'Try a bulb.', ...more })
    const said = (await leave(talk)).filter((mail) => mail.in === talk)
    expect(said).toHaveLength(1)
    return said[0]!
  }

  test('a conversation is one thread, each answer under the mail that it answers, and no two tickets are one (RFC 5256)', async () => {
    // Acknowledged, answered to and fro, its subject changed on the way.
    const one = await writes('one', 'The lamp flickers', null)
    const [confirmed] = (await leave('one')).filter((mail) => mail.in === 'one')
    expect(confirmed).toMatchObject({ under: one.id })
    const { version: v } = await desk.ask('Ana', 'GET', `/tickets/${await ticketOf(one)}`)
    const kim = { version: v, assignee_user_id: await desk.idOf('kim@acme.example') }
    await desk.ask('Ana', 'PATCH', `/tickets/${await ticketOf(one)}`, kim)
    const first = await reply('one', await ticketOf(one))
    expect(first.under).toBe(one.id)
    const back = await writes('one', 'Re: The lamp flickers', first)
    const second = await reply('one', await ticketOf(one))
    expect(second.under).toBe(back.id)
    const renamed = await writes('one', 'And now the switch', second)
    const third = await reply('one', await ticketOf(one))
    expect(third.under).toBe(renamed.id)
    // An older mail is answered again.
    expect((await reply('one', await ticketOf(one), { message_id: await messageOf(one) })).under).toBe(one.id)

    // To all; one of them answers, and is answered.
    const all = await writes('all', 'Chairs for the hall', null, { headers: ['Cc: Carl <carl@shop.example>'] })
    const to = [{ name: 'Ada', address: 'ada@shop.example' }]
    const toAll = await reply('all', await ticketOf(all), { to, cc: [{ name: 'Carl', address: 'carl@shop.example' }] })
    await writes('all', 'Re: Chairs for the hall', toAll, { from: 'Carl <carl@shop.example>' })
    const toCarl = { to: [{ name: 'Carl', address: 'carl@shop.example' }], cc: to }
    await reply('all', await ticketOf(all), toCarl)

    // Handed on: what is said with the supplier is a conversation beside that with the customer.
    const asked = await writes('asked', 'A price for ten', null)
    await leave('asked')
    const handed = await reply('supplier', await ticketOf(asked), {
      kind: 'forward',
      to: [{ name: 'Sam', address: 'sam@supplier.example' }],
    })
    expect(handed.under).toBe(null)
    await writes('supplier', 'Re: Fwd: A price for ten', handed, { from: 'Sam <sam@supplier.example>' })
    await leave('supplier')
    await reply('asked', await ticketOf(asked))

    // We write first.
    const ticket = await desk.ask('Kim', 'POST', '/tickets/outbound', {
      ...{ mailbox_id: await desk.mailboxId(), subject: 'Your order is late', body: 'It is.' },
      to: [{ name: 'Zoe', address: 'zoe@shop.example' }],
    })
    const [ours] = await leave('ours')
    await writes('ours', 'Re: Your order is late', ours!, { from: 'Zoe <zoe@shop.example>' })
    await reply('ours', ticket.id)

    // Two tickets become one: what is said then goes on in one of the conversations, under the mail it answers.
    const left = await writes('left', 'Where is the invoice', null, { from: 'Dora <dora@shop.example>' })
    await leave('left')
    const right = await writes('right', 'No invoice came', null, { from: 'Dora <dora@shop.example>' })
    await leave('right')
    const [from, into] = [await ticketOf(left), await ticketOf(right)]
    const { version } = await desk.ask('Kim', 'GET', `/tickets/${from}`)
    await desk.ask('Kim', 'POST', `/tickets/${from}/merge`, { into_ticket_id: into, version })
    const merged = await reply('right', into)
    expect(merged.under).toBe(right.id)
    await writes('right', 'Re: No invoice came', merged, { from: 'Dora <dora@shop.example>' })
    await reply('right', into)

    // So long that its References are cut in the middle.
    const refs = Array.from({ length: 40 }, (_, n) => `old.${n}@mail.example`)
    let last = await writes('long', 'Since spring', null, { refs, from: 'Lou <lou@shop.example>' })
    const long = await ticketOf(last)
    await leave('long')
    for (let n = 0; n < 12; n++) {
      const answer = await reply('long', long)
      expect([answer.under, idsIn(answer.bytes, 'References').length <= 21]).toEqual([last.id, true])
      last = await writes('long', 'Re: Since spring', answer, { from: 'Lou <lou@shop.example>' })
    }

    // A mail without an id cannot be named: only the subject ties our answer to it (RFC 5256, section 3, step 5), and a confirmation of
    // another subject before it would hide that.
    await acknowledging(false)
    const bare = 'From: Nil <nil@shop.example>\r\nTo: support@acme.example\r\nSubject: Nameless lamp\r\n\r\nWords.\r\n'
    await desk.receive({ from: 'Nil <nil@shop.example>', bytes: Buffer.from(bare) })
    spoken.push({ id: 'nameless', bytes: Buffer.from(bare), under: null, in: 'nameless' })
    await leave('nameless')
    const { id } = (await desk.tickets()).find(({ subject }) => subject === 'Nameless lamp')!
    const named = await reply('nameless', id)
    await writes('nameless', 'Re: Nameless lamp', named, { from: 'Nil <nil@shop.example>' })
    await reply('nameless', id)

    const [staff, customers] = [spoken.filter(isToStaff), spoken.filter((mail) => !isToStaff(mail))]
    // Where no id ties them, equal base subjects do, and of those `Fwd:` and what stands in brackets are no part (RFC 5256, 2.1 and
    // section 3, step 5): in one folder the supplier's conversation is below the customer's. Colleagues have a folder of their own.
    for (const mail of customers) if (mail.in === 'supplier') mail.in = 'asked'
    for (const seed of [1, 2, 3]) {
      await expectThreads(`customers${seed}`, shuffled(customers, seed))
      await expectThreads(`staff${seed}`, shuffled(staff, seed))
    }
    expect([customers.length, staff.length].map((n) => n > 10)).toEqual([true, true])
  })

  async function expectThreads(folder: string, mails: readonly Spoken[]): Promise<void> {
    const trees = await threadsAt(dovecot, folder, mails)
    const meant = [...Map.groupBy(mails, (mail) => mail.in).values()].map((all) => all.map(({ id }) => id))
    expect(inOrder(trees.map(membersOf)), folder).toEqual(inOrder(meant))
    const above = new Map(trees.flatMap((tree) => linksOf(tree, null)))
    const wrong = mails.filter(({ id, under }) => under !== null && above.get(id) !== under)
    expect(
      wrong.map(({ id, under }) => `${id} answers ${under} and is under ${above.get(id)}`),
      folder,
    ).toEqual([])
  }

  const messageOf = async ({ id }: Spoken): Promise<string> =>
    (await desk.rows<{ id: string }>('select id from message where message_id_header = $1', [id]))[0]!.id
})

const isToStaff = (mail: Spoken) => mail.in.startsWith('staff ')
const membersOf = ({ id, below }: Node): string[] => [...(id === null ? [] : [id]), ...below.flatMap(membersOf)]
const linksOf = ({ id, below }: Node, above: string | null): [string, string | null][] => [
  ...(id === null ? [] : [[id, above] as [string, string | null]]),
  ...below.flatMap((one) => linksOf(one, id ?? above)),
]

/** Another order for each seed, the same in every run. */
function shuffled<T>(all: readonly T[], seed: number): T[] {
  let state = seed * 2_654_435_761
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return all
    .map((one) => ({ one, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one)
}
