import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { problem } from './problem.ts'
import type { Keys } from './secrets.ts'

export const badCsrf = problem('csrf', 403, 'The request did not come from our own page')

export const csrfCookie = 'docket_csrf'

/** The one good token of a session. Derived, so that nothing is stored, and a cookie planted beside the session's is worth nothing. */
export const csrfTokenOf = (keys: Keys, session: string): string => mac(keys, `session ${session}`)

/** Before anyone is signed in: a number of ours and its seal. What a browser holds is kept, so that two tabs share one. */
export function csrfTokenBefore(keys: Keys, held: string | undefined): string {
  if (held && isOurs(keys, held)) return held
  const nonce = randomBytes(18).toString('base64url')
  return `${nonce}.${mac(keys, `before ${nonce}`)}`
}

/** Throws unless a browser sent this changing request from a page of ours. `session` is that of whoever is signed in, if anybody is. */
export function mustBeOurPage(
  { headers, cookies }: FastifyRequest,
  { keys, publicUrl, session }: { keys: Keys; publicUrl: string; session: string | undefined },
): void {
  const site = headers['sec-fetch-site']
  if (!isOwnOrigin(headers, publicUrl) || (site !== undefined && site !== 'same-origin' && site !== 'none'))
    throw badCsrf('A page of another site sent it.')
  const sent = headers['x-csrf-token']
  const held = cookies[csrfCookie] ?? ''
  const isGood =
    typeof sent === 'string' &&
    (session ? isSame(sent, csrfTokenOf(keys, session)) : isSame(sent, held) && isOurs(keys, held))
  if (!isGood) throw badCsrf('Ask GET /api/auth/csrf for the token of this session and send it as x-csrf-token.')
}

/** Browsers name the page's origin with every socket and every changing request; programs name none. */
export function isOwnOrigin({ origin, host }: FastifyRequest['headers'], publicUrl: string): boolean {
  if (origin === undefined) return true
  const [sent, own] = [URL.parse(origin), new URL(publicUrl)]
  if (!sent) return false
  // A page that came unprotected is not of a site that is served protected: anyone on the way may have written it.
  return sent.origin === own.origin || (sent.host === host && (own.protocol === 'http:' || sent.protocol === 'https:'))
}

function isOurs(keys: Keys, token: string): boolean {
  const [nonce, seal, ...more] = token.split('.')
  return !!nonce && !!seal && more.length === 0 && isSame(seal, mac(keys, `before ${nonce}`))
}

const mac = (keys: Keys, text: string) => createHmac('sha256', keys.derive('csrf')).update(text).digest('base64url')

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
