import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type GmailFaults, type LocalGmail, openGmail } from '../../test/gmail.ts'
import { gmailSource } from './gmail.ts'
import { CursorLost, type Fetched, type MailSource, type Piece, SourceAway, SourceRefused } from './mailSource.ts'

const account = 'help@acme.example'
const never = new AbortController().signal
let gmail: LocalGmail
let refreshToken: string
beforeAll(async () => {
  gmail = await openGmail([account])
  refreshToken = await gmail.refreshToken(account)
}, 120_000)
afterAll(() => gmail.close())
beforeEach(() => gmail.misbehave({}))

const open = (token = refreshToken, bytesMax = 1_000_000): MailSource =>
  gmailSource(
    { account, journal: false },
    token,
    () => ({ clientId: gmail.clientId, clientSecret: gmail.clientSecret, apiUrl: gmail.url }),
    { bytesMax, pauseMs: 1 },
  )
const mail = (subject: string) => `From: Ada <ada@customer.example>\r\nSubject: ${subject}\r\n\r\nWords.\r\n`
const all = async (pieces: AsyncIterable<Piece>) => {
  const found: Piece[] = []
  for await (const piece of pieces) found.push(piece)
  return found
}
const mailsOf = (pieces: Piece[]): Fetched[] => pieces.flatMap(({ mails }) => mails)

test.each<[what: string, faults: GmailFaults, kind: typeof SourceAway | typeof SourceRefused, says: RegExp]>([
  ['too many requests', { statuses: [429] }, SourceAway, /less often/],
  ['too many requests, the old way', { statuses: [403] }, SourceAway, /less often/],
  ['a fault at Google', { statuses: [500] }, SourceAway, /answered 500/],
  ['the page of a gateway', { statuses: ['page'] }, SourceAway, /answered 502/],
  ['a line that breaks', { statuses: ['reset'] }, SourceAway, /could not be reached/],
  ['a line that breaks in the middle', { statuses: ['cut'] }, SourceAway, /could not be reached/],
  [
    'an interface that is not enabled',
    { statuses: [403], reason: 'accessNotConfigured' },
    SourceRefused,
    /does not let/,
  ],
  [
    'an administrator who forbids it',
    { statuses: [403], reason: 'domainPolicy' },
    SourceRefused,
    /because of something/,
  ],
  ['an account without Gmail', { statuses: [400], reason: 'failedPrecondition' }, SourceRefused, /not switched on/],
])('%s is a sentence, of the kind that follows, and says no secret', async (_, faults, kind, says) => {
  gmail.misbehave({ rate: 1, ...faults })
  const error = await open()
    .check()
    .catch((error: Error) => error)
  expect(error).toBeInstanceOf(kind)
  expect((error as Error).message).toMatch(says)
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/google_|Bearer|secret-of/)
})

test('what Google asks us to wait is waited for, by whoever can wait that long', async () => {
  gmail.misbehave({ rate: 1, statuses: [429], retryAfter: 90 })
  const asked = gmail.asked.length
  const error = await open()
    .check()
    .catch((error: SourceAway) => error)
  expect(error).toMatchObject({ retryAfterMs: 90_000 })
  // Once, and the token before it: nobody asks again in that time.
  expect(gmail.asked.length - asked).toBe(2)
})

test('a token that Google does not know, and one that it took back, are refused; an access token that ended is made anew', async () => {
  await expect(open('never-granted').check()).rejects.toThrow(SourceRefused)
  const source = open()
  await source.check()
  gmail.endAccess()
  expect((await source.check()).steps).toMatchObject([{ ok: true }, { ok: true }])
  gmail.revoke(account)
  await expect(source.check()).rejects.toThrow(/Connect the mailbox again/)
  await expect(open().check()).rejects.toThrow(/Connect the mailbox again/)
  gmail.restore(account)
})

test('a place moves on with what is whole: from each that was given, the rest comes and nothing is missing', async () => {
  const source = open()
  const start = await source.start()
  for (let n = 0; n < 130; n++) await gmail.deliver(account, mail(`many ${n}`))
  const pieces = await all(source.pull(start, never))
  const ids = mailsOf(pieces).map(({ providerId }) => providerId)
  expect(new Set(ids).size).toBe(130)
  expect(ids.length).toBe(130)
  expect(pieces.length).toBeGreaterThan(2)
  let kept = 0
  for (const { mails, cursor } of pieces) {
    kept += mails.length
    const rest = mailsOf(await all(source.pull(cursor, never))).map(({ providerId }) => providerId)
    expect(rest).toEqual(ids.slice(kept))
  }
})

test('a backfill goes on after any piece, also when a mail was deleted and others came meanwhile; its count is the whole', async () => {
  const source = open()
  const range = { since: null, before: new Date(Date.now() + 86_400_000) }
  const whole = mailsOf(await all(source.backfill(range, null, never))).map(({ providerId }) => providerId)
  const first = await source.backfill(range, null, never)[Symbol.asyncIterator]().next()
  const { mails, cursor } = first.value as Piece
  await gmail.remove(account, whole.at(-1)!.split(':').at(-1)!)
  const late = await gmail.deliver(account, mail('late'))
  const pieces = await all(source.backfill(range, JSON.parse(JSON.stringify(cursor)), never))
  const both = new Set([...mails, ...mailsOf(pieces)].map(({ providerId }) => providerId.replace(late, 'late')))
  both.delete(`gmail:${account}:late`)
  expect([...both].sort()).toEqual(whole.slice(0, -1).sort())
  const { progress } = pieces.at(-1)!
  expect(progress!.done).toBeLessThanOrEqual(progress!.total)
})

test('the inventory names what pull gives, by the same ids, and nothing that is left out', async () => {
  const source = open()
  const since = new Date(Date.now() - 60_000)
  const start = await source.start()
  await gmail.deliver(account, mail('counted'))
  await gmail.deliver(account, mail('taken for spam'), { labels: ['SPAM'] })
  await gmail.deliver(account, mail('draft'), { labels: ['DRAFT'] })
  await gmail.deliver(account, mail('sent'), { labels: ['SENT'] })
  await gmail.deliver(account, mail('to ourselves'), { labels: ['SENT', 'INBOX'] })
  await gmail.deliver(account, mail('older'), { at: new Date(since.getTime() - 1000) })
  const pulled = mailsOf(await all(source.pull(start, never)))
  const held = new Set<string>()
  for await (const some of source.inventory({ since, before: new Date(Date.now() + 60_000) }, never))
    for (const one of some) held.add(one.providerId)
  expect(pulled.map(({ labels }) => labels)).toEqual([[], ['spam'], [], []])
  expect(pulled.slice(0, 3).every(({ providerId }) => held.has(providerId))).toBe(true)
  expect(held.has(pulled[3]!.providerId)).toBe(false)
})

test('single deliveries are brought by their ids as pull brings them, over faults; what is no more, or of another account, is left out', async () => {
  const source = open()
  const start = await source.start()
  const ids: string[] = []
  for (const name of ['kept', 'deleted', 'thrown away']) ids.push(await gmail.deliver(account, mail(name)))
  const pulled = mailsOf(await all(source.pull(start, never)))
  await gmail.remove(account, ids[1]!)
  await gmail.label(account, ids[2]!, ['TRASH'])
  gmail.misbehave({ rate: 0.3, statuses: [429, 500, 'reset', 'cut'] })
  const found: Fetched[] = []
  const wanted = [...ids.map((id) => `gmail:${account}:${id}`), `gmail:other@acme.example:${ids[0]}`]
  for await (const some of source.fetch(wanted, never)) found.push(...some)
  expect(found).toEqual([pulled[0], { ...pulled[2], labels: ['trash'] }])
  expect(found[0]!.threadId).toMatch(/^gmail:help@acme\.example:./)
})

test('a mail that is too large comes as its header, with the sentence', async () => {
  const source = open(refreshToken, 2_000)
  const start = await source.start()
  await gmail.deliver(account, `${mail('huge')}${'x'.repeat(5_000)}\r\n`)
  const [huge] = mailsOf(await all(source.pull(start, never)))
  expect(huge?.refused).toMatch(/only its header/)
  expect(Buffer.from(huge!.bytes).toString()).toBe('From: Ada <ada@customer.example>\r\nSubject: huge\r\n\r\n')
})

test('a history that was forgotten is said as such', async () => {
  const source = open()
  const start = await source.start()
  await gmail.deliver(account, mail('after'))
  await gmail.forgetHistory()
  await expect(all(source.pull(start, never))).rejects.toThrow(CursorLost)
})
