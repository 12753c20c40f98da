import type { SearchObject } from 'imapflow'
import { z } from 'zod'
import { type FetchOptions, fetchPieces, takenInAt } from './imapFetching.ts'
import { type Folder, type ImapCredentials, imapLine, type LineOptions, placeOf } from './imapLine.ts'
import { gapsOf, lateWindow, numbersOf, setOf } from './imapNumbers.ts'
import type { ImapSettings } from './imapSettings.ts'
import {
  type Checked,
  type Fetched,
  type Held,
  type MailSource,
  mailsInWords,
  type Piece,
  type Range,
  Renumbered,
  SourceAway,
} from './mailSource.ts'

const dayMs = 86_400_000
const inventoryMax = 500

/** The first folder is told of by the server; the others are asked for so often. */
const othersEveryMs = 20_000

const Trying = z.object({ uid: z.number().int(), tries: z.number().int() }).optional()
/** `gaps` are numbers just below `after` that no mail had: one that appears there later came late. */
const Place = z.object({
  validity: z.string(),
  after: z.number().int(),
  gaps: z.string().optional(),
  trying: Trying,
})
type Place = z.output<typeof Place>
/** The place in each folder, by its name. */
const Cursor = z.record(z.string(), Place)
/** Folder after folder: how many each holds, the one that is walked and how far, and how many those before it had. */
const BackfillCursor = z.object({
  totals: z.record(z.string(), z.number().int()),
  folder: z.string(),
  ended: z.number().int(),
  place: z.object({ validity: z.string(), below: z.number().int(), done: z.number().int(), trying: Trying }).nullable(),
})
type BackfillCursor = z.output<typeof BackfillCursor>

type Options = LineOptions & {
  /** After trouble: what stands in the way is looked for, mail by mail. */
  isCareful?: boolean
}

/** IMAP (RFC 9051, and what servers speak of RFC 3501) as a source of mail. Reading changes nothing there: the folder is only examined. */
export function imapSource(settings: ImapSettings, credentials: ImapCredentials, options: Options): MailSource {
  const line = imapLine(settings, credentials, options)
  const { folders } = settings
  /** What the other folders looked like when they were last read to their end. */
  const looked = new Map<string, string>()
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
      throw new SourceAway(`${settings.host} did not answer a search in ${folder.name}. Docket tries again.`)
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

  const startOf = async (name: string): Promise<Place> => {
    const folder = await line.look(name)
    const { validity, uidNext } = folder
    // Few servers do not say what number comes next.
    const after = uidNext ? uidNext - 1 : ((await numbers(folder, { uid: '*' })).at(-1) ?? 0)
    const seen = after > 0 ? await numbers(folder, from(after - lateWindow + 1)) : []
    return { validity, after, gaps: gapsOf(after, new Set(seen)) }
  }

  async function* pullFolder(name: string, place: Place, signal: AbortSignal) {
    const { validity } = place
    const folder = await line.look(name)
    if (folder.validity !== validity)
      throw new Renumbered(`The mail server has numbered ${name} anew: each mail is looked up by its content.`)
    const found = await numbers(folder, from(place.after - lateWindow + 1))
    const gaps = new Set(numbersOf(place.gaps ?? ''))
    // `n:*` names the last mail even when its number is smaller.
    const left = new Set(found.filter((uid) => uid > place.after || gaps.has(uid)))
    let { after } = place
    for await (const { mails, uids, trying } of fetchPieces(folder, [...left], fetching(signal, place.trying))) {
      for (const uid of uids) left.delete(uid)
      after = Math.max(after, uids.at(-1) ?? 0)
      const seen = new Set(found.filter((uid) => uid > after - lateWindow && !left.has(uid)))
      yield { mails, place: { validity, after, gaps: gapsOf(after, seen), trying } }
    }
  }

  async function* walkFolder(name: string, range: Range, before: BackfillCursor['place'], signal: AbortSignal) {
    const folder = await line.look(name)
    const { validity } = folder
    const place = before?.validity === validity ? before : null
    const key = JSON.stringify([name, validity, range])
    if (walked?.key !== key || !place) walked = { key, uids: (await search(folder, range)).reverse() }
    const { uids: all } = walked
    const left = place ? all.slice(countWhile(all, (uid) => uid >= place.below)) : all
    let done = all.length - left.length
    let below = place?.below ?? (all[0] ?? 0) + 1
    for await (const { mails, uids, trying } of fetchPieces(folder, left, fetching(signal, place?.trying))) {
      done += uids.length
      below = uids.at(-1) ?? below
      yield { folder, mails, total: all.length, place: { validity, below, done, trying } }
    }
  }

  return {
    async start() {
      const places: Record<string, Place> = {}
      // The first last: it is the one that stays open.
      for (const name of folders.toReversed()) places[name] = await startOf(name)
      return places
    },

    async *pull(stored, signal): AsyncIterable<Piece> {
      const before = Cursor.parse(stored)
      // A folder that is read no more is forgotten.
      let places = Object.fromEntries(Object.entries(before).filter(([name]) => folders.includes(name)))
      const [first, ...others] = folders as [string]
      const one = async function* (name: string): AsyncIterable<Piece> {
        const known = places[name]
        if (!known) {
          const start = { [name]: await startOf(name) }
          places = { ...places, ...start }
          yield { mails: [], cursor: places, start }
          return
        }
        for await (const { mails, place } of pullFolder(name, known, signal)) {
          places = { ...places, [name]: place }
          yield { mails, cursor: places }
        }
      }
      yield* one(first)
      let isAway = false
      for (const name of others) {
        if (signal.aborted) return
        const now = await line.glance(name)
        if (places[name] && now && looked.get(name) === now) continue
        isAway = true
        yield* one(name)
        if (now) looked.set(name, now)
      }
      // What came to it meanwhile was told to nobody.
      if (isAway && !signal.aborted) yield* one(first)
    },

    async *backfill(range, stored, signal, start): AsyncIterable<Piece> {
      const starts = Cursor.safeParse(start).data ?? {}
      let at = BackfillCursor.safeParse(stored).data
      if (!at || Object.keys(at.totals).join('\n') !== folders.join('\n')) {
        at = { totals: {}, folder: folders[0]!, ended: 0, place: null }
        for (const name of folders) at.totals[name] = (await search(await line.look(name), range)).length
        // How much there is to do is known before the first mail is here.
        yield { mails: [], cursor: at, progress: { done: 0, total: sum(at.totals) } }
      }
      for (const name of folders.slice(folders.indexOf(at.folder))) {
        if (name !== at.folder) at = { ...at, folder: name, ended: at.ended + (at.place?.done ?? 0), place: null }
        for await (const { folder, mails, total, place } of walkFolder(name, range, at.place, signal)) {
          const wasThere = (id: string) =>
            starts[name]?.validity === place.validity && Number(id.slice(folder.numbering.length)) <= starts[name].after
          at = { ...at, totals: { ...at.totals, [name]: total }, place }
          yield {
            mails: mails
              .filter(({ receivedAt }) => within(range, receivedAt))
              .map((mail) => ({ ...mail, ...(wasThere(mail.providerId) && { wasThere: true }) })),
            cursor: at,
            progress: { done: at.ended + place.done, total: sum(at.totals) },
          }
        }
        if (signal.aborted) return
      }
    },

    watch: (signal) =>
      line.wait(folders.length > 1 ? AbortSignal.any([signal, AbortSignal.timeout(othersEveryMs)]) : signal),

    async check(): Promise<Checked> {
      const steps: Checked['steps'] = []
      for (const name of folders.slice(1)) steps.push(holds(await line.look(name)))
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
          holds(folder),
          ...steps,
        ],
        newest: newest.slice(0, 5),
        folders: await line.folders(),
      }
    },

    async *inventory(range, signal): AsyncIterable<Held[]> {
      for (const name of folders) {
        const folder = await line.look(name)
        const uids = await search(folder, range)
        for (let at = 0; at < uids.length && !signal.aborted; at += inventoryMax)
          yield (await heldOf(folder, uids.slice(at, at + inventoryMax))).filter(({ receivedAt }) =>
            within(range, receivedAt),
          )
      }
    },

    async *fetch(providerIds, signal): AsyncIterable<Fetched[]> {
      for (const name of folders) {
        const there = providerIds.filter((id) => id.startsWith(placeOf(settings, name)))
        if (there.length === 0) continue
        const folder = await line.look(name)
        // What an older numbering called so may be another mail now.
        const { numbering } = folder
        const uids = there.filter((id) => id.startsWith(numbering)).map((id) => Number(id.slice(numbering.length)))
        for await (const { mails } of fetchPieces(folder, uids, fetching(signal, undefined))) yield mails
      }
    },

    async close() {
      line.close()
    },
  }
}

const holds = (folder: Folder) => ({
  step: 'folder',
  ok: true,
  says: `${folder.name} holds ${mailsInWords(folder.exists())}.`,
})

async function heldOf(folder: Folder, uids: readonly number[]): Promise<Held[]> {
  const held = new Map<number, Held>()
  await folder.ask(async (imap) => {
    for await (const one of imap.fetch(setOf(uids), { uid: true, size: true, internalDate: true }, { uid: true })) {
      const { uid, size, internalDate } = one
      // What a server tells of changed flags in between has no size.
      if (size === undefined || !internalDate) continue
      held.set(uid, { providerId: folder.providerId(uid), receivedAt: takenInAt(internalDate), size })
    }
  })
  return [...held.values()]
}

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, one) => all + one, 0)

const within = ({ since, before }: Range, at: Date) => at < before && (!since || at >= since)

function countWhile(uids: readonly number[], holds: (uid: number) => boolean): number {
  const end = uids.findIndex((uid) => !holds(uid))
  return end < 0 ? uids.length : end
}
