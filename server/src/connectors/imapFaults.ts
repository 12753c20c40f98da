import { CursorLost, SourceAway, SourceRefused } from './mailSource.ts'

type Where = { host: string; port: number; folder: string; oauth?: unknown }

type Fault = Error & {
  code?: string
  reason?: string
  authenticationFailed?: boolean
  tlsFailed?: boolean
  response?: unknown
  responseText?: string
  serverResponseCode?: string
  throttleReset?: number
  oauthError?: { status?: string }
}

/** What an IMAP server or the way to it said, in a sentence, and whether trying again may help. */
export function imapFault(error: unknown, { host, port, folder, oauth }: Where): Error {
  if (error instanceof SourceAway || error instanceof SourceRefused || error instanceof CursorLost) return error
  const fault = (error instanceof Error ? error : new Error(String(error))) as Fault
  const text = (fault.responseText ?? (typeof fault.response === 'string' ? fault.response : '')).slice(0, 300)
  const said = text && ` It says: “${text}”`
  const code = fault.code ?? ''
  if (fault.authenticationFailed)
    return mayPass(fault, text)
      ? new SourceAway(`${host} lets nobody in for now.${said}`)
      : new SourceRefused(`${host} does not accept this user and ${oauth ? 'its access token' : 'password'}.${said}`)
  if (code === 'ETHROTTLE') return new SourceAway(`${host} asks us to come less often.${said}`, fault.throttleReset)

  const certificate = certificates[code]
  if (certificate) return new SourceRefused(`${certificate(host)} Docket gives it no password.`)
  if (fault.tlsFailed)
    return new SourceRefused(
      `${host} does not offer encryption (STARTTLS) on port ${port}, and Docket does not send a password in the clear. Its port for TLS is usually 993.`,
    )
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
    return new SourceRefused(
      `${host} does not speak TLS on port ${port}. STARTTLS (usually port 143) or another port may be right.`,
    )
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO')
    return new SourceRefused(`${host} and Docket found no way to encrypt in common: ${fault.message}.`)
  if (code === 'GREETING_TIMEOUT')
    return new SourceAway(
      `${host} takes connections on port ${port}, but says nothing. A port that expects TLS (usually 993) does that when it is spoken to without.`,
    )

  const gone = (saying: string) => new SourceAway(`${saying} Docket tries again.`)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return gone(`No address is found for the name ${host}.`)
  if (code === 'ECONNREFUSED') return gone(`Nothing answers at ${host}, port ${port}.`)
  if (code === 'ETIMEOUT' || code === 'ETIMEDOUT' || code === 'CONNECT_TIMEOUT' || code === 'EHOSTUNREACH')
    return gone(`${host} did not answer in time.`)
  if (closed.has(code)) return gone(`${host} closed the connection${fault.reason ? `: “${fault.reason}”` : ''}.`)
  return new SourceAway(`${folder} at ${host} could not be read: ${fault.message}.${said}`)
}

/** RFC 5530, and what servers say in words: they are not well, which says nothing of the password. */
function mayPass({ serverResponseCode = '', reason }: Fault, text: string): boolean {
  if (['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CONTACTADMIN'].includes(serverResponseCode)) return true
  if (['AUTHENTICATIONFAILED', 'AUTHORIZATIONFAILED', 'EXPIRED'].includes(serverResponseCode)) return false
  return /too many|temporar|try again|later|unavailable|internal|timed? ?out|busy|not connected/i.test(
    `${text} ${reason ?? ''}`,
  )
}

const unknownIssuer = (host: string) =>
  `The certificate of ${host} is issued by somebody whom this machine does not know.`
const selfSigned = (host: string) =>
  `The certificate of ${host} is signed by itself: nobody vouches that this is the right server.`

const certificates: Record<string, (host: string) => string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: selfSigned,
  SELF_SIGNED_CERT_IN_CHAIN: unknownIssuer,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
  CERT_HAS_EXPIRED: (host) => `The certificate of ${host} has expired.`,
  CERT_NOT_YET_VALID: (host) => `The certificate of ${host} is not valid yet; look at the clocks.`,
  ERR_TLS_CERT_ALTNAME_INVALID: (host) => `The certificate that ${host} shows is for another name.`,
}

const closed = new Set([
  ...['NoConnection', 'EConnectionClosed', 'StateLogout', 'ClosedAfterConnectText', 'ClosedAfterConnectTLS'],
  ...['ECONNRESET', 'EPIPE'],
])
