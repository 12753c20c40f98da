import { z } from 'zod'
import {
  type Checked,
  type Fetched,
  type Held,
  type MailSource,
  type Piece,
  pieceMax,
  type Range,
  SourceRefused,
} from './mailSource.ts'
import { askPatiently, NotThere, type NylasApp, TooLong } from './nylasApi.ts'
import { Folders, Grant, headerIn, inboxIn, Message, Newest, One, Page, RawMime, WithHeaders } from './nylasShapes.ts'

export const NylasSettings = z.object({ account: z.string(), grant: z.string(), provider: z.string() })
export type NylasSettings = z.output<typeof NylasSettings>

/** Seconds, as Nylas counts them: nothing before `from` is ours, everything up to `after` has been looked at. */
const Cursor = z.object({ from: z.number().int(), after: z.number().int() })
const BackfillCursor = z.object({ below: z.number().int(), done: z.number().int() }).nullable()

/** A mail may show up later than the time it carries: so far back each look begins. What this session brought is not fetched again. */
const overlapSeconds = 2 * 3600
const pageMax = 200
const fields = 'id,date,thread_id'
const rememberedMax = 20_000

/**
 * A grant at Nylas as a source of mail: the inbox of any provider, each mail as it came. Asked by plain HTTP: the SDK would hold an
 * answer of any size in memory, and twice.
 */
export function nylasSource(settings: NylasSettings, app: NylasApp, { bytesMax }: { bytesMax: number }): MailSource {
  const grant = `grants/${encodeURIComponent(settings.grant)}`
  const brought = new Set<string>()
  let inbox: string | undefined
  let listed: { range: string; messages: Message[] } | undefined

  const inboxId = async (signal?: AbortSignal): Promise<string> => {
    if (inbox !== undefined) return inbox
    const { data } = Folders.parse(await ask('folders', { limit: String(pageMax) }, signal))
    const found = inboxIn(data)
    if (!found) throw new SourceRefused(`Nylas shows no inbox of ${settings.account}.`)
    inbox = found.id
    return inbox
  }

  const ask = async (path: string, query: Record<string, string>, signal?: AbortSignal, bytesMax?: number) => {
    try {
      return await askPatiently(app, { path: path ? `${grant}/${path}` : grant, query, signal, bytesMax })
    } catch (error) {
      if (error instanceof NotThere && !path.startsWith('messages/'))
        throw new SourceRefused(`Nylas does not know this grant any more: connect ${settings.account} again.`)
      throw error
    }
  }

  /** Newest first, as Nylas lists; ids and times alone, so that many fit in memory. */
  const list = async function* (
    { since, before }: { since: number | null; before: number | null },
    signal: AbortSignal,
  ): AsyncIterable<Message[]> {
    const query = {
      in: await inboxId(signal),
      limit: String(pageMax),
      select: fields,
      ...(since !== null && { received_after: String(Math.max(0, since - 1)) }),
      ...(before !== null && { received_before: String(before + 1) }),
    }
    for (let token: string | null | undefined = ''; token !== null && token !== undefined && !signal.aborted; ) {
      const asked: Record<string, string> = token ? { ...query, page_token: token } : query
      const page = Page(Message).parse(await ask('messages', asked, signal))
      yield page.data.filter(({ date }) => (since === null || date >= since) && (before === null || date <= before))
      token = page.next_cursor || null
    }
  }

  const all = async (range: { since: number | null; before: number | null }, signal: AbortSignal) => {
    const found = new Map<string, Message>()
    for await (const page of list(range, signal)) for (const one of page) found.set(one.id, one)
    return [...found.values()]
  }

  const fetchOne = async ({ id, date, thread_id }: Message, signal: AbortSignal): Promise<Fetched | undefined> => {
    const thread = thread_id ? { threadId: `nylas:${thread_id}` } : {}
    const about = { providerId: providerIdOf({ id }), receivedAt: new Date(date * 1000), ...thread }
    const path = `messages/${encodeURIComponent(id)}`
    try {
      const most = Math.ceil(bytesMax * (4 / 3)) + 64 * 1024
      const { data } = RawMime.parse(await ask(path, { fields: 'raw_mime' }, signal, most))
      const bytes = Buffer.from(data.raw_mime, 'base64')
      if (bytes.length <= bytesMax) return { ...about, bytes }
    } catch (error) {
      // Deleted between the list and now.
      if (error instanceof NotThere) return undefined
      if (!(error instanceof TooLong)) throw error
    }
    const { data } = WithHeaders.parse(await ask(path, { fields: 'include_headers', select: 'id,headers' }, signal))
    const refused = `This mail is larger than the ${bytesMax} bytes that DOCKET_MAIL_BYTES_MAX allows: only its header was brought.`
    return { ...about, bytes: headerIn(data.headers ?? []), refused }
  }

  const timesOf = async (id: string, signal: AbortSignal): Promise<Message | undefined> => {
    try {
      return One.parse(await ask(`messages/${encodeURIComponent(id)}`, { select: fields }, signal)).data
    } catch (error) {
      if (error instanceof NotThere) return undefined
      throw error
    }
  }

  /** One after the other, until a piece is full. What is there is given before a fault is told, so that each turn comes further. */
  const fetchPieces = async function* (messages: readonly Message[], signal: AbortSignal) {
    let mails: Fetched[] = []
    let taken: Message[] = []
    let bytes = 0
    for (const message of messages) {
      if (signal.aborted) return
      let mail: Fetched | undefined
      try {
        mail = await fetchOne(message, signal)
      } catch (error) {
        if (taken.length > 0) yield { mails, taken }
        throw error
      }
      taken.push(message)
      if (mail) {
        mails.push(mail)
        bytes += mail.bytes.byteLength
      }
      if (mails.length < pieceMax.mails && bytes < pieceMax.bytes) continue
      yield { mails, taken }
      ;[mails, taken, bytes] = [[], [], 0]
    }
    if (taken.length > 0) yield { mails, taken }
  }

  const remember = (taken: readonly Message[]) => {
    if (brought.size > rememberedMax) brought.clear()
    for (const { id } of taken) brought.add(id)
  }

  return {
    async start() {
      const now = Math.floor(Date.now() / 1000)
      return { from: now, after: now }
    },

    async *pull(stored, signal, kept): AsyncIterable<Piece> {
      const cursor = Cursor.parse(stored)
      const since = Math.max(cursor.from, cursor.after - overlapSeconds)
      const unseen = (await all({ since, before: null }, signal)).filter(({ id }) => !brought.has(id))
      const here = await kept?.(unseen.map(providerIdOf))
      remember(unseen.filter((one) => here?.has(providerIdOf(one))))
      const found = unseen.filter(({ id }) => !brought.has(id))
      // Oldest first: the cursor never passes over one that is not kept.
      found.sort((a, b) => a.date - b.date)
      let { after } = cursor
      for await (const { mails, taken } of fetchPieces(found, signal)) {
        after = Math.max(after, taken.at(-1)!.date)
        yield { mails, cursor: { ...cursor, after } }
        remember(taken)
      }
    },

    async *backfill(range, stored, signal): AsyncIterable<Piece> {
      const cursor = BackfillCursor.parse(stored)
      const asked = JSON.stringify(range)
      if (listed?.range !== asked) {
        const messages = await all(secondsOf(range), signal)
        if (signal.aborted) return
        listed = { range: asked, messages: messages.sort((a, b) => b.date - a.date) }
      }
      const { messages } = listed
      const left = messages.filter(({ date, id }) => !brought.has(id) && (!cursor || date <= cursor.below))
      let done = messages.length - left.length
      for await (const { mails, taken } of fetchPieces(left, signal)) {
        done += taken.length
        yield { mails, cursor: { below: taken.at(-1)!.date, done }, progress: { done, total: messages.length } }
        remember(taken)
      }
      if (!signal.aborted) listed = undefined
    },

    /** Nylas holds no line open: it calls, and that is a hint. */
    watch: (signal) =>
      new Promise((resolve) => {
        if (signal.aborted) resolve()
        else signal.addEventListener('abort', () => resolve(), { once: true })
      }),

    async check(): Promise<Checked> {
      const { data } = Grant.parse(await ask('', {}))
      const ok = data.grant_status === 'valid'
      const says = ok ? `Nylas reads ${settings.account}.` : `Nylas says that the grant is ${data.grant_status}.`
      const steps = [{ step: 'connect', ok, says }]
      if (!ok) return { steps, newest: [] }
      const query = { in: await inboxId(), limit: '5', select: 'id,date,subject,from' }
      const newest = Newest.parse(await ask('messages', query)).data
      return {
        steps: [...steps, { step: 'folder', ok: true, says: 'The inbox can be read.' }],
        newest: newest.map(({ date, subject, from }) => ({
          from: from?.[0]?.email ?? '',
          subject: subject ?? '',
          receivedAt: new Date(date * 1000),
        })),
      }
    },

    /** Nylas does not say how large a mail is. */
    async *inventory(range, signal): AsyncIterable<Held[]> {
      for await (const page of list(secondsOf(range), signal))
        yield page.map(({ id, date }) => ({
          providerId: providerIdOf({ id }),
          receivedAt: new Date(date * 1000),
          size: 0,
        }))
    },

    /** With their source alone Nylas does not say when they came. */
    async *fetch(providerIds, signal): AsyncIterable<Fetched[]> {
      const ids = providerIds.filter((id) => id.startsWith('nylas:')).map((id) => id.slice('nylas:'.length))
      const found: Message[] = []
      for (const id of ids) {
        if (signal.aborted) return
        const one = await timesOf(id, signal)
        if (one) found.push(one)
      }
      for await (const { mails } of fetchPieces(found, signal)) yield mails
    },

    async close() {
      brought.clear()
      listed = undefined
    },
  }
}

const providerIdOf = ({ id }: { id: string }) => `nylas:${id}`
const secondsOf = ({ since, before }: Range) => ({
  since: since && Math.floor(since.getTime() / 1000),
  before: Math.ceil(before.getTime() / 1000) - 1,
})
