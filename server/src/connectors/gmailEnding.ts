import { gmailFault } from './gmailFaults.ts'
import { type GoogleApp, openGoogle } from './google.ts'
import { SourceAway } from './mailSource.ts'

/** Google calls us no more about this account, and takes back all that it allowed us there. What has ended already is no fault. */
export async function endGmailAccess(
  { account, refreshToken }: { account: string; refreshToken: string },
  app: GoogleApp,
): Promise<void> {
  const { oauth, gmail } = await openGoogle(app)
  oauth.setCredentials({ refresh_token: refreshToken })
  try {
    await gmail.users.stop({ userId: 'me' })
  } catch (error) {
    const fault = gmailFault(error, account)
    // Whatever else it is, the access that is left is worth more than a call that comes in vain.
    if (fault instanceof SourceAway) throw fault
  }
  try {
    await oauth.revokeToken(refreshToken)
  } catch (error) {
    const { response } = error as { response?: { status?: number; data?: { error?: unknown } } }
    if (response?.status === 400 && response.data?.error === 'invalid_token') return
    throw gmailFault(error, account)
  }
}
