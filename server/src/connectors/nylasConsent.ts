import { z } from 'zod'
import { SourceAway, SourceRefused } from './mailSource.ts'
import { askNylas, NotThere, type NylasApp } from './nylasApi.ts'

type Way = { redirectUri: string; state: string; account?: string | undefined }

/** Where a person grants access: the provider is found out from the account. */
export function consentUrl({ apiUrl, clientId }: NylasApp, { redirectUri, state, account }: Way): string {
  const url = new URL(`${apiUrl}/v3/connect/auth`)
  const asked = { client_id: clientId, redirect_uri: redirectUri, response_type: 'code', access_type: 'online' }
  for (const [name, value] of Object.entries({ ...asked, state, ...(account && { login_hint: account }) }))
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
  const answer = await askNylas(app, { path: 'connect/token', body }).catch((error: Error) => {
    if (!(error instanceof NotThere || error instanceof SourceRefused)) throw error
    throw new SourceRefused(`${notTaken} ${quotedIn(error)}`.trim())
  })
  const { success, data } = Granted.safeParse(answer)
  if (!success) throw new SourceAway('Nylas answered without a grant.')
  return { grant: data.grant_id, account: data.email.toLowerCase(), provider: data.provider }
}

const notTaken =
  'Nylas did not take the code that came back, which is good once and for a few minutes. Begin again; if that does not help, whoever runs this server looks at NYLAS_CLIENT_ID, NYLAS_API_KEY and the region in NYLAS_API_URI.'

const quoted = 'It says: '
const quotedIn = ({ message }: Error) => (message.includes(quoted) ? message.slice(message.indexOf(quoted)) : '')

/** What Nylas says on the way back instead of a code. */
export function refusalOf(error: string): string {
  if (error === 'access_denied')
    return 'Nobody allowed Docket to read the account: on the way through Nylas, Cancel was pressed, or the account may not share its mail with programs. In a company an administrator of its mail may have to allow Docket first.'
  return `Nylas ended the way to it with “${error.replace(/[^\w .-]/g, '').slice(0, 60)}”. Begin again.`
}
