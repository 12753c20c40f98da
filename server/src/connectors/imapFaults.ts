import { SourceAway, SourceRefused } from './mailSource.ts'

type Where = { host: string; port: number; folder: string }

type Fault = Error & {
  code?: string
  authenticationFailed?: boolean
  tlsFailed?: boolean
  mailboxMissing?: boolean
  responseText?: string
  serverResponseCode?: string
  throttleReset?: number
}

/** What an IMAP server or the way to it said, in a sentence, and whether trying again may help. */
export function imapFault(error: unknown, { host, port, folder }: Where): Error {
  if (error instanceof SourceAway || error instanceof SourceRefused) return error
  const fault = (error instanceof Error ? error : new Error(String(error))) as Fault
  const said = fault.responseText ? ` It says: “${fault.responseText}”` : ''
  // RFC 5530: these responses to a sign-in say that the server is not well, not that the password is wrong.
  if (
    fault.authenticationFailed &&
    !['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG'].includes(fault.serverResponseCode ?? '')
  )
    return new SourceRefused(`${host} does not accept this user and password.${said}`)
  if (fault.mailboxMissing) return new SourceRefused(`There is no folder “${folder}” at ${host}.`)
  const code = fault.code ?? ''
  if (certificateCodes.has(code) || fault.tlsFailed)
    return new SourceRefused(`The certificate or TLS of ${host} cannot be trusted: ${fault.message}.`)
  if (code === 'ENOTFOUND') return new SourceRefused(`There is no server named ${host}.`)
  if (code === 'ECONNREFUSED') return new SourceAway(`Nothing answers at ${host}, port ${port}.`)
  if (code === 'ETHROTTLE') return new SourceAway(`${host} asks us to come less often.`, fault.throttleReset)
  return new SourceAway(`${host} could not be read: ${fault.message}.${said}`)
}

const certificateCodes = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])
