import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { Company, settled } from './facing.ts'
import { type Carried, type Letter, letter, PostOffice, type Robot } from './postOffice.ts'

/** R11: two Dockets that both acknowledge, facing each other and every machine that answers what it should not. */
let office: PostOffice
let alpha: Company
let beta: Company

beforeAll(async () => {
  office = await PostOffice.open()
  ;[alpha, beta] = [await Company.open('alpha.example', office), await Company.open('beta.example', office)]
})
afterAll(async () => {
  await alpha?.close()
  await beta?.close()
  await office?.close()
})
beforeEach(async () => {
  office.carried = []
  // Each drill begins with nothing counted, so that nothing but itself can end it.
  for (const company of [alpha, beta]) await company.passes('25 hours')
})
afterEach(() => {
  office.tamper = (letter) => letter
})

const end = () => settled(office, [alpha, beta])
const isOurs = ({ read }: Carried) => read.mail.subject.startsWith('We have your message')
/** What left by itself: from whom, and how often. */
const automatic = () => {
  const count = (company: Company) =>
    office.carried.filter((mail) => isOurs(mail) && mail.sender === company.mailbox).length
  return { alpha: count(alpha), beta: count(beta) }
}

test('a person writes from one desk to the other: one acknowledgement comes back, and that is the end', async () => {
  await alpha.writeTo(beta.mailbox)
  await end()
  expect(automatic()).toEqual({ alpha: 0, beta: 1 })
  expect(office.carried).toHaveLength(2)
  const acknowledgement = office.carried.find(isOurs)!
  // RFC 3834: to the return address, which is signed for the one mail that it answers.
  const returned = new RegExp(`^${alpha.mailbox.replace('@', '\\+b\\.[a-z0-9]+@')}$`)
  expect([acknowledgement.from, acknowledgement.to]).toEqual(['', expect.stringMatching(returned)])
  const [ticket] = (await alpha.ask('GET', '/tickets')).items
  const { messages } = await alpha.ask('GET', `/tickets/${ticket.id}`)
  expect(messages.at(-1)).toMatchObject({ direction: 'in', verdict: { loop: true }, acknowledgement: null })
})

test('a mail that one desk seems to have written reaches the other: at most one automatic mail each', async () => {
  office.post(letter({ from: beta.mailbox, to: alpha.mailbox }))
  await end()
  expect(automatic()).toEqual({ alpha: 1, beta: 0 })
  expect(office.carried).toHaveLength(2)
  expect((await beta.decided()).at(-1)!.reasons).toContain(
    'It is an automatic mail of our own that came back, or goes round in circles.',
  )
})

const machineSigns = /^(?:Auto-Submitted|X-Auto-Response-Suppress|X-Docket-[A-Za-z-]+): .*\r\n/gim
const threadSigns = /^(?:In-Reply-To|References|Message-ID|Reply-To):.*\r\n(?:[ \t].*\r\n)*/gim

/** A relay that takes away what says that a machine wrote it, and gives it a return address again. */
const unmarked = ({ from, to, bytes, sender }: Carried): Letter => {
  const [head, ...body] = bytes.toString('latin1').split('\r\n\r\n')
  const cleaned = `${head}\r\n`.replace(machineSigns, '')
  return { from: from || sender, to, bytes: Buffer.from([cleaned, ...body].join('\r\n'), 'latin1') }
}

test('a relay takes off every sign of a machine: what is left joins its thread, and nothing answers it', async () => {
  office.tamper = unmarked
  office.post(letter({ from: beta.mailbox, to: alpha.mailbox }))
  await end()
  expect(automatic()).toEqual({ alpha: 1, beta: 1 })
  expect(office.carried).toHaveLength(3)
})

test('a relay takes off those and all signs of a thread: the ceilings end it, hour after hour', async () => {
  office.tamper = (letter) => {
    const { bytes, ...envelope } = unmarked(letter)
    const [head, ...body] = bytes.toString('latin1').split('\r\n\r\n')
    const id = `Message-ID: <${crypto.randomUUID()}@relay.example>\r\n`
    const bare = id + `${head}\r\n`.replace(threadSigns, '')
    return { ...envelope, bytes: Buffer.from([bare, ...body].join('\r\n'), 'latin1') }
  }
  office.post(letter({ from: beta.mailbox, to: alpha.mailbox }))
  await end()
  expect(automatic()).toEqual({ alpha: 1, beta: 1 })
  expect((await alpha.decided()).at(-1)!.reasons).toEqual(['The sender had an acknowledgement within the last hour.'])

  for (let hour = 1; hour < 6; hour++) {
    for (const company of [alpha, beta]) await company.passes('61 minutes')
    office.post(letter({ from: beta.mailbox, to: alpha.mailbox, subject: `Again ${hour}` }))
    await end()
  }
  expect(automatic()).toEqual({ alpha: 3, beta: 3 })
  expect((await alpha.decided()).at(-1)!.reasons).toEqual(['The sender had 3 automatic mails within a day already.'])
})

const answering = (from: string, change: (mail: Carried) => Parameters<typeof letter>[0] | undefined): Robot => {
  return (mail) => {
    const written = change(mail)
    return written ? [letter({ ...written, from })] : []
  }
}

test.each<[string, (from: string) => Robot, number]>([
  [
    'an answering machine that says nothing of being one, and begins a new thread each time',
    (from) => answering(from, (mail) => ({ from, to: mail.sender, subject: 'Thank you for writing' })),
    3,
  ],
  [
    'the same, five mails for each',
    (from) => (mail) => Array.from({ length: 5 }, (_, i) => letter({ from, to: mail.sender, subject: `Thanks ${i}` })),
    7,
  ],
  [
    'somebody on holiday',
    (from) =>
      answering(from, ({ read, sender }) => ({
        from,
        to: read.mail.reply_to[0]?.address ?? sender,
        subject: `Automatic reply: ${read.mail.subject}`,
        returnPath: '',
        headers: ['Auto-Submitted: auto-replied', `In-Reply-To: <${read.mail.message_id}>`],
      })),
    3,
  ],
  [
    'a holiday machine without manners, to the mailbox and by its subject only',
    (from) => answering(from, (mail) => ({ from, to: mail.sender, subject: 'Abwesenheitsnotiz: bis Montag' })),
    3,
  ],
  [
    'a server that returns what has no return address',
    (from) =>
      answering(from, ({ sender, bytes }) => ({
        from,
        to: sender,
        subject: 'Undelivered Mail Returned to Sender',
        returnPath: '',
        headers: [`X-Failed-Recipients: ${from}`],
        text: `This is the mail system.\r\n\r\n<${from}>: host mail.example said: 550 5.1.1 User unknown\r\n\r\n${bytes}`,
      })),
    3,
  ],
  ['an address that hands on to our own mailbox, as it came', () => (mail) => [{ ...mail, to: alpha.mailbox }], 3],
  [
    'an address that hands on to our own mailbox under a tag, as a mail of its own',
    (from) =>
      answering(from, ({ read }) => ({
        from,
        to: alpha.mailbox.replace('@', '+sales@'),
        subject: `Fwd: ${read.mail.subject}`,
      })),
    3,
  ],
])('%s gets one acknowledgement', async (kind, robot, carried) => {
  const from = `robot-${kind.length}@machines.example`
  office.answerAt(from, robot(from))
  office.post(letter({ from, to: alpha.mailbox }))
  await end()
  expect(office.carried.filter(({ to }) => to === from)).toHaveLength(1)
  expect(office.carried).toHaveLength(carried)
  expect(automatic().beta).toBe(0)
})
