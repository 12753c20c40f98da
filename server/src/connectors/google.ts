import type { auth, gmail_v1 } from '@googleapis/gmail'

/** Our registration at Google. `apiUrl` is where Google is in tests, on this machine: the settings allow no other place. */
export type GoogleApp = { clientId: string; clientSecret: string; apiUrl?: string | undefined }
export type OAuth = InstanceType<typeof auth.OAuth2>
export type Gmail = gmail_v1.Gmail

const timeoutMs = 30_000

/** The libraries of Google are loaded when the first mailbox there is opened; who has none never pays for them. */
export async function openGoogle(app: GoogleApp, redirectUri?: string): Promise<{ oauth: OAuth; gmail: Gmail }> {
  const { auth, gmail } = await import('@googleapis/gmail')
  const { clientId, clientSecret, apiUrl } = app
  const oauth = new auth.OAuth2({
    clientId,
    clientSecret,
    ...(redirectUri && { redirectUri }),
    ...(apiUrl && { endpoints: endpointsAt(apiUrl) }),
    // Access tokens are made anew before they end, so that a long run does not trip over one.
    eagerRefreshThresholdMillis: 60_000,
    transporterOptions: { timeout: timeoutMs },
  })
  // Who asks decides what is tried again, and says so to the operator.
  const options = { version: 'v1', auth: oauth, retry: false, timeout: timeoutMs } as const
  return { oauth, gmail: gmail(apiUrl ? { ...options, rootUrl: `${apiUrl}/` } : options) }
}

const endpointsAt = (apiUrl: string) => ({
  oauth2AuthBaseUrl: `${apiUrl}/o/oauth2/v2/auth`,
  oauth2TokenUrl: `${apiUrl}/token`,
  oauth2RevokeUrl: `${apiUrl}/revoke`,
  oauth2FederatedSignonPemCertsUrl: `${apiUrl}/oauth2/v1/certs`,
})
