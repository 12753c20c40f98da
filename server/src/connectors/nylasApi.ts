import { setTimeout } from 'node:timers/promises'
import { SourceAway, SourceRefused } from './mailSource.ts'

/** Our application at Nylas; its key speaks for every grant. */
export type NylasApp = { clientId: string; apiKey: string; apiUrl: string }

const answerMs = 45_000
const answerBytesMax = 4 * 1024 * 1024

/** The answer is longer than the caller can bear. */
export class TooLong extends Error {}

/** Asked for something that is not there, or no more. */
export class NotThere extends Error {}

type Ask = {
  method?: 'DELETE'
  path: string
  query?: Record<string, string>
  body?: object
  bytesMax?: number | undefined
  signal?: AbortSignal | undefined
}

/** One question to Nylas v3 (https://developer.nylas.com/docs/reference/api). Its faults come as sentences: later, or a person must act. */
export async function askNylas(app: NylasApp, { method, path, query, body, bytesMax, signal }: Ask): Promise<unknown> {
  const url = new URL(`${app.apiUrl}/v3/${path}`)
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
  const patience = AbortSignal.timeout(answerMs)
  try {
    const answer = await fetch(url, {
      method: method ?? (body ? 'POST' : 'GET'),
      headers: {
        authorization: `Bearer ${app.apiKey}`,
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    })
    const text = await bounded(answer, bytesMax ?? answerBytesMax)
    if (!answer.ok) throw faultOf(answer, text)
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SourceAway || error instanceof SourceRefused) throw error
    if (error instanceof TooLong || error instanceof NotThere) throw error
    throw new SourceAway(`Nylas could not be read: ${(error as Error).message}`)
  }
}

/** Nylas forgets this grant and gives its access back to the provider. One that is no more is no fault. */
export async function deleteGrant(app: NylasApp, grant: string): Promise<void> {
  try {
    await askPatiently(app, { method: 'DELETE', path: `grants/${encodeURIComponent(grant)}` })
  } catch (error) {
    if (!(error instanceof NotThere)) throw error
  }
}

/** A short fault is waited out on the spot, so that one in a long row of questions does not throw away the others. */
const triesMax = 3
const waitMaxMs = 5_000

/** As `askNylas`, with a second and a third try. */
export async function askPatiently(app: NylasApp, question: Ask): Promise<unknown> {
  const { signal } = question
  for (let tries = 1; ; tries++) {
    try {
      return await askNylas(app, question)
    } catch (error) {
      if (!(error instanceof SourceAway) || tries >= triesMax || signal?.aborted) throw error
      const wait = error.retryAfterMs ?? tries * 500
      if (wait > waitMaxMs) throw error
      await setTimeout(wait, undefined, signal && { signal }).catch(() => {
        throw error
      })
    }
  }
}

async function bounded(answer: Response, bytesMax: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length
    // Leaving the loop ends the answer: the rest is not fetched.
    if (bytes > bytesMax) throw new TooLong('Nylas answered more than can be taken.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function faultOf({ status, headers }: Response, text: string): Error {
  const { type, message } = errorIn(text)
  const said = message ? ` It says: “${message}”` : ''
  if (status === 429) return new SourceAway('Nylas asks us to come less often.', waitOf(headers.get('retry-after')))
  if (status === 404) return new NotThere(`Nylas does not have it.${said}`)
  if (status === 401)
    return new SourceRefused(`Nylas does not let us in: the grant has ended or the API key is wrong.${said}`)
  if (status === 403) return new SourceRefused(`Nylas does not let us read this mailbox: a scope is missing.${said}`)
  if (status === 400 && /^(grant|token)\./.test(type))
    return new SourceRefused(`Nylas cannot use this grant any more: connect the mailbox again.${said}`)
  return new SourceAway(`Nylas answered ${status}.${said}`)
}

function errorIn(text: string): { type: string; message: string } {
  try {
    const { error } = JSON.parse(text) as { error?: { type?: unknown; message?: unknown } }
    return { type: String(error?.type ?? ''), message: String(error?.message ?? '').slice(0, 200) }
  } catch {
    return { type: '', message: '' }
  }
}

const waitMaxSeconds = 3600

/** In seconds or as a date (RFC 9110 10.2.3). */
function waitOf(retryAfter: string | null): number | undefined {
  if (retryAfter === null) return undefined
  const seconds = /^\d{1,9}$/.test(retryAfter)
    ? Number(retryAfter)
    : Math.ceil((Date.parse(retryAfter) - Date.now()) / 1000)
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), waitMaxSeconds) * 1000 : undefined
}
