import { setTimeout as sleep } from 'node:timers/promises'
import type { gmail_v1 } from '@googleapis/gmail'
import { z } from 'zod'
import { gmailFault, Missing } from './gmailFaults.ts'
import { type Gmail, type GoogleApp, type OAuth, openGoogle } from './google.ts'
import {
  type Checked,
  CursorLost,
  type Fetched,
  type Held,
  type MailSource,
  mailsInWords,
  type Piece,
  type Range,
  SourceAway,
} from './mailSource.ts'

/**
 * `journal`: the account holds copies of the mail of many addresses, and which one it was for is read from its headers. `sends`: whether
 * Google was told to let us send as well; without it nobody has asked.
 */
export const GmailSettings = z.object({
  account: z.string().max(320),
  journal: z.boolean().default(false),
  sends: z.boolean().optional(),
})
export type GmailSettings = z.output<typeof GmailSettings>

/** `at`: when it was written, in ms. */
const Cursor = z.object({ history: z.string(), at: z.number() })
/** `last` is the last mail of `page` that is kept. */
const BackfillCursor = z
  .object({ page: z.string().nullable(), last: z.string().nullable(), done: z.number(), total: z.number() })
  .nullable()

/** So many are fetched at once, and so much makes a commit: what fails after it is not fetched twice. */
const atOnce = 5
const together = { mails: 50, bytes: 8 * 1024 * 1024 }
/** One request of five hundred fails now and then; only what fails this often in a row is told. */
const triesMax = 6
/** Longer than this nobody waits inside a pull: the mailbox rests until then. */
const patienceMs = 10_000
/** A quiet mailbox moves its place this seldom: a mail that Google shows a little late is still behind it. */
const restMs = 3_600_000

type Options = { bytesMax: number; pauseMs?: number }

/** A Gmail account as a source of mail, read with a refresh token. Reading changes nothing there. */
export function gmailSource(
  { account }: GmailSettings,
  refreshToken: string,
  appOf: () => GoogleApp,
  { bytesMax, pauseMs = 500 }: Options,
): MailSource {
  let opening: Promise<{ oauth: OAuth; gmail: Gmail }> | undefined
  const open = () => {
    opening ??= openGoogle(appOf()).then((google) => {
      google.oauth.setCredentials({ refresh_token: refreshToken })
      return google
    })
    return opening
  }

  /** One question, asked again while Google is only busy. An access token lives in memory, and is made anew when it is not believed. */
  const ask = async <R>(question: (gmail: Gmail) => Promise<{ data: R }>, signal?: AbortSignal): Promise<R> => {
    for (let tries = 1; ; tries++) {
      const { oauth, gmail } = await open()
      try {
        return (await question(gmail)).data
      } catch (error) {
        if (tries === 1 && (error as { response?: { status?: number } }).response?.status === 401) {
          oauth.setCredentials({ refresh_token: refreshToken })
          continue
        }
        const fault = gmailFault(error, account)
        const wait = fault instanceof SourceAway ? (fault.retryAfterMs ?? pauseMs * 2 ** (tries - 1)) : patienceMs + 1
        if (tries >= triesMax || wait > patienceMs || signal?.aborted) throw fault
        await sleep(wait, undefined, signal && { signal }).catch(() => {
          throw fault
        })
      }
    }
  }
  const unlessGone = async <R>(answer: Promise<R>): Promise<R | undefined> => {
    try {
      return await answer
    } catch (error) {
      if (error instanceof Missing) return undefined
      throw error
    }
  }

  const fetch = async (id: string, signal: AbortSignal, isBackfill: boolean): Promise<Fetched | undefined> => {
    const one = await unlessGone(ask((gmail) => gmail.users.messages.get({ userId: 'me', id, format: 'raw' }), signal))
    if (!one || isLeftOut(one.labelIds, isBackfill)) return undefined
    const bytes = Buffer.from(one.raw ?? '', 'base64url')
    const labels = (one.labelIds ?? []).filter((label) => toldLabels.has(label)).map((label) => label.toLowerCase())
    const thread = one.threadId ? { threadId: `gmail:${account}:${one.threadId}` } : {}
    const fetched = { providerId: `gmail:${account}:${id}`, receivedAt: timeOf(one), labels, ...thread }
    if (bytes.length === 0) return { ...fetched, bytes, refused: 'Google gave this mail without its source.' }
    if (bytes.length <= bytesMax) return { ...fetched, bytes }
    const end = bytes.indexOf('\r\n\r\n')
    const head = bytes.subarray(0, end < 0 ? 262_144 : Math.min(end + 4, 262_144))
    return {
      ...fetched,
      bytes: Buffer.from(head),
      refused: `This mail has ${bytes.length} bytes, more than the ${bytesMax} that DOCKET_MAIL_BYTES_MAX allows: only its header was brought.`,
    }
  }

  /** The mails behind these ids in pieces; each says how many of the ids it covers, from the first on. */
  const fetchPieces = async function* (ids: string[], signal: AbortSignal, isBackfill = false) {
    let mails: Fetched[] = []
    for (let from = 0; from < ids.length && !signal.aborted; from += atOnce) {
      const some = ids.slice(from, from + atOnce)
      const found = await Promise.all(some.map((id) => fetch(id, signal, isBackfill)))
      mails.push(...found.filter((one) => one !== undefined))
      const covers = Math.min(from + atOnce, ids.length)
      const bytes = mails.reduce((sum, one) => sum + one.bytes.byteLength, 0)
      if (covers < ids.length && mails.length < together.mails && bytes < together.bytes) continue
      yield { mails, covers }
      mails = []
    }
  }

  const list = ({ since, before }: Range, page: string | null, signal: AbortSignal) => {
    // Whole seconds, a second more on both sides; the exact time is looked at afterwards.
    const after = since ? `after:${Math.floor(since.getTime() / 1000) - 1} ` : ''
    const q = `${after}before:${Math.ceil(before.getTime() / 1000) + 1}`
    const more = page ? { pageToken: page } : {}
    return ask(
      (gmail) => gmail.users.messages.list({ userId: 'me', q, includeSpamTrash: true, maxResults: 100, ...more }),
      signal,
    )
  }

  return {
    async start() {
      const { historyId } = await ask((gmail) => gmail.users.getProfile({ userId: 'me' }))
      return { history: String(historyId), at: Date.now() }
    },

    async *pull(stored, signal): AsyncIterable<Piece> {
      const cursor = Cursor.parse(stored)
      const seen = new Set<string>()
      let newest = cursor.history
      let page: string | undefined
      do {
        const more = page ? { pageToken: page } : {}
        const answer = await unlessGone(
          ask(
            (gmail) =>
              gmail.users.history.list({
                ...{ userId: 'me', startHistoryId: cursor.history, historyTypes: ['messageAdded'], maxResults: 100 },
                ...more,
              }),
            signal,
          ),
        )
        if (!answer) throw new CursorLost('Google has forgotten what happened since we last asked (its history ended).')
        const arrivals = arrivalsIn(answer.history ?? []).filter(({ id }) => !seen.has(id))
        for (const { id } of arrivals) seen.add(id)
        for await (const { mails, covers } of fetchPieces(
          arrivals.map(({ id }) => id),
          signal,
        )) {
          newest = wholeUpTo(arrivals, covers) ?? newest
          yield { mails, cursor: { history: newest, at: Date.now() } }
        }
        if (signal.aborted) return
        const last = answer.history?.at(-1)?.id
        if (last && last !== newest) {
          newest = last
          yield { mails: [], cursor: { history: newest, at: Date.now() } }
        }
        page = answer.nextPageToken ?? undefined
        // Histories of a week ago may be forgotten: the place moves on although nothing came.
        if (!page && newest === cursor.history && answer.historyId && Date.now() - cursor.at > restMs)
          yield { mails: [], cursor: { history: answer.historyId, at: Date.now() } }
      } while (page)
    },

    async *backfill(range, stored, signal): AsyncIterable<Piece> {
      let { page, last, done, total } = BackfillCursor.parse(stored) ?? { page: null, last: null, done: 0, total: 0 }
      while (!signal.aborted) {
        const answer = await unlessGone(list(range, page, signal))
        if (!answer && page === null) throw new SourceAway(`Google could not list the mails of ${account}.`)
        if (!answer) {
          // It forgot the page: from the beginning, where all that is kept stays as it is.
          ;[page, last, done] = [null, null, 0]
          continue
        }
        const ids = (answer.messages ?? []).flatMap(({ id }) => id ?? [])
        const left = last ? ids.slice(ids.indexOf(last) + 1) : ids
        const before = done
        for await (const { mails, covers } of fetchPieces(left, signal, true)) {
          done = before + covers
          total = Math.max(total, answer.resultSizeEstimate ?? 0, done)
          yield {
            mails: mails.filter(({ receivedAt }) => within(range, receivedAt)),
            cursor: { page, last: left[covers - 1]!, done, total },
            progress: { done, total },
          }
        }
        if (!answer.nextPageToken) return
        ;[page, last] = [answer.nextPageToken, null]
      }
    },

    /** Google calls us, or the clock asks: the session only keeps its access token meanwhile. */
    watch: (signal) =>
      new Promise<void>((resolve) => {
        if (signal.aborted) resolve()
        else signal.addEventListener('abort', () => resolve(), { once: true })
      }),

    async check(): Promise<Checked> {
      const { emailAddress, messagesTotal } = await ask((gmail) => gmail.users.getProfile({ userId: 'me' }))
      const { messages = [] } = await ask((gmail) =>
        gmail.users.messages.list({ userId: 'me', labelIds: ['INBOX'], maxResults: 5 }),
      )
      const metadataHeaders = ['From', 'Subject']
      const newest = await Promise.all(
        messages.map(({ id }) =>
          unlessGone(
            ask((gmail) => gmail.users.messages.get({ userId: 'me', id: id!, format: 'metadata', metadataHeaders })),
          ),
        ),
      )
      return {
        steps: [
          { step: 'connect', ok: true, says: `Google lets Docket read ${emailAddress}.` },
          { step: 'folder', ok: true, says: `The account holds ${mailsInWords(messagesTotal ?? 0)}.` },
        ],
        newest: newest.flatMap((one) =>
          one
            ? [{ from: addressIn(headerOf(one, 'From')), subject: headerOf(one, 'Subject'), receivedAt: timeOf(one) }]
            : [],
        ),
      }
    },

    async *inventory(range, signal): AsyncIterable<Held[]> {
      for (let page: string | null = null; !signal.aborted; ) {
        const answer: gmail_v1.Schema$ListMessagesResponse = await list(range, page, signal)
        const ids = (answer.messages ?? []).flatMap(({ id }) => id ?? [])
        const held: Held[] = []
        for (let from = 0; from < ids.length; from += atOnce) {
          const some = await Promise.all(
            ids
              .slice(from, from + atOnce)
              .map((id) =>
                unlessGone(ask((gmail) => gmail.users.messages.get({ userId: 'me', id, format: 'minimal' }), signal)),
              ),
          )
          for (const one of some)
            if (one && !isLeftOut(one.labelIds, true) && within(range, timeOf(one)))
              held.push({
                providerId: `gmail:${account}:${one.id}`,
                receivedAt: timeOf(one),
                size: one.sizeEstimate ?? 0,
              })
        }
        yield held
        if (!answer.nextPageToken) return
        page = answer.nextPageToken
      }
    },

    async *fetch(providerIds, signal): AsyncIterable<Fetched[]> {
      // What another account called so is another mail.
      const ours = `gmail:${account}:`
      const ids = providerIds.filter((id) => id.startsWith(ours)).map((id) => id.slice(ours.length))
      // It was due, so that it is brought although somebody has thrown it away meanwhile.
      for await (const { mails } of fetchPieces(ids, signal)) yield mails
    },

    async close() {
      opening = undefined
    },
  }
}

/** What a delivery says of itself beside its bytes: Google took it for spam, somebody threw it away. */
const toldLabels = new Set(['SPAM', 'TRASH'])

/**
 * Drafts, chats and what was sent from the account are no mail that came. What lies in the bin was thrown away: of old mail it is left
 * there, but what comes now is kept even when somebody was quicker than we.
 */
function isLeftOut(labels: readonly string[] | null | undefined, isBackfill: boolean): boolean {
  const has = (label: string) => labels?.includes(label) ?? false
  return has('DRAFT') || has('CHAT') || (has('SENT') && !has('INBOX')) || (isBackfill && has('TRASH'))
}

const arrivalsIn = (histories: readonly gmail_v1.Schema$History[]) =>
  histories.flatMap(({ id: history, messagesAdded }) =>
    (messagesAdded ?? []).flatMap(({ message }) =>
      history && message?.id && !isLeftOut(message.labelIds, false) ? [{ id: message.id, history }] : [],
    ),
  )

/** The last history of which every mail is among the first so many. */
function wholeUpTo(arrivals: readonly { history: string }[], covers: number): string | undefined {
  const next = arrivals[covers]?.history
  return arrivals.slice(0, covers).findLast(({ history }) => history !== next)?.history
}

const timeOf = ({ internalDate }: gmail_v1.Schema$Message) => new Date(Number(internalDate ?? 0))
const within = ({ since, before }: Range, at: Date) => at < before && (!since || at >= since)

const headerOf = ({ payload }: gmail_v1.Schema$Message, wanted: string) =>
  payload?.headers?.find(({ name }) => name?.toLowerCase() === wanted.toLowerCase())?.value ?? ''
const addressIn = (from: string) => /<([^<>]{1,320})>/.exec(from)?.[1] ?? from.slice(0, 320)
