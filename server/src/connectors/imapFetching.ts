import type { FetchMessageObject, FetchQueryObject } from 'imapflow'
import { openRoom } from '../platform/room.ts'
import type { Folder } from './imapLine.ts'
import { setOf } from './imapNumbers.ts'
import { type Fetched, pieceMax } from './mailSource.ts'

/** What all mailboxes of this process hold of their mails at a time. */
const room = openRoom(96 * 1024 * 1024)
const headerMax = 256 * 1024
/** A mail over which the connection was lost so often stands in the way of all others. */
const triesMax = 3

/** The mail that was being fetched when this was last kept, and how often. */
export type Trying = { uid: number; tries: number }
export type FetchedPiece = { uids: number[]; mails: Fetched[]; trying?: Trying }
export type FetchOptions = {
  bytesMax: number
  signal: AbortSignal
  /** After trouble: one mail at a time, each said before it is fetched, so that one that nobody can fetch is found out. */
  isCareful: boolean
  trying?: Trying | undefined
}

const facts = { uid: true, size: true, internalDate: true } satisfies FetchQueryObject

/**
 * The mails of these numbers in pieces, in their order; those that are gone meanwhile are passed over. While a piece is kept the next
 * one is fetched, no more: each has its room from when it is asked for until it is kept.
 */
export async function* fetchPieces(
  folder: Folder,
  uids: readonly number[],
  options: FetchOptions,
): AsyncIterable<FetchedPiece> {
  if (options.isCareful) return yield* fetchCarefully(folder, uids, options)
  const plan = planned(folder, uids, options)
  let ahead = begun(folder, plan, options)
  try {
    for (let now = await ahead; now; now = await ahead) {
      ahead = begun(folder, plan, options)
      // It may fail while nobody looks; whoever asks for it is told.
      ahead.catch(() => {})
      try {
        yield now.piece
      } finally {
        now.giveBack()
      }
    }
  } finally {
    // A connection is asked for one thing at a time: what comes after waits for the last answer.
    const left = await ahead.catch(() => undefined)
    left?.giveBack()
  }
}

type Fetching = { piece: FetchedPiece; giveBack(): void }
type Plan = AsyncIterator<{ taken: number[]; known: Known }>

/** The next piece, fetched whole. */
async function begun(folder: Folder, plan: Plan, options: FetchOptions): Promise<Fetching | undefined> {
  const { done, value } = await plan.next()
  if (done) return undefined
  const { taken, known } = value
  const giveBack = await room.take(bytesOf(taken, known, options))
  try {
    return { piece: { uids: taken, mails: await fetchMails(folder, taken, known, options) }, giveBack }
  } catch (error) {
    giveBack()
    throw error
  }
}

async function* fetchCarefully(
  folder: Folder,
  uids: readonly number[],
  options: FetchOptions,
): AsyncIterable<FetchedPiece> {
  const { trying } = options
  for await (const { taken, known } of planned(folder, uids, options)) {
    const giveBack = await room.take(bytesOf(taken, known, options))
    try {
      const tries = trying?.uid === taken[0] ? trying!.tries : 0
      if (tries < triesMax) yield { uids: [], mails: [], trying: { uid: taken[0]!, tries: tries + 1 } }
      const mails =
        tries < triesMax ? await fetchMails(folder, taken, known, options) : [unreadable(folder, taken[0]!, known)]
      yield { uids: taken, mails }
    } finally {
      giveBack()
    }
  }
}

/** What makes a piece each: so many mails whose sizes fit, or one. */
async function* planned(folder: Folder, uids: readonly number[], { bytesMax, signal, isCareful }: FetchOptions) {
  for (let from = 0; from < uids.length && !signal.aborted; from += pieceMax.mails) {
    const window = uids.slice(from, from + pieceMax.mails)
    const known = await present(folder, window)
    for (let at = 0; at < window.length && !signal.aborted; ) {
      const taken = upTo(window.slice(at), isCareful ? 1 : pieceMax.mails, (uid) => sizeOf(known, uid, bytesMax))
      yield { taken, known }
      at += taken.length
    }
  }
}

const bytesOf = (uids: number[], known: Known, { bytesMax }: FetchOptions) =>
  uids.reduce((sum, uid) => sum + sizeOf(known, uid, bytesMax), 0)

type Known = Map<number, FetchMessageObject>

/** One that the server leaves out though it is there must not be passed over: it is asked for by itself before it counts as gone. */
async function present(folder: Folder, uids: readonly number[]): Promise<Known> {
  const known = await fetchAll(folder, uids, facts)
  const silent = uids.filter((uid) => known.get(uid)?.size === undefined)
  if (silent.length === 0) return known
  const there = await folder.ask((imap) => imap.search({ uid: setOf(silent.toSorted((a, b) => a - b)) }, { uid: true }))
  for (const uid of silent) {
    known.delete(uid)
    if (Array.isArray(there) && there.includes(uid)) known.set(uid, { uid, seq: 0 })
  }
  return known
}

async function fetchMails(folder: Folder, uids: number[], known: Known, options: FetchOptions): Promise<Fetched[]> {
  const { bytesMax } = options
  const there = uids.filter((uid) => known.has(uid))
  const isSmall = (uid: number) => sizeOf(known, uid) <= bytesMax
  const small = there.filter(isSmall)
  // The size that a server tells is not always that of what it sends.
  const source = options.isCareful ? { start: 0, maxLength: bytesMax + 1 } : true
  const found = await fetchAll(folder, small, { uid: true, source })
  const missing = small.filter((uid) => !found.get(uid)?.source?.length && sizeOf(known, uid) > 0)
  const still = missing.length ? await present(folder, missing) : new Map()

  const mails: Fetched[] = []
  for (const uid of there) {
    const one = (bytes: Uint8Array, refused?: string) => mails.push(mailOf(folder, known.get(uid)!, bytes, refused))
    const bytes = found.get(uid)?.source
    if (!isSmall(uid)) one(await headerOf(folder, uid), tooLarge(`${sizeOf(known, uid)} bytes`, bytesMax))
    else if (bytes && bytes.length > bytesMax)
      one(bytes.subarray(0, headerMax), tooLarge(`more than ${bytesMax} bytes`, bytesMax))
    else if (bytes && (bytes.length || sizeOf(known, uid) === 0)) one(bytes)
    else if (still.has(uid))
      one(await headerOf(folder, uid), 'The mail server has this mail, but does not give out its content.')
  }
  return mails
}

const unreadable = (folder: Folder, uid: number, known: Known): Fetched =>
  mailOf(
    folder,
    known.get(uid) ?? { uid, seq: 0 },
    new Uint8Array(),
    `The mail server ended the connection ${triesMax} times when it was asked for this mail (number ${uid}). It is still there; the others went on without it.`,
  )

async function headerOf(folder: Folder, uid: number): Promise<Uint8Array> {
  const query = { uid: true, bodyParts: [{ key: 'HEADER', start: 0, maxLength: headerMax }] }
  const found = await fetchAll(folder, [uid], query)
  const { headers, bodyParts } = found.get(uid) ?? {}
  return headers ?? bodyParts?.values().next().value ?? new Uint8Array()
}

/** What was asked for and nothing else: servers tell of other mails in between, and of one in several answers. */
async function fetchAll(folder: Folder, uids: readonly number[], query: FetchQueryObject): Promise<Known> {
  const known: Known = new Map()
  if (uids.length === 0) return known
  const wanted = new Set(uids)
  await folder.ask(async (imap) => {
    for await (const one of imap.fetch(setOf(uids.toSorted((a, b) => a - b)), query, { uid: true }))
      if (wanted.has(one.uid)) known.set(one.uid, merged(known.get(one.uid), one))
  })
  return known
}

function merged(before: FetchMessageObject | undefined, now: FetchMessageObject): FetchMessageObject {
  const told = Object.fromEntries(Object.entries(now).filter(([, value]) => value !== undefined))
  return { ...before, ...told } as FetchMessageObject
}

const sizeOf = (known: Known, uid: number, atMost = Number.POSITIVE_INFINITY) =>
  Math.min(known.get(uid)?.size ?? 0, atMost)

const tooLarge = (has: string, bytesMax: number) =>
  `This mail has ${has}; DOCKET_MAIL_BYTES_MAX allows ${bytesMax}: only its header was brought.`

function mailOf(
  folder: Folder,
  { uid, internalDate }: FetchMessageObject,
  bytes: Uint8Array,
  refused?: string,
): Fetched {
  return {
    providerId: folder.providerId(uid),
    numbering: folder.numbering,
    ...(folder.beside.length > 0 && { beside: folder.beside }),
    bytes,
    receivedAt: takenInAt(internalDate),
    ...(refused !== undefined && { refused }),
  }
}

/** A date that no database can hold is none. */
export function takenInAt(internalDate: Date | string | undefined): Date {
  const at = new Date(internalDate ?? Number.NaN)
  const year = at.getUTCFullYear()
  return year >= 1970 && year <= 9999 ? at : new Date()
}

/** The first of them that fit one piece; always one, however big. */
function upTo(uids: number[], mailsMax: number, size: (uid: number) => number): number[] {
  let bytes = 0
  const end = uids.findIndex((uid, at) => {
    bytes += size(uid)
    return at >= mailsMax || (bytes > pieceMax.bytes && at > 0)
  })
  return end < 0 ? uids : uids.slice(0, end)
}
