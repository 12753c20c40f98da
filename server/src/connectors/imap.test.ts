import type { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Cable, openCable } from '../../test/cable.ts'
import { type ImapPeer, openImapPeer, type PeerMail } from '../../test/imapPeer.ts'
import { imapSource } from './imap.ts'
import { type Fetched, type MailSource, Renumbered, SourceAway, SourceRefused } from './mailSource.ts'

const bytesMax = 4_000
let peer: ImapPeer
let sources: MailSource[] = []
beforeEach(async () => {
  peer = await openImapPeer()
  sources = []
})
afterEach(async () => {
  for (const source of sources) await source.close()
  await peer.close()
})

const settings = () => ({
  host: '127.0.0.1',
  port: peer.port,
  security: 'none' as const,
  user: 'help',
  folders: ['INBOX'],
})
const open = (options: { isCareful?: boolean; port?: number; silenceMs?: number } = {}) => {
  const { port = peer.port, ...rest } = options
  const source = imapSource({ ...settings(), port }, { password: 'secret' }, { bytesMax, ...rest })
  sources.push(source)
  return source
}
const mail = (uid: number, more: Partial<PeerMail> = {}): PeerMail => ({
  uid,
  bytes: Buffer.from(`Subject: ${uid}\r\n\r\nbody of ${uid}\r\n`),
  ...more,
})
const hangUp = (socket: Socket, farewell?: string) => {
  if (farewell) socket.end(`* BYE ${farewell}\r\n`)
  else socket.destroy()
  return ''
}
const never = new AbortController().signal
async function pulled(source: MailSource, cursor: unknown): Promise<{ mails: Fetched[]; cursor: unknown }> {
  const mails: Fetched[] = []
  let at = cursor
  for await (const piece of source.pull(cursor, never)) {
    mails.push(...piece.mails)
    at = piece.cursor
  }
  return { mails, cursor: JSON.parse(JSON.stringify(at)) }
}
async function walked(source: MailSource, since: Date | null, start?: unknown): Promise<Fetched[]> {
  const mails: Fetched[] = []
  const range = { since, before: new Date('2027-01-01') }
  for await (const piece of source.backfill(range, null, never, start)) mails.push(...piece.mails)
  return mails
}
const uidsOf = (mails: Fetched[]) => mails.map(({ providerId }) => Number(providerId.split(':').at(-1)))

describe('new mail', () => {
  test('is what came after the start, each once, and nothing is ever marked as seen', async () => {
    peer.mails = [mail(1), mail(2)]
    const source = open()
    const start = await source.start()
    peer.mails.push(mail(3), mail(4))
    const first = await pulled(source, start)
    expect(uidsOf(first.mails)).toEqual([3, 4])
    expect(uidsOf((await pulled(source, first.cursor)).mails)).toEqual([])
    expect(peer.heard.some((command) => /^EXAMINE/.test(command))).toBe(true)
    expect(peer.heard.filter((command) => /^SELECT|STORE|EXPUNGE|BODY\[/.test(command))).toEqual([])
  })

  test('that is shown later than a younger one is found all the same, also after a restart', async () => {
    peer.mails = [mail(1), mail(2)]
    const start = await open().start()
    peer.mails.push(mail(3), mail(6))
    const first = await pulled(open(), start)
    expect(uidsOf(first.mails)).toEqual([3, 6])
    peer.mails.splice(3, 0, mail(4))
    const second = await pulled(open(), first.cursor)
    expect(uidsOf(second.mails)).toEqual([4])
    expect(uidsOf((await pulled(open(), second.cursor)).mails)).toEqual([])
  })

  test('that is expunged while it is fetched is passed over, and what follows is not', async () => {
    peer.mails = []
    const source = open()
    const start = await source.start()
    peer.mails = [mail(1), mail(2), mail(3)]
    peer.says = (command) => {
      // Gone between the list and the fetch.
      if (/FETCH .*BODY/.test(command)) peer.mails = peer.mails.filter(({ uid }) => uid !== 2)
      return undefined
    }
    const { mails } = await pulled(source, start)
    expect(uidsOf(mails)).toEqual([1, 3])
  })

  test('is not passed over when the line breaks between the list and the fetch', async () => {
    const start = await open().start()
    peer.mails = [mail(1), mail(2)]
    peer.says = (command, _tag, socket) => (/FETCH .*BODY/.test(command) ? hangUp(socket) : undefined)
    await expect(pulled(open(), start)).rejects.toThrow(SourceAway)
    peer.says = () => undefined
    expect(uidsOf((await pulled(open(), start)).mails)).toEqual([1, 2])
  })

  test('is fetched one piece ahead while a piece is kept, and no further', async () => {
    const source = open()
    const start = await source.start()
    peer.mails = Array.from({ length: 350 }, (_, n) => mail(n + 1))
    const bodies = () => peer.heard.filter((command) => /BODY\.PEEK\[\]/.test(command)).length
    const kept: Fetched[] = []
    for await (const { mails } of source.pull(start, never)) {
      kept.push(...mails)
      const pieces = Math.min(Math.ceil(kept.length / 100) + 1, 4)
      await expect.poll(bodies).toBe(pieces)
      // The connection answers in order: had more been asked for, it would have been heard before this.
      if (kept.length < 350) expect(bodies()).toBe(pieces)
    }
    expect(uidsOf(kept)).toEqual(peer.mails.map(({ uid }) => uid))
    // Whoever leaves in the middle leaves the connection in order, and the rest is fetched later.
    const again = open()
    for await (const piece of again.pull(start, never)) {
      expect(piece.mails).toHaveLength(100)
      break
    }
    expect(uidsOf((await pulled(again, start)).mails)).toHaveLength(350)
  })

  test('that the server leaves out of its answers, or shows without content, becomes a failed mail with a sentence', async () => {
    const start = await open().start()
    peer.mails = [mail(1), mail(2), mail(3)]
    peer.says = (command, tag) => {
      if (!/FETCH .*BODY\.PEEK\[\]/.test(command)) return undefined
      const [one] = peer.mails
      return `* 1 FETCH (UID 1 BODY[] {${one!.bytes.length}}\r\n${one!.bytes})\r\n* 2 FETCH (UID 2 BODY[] NIL)\r\n${tag} OK done\r\n`
    }
    const { mails } = await pulled(open(), start)
    expect(mails.map(({ refused }) => refused?.slice(0, 32))).toEqual([
      undefined,
      'The mail server has this mail, b',
      'The mail server has this mail, b',
    ])
    expect(Buffer.from(mails[1]!.bytes).toString()).toContain('Subject: 2')
  })

  test('keeps its size and its time when the server tells of changed flags in between', async () => {
    const start = await open().start()
    peer.mails = [mail(1, { size: 9_000, bytes: Buffer.from(`Subject: large\r\n\r\n${'x'.repeat(8_980)}`) })]
    peer.says = (command, tag) => {
      const flags = '* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n'
      return command.includes('RFC822.SIZE')
        ? `${flags}* 1 FETCH (UID 1 RFC822.SIZE 9000 INTERNALDATE "19-Nov-2026 10:00:00 +0000")\r\n${flags}${tag} OK\r\n`
        : undefined
    }
    const { mails } = await pulled(open(), start)
    expect(mails).toHaveLength(1)
    expect(mails[0]!.refused).toContain('9000 bytes')
    expect(mails[0]!.receivedAt.toISOString()).toBe('2026-11-19T10:00:00.000Z')
  })

  test('over which the connection is lost again and again does not bar the others', async () => {
    let cursor = await open().start()
    peer.mails = [mail(1), mail(2), mail(3)]
    peer.says = (command, _tag, socket) => (/FETCH (?:1:)?2.*BODY\.PEEK\[\]/.test(command) ? hangUp(socket) : undefined)
    const kept: Fetched[] = []
    for (let tries = 0; tries < 5; tries++) {
      try {
        for await (const piece of open({ isCareful: true }).pull(cursor, never)) {
          kept.push(...piece.mails)
          cursor = JSON.parse(JSON.stringify(piece.cursor))
        }
      } catch (error) {
        expect(error).toBeInstanceOf(SourceAway)
      }
    }
    expect(uidsOf(kept)).toEqual([1, 2, 3])
    expect(kept.map(({ refused }) => refused !== undefined)).toEqual([false, true, false])
  })

  test('of a size that the server understates is cut off, not held', async () => {
    const start = await open().start()
    peer.mails = [mail(1, { size: 10, bytes: Buffer.from(`Subject: liar\r\n\r\n${'x'.repeat(50_000)}`) })]
    await expect(pulled(open(), start)).rejects.toThrow(SourceAway)
    const { mails } = await pulled(open({ isCareful: true }), start)
    expect(mails[0]!.refused).toContain('DOCKET_MAIL_BYTES_MAX')
    expect(mails[0]!.bytes.length).toBeLessThan(bytesMax + 100)
  })

  test('with a date that is none is taken in now', async () => {
    const start = await open().start()
    peer.mails = [mail(1, { date: '99-Foo-2026 10:00:00 +0000' })]
    const { mails } = await pulled(open(), start)
    expect(mails[0]!.receivedAt.getUTCFullYear()).toBeGreaterThanOrEqual(2026)
  })
})

describe('older mail', () => {
  test('is brought newest first, with how much there is before the first of it', async () => {
    peer.mails = [1, 2, 3].map((uid) => mail(uid))
    const source = open()
    const start = await source.start()
    const pieces = []
    for await (const piece of source.backfill({ since: null, before: new Date('2027-01-01') }, null, never, start))
      pieces.push(piece)
    expect(pieces[0]).toMatchObject({ mails: [], progress: { done: 0, total: 3 } })
    expect(uidsOf(pieces[1]!.mails)).toEqual([3, 2, 1])
    expect(pieces[1]!.progress).toEqual({ done: 3, total: 3 })
  })

  test('is known by its number to have been there before, whatever the clock of the server says', async () => {
    peer.mails = [mail(1), mail(2, { date: '20-Nov-2026 11:59:59 +0000' })]
    const source = open()
    const start = await source.start()
    peer.mails.push(mail(3))
    expect((await walked(source, null, start)).map(({ wasThere }) => wasThere ?? false)).toEqual([false, true, true])
  })
})

describe('the folder', () => {
  test('that is numbered anew is noticed at the next look, not taken for an empty one', async () => {
    peer.mails = [mail(5)]
    const start = await open().start()
    peer.validity = 2
    await expect(pulled(open(), start)).rejects.toThrow(Renumbered)
  })

  test('that is gone is a sentence for a person; one that cannot be opened just now is not', async () => {
    peer.says = (command, tag) => (/^EXAMINE/.test(command) ? `${tag} NO [NONEXISTENT] no\r\n` : undefined)
    await expect(open().start()).rejects.toThrow(SourceAway)
    peer.says = (command, tag) => {
      if (/^EXAMINE/.test(command)) return `${tag} NO no such mailbox\r\n`
      return /^LIST/.test(command) ? `* LIST () "/" Other\r\n${tag} OK\r\n` : undefined
    }
    await expect(open().start()).rejects.toThrow(/There is no folder “INBOX” at 127.0.0.1: it was deleted or renamed/)
  })
})

describe('a server in trouble', () => {
  const signIn = (answer: string) => {
    peer.says = (command, tag) => (command.startsWith('AUTHENTICATE') ? `${tag} ${answer}\r\n` : undefined)
    return open()
      .start()
      .then(
        () => new Error('it was let in'),
        (error: Error) => error,
      )
  }
  test('that lets nobody in is not a wrong password; a wrong password is', async () => {
    expect(await signIn('NO [UNAVAILABLE] Temporary authentication failure')).toBeInstanceOf(SourceAway)
    expect(await signIn('NO Too many simultaneous connections')).toBeInstanceOf(SourceAway)
    expect(await signIn('NO [AUTHENTICATIONFAILED] Try again later')).toBeInstanceOf(SourceRefused)
    const refused = await signIn('NO Invalid credentials')
    expect(refused).toBeInstanceOf(SourceRefused)
    expect(refused.message).toBe('127.0.0.1 does not accept this user and password. It says: “Invalid credentials”')
  })

  test('NO, BAD, BYE and nonsense are all "later", with what it said', async () => {
    const start = await open().start()
    const said = async (how: (tag: string) => string) => {
      peer.says = (command, tag) => (command.startsWith('UID SEARCH') ? how(tag) : undefined)
      const error = await pulled(open(), start).catch((error) => error)
      expect(error).toBeInstanceOf(SourceAway)
      return (error as Error).message
    }
    expect(await said((tag) => `${tag} NO [SERVERBUG] broken\r\n`)).toContain('did not answer a search')
    expect(await said((tag) => `${tag} BAD what\r\n`)).toContain('did not answer a search')
    peer.says = (command, _tag, socket) =>
      command.startsWith('UID SEARCH') ? hangUp(socket, 'shutting down') : undefined
    expect(((await pulled(open(), start).catch((error) => error)) as Error).message).toBe(
      '127.0.0.1 closed the connection: “shutting down”. Docket tries again.',
    )
  })

  test('asked to come less often, we say when to come again', async () => {
    const start = await open().start()
    peer.mails = [mail(1)]
    peer.says = (command, tag) =>
      command.startsWith('EXAMINE')
        ? `${tag} BAD Request is throttled. Suggested Backoff Time: 300 milliseconds\r\n`
        : undefined
    const error = await pulled(open(), start).catch((error) => error)
    expect(error).toMatchObject({ retryAfterMs: 300, message: expect.stringContaining('come less often') })
  })

  test('a line that went silent is given up, and closing never waits for it', async () => {
    const cable: Cable = await openCable({ host: '127.0.0.1', port: peer.port })
    try {
      const source = open({ port: cable.port, silenceMs: 400 })
      const start = await source.start()
      await cable.cut('silent')
      await expect(pulled(source, start)).rejects.toThrow('did not answer in time')
      await cable.heal()
      const patient = open({ port: cable.port })
      await patient.start()
      await cable.cut('silent')
      const hanging = pulled(patient, start).catch((error) => error)
      await patient.close()
      expect(await hanging).toBeInstanceOf(SourceAway)
    } finally {
      await cable.close()
    }
  })
})

describe('waiting', () => {
  const soon = () => AbortSignal.timeout(20_000)
  test('ends when a mail comes, and at once when it came since the last look', async () => {
    const source = open()
    const start = await source.start()
    const waiting = source.watch!(soon())
    await expect.poll(() => peer.heard.at(-1)).toBe('IDLE')
    peer.mails = [mail(1)]
    peer.tell()
    await waiting
    const { cursor } = await pulled(source, start)
    // It comes while the search is answered, when nobody listens.
    peer.says = (command, tag) =>
      command.startsWith('UID SEARCH') ? `* SEARCH 1\r\n* 2 EXISTS\r\n${tag} OK\r\n` : undefined
    await pulled(source, cursor)
    const heard = peer.heard.length
    await source.watch!(soon())
    expect(peer.heard.slice(heard)).toEqual([])
  })

  test('a server that refuses IDLE is asked on the clock, not in a circle', async () => {
    const source = open()
    await source.start()
    peer.says = (command, tag) => (command === 'IDLE' ? `${tag} NO not now\r\n` : undefined)
    const enough = new AbortController()
    const waiting = source.watch!(enough.signal).then(() => enough.signal.aborted)
    await expect.poll(() => peer.heard.at(-1)).toBe('IDLE')
    await source.watch!(AbortSignal.abort())
    enough.abort()
    expect(await waiting).toBe(true)
  })

  test('a server that hangs up soon is in trouble', async () => {
    const source = open()
    await source.start()
    peer.says = (command, _tag, socket) => (command === 'IDLE' ? hangUp(socket, 'bye') : undefined)
    await expect(source.watch!(soon())).rejects.toThrow(SourceAway)
  })
})
