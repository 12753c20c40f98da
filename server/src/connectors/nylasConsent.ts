import { z } from 'zod'
import { SourceRefused } from './mailSource.ts'
import { askNylas, NotThere, type NylasApp } from './nylasApi.ts'

type Way = { redirectUri: string; state: string; account: string }

/** Where a person grants access: the provider is found out from the account. */
export function consentUrl({ apiUrl, clientId }: NylasApp, { redirectUri, state, account }: Way): string {
  const url = new URL(`${apiUrl}/v3/connect/auth`)
  const asked = { client_id: clientId, redirect_uri: redirectUri, response_type: 'code', access_type: 'online' }
  for (const [name, value] of Object.entries({ ...asked, state, login_hint: account }))
    url.searchParams.set(name, value)
  return url.href
}

const Granted = z.object({ grant_id: z.string().min(1), email: z.string(), provider: z.string().default('') })

/** The grant behind the code that a person came back with; it works once. */
export async function takeConsent(app: NylasApp, { code, redirectUri }: { code: string; redirectUri: string }) {
  const body = {
    client_id: app.clientId,
    client_secret: app.apiKey,
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: 'nylas',
  }
  try {
    const { grant_id, email, provider } = Granted.parse(await askNylas(app, { path: 'connect/token', body }))
    return { grant: grant_id, account: email.toLowerCase(), provider }
  } catch (error) {
    if (error instanceof NotThere) throw new SourceRefused('Nylas does not know this code.')
    throw error
  }
}
