import type { FastifyReply, FastifyRequest } from 'fastify'
import { ZodError } from 'zod'
import { BlobsAway } from './blobs/blobs.ts'
import { isDatabaseAway } from './db/away.ts'
import { invalid, Problem, problem } from './problem.ts'
import type { Store } from './store.ts'

export const unauthenticated = problem('unauthenticated', 401, 'Sign in first')
export const tooManyRequests = problem('too-many-requests', 429, 'Too many requests; wait a minute')
export const databaseAway = problem('database-away', 503, 'The database does not answer; nothing was changed')
export const blobsAway = problem('blobs-away', 503, 'The store of mails and attachments does not answer')
export const databaseBusy = problem('database-busy', 503, 'The database is busy; nothing was changed')
export const databaseFull = problem('database-full', 503, "The database's disk is full")
export const broken = problem('internal', 500, 'Something broke here; nothing was changed')
export const tooLarge = problem('too-large', 413, 'The request is too large')
/** What a body can have wrong before anybody looks at its fields. */
export const unreadable = [
  problem('bad-request', 400, 'The request cannot be read'),
  tooLarge,
  problem('not-json', 415, 'The body must be JSON'),
]

/** The one place where a refusal becomes RFC 9457, and where everything else is a bug: logged once, answered without its inside. */
export function speak(store: Store, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error, request.method === 'GET' || request.method === 'HEAD')
  // What the store said is for whoever runs this server, not for whoever asked.
  if (error instanceof BlobsAway) store.log.warn({ err: error, request_id: request.id }, 'blob store')
  if (!refusal)
    store.log.error({ err: error, request_id: request.id, route: request.routeOptions.url }, 'request failed')
  const { code, status, title, message, more } =
    refusal ?? broken(`Give request ${request.id} to whoever runs this server.`)
  const { retry_after } = more
  if (typeof retry_after === 'number') reply.header('retry-after', Math.ceil(retry_after))
  return reply
    .code(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `urn:docket:problem:${code}`,
        code,
        title,
        status,
        detail: message,
        instance: request.id,
        ...more,
      }),
    )
}

function refusalOf(error: unknown, isReading: boolean): Problem | undefined {
  if (error instanceof Problem) return error.code === 'outcome-unknown' && isReading ? databaseIsAway() : error
  if (error instanceof ZodError) {
    const errors = error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))
    return invalid(errors.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; '), {
      errors,
    })
  }
  if (!(error instanceof Error)) return undefined
  const { statusCode } = error as { statusCode?: number }
  if (statusCode && statusCode >= 400 && statusCode < 500) {
    const kind = [...unreadable, tooManyRequests].find(({ status }) => status === statusCode)
    return kind?.(error.message) ?? new Problem('bad-request', statusCode, error.message)
  }
  if (error instanceof BlobsAway) return blobsAway('Nothing is lost; try again in a moment.')
  if (isDatabaseAway(error)) return databaseIsAway()
  const { code } = error as { code?: unknown }
  if (code === '55P03' || code === '57014') return databaseBusy('It took too long. Try again in a moment.')
  if (code === '53100') return databaseFull('Nothing was changed. Tell whoever runs this server.')
  return undefined
}

const databaseIsAway = () => databaseAway('The database does not answer; nothing was changed. Try again in a moment.')
