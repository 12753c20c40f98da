import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Nylas, openNylas } from '../../test/nylas.ts'
import { type Fetched, type Piece, SourceAway, SourceRefused } from './mailSource.ts'
import { nylasSource } from './nylas.ts'

let nylas: Nylas
beforeEach(async () => {
  nylas = await openNylas()
})
afterEach(() => nylas.close())

const never = new AbortController().signal
const now = Math.floor(Date.now() / 1000)
const at = (seconds: number) => new Date((now + seconds) * 1000)
const open = (bytesMax = 100_000) =>
  nylasSource({ account: nylas.account, grant: nylas.grant, provider: 'google' }, nylas, { bytesMax })
const mail = (subject: string, body = 'Hello') => `From: ada@customer.example\r\nSubject: ${subject}\r\n\r\n${body}\r\n`
const ids = (mails: readonly Fetched[]) => mails.map(({ providerId }) => providerId)
const all = async (pieces: AsyncIterable<Piece>) => {
  const found: Piece[] = []
  for await (const piece of pieces) found.push(piece)
  return { mails: found.flatMap(({ mails }) => mails), cursor: found.at(-1)?.cursor, pieces: found }
}
const since = (seconds: number) => ({ from: now + seconds, after: now + seconds })

test('what came since is brought as it came, oldest first, page after page; other folders are not read', async () => {
  const raw = Buffer.from('Subject: Gr\xfc\xdfe\r\n\r\n\xff\0\r\n', 'latin1')
  for (const n of [1, 2, 3, 4, 5, 6, 7]) nylas.deliver(`m${n}`, raw, { at: at(n) })
  nylas.deliver('sent', raw, { at: at(3), folder: 'SENT' })
  nylas.deliver('before', raw, { at: at(-10) })
  const { mails, cursor } = await all(open().pull(since(0), never))
  expect(ids(mails)).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `nylas:m${n}`))
  expect(Buffer.from(mails[0]!.bytes).equals(raw)).toBe(true)
  expect(mails[0]!.receivedAt).toEqual(at(1))
  expect(cursor).toEqual({ from: now, after: now + 7 })
})

test('a mail that shows up late is brought, and none is fetched twice by one session', async () => {
  const source = open()
  nylas.deliver('early', mail('early'), { at: at(100) })
  const first = await all(source.pull(since(0), never))
  nylas.deliver('late', mail('late'), { at: at(50) })
  const second = await all(source.pull(first.cursor, never))
  expect(ids(second.mails)).toEqual(['nylas:late'])
  expect(second.cursor).toEqual(first.cursor)
  expect((await all(source.pull(second.cursor, never))).pieces).toEqual([])
})

test('a new session fetches nothing that is kept, however far it looks back', async () => {
  for (const n of [1, 2, 3]) nylas.deliver(`m${n}`, mail(`m${n}`), { at: at(n) })
  const kept = async (wanted: readonly string[]) => new Set(wanted.filter((id) => id !== 'nylas:m2'))
  expect(ids((await all(open().pull(since(0), never, kept))).mails)).toEqual(['nylas:m2'])
  expect(nylas.asked.filter((asked) => asked.includes('raw_mime'))).toEqual([expect.stringContaining('/m2?')])
})

test.each([
  [{ status: 429, headers: { 'retry-after': '17' } }, 1, SourceAway, 17_000],
  [{ status: 429 }, 3, SourceAway, undefined],
  [{ status: 504, body: { error: { type: 'api.provider_error' } } }, 3, SourceAway, undefined],
  [{ status: 200, body: 'half' }, 1, Error, undefined],
  [{ status: 401 }, 1, SourceRefused, undefined],
  [{ status: 403 }, 1, SourceRefused, undefined],
  [{ status: 404 }, 1, SourceRefused, undefined],
  [{ status: 400, body: { error: { type: 'grant.not_valid' } } }, 1, SourceRefused, undefined],
])('%j, so many times, is told as what it is, and nothing is passed over', async (fault, times, kind, wait) => {
  nylas.deliver('m1', mail('one'), { at: at(1) })
  const source = open()
  nylas.fail(...Array(times).fill(fault))
  const failed = await all(source.pull(since(0), never)).catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(kind)
  expect((failed as SourceAway).retryAfterMs).toBe(wait)
  expect(ids((await all(source.pull(since(0), never))).mails)).toEqual(['nylas:m1'])
})

test('a short fault is waited out, and before a long one what is there is given', async () => {
  for (const n of [1, 2, 3]) nylas.deliver(`m${n}`, mail(`m${n}`), { at: at(n) })
  nylas.fail({ status: 500 }, { status: 429, headers: { 'retry-after': '1' } })
  const source = open()
  const pieces: Piece[] = []
  const pulling = async () => {
    for await (const piece of source.pull(since(0), never)) {
      pieces.push(piece)
    }
  }
  nylas.fail('pass', 'pass', 'pass', { status: 429, headers: { 'retry-after': '60' } })
  await expect(pulling()).rejects.toMatchObject({ retryAfterMs: 60_000 })
  expect(pieces.map(({ mails, cursor }) => [ids(mails), cursor])).toEqual([
    [['nylas:m1'], { from: now, after: now + 1 }],
  ])
})

test('a mail too large comes as its header, with a sentence; one that is gone is left out', async () => {
  nylas.deliver('large', mail('large', 'x'.repeat(200_000)), { at: at(1) })
  nylas.deliver('border', mail('border', 'x'.repeat(2_000)), { at: at(2) })
  const [piece] = (await all(open(1_000).pull(since(0), never))).pieces
  for (const { bytes, refused } of piece!.mails) {
    expect(Buffer.from(bytes).toString()).toMatch(/^From: ada@customer\.example\r\nSubject: (large|border)\r\n\r\n$/)
    expect(refused).toContain('DOCKET_MAIL_BYTES_MAX')
  }
  nylas.deliver('gone', mail('gone'), { at: at(3) })
  nylas.fail('pass', 'pass', { status: 404 })
  const { mails, cursor } = await all(open().pull(since(3), never))
  expect([mails, cursor]).toEqual([[], { from: now + 3, after: now + 3 }])
})

test('older mail comes newest first, and goes on where it stopped', async () => {
  for (const n of [1, 2, 3, 4, 5])
    nylas.deliver(`m${n}`, mail(`m${n}`, 'x'.repeat(5 * 1024 * 1024)), { at: at(-n * 100) })
  const range = { since: at(-450), before: at(0) }
  const source = open(10 * 1024 * 1024)
  const [first] = (await firstOf(source.backfill(range, null, never))) as [Piece]
  expect(ids(first.mails)).toEqual(['nylas:m1', 'nylas:m2'])
  expect(first.progress).toEqual({ done: 2, total: 4 })
  const again = await all(open(10 * 1024 * 1024).backfill(range, first.cursor, never))
  // The one at the border is brought again; it is known by its id.
  expect(ids(again.mails)).toEqual(['nylas:m2', 'nylas:m3', 'nylas:m4'])
  expect(again.pieces.at(-1)!.progress).toMatchObject({ total: 4 })
})

test('a check shows the newest mails, and a grant that has ended', async () => {
  nylas.deliver('m1', mail('one'), { at: at(1) })
  expect(await open().check()).toMatchObject({
    steps: [{ ok: true }, { ok: true }],
    newest: [{ from: 'ada@customer.example', subject: 'one', receivedAt: at(1) }],
  })
  nylas.expire()
  expect((await open().check()).steps).toEqual([
    { step: 'connect', ok: false, says: expect.stringContaining('invalid') },
  ])
  await expect(all(open().pull(since(0), never))).rejects.toThrow(SourceRefused)
})

test('the inventory names each delivery as pull does', async () => {
  for (const n of [1, 2, 3, 4]) nylas.deliver(`m${n}`, mail(`m${n}`), { at: at(n) })
  const held: string[] = []
  for await (const some of open().inventory({ since: at(2), before: at(4) }, never))
    held.push(...some.map(({ providerId }) => providerId))
  expect(held.sort()).toEqual(['nylas:m2', 'nylas:m3'])
})

test('single deliveries are brought by their ids as pull brings them; what is no more, or of another connector, is left out', async () => {
  for (const n of [1, 2, 3]) nylas.deliver(`m${n}`, mail(`m${n}`), { at: at(n), thread: 'talk' })
  const pulled = await all(open().pull(since(0), never))
  nylas.remove('m2')
  nylas.fail({ status: 503 })
  const found: Fetched[] = []
  for await (const some of open().fetch(['nylas:m3', 'nylas:m2', 'gmail:x:m1', 'nylas:m1'], never)) found.push(...some)
  expect(found).toEqual([pulled.mails[2], pulled.mails[0]])
  expect(found[0]!.threadId).toBe('nylas:talk')
})

async function firstOf<T>(many: AsyncIterable<T>): Promise<T[]> {
  for await (const one of many) return [one]
  return []
}
