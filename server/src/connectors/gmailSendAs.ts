import { gmailFault } from './gmailFaults.ts'
import { type GoogleApp, openGoogle } from './google.ts'
import { SourceAway } from './mailSource.ts'

export type Accepted = { address: string; name: string }

/** The addresses that Google lets an account send from besides its own: those whose owner has said yes to Google. */
export async function gmailSendAs(
  { account }: { account: string },
  refreshToken: string,
  app: GoogleApp,
): Promise<Accepted[]> {
  try {
    const { oauth, gmail } = await openGoogle(app)
    oauth.setCredentials({ refresh_token: refreshToken })
    const { data } = await gmail.users.settings.sendAs.list({ userId: 'me' })
    // The account itself stands in every list: one without anybody is no answer.
    if (!data.sendAs?.length)
      throw new SourceAway('Google gave no list of the addresses that it lets the account send from.')
    return data.sendAs.flatMap(({ sendAsEmail, displayName, verificationStatus, isPrimary }) =>
      sendAsEmail && !isPrimary && verificationStatus === 'accepted'
        ? [{ address: sendAsEmail.trim().toLowerCase(), name: displayName?.trim() ?? '' }]
        : [],
    )
  } catch (error) {
    throw gmailFault(error, account)
  }
}
