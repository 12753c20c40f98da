import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { AwsV4Signer } from 'aws4fetch'
import { BlobDamaged, BlobsAway } from './blobs.ts'
import type { S3Place } from './place.ts'
import { explain } from './s3Refusals.ts'

export type Patience = { firstByteMs: number; attemptsMax: number; pauseMs: number }
export const patient: Patience = { firstByteMs: 10_000, attemptsMax: 4, pauseMs: 200 }
/** A body is given the time that a slow line needs; the answer's own bytes may pause as long as its first may take. */
const bytesPerMs = 100

type Sent = { body: Uint8Array; sha256: string }
type Answer = { size: number; pieces(): AsyncGenerator<Uint8Array>; text(): Promise<string> }

export type S3Speaker = {
  place: string
  /** Undefined when there is no such object. Anything else that is no success is a sentence. */
  ask(method: 'GET' | 'HEAD' | 'PUT' | 'DELETE', key: string, sent?: Sent): Promise<Answer | undefined>
  /** A question to the bucket itself. */
  text(query: Record<string, string>): Promise<string>
  signedUrl(key: string, seconds: number, query: Record<string, string>): Promise<string>
  /** Does it again, after a pause, while that may help. */
  again<R>(work: () => Promise<R>): Promise<R>
}

/** Signed requests to one bucket, each bounded in time and explained when it is refused; `again` repeats what may help. */
export function s3Speaker(place: S3Place, { firstByteMs, attemptsMax, pauseMs }: Patience): S3Speaker {
  const where = `bucket ${place.bucket} at ${place.endpoint}`
  const signer = {
    accessKeyId: place.accessKeyId,
    secretAccessKey: place.secretAccessKey,
    region: place.region,
    service: 's3',
  }

  const again = async <R>(work: () => Promise<R>): Promise<R> => {
    const began = performance.now()
    for (let attempt = 1; ; attempt++) {
      try {
        return await work()
      } catch (error) {
        const mayHelp = error instanceof BlobDamaged || (error instanceof BlobsAway && error.passing)
        // One who waits for a page is not made to wait for every attempt of a store that says nothing.
        if (!mayHelp || attempt >= attemptsMax || performance.now() - began > firstByteMs * 1.5) throw error
        await sleep(pauseMs * 2 ** (attempt - 1) * (0.5 + Math.random()))
      }
    }
  }

  const once = async (method: string, url: URL, sent?: Sent): Promise<Answer | undefined> => {
    const headers: Record<string, string> = { 'x-amz-content-sha256': sent?.sha256 ?? emptySha256 }
    if (sent) headers['x-amz-checksum-sha256'] = Buffer.from(sent.sha256, 'hex').toString('base64')
    const signed = await new AwsV4Signer({ ...signer, method, url: url.href, headers }).sign()
    const limit = watchdog(firstByteMs + (sent?.body.byteLength ?? 0) / bytesPerMs)
    try {
      const answer = await fetch(signed.url, {
        method,
        headers: signed.headers,
        ...(sent ? { body: sent.body as Uint8Array<ArrayBuffer> } : {}),
        redirect: 'manual',
        signal: limit.signal,
      })
      limit.restart(firstByteMs)
      if (answer.ok) {
        if (method === 'PUT' || method === 'DELETE') await answer.arrayBuffer()
        if (method !== 'GET') limit.stop()
        return reading(answer, limit, where, firstByteMs)
      }
      const refusal = await explain(answer, method, place)
      limit.stop()
      if (refusal === 'no such object') return undefined
      throw refusal
    } catch (error) {
      limit.stop()
      throw error instanceof BlobsAway ? error : noAnswer(where, error)
    }
  }
  const ask = (method: 'GET' | 'HEAD' | 'PUT' | 'DELETE', key: string, sent?: Sent) =>
    once(method, addressOf(place, place.endpoint, key), sent)

  return {
    place: `s3://${place.bucket}/${place.prefix} at ${place.endpoint}`,
    ask,
    async text(query) {
      const url = addressOf(place, place.endpoint, '')
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
      const answer = await once('GET', url)
      if (!answer) throw new BlobsAway(`There is no ${where}.`, { passing: false })
      return answer.text()
    },
    async signedUrl(key, seconds, query) {
      const url = addressOf(place, place.publicEndpoint, key)
      url.searchParams.set('X-Amz-Expires', String(seconds))
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
      const signed = await new AwsV4Signer({ ...signer, method: 'GET', url: url.href, signQuery: true }).sign()
      return signed.url.href
    },
    again,
  }
}

const emptySha256 = createHash('sha256').digest('hex')

function addressOf({ pathStyle, bucket }: S3Place, endpoint: string, key: string): URL {
  const url = new URL(endpoint)
  if (pathStyle) url.pathname = `/${bucket}/${key}`
  else {
    url.hostname = `${bucket}.${url.hostname}`
    url.pathname = `/${key}`
  }
  return url
}

type Watchdog = { signal: AbortSignal; restart(ms: number): void; stop(): void }

function watchdog(ms: number): Watchdog {
  const abort = new AbortController()
  const late = () => abort.abort(new Error(`no answer within ${ms / 1000} s`))
  let timer = setTimeout(late, ms)
  return {
    signal: abort.signal,
    restart(more) {
      clearTimeout(timer)
      timer = setTimeout(late, more)
    },
    stop: () => clearTimeout(timer),
  }
}

function reading(answer: Response, limit: Watchdog, where: string, stallMs: number): Answer {
  const declared = answer.headers.get('content-length')
  async function* pieces(): AsyncGenerator<Uint8Array> {
    let bytes = 0
    try {
      // The store is timed, not whoever takes the pieces from us: a slow reader may pause between them.
      for await (const piece of timed(answer.body, limit, stallMs)) {
        bytes += piece.byteLength
        yield piece
      }
    } catch (error) {
      throw noAnswer(where, error)
    } finally {
      limit.stop()
    }
    if (declared !== null && bytes !== Number(declared))
      throw new BlobsAway(`The ${where} broke off after ${bytes} of ${declared} bytes.`)
  }
  return {
    size: Number(declared ?? 0),
    pieces,
    async text() {
      const all: Uint8Array[] = []
      for await (const piece of pieces()) all.push(piece)
      return Buffer.concat(all).toString('utf8')
    },
  }
}

async function* timed(
  body: ReadableStream<Uint8Array> | null,
  limit: Watchdog,
  stallMs: number,
): AsyncGenerator<Uint8Array> {
  if (!body) return
  limit.restart(stallMs)
  for await (const piece of body) {
    limit.stop()
    yield piece
    limit.restart(stallMs)
  }
}

function noAnswer(where: string, error: unknown): BlobsAway {
  const { cause, message } = error as Error
  const inner = cause as (NodeJS.ErrnoException & { errors?: Error[] }) | undefined
  const why = inner?.code ?? (inner?.errors?.[0]?.message || inner?.message) ?? message
  return new BlobsAway(`The ${where} does not answer: ${why}.`, { cause: error })
}
