import { SourceAway, SourceRefused } from './mailSource.ts'

/** What was asked for is not there: a mail that was deleted meanwhile, a history that reaches no further back. */
export class Missing extends Error {}

type Said = { status: number | undefined; reason: string; says: string; retryAfterMs: number | undefined }

/** What Google or the way to it said, in a sentence, and whether trying again may help. Nothing of the request is quoted: it holds tokens. */
export function gmailFault(error: unknown, account: string): Error {
  if (error instanceof SourceAway || error instanceof SourceRefused || error instanceof Missing) return error
  // What is no answer of Google and no fault of the way is a mistake of ours, and keeps its own words.
  if (!isOfTheWay(error)) return error instanceof Error ? error : new Error(String(error))
  const { status, reason, says, retryAfterMs } = readFault(error)
  const quoted = says ? ` It says: “${says}”` : ''
  if (reason === 'invalid_grant')
    return new SourceRefused(
      `Google no longer lets Docket read ${account}: the access was withdrawn or has ended. Connect the mailbox again.`,
    )
  if (['invalid_client', 'unauthorized_client', 'deleted_client', 'redirect_uri_mismatch'].includes(reason))
    return new SourceRefused(
      `Google does not accept GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET (${reason}). Correct them, then resume the mailbox.`,
    )
  if (status === 401)
    return new SourceRefused(`Google does not accept our access to ${account}. Connect the mailbox again.${quoted}`)
  if (status === 429 || (status === 403 && tooOften.test(reason)))
    return new SourceAway(`Google asks us to read ${account} less often.`, retryAfterMs)
  if (status === 403)
    return new SourceRefused(
      `Google does not let Docket read ${account}.${quoted} Put that right, then connect the mailbox again.`,
    )
  if (status === 404 || (status === 400 && reason === 'invalidArgument')) return new Missing(says || 'not found')
  if (status === 400 && reason === 'failedPrecondition')
    return new SourceRefused(`Gmail is not switched on for ${account}.${quoted}`)
  if (status !== undefined)
    return new SourceAway(`Google could not be read: it answered ${status}.${quoted}`, retryAfterMs)
  return new SourceAway(`Google could not be reached${reason ? ` (${reason})` : ''}.`)
}

/** Errors of Google's library carry the request; those of the network a code. */
const isOfTheWay = (error: unknown): boolean =>
  error instanceof Error &&
  ('config' in error || 'response' in error || typeof (error as { code?: unknown }).code === 'string')

const tooOften = /rateLimitExceeded|userRateLimitExceeded|quotaExceeded|dailyLimitExceeded|RESOURCE_EXHAUSTED/i

function readFault(error: unknown): Said {
  const { response, code } = error as {
    response?: { status?: number; data?: unknown; headers?: Headers }
    code?: unknown
  }
  const told = (response?.data ?? {}) as { error?: unknown; error_description?: unknown }
  const inner = (typeof told.error === 'object' ? told.error : {}) as {
    message?: unknown
    status?: unknown
    errors?: { reason?: unknown }[]
  }
  const reason = typeof told.error === 'string' ? told.error : (inner.errors?.[0]?.reason ?? inner.status)
  const says = String(inner.message ?? told.error_description ?? '').slice(0, 200)
  return {
    status: response?.status,
    reason: String(reason ?? (typeof code === 'string' ? code : '')).slice(0, 60),
    says,
    retryAfterMs: waitOf(response?.headers, says),
  }
}

/** `Retry-After` in seconds or as a date; Gmail also writes the time into its sentence. */
function waitOf(headers: Headers | undefined, says: string): number | undefined {
  const given = headers?.get?.('retry-after') ?? /Retry after (\S{10,40})/.exec(says)?.[1]
  if (!given) return undefined
  const ms = /^\d{1,6}$/.test(given) ? Number(given) * 1000 : new Date(given).getTime() - Date.now()
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), 3_600_000)
}
