import { gmailFault } from './gmailFaults.ts'
import { type GoogleApp, type OAuth, openGoogle } from './google.ts'

/** Asks Google to call us when mail comes to the account; says until when it will. */
export async function askForPushes(
  { account, refreshToken, topic }: { account: string; refreshToken: string; topic: string },
  app: GoogleApp,
): Promise<Date> {
  try {
    const { oauth, gmail } = await openGoogle(app)
    oauth.setCredentials({ refresh_token: refreshToken })
    const { data } = await gmail.users.watch({ userId: 'me', requestBody: { topicName: topic } })
    return new Date(Number(data.expiration))
  } catch (error) {
    throw gmailFault(error, account)
  }
}

const verifiers = new Map<string | undefined, Promise<OAuth>>()

type Expected = { audiences: string[]; signer: string }

/**
 * Whether Google signed this token for us, as the account that our subscription speaks as. Its keys are kept for as long as it says; that
 * they could not be asked for is a `SourceAway`.
 */
export async function isPushOfGoogle(token: string, expected: Expected, apiUrl: string | undefined): Promise<boolean> {
  // Nobody makes us go to Google with a token that would not do even with a good signature.
  if (!claims(token, expected)) return false
  let verifier = verifiers.get(apiUrl)
  if (!verifier) {
    verifier = openGoogle({ clientId: '', clientSecret: '', apiUrl }).then(({ oauth }) => oauth)
    verifiers.set(apiUrl, verifier)
  }
  const oauth = await verifier
  const { certs } = await oauth.getFederatedSignonCertsAsync().catch((error) => {
    throw gmailFault(error, 'its keys')
  })
  try {
    const issuers = ['accounts.google.com', 'https://accounts.google.com']
    const ticket = await oauth.verifySignedJwtWithCertsAsync(token, certs, expected.audiences, issuers)
    return ticket.getPayload()?.email_verified === true
  } catch {
    // What a stranger sent cannot be read as a token of Google: which of its parts is wrong is no news.
    return false
  }
}

/** What the token itself says, before anybody looks at its signature. */
function claims(token: string, { audiences, signer }: Expected): boolean {
  try {
    const said = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    return audiences.includes(said?.aud) && said.email === signer
  } catch {
    return false
  }
}

/** The account that a push of Pub/Sub is about; undefined when it is none of Gmail's. */
export function accountOfPush(data: string): string | undefined {
  try {
    const said = JSON.parse(Buffer.from(data, 'base64').toString('utf8')) as { emailAddress?: unknown }
    return typeof said?.emailAddress === 'string' ? said.emailAddress.slice(0, 320) : undefined
  } catch {
    return undefined
  }
}
