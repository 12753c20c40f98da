import { gmailFault } from './gmailFaults.ts'
import { gmailSendScope, letsSend } from './gmailOut.ts'
import { type GoogleApp, openGoogle } from './google.ts'
import { SourceRefused } from './mailSource.ts'

/** Reading, and nothing else, unless sending is asked for. */
const scope = 'https://www.googleapis.com/auth/gmail.readonly'
/** What lets us read: who gave more before is not asked to give less. */
const enough = [scope, 'https://www.googleapis.com/auth/gmail.modify', 'https://mail.google.com/']

type Way = { redirectUri: string; state: string; challenge: string; account?: string | undefined; send: boolean }

/** The page of Google where a person allows us to read an account. */
export async function consentUrl(
  app: GoogleApp,
  { redirectUri, state, challenge, account, send }: Way,
): Promise<string> {
  const { oauth } = await openGoogle(app, redirectUri)
  return oauth.generateAuthUrl({
    access_type: 'offline',
    // Without it Google gives a lasting access only the first time.
    prompt: 'consent',
    scope: send ? [scope, gmailSendScope] : [scope],
    // What was allowed before stays so, and is not asked for again.
    ...(send && { include_granted_scopes: true }),
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256' as never,
    ...(account && { login_hint: account }),
  })
}

type Answer = { redirectUri: string; code: string; verifier: string }
/** `token` ends all of it, also where it is no lasting one; `whose` says of which account it is, and refuses what is too little. */
type Taken = { token: string; whose(): Promise<{ account: string; sends: boolean }> }

/** Makes an access of the code that came back. */
export async function takeConsent(app: GoogleApp, { redirectUri, code, verifier }: Answer): Promise<Taken> {
  const { oauth, gmail } = await openGoogle(app, redirectUri)
  const { tokens } = await oauth.getToken({ code, codeVerifier: verifier }).catch((error) => {
    throw faultOf(error)
  })
  const granted = (tokens.scope ?? '').split(/\s+/)
  return {
    token: tokens.refresh_token ?? tokens.access_token ?? '',
    async whose() {
      if (!enough.some((one) => granted.includes(one)))
        throw new SourceRefused('Google was not told to let Docket read mail. Begin again, and leave its box ticked.')
      if (!tokens.refresh_token)
        throw new SourceRefused(
          'Google gave no lasting access. Remove Docket from the apps of this account, then begin again.',
        )
      oauth.setCredentials(tokens)
      try {
        const { data } = await gmail.users.getProfile({ userId: 'me' })
        return { account: (data.emailAddress ?? '').toLowerCase(), sends: letsSend(granted) }
      } catch (error) {
        throw faultOf(error)
      }
    },
  }
}

function faultOf(error: unknown): Error {
  const fault = gmailFault(error, 'this account')
  if (/withdrawn/.test(fault.message))
    return new SourceRefused('Google no longer knows what it allowed a moment ago. Begin again.')
  return fault
}

/** What Google says on the way back instead of a code. */
export function refusalOf(error: string): string {
  if (error === 'access_denied') return 'Nobody allowed Docket to read the account: at Google, Cancel was pressed.'
  if (error === 'admin_policy_enforced')
    return 'The administrator of this Google Workspace does not let Docket read mail. It must be trusted in the admin console first.'
  return `Google ended the way to it with “${error.replace(/[^\w .-]/g, '').slice(0, 60)}”. Begin again.`
}
