import type { SearchObject } from 'imapflow'
import { z } from 'zod'
import { type FetchedPiece, type FetchOptions, fetchPieces, takenInAt } from './imapFetching.ts'
import { type Folder, type ImapCredentials, imapLine, type LineOptions } from './imapLine.ts'
import { gapsOf, lateWindow, numbersOf, setOf } from './imapNumbers.ts'
import {
  type Checked,
  type Held,
  type MailSource,
  type Piece,
  type Range,
  Renumbered,
  SourceAway,
} from './mailSource.ts'
import { accessTokens, type TokenOptions } from './oauthTokens.ts'

// What would end the line of a command.
const Plain = z.string().regex(/^[^\0\r\n]+$/, 'must be one line')

/** What is no secret of a sign-in by OAuth. */
export const ImapOAuth = z.object({
  token_url: z.url({ protocol: /^https$/ }).max(2000),
  client_id: Plain.max(500),
  scope: Plain.max(1000).optional(),
})

export const ImapSettings = z.object({
  host: Plain.max(255),
  port: z.number().int().min(1).max(65535),
  /** `none` is for a server on this machine or a network that nobody else reads. */
  security: z.enum(['tls', 'starttls', 'none']),
  user: Plain.max(320),
  folder: Plain.max(500).default('INBOX'),
  /** With it the secret is a grant, not a password. */
  oauth: ImapOAuth.optional(),
})
export type ImapSettings = z.output<typeof ImapSettings>

const dayMs = 86_400_000
const inventoryMax = 500

const Trying = z.object({ uid: z.number().int(), tries: z.number().int() }).optional()
/** `gaps` are numbers just below `after` that no mail had: one that appears there later came late. */
const Cursor = z.object({
  validity: z.string(),
  after: z.number().int(),
  gaps: z.string().optional(),
  trying: Trying,
})
const BackfillCursor = z
  .object({ validity: z.string(), below: z.number().int(), done: z.number().int(), trying: Trying })
  .nullable()

/** The secret beside the settings: a password, or what belongs to the grant. */
export const ImapGrant = z.object({ refresh_token: z.string(), client_secret: z.string().nullable() })

export function imapCredentials({ oauth }: ImapSettings, secret: string, tokens: TokenOptions = {}): ImapCredentials {
  if (!oauth) return { password: secret }
  const { refresh_token: refreshToken, client_secret: clientSecret } = ImapGrant.parse(JSON.parse(secret))
  const { token_url: tokenUrl, client_id: clientId, scope } = oauth
  return { accessToken: accessTokens({ tokenUrl, clientId, clientSecret, refreshToken, scope }, tokens) }
}

type Options = LineOptions & {
  /** After trouble: what stands in the way is looked for, mail by mail. */
  isCareful?: boolean
}

/** IMAP (RFC 9051, and what servers speak of RFC 3501) as a source of mail. Reading changes nothing there: the folder is only examined. */
export function imapSource(settings: ImapSettings, credentials: ImapCredentials, options: Options): MailSource {
  const line = imapLine(settings, credentials, options)
  /** The search of a backfill under way: its answer may be long, and what comes later is no concern of it. */
  let walked: { key: string; uids: number[] } | undefined

  const fetching = (signal: AbortSignal, trying: FetchOptions['trying']): FetchOptions => ({
    bytesMax: options.bytesMax,
    signal,
    isCareful: options.isCareful ?? false,
    trying,
  })

  const numbers = async (folder: Folder, query: SearchObject): Promise<number[]> => {
    const found = await folder.ask((imap) => imap.search(query, { uid: true }))
    if (!Array.isArray(found))
      throw new SourceAway(`${settings.host} did not answer a search in ${settings.folder}. Docket tries again.`)
    return found.sort((a, b) => a - b)
  }

  /** SEARCH knows days only: a day more on both sides, and the exact time is looked at afterwards. */
  const search = (folder: Folder, { since, before }: Range): Promise<number[]> => {
    const from = since && new Date(since.getTime() - dayMs)
    const until = new Date(before.getTime() + 2 * dayMs)
    // A server that is asked for what is older than the future says that it does not understand.
    const ends = until.getTime() < Date.now() && { before: until }
    return numbers(folder, { all: true, ...(from && { since: from }), ...ends })
  }

  const from = (uid: number): SearchObject => ({ uid: `${Math.max(1, uid)}:*` })

  return {
    async start() {
      const folder = await line.look()
      const { validity, uidNext } = folder
      // Few servers do not say what number comes next.
      const after = uidNext ? uidNext - 1 : ((await numbers(folder, { uid: '*' })).at(-1) ?? 0)
      const seen = after > 0 ? await numbers(folder, from(after - lateWindow + 1)) : []
      return { validity, after, gaps: gapsOf(after, new Set(seen)) }
    },

    async *pull(stored, signal): AsyncIterable<Piece> {
      const cursor = Cursor.parse(stored)
      const { validity } = cursor
      const folder = await line.look()
      if (folder.validity !== validity)
        throw new Renumbered('The mail server has numbered this folder anew: each mail is looked up by its content.')
      const found = await numbers(folder, from(cursor.after - lateWindow + 1))
      const gaps = new Set(numbersOf(cursor.gaps ?? ''))
      // `n:*` names the last mail even when its number is smaller.
      const left = new Set(found.filter((uid) => uid > cursor.after || gaps.has(uid)))
      let { after } = cursor
      for await (const { mails, uids, trying } of fetchPieces(folder, [...left], fetching(signal, cursor.trying))) {
        for (const uid of uids) left.delete(uid)
        after = Math.max(after, uids.at(-1) ?? 0)
        const seen = new Set(found.filter((uid) => uid > after - lateWindow && !left.has(uid)))
        yield { mails, cursor: { validity, after, gaps: gapsOf(after, seen), trying } }
      }
    },

    async *backfill(range, stored, signal, start): AsyncIterable<Piece> {
      const folder = await line.look()
      const { validity } = folder
      const before = BackfillCursor.parse(stored)
      const cursor = before?.validity === validity ? before : null
      const first = Cursor.safeParse(start).data
      const wasThere = (uid: number) => first?.validity === validity && uid <= first.after
      const key = JSON.stringify([validity, range])
      if (walked?.key !== key || !cursor) walked = { key, uids: (await search(folder, range)).reverse() }
      const { uids: all } = walked
      const left = cursor ? all.slice(countWhile(all, (uid) => uid >= cursor.below)) : all
      let done = all.length - left.length
      let below = cursor?.below ?? (all[0] ?? 0) + 1
      const at = (trying?: FetchedPiece['trying']) => ({ validity, below, done, trying })
      // How much there is to do is known before the first mail is here.
      if (!cursor) yield { mails: [], cursor: at(), progress: { done, total: all.length } }
      for await (const { mails, uids, trying } of fetchPieces(folder, left, fetching(signal, cursor?.trying))) {
        done += uids.length
        below = uids.at(-1) ?? below
        const there = uids.filter(wasThere).map(folder.providerId)
        yield {
          mails: mails
            .filter(({ receivedAt }) => within(range, receivedAt))
            .map((mail) => ({ ...mail, ...(there.includes(mail.providerId) && { wasThere: true }) })),
          cursor: at(trying),
          progress: { done, total: all.length },
        }
      }
    },

    watch: (signal) => line.wait(signal),

    async check(): Promise<Checked> {
      const folder = await line.look()
      const exists = folder.exists()
      const newest: Checked['newest'] = []
      if (exists > 0)
        await folder.ask(async (imap) => {
          const query = { envelope: true, internalDate: true }
          for await (const { envelope, internalDate } of imap.fetch(`${Math.max(1, exists - 4)}:*`, query))
            newest.unshift({
              from: envelope?.from?.[0]?.address ?? '',
              subject: envelope?.subject ?? '',
              receivedAt: takenInAt(internalDate),
            })
        })
      const encrypted = settings.security === 'none' ? ' The connection is not encrypted.' : ''
      const proof = 'password' in credentials ? 'the password' : 'the sign-in by OAuth'
      return {
        steps: [
          { step: 'connect', ok: true, says: `${settings.host} answers and accepts ${proof}.${encrypted}` },
          { step: 'folder', ok: true, says: `${settings.folder} holds ${exists} mails.` },
        ],
        newest: newest.slice(0, 5),
      }
    },

    async *inventory(range, signal): AsyncIterable<Held[]> {
      const folder = await line.look()
      const uids = await search(folder, range)
      for (let at = 0; at < uids.length && !signal.aborted; at += inventoryMax) {
        const held = new Map<number, Held>()
        const set = setOf(uids.slice(at, at + inventoryMax))
        await folder.ask(async (imap) => {
          for await (const one of imap.fetch(set, { uid: true, size: true, internalDate: true }, { uid: true })) {
            const { uid, size, internalDate } = one
            // What a server tells of changed flags in between has no size.
            if (size === undefined || !internalDate) continue
            held.set(uid, { providerId: folder.providerId(uid), receivedAt: takenInAt(internalDate), size })
          }
        })
        yield [...held.values()].filter(({ receivedAt }) => within(range, receivedAt))
      }
    },

    async close() {
      line.close()
    },
  }
}

const within = ({ since, before }: Range, at: Date) => at < before && (!since || at >= since)

function countWhile(uids: readonly number[], holds: (uid: number) => boolean): number {
  const end = uids.findIndex((uid) => !holds(uid))
  return end < 0 ? uids.length : end
}
