import { finished } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hookLimits } from './hookLimits.ts'
import { notFound, Problem } from './problem.ts'
import type { Store } from './store.ts'

/** What somebody posted to us, as it came. */
export type HookRequest = {
  headers: Readonly<Record<string, string | string[] | undefined>>
  query: Readonly<Record<string, unknown>>
  body: Buffer
  requestId: string
}
export type HookAnswer = { type: string; text: string }

/** What is known of a call before its body. */
export type HookCall = {
  params: Readonly<Record<string, string>>
  headers: HookRequest['headers']
}

/**
 * An address under /hooks where other services speak to us: any kind of body, no session, no page of ours. Who is not admitted is
 * answered as if there were nothing, or with what `admit` throws, before a byte of the body is read; who is, is taken by what it gave.
 */
export type Hook = {
  method: 'GET' | 'POST'
  path: string
  /** An address outside /hooks that it had before, and is still called at. */
  former?: string
  bytesMax(store: Store): number
  admit(store: Store, call: HookCall): Promise<Take | undefined>
}
export type Take = (request: HookRequest) => Promise<HookAnswer>

/** A refusal that only a hook speaks: the API's document, which lists all others, knows no hooks. */
export const hookProblem =
  (code: string, status: number, title: string) =>
  (detail?: string, more?: Record<string, unknown>): Problem =>
    new Problem(code, status, title, detail, more)

/** 503 and not 429: some of them take any 4xx for a refusal for good, and drop the mail. */
const refusedTooOften = hookProblem('refused-too-often', 503, 'Too many calls from this address were refused')
const busy = hookProblem('too-much-at-once', 503, 'Too much is arriving at once; come again in a moment')

/** Bodies under way may hold this many times the largest of them. */
const bodiesHeld = 4
/** A body that takes longer is given up; providers do not wait that long for us either. */
const bodyMs = 60_000

export async function openHooks(app: FastifyInstance, store: Store, hooks: readonly Hook[]): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    const held = new Map<Hook, number>()
    const limits = hookLimits(store.clock)
    const open = (one: Hook, url: string) => {
      const bytesMax = one.bytesMax(store)
      const admitted = new WeakMap<FastifyRequest, Take>()
      const callerOf = ({ ip, url: at }: FastifyRequest) => {
        const path = at.split('?', 1)[0]!
        return { ip, path, isSecret: url.includes(':') }
      }
      const counted = (request: FastifyRequest) => (error: unknown) => {
        if (error instanceof Problem && error.status < 500) limits.refused(request.ip)
        throw error
      }
      scope.route({
        method: one.method,
        url,
        bodyLimit: bytesMax,
        onRequest: async (request, reply) => {
          const rest = limits.restOf(callerOf(request))
          if (rest > 0) throw refusedTooOften('Come again when this is over.', { retry_after: rest })
          const params = request.params as Record<string, string>
          const take = await one.admit(store, { params, headers: request.headers }).catch(counted(request))
          if (!take) {
            limits.refused(request.ip)
            throw notFound()
          }
          admitted.set(request, take)
          if (one.method === 'POST') hold(held, one, bytesMax, request, reply)
        },
        handler: async (request, reply) => {
          const { headers, query, body, id: requestId } = request
          const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
          const asked = { headers, query: query as Record<string, unknown>, body: bytes, requestId }
          const { type, text } = await admitted.get(request)!(asked).catch(counted(request))
          // A greeting that is read back to anybody proves nothing.
          if (one.method === 'POST') limits.taken(callerOf(request))
          return reply.type(type).header('cache-control', 'no-store').send(text)
        },
      })
    }
    for (const one of hooks)
      for (const url of [`/hooks${one.path}`, ...(one.former ? [one.former] : [])]) open(one, url)
  })
}

/** Counts a body before it is read, at its full size when it says none, until its answer is out or its sender gone. */
function hold(
  held: Map<Hook, number>,
  one: Hook,
  bytesMax: number,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const said = Number(request.headers['content-length'] ?? bytesMax)
  const bytes = Math.min(said, bytesMax)
  const now = held.get(one) ?? 0
  if (now + bytes > bodiesHeld * bytesMax) throw busy(undefined, { retry_after: 5 })
  held.set(one, now + bytes)
  const slow = setTimeout(() => request.raw.destroy(), bodyMs)
  request.raw.once('end', () => clearTimeout(slow))
  finished(reply.raw, () => {
    clearTimeout(slow)
    held.set(one, (held.get(one) ?? 0) - bytes)
  })
}
