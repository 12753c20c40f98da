import { SourceAway, SourceRefused } from './mailSource.ts'
import { openPoster, type Posted, type PostOutside } from './postingOutside.ts'

export type OAuthGrant = {
  tokenUrl: string
  clientId: string
  clientSecret: string | null
  refreshToken: string
  scope?: string | undefined
}

export type TokenOptions = {
  /** The provider gave another refresh token, and may have ended the old one: kept before anything else happens. */
  rotated?: (refreshToken: string) => Promise<void>
  post?: PostOutside
}

/** An access token for each connection, from a grant that lasts (RFC 6749, 6). */
export function accessTokens(grant: OAuthGrant, { rotated, post = openPoster() }: TokenOptions = {}) {
  let { refreshToken } = grant
  const host = new URL(grant.tokenUrl).host
  return async (): Promise<string> => {
    const form = new URLSearchParams({
      ...{ grant_type: 'refresh_token', refresh_token: refreshToken, client_id: grant.clientId },
      ...(grant.clientSecret && { client_secret: grant.clientSecret }),
      ...(grant.scope && { scope: grant.scope }),
    })
    const answer = await post(grant.tokenUrl, form).catch((error: Error) => {
      throw new SourceAway(`${host}, which gives out the right to sign in, could not be asked: ${error.message}.`)
    })
    const said = wordsOf(answer.body)
    if (answer.status !== 200 || !said.access_token) throw refusal(host, answer, said)
    if (said.refresh_token && said.refresh_token !== refreshToken) {
      refreshToken = said.refresh_token
      await rotated?.(refreshToken)
    }
    return said.access_token
  }
}

type Words = Partial<Record<'access_token' | 'refresh_token' | 'error' | 'error_description', string>>

function wordsOf(body: string): Words {
  try {
    const said = JSON.parse(body) as Record<string, unknown>
    return Object.fromEntries(Object.entries(said ?? {}).filter(([, value]) => typeof value === 'string'))
  } catch {
    // An answer that is no JSON holds no token; its status says what to do.
    return {}
  }
}

function refusal(host: string, { status, headers }: Posted, { error, error_description }: Words): Error {
  const why = [error, error_description].filter(Boolean).join(': ').slice(0, 300)
  const said = why ? ` It says: “${why}”` : ''
  if (error === 'invalid_grant')
    return new SourceRefused(`The right to read this mailbox has ended at ${host}: connect it again.${said}`)
  if (status >= 400 && status < 500 && status !== 429 && status !== 408 && error !== 'temporarily_unavailable')
    return new SourceRefused(`${host} does not give out the right to sign in: look at client, secret and scope.${said}`)
  const seconds = Number(headers['retry-after'])
  return new SourceAway(
    `${host} gives out no right to sign in for now (${status}).${said}`,
    seconds > 0 ? seconds * 1000 : undefined,
  )
}
