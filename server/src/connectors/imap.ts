import { type FetchMessageObject, ImapFlow, type SearchObject } from 'imapflow'
import { z } from 'zod'
import { imapFault } from './imapFaults.ts'
import {
  type Checked,
  CursorLost,
  type Fetched,
  type Held,
  type MailSource,
  type Piece,
  pieceMax,
  type Range,
  SourceAway,
} from './mailSource.ts'

export const ImapSettings = z.object({
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65535),
  /** `none` is for a server on this machine or a network that nobody else reads. */
  security: z.enum(['tls', 'starttls', 'none']),
  user: z.string().min(1).max(320),
  folder: z.string().min(1).max(500).default('INBOX'),
})
export type ImapSettings = z.output<typeof ImapSettings>

const dayMs = 86_400_000

const Cursor = z.object({ validity: z.string(), after: z.number().int() })
const BackfillCursor = z.object({ validity: z.string(), below: z.number().int(), done: z.number().int() }).nullable()

/** IMAP (RFC 9051, and what servers speak of RFC 3501) as a source of mail. Reading changes nothing there: the folder is only examined. */
export function imapSource(settings: ImapSettings, password: string, { bytesMax }: { bytesMax: number }): MailSource {
  let client: ImapFlow | undefined

  const open = async (): Promise<ImapFlow> => {
    if (client?.usable) return client
    const next = new ImapFlow({
      host: settings.host,
      port: settings.port,
      secure: settings.security === 'tls',
      doSTARTTLS: settings.security === 'starttls' ? true : settings.security === 'none' ? false : undefined,
      auth: { user: settings.user, pass: password },
      logger: false,
      disableAutoIdle: true,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      // Longer than the quiet of an IDLE, which is begun anew before.
      socketTimeout: 6 * 60_000,
      maxIdleTime: 5 * 60_000,
      maxLiteralSize: bytesMax + 1024,
    })
    // What ends a connection rejects the command under way, or makes it unusable for the next.
    next.on('error', () => {})
    await faulty(async () => {
      await next.connect()
      await next.mailboxOpen(settings.folder, { readOnly: true })
    })
    client = next
    return next
  }

  const faulty = async <R>(work: () => Promise<R>): Promise<R> => {
    try {
      return await work()
    } catch (error) {
      throw imapFault(error, settings)
    }
  }

  const opened = (imap: ImapFlow) => {
    if (!imap.mailbox) throw new CursorLost('the folder was closed')
    return imap.mailbox
  }

  const providerId = (imap: ImapFlow, uid: number) => `imap:${settings.folder}:${opened(imap).uidValidity}:${uid}`

  /** Sizes first, so that what is fetched together is small enough to be held. */
  const fetchPieces = async function* (
    imap: ImapFlow,
    uids: number[],
    signal: AbortSignal,
  ): AsyncIterable<{ mails: Fetched[]; uids: number[] }> {
    for (let from = 0; from < uids.length && !signal.aborted; ) {
      const window = uids.slice(from, from + pieceMax.mails)
      const known = await faulty(() =>
        imap.fetchAll(window, { uid: true, size: true, internalDate: true }, { uid: true }),
      )
      const sizes = new Map(known.map((one) => [one.uid, one.size ?? 0]))
      const taken = upTo(window, (uid) => Math.min(sizes.get(uid) ?? 0, bytesMax))
      const whole = taken.filter((uid) => (sizes.get(uid) ?? 0) <= bytesMax)
      const tooLarge = taken.filter((uid) => (sizes.get(uid) ?? 0) > bytesMax)
      const query = { uid: true, size: true, internalDate: true }
      const found = whole.length
        ? await faulty(() => imap.fetchAll(whole, { ...query, source: true }, { uid: true }))
        : []
      const heads = tooLarge.length
        ? await faulty(() => imap.fetchAll(tooLarge, { ...query, headers: true }, { uid: true }))
        : []
      yield {
        uids: taken,
        mails: [
          ...found.flatMap((one) => (one.source ? [fetched(imap, one, one.source)] : [])),
          ...heads.map((one) => ({
            ...fetched(imap, one, one.headers ?? Buffer.alloc(0)),
            refused: `This mail has ${one.size} bytes, more than the ${bytesMax} that DOCKET_MAIL_BYTES_MAX allows: only its header was brought.`,
          })),
        ],
      }
      from += taken.length
    }
  }

  const fetched = (imap: ImapFlow, { uid, internalDate }: FetchMessageObject, bytes: Buffer): Fetched => ({
    providerId: providerId(imap, uid),
    bytes,
    receivedAt: internalDate ? new Date(internalDate) : new Date(),
  })

  const numbers = async (imap: ImapFlow, query: SearchObject): Promise<number[]> => {
    const found = await faulty(() => imap.search(query, { uid: true }))
    if (!found) throw new SourceAway(`${settings.host} did not answer a search in ${settings.folder}.`)
    return found.sort((a, b) => a - b)
  }

  /** SEARCH knows days only: a day more on both sides, and the exact time is looked at afterwards. */
  const search = (imap: ImapFlow, { since, before }: Range): Promise<number[]> => {
    const from = since && new Date(since.getTime() - dayMs)
    const until = new Date(before.getTime() + 2 * dayMs)
    // A server that is asked for what is older than the future says that it does not understand.
    const ends = until.getTime() < Date.now() && { before: until }
    return numbers(imap, { all: true, ...(from && { since: from }), ...ends })
  }

  return {
    async start() {
      const { uidValidity, uidNext } = opened(await open())
      return { validity: String(uidValidity), after: uidNext - 1 }
    },

    async *pull(stored, signal): AsyncIterable<Piece> {
      const cursor = Cursor.parse(stored)
      const imap = await open()
      await faulty(() => imap.noop())
      if (String(opened(imap).uidValidity) !== cursor.validity)
        throw new CursorLost('The server has numbered this folder anew (UIDVALIDITY changed).')
      // `n:*` names the last mail even when its number is smaller.
      const uids = (await numbers(imap, { uid: `${cursor.after + 1}:*` })).filter((uid) => uid > cursor.after)
      for await (const { mails, uids: taken } of fetchPieces(imap, uids, signal))
        yield { mails, cursor: { ...cursor, after: taken.at(-1)! } }
    },

    async *backfill(range, stored, signal): AsyncIterable<Piece> {
      const imap = await open()
      const validity = String(opened(imap).uidValidity)
      const before = BackfillCursor.parse(stored)
      const cursor = before?.validity === validity ? before : null
      const all = (await search(imap, range)).reverse()
      const left = all.filter((uid) => !cursor || uid < cursor.below)
      let done = all.length - left.length
      for await (const { mails, uids } of fetchPieces(imap, left, signal)) {
        done += uids.length
        yield {
          mails: mails.filter(({ receivedAt }) => within(range, receivedAt)),
          cursor: { validity, below: uids.at(-1)!, done },
          progress: { done, total: all.length },
        }
      }
    },

    async watch(signal) {
      const imap = await open()
      await new Promise<void>((resolve, reject) => {
        const end = () => {
          imap.off('exists', end)
          imap.off('close', end)
          signal.removeEventListener('abort', end)
          resolve()
        }
        imap.once('exists', end)
        imap.once('close', end)
        signal.addEventListener('abort', end, { once: true })
        if (signal.aborted) end()
        else imap.idle().then(end, (error) => reject(imapFault(error, settings)))
      })
    },

    async check(): Promise<Checked> {
      const imap = await open()
      const { exists } = opened(imap)
      const newest = exists
        ? await faulty(() => imap.fetchAll(`${Math.max(1, exists - 4)}:*`, { envelope: true, internalDate: true }))
        : []
      return {
        steps: [
          { step: 'connect', ok: true, says: `${settings.host} answers and accepts the password.` },
          { step: 'folder', ok: true, says: `${settings.folder} holds ${exists} mails.` },
        ],
        newest: newest.reverse().map(({ envelope, internalDate }) => ({
          from: envelope?.from?.[0]?.address ?? '',
          subject: envelope?.subject ?? '',
          receivedAt: new Date(internalDate ?? 0),
        })),
      }
    },

    async *inventory(range, signal): AsyncIterable<Held[]> {
      const imap = await open()
      const uids = await search(imap, range)
      for (let from = 0; from < uids.length && !signal.aborted; from += 500) {
        const some = uids.slice(from, from + 500)
        const found = await faulty(() =>
          imap.fetchAll(some, { uid: true, size: true, internalDate: true }, { uid: true }),
        )
        yield found
          .map(({ uid, size, internalDate }) => ({
            providerId: providerId(imap, uid),
            receivedAt: new Date(internalDate ?? 0),
            size: size ?? 0,
          }))
          .filter(({ receivedAt }) => within(range, receivedAt))
      }
    },

    async *fetch(providerIds, signal): AsyncIterable<Fetched[]> {
      const imap = await open()
      // What an older numbering called so may be another mail now.
      const ofNow = providerId(imap, 0).slice(0, -1)
      const uids = providerIds.filter((id) => id.startsWith(ofNow)).map((id) => Number(id.slice(ofNow.length)))
      for await (const { mails } of fetchPieces(imap, uids, signal)) yield mails
    },

    async close() {
      const open = client
      client = undefined
      // A farewell that nobody answers is not waited for.
      open?.close()
    },
  }
}

const within = ({ since, before }: Range, at: Date) => at < before && (!since || at >= since)

/** The first of them that fit one piece; always one, however big. */
function upTo(uids: number[], sizeOf: (uid: number) => number): number[] {
  let bytes = 0
  const end = uids.findIndex((uid, at) => {
    bytes += sizeOf(uid)
    return bytes > pieceMax.bytes && at > 0
  })
  return end < 0 ? uids : uids.slice(0, end)
}
