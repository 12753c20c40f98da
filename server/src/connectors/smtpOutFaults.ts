import { type Answered, SendFailed } from './mailOut.ts'

type Where = {
  host: string
  port: number
  security: string
  /** `connect`, `sign-in` or `mail`. */
  step: string
  handedOver: boolean
  to: readonly string[]
  wasKept?: boolean
}
type Fault = Error & {
  code?: string
  command?: string
  response?: string
  responseCode?: number
  rejectedErrors?: { recipient?: string; response?: string; responseCode?: number }[]
}

/** What a mail server or the way to it said, in a sentence: whether it has the mail, and whether the next mail would fare better. */
export function smtpFailure(error: unknown, where: Where): SendFailed {
  if (error instanceof SendFailed) return error
  const fault = error as Fault
  const { response = '', responseCode: code } = fault
  if (where.step !== 'mail') return notEntered(fault, where)
  // Our side would not say it: too large for what the server announced, or no address at all.
  if (!code && (fault.code === 'EMESSAGE' || fault.code === 'EENVELOPE'))
    return new SendFailed('permanent', `${where.host} was not asked: ${fault.message}.`, error)
  if (!code && where.handedOver)
    return new SendFailed(
      'unsure',
      `The connection was lost after the whole mail had been sent: ${fault.message}. ${where.host} may or may not have it.`,
      error,
    )
  if (!code) return new SendFailed('temporary', `${where.host} ended the connection: ${fault.message}.`, error)
  const recipients = recipientsOf(fault, where.to)
  const says = `${where.host} does not take it${code < 500 ? ' now' : ''}. It says: “${response.slice(0, 500)}”`
  if (code === 530) return new SendFailed('temporary', `${says} A sign-in is needed.`, error, { ofWay: 'refused' })
  if (code >= 500) return new SendFailed('permanent', says, error, { recipients })
  return new SendFailed('temporary', says, error, {
    recipients,
    ...(isOfAll(code, response) && { ofWay: 'away' as const, retryAfterMs: waitOf(response) }),
  })
}

/** Before any mail was named: whatever it is, the next mail would meet it too. */
function notEntered(fault: Fault, { host, port, step, security }: Where): SendFailed {
  const { code = '', responseCode, response = '' } = fault
  const said = response && ` It says: “${response.slice(0, 300)}”`
  const refused = (says: string) => new SendFailed('temporary', says, fault, { ofWay: 'refused' })
  const away = (says: string) =>
    new SendFailed('temporary', says, fault, { ofWay: 'away', retryAfterMs: waitOf(response) })
  if (step === 'sign-in') {
    // RFC 4954: 454 is a failure that passes, 535 a wrong password.
    if (responseCode && responseCode < 500) return away(`${host} lets nobody in for now.${said}`)
    if (code === 'EAUTH' || responseCode) return refused(`${host} does not accept this user and password.${said}`)
  }
  const certificate = certificates[code] ?? (/certificate|altname/i.test(fault.message) ? fault.message : undefined)
  if (certificate) return refused(`The certificate of ${host} is not good: ${certificate} Docket gives it no password.`)
  if (code === 'ETLS' && /STARTTLS/i.test(`${fault.message} ${response}`))
    return refused(
      `${host} does not offer encryption (STARTTLS) on port ${port}. Its port for TLS is usually 465.${said}`,
    )
  if (code === 'ETLS' || code.startsWith('ERR_SSL') || /wrong version number|ssl3_get_record/i.test(fault.message))
    return refused(
      `${host} does not speak ${security === 'tls' ? 'TLS' : 'encryption as asked'} on port ${port}. STARTTLS is usually on 587, TLS on 465.`,
    )
  if (responseCode && responseCode >= 500) return refused(`${host} turns us away.${said}`)
  if (responseCode) return away(`${host} takes nobody for now.${said}`)
  if (/ECONNREFUSED/.test(fault.message)) return away(`Nothing answers at ${host}, port ${port}.`)
  if (code === 'EDNS') return away(`No address is found for the name ${host}.`)
  if (code === 'ETIMEDOUT') return away(`${host} did not answer in time on port ${port}.`)
  return away(`${host} could not be reached on port ${port}: ${fault.message}.`)
}

const certificates: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself.',
  SELF_SIGNED_CERT_IN_CHAIN: 'this machine does not know who issued it.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'this machine does not know who issued it.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'this machine does not know who issued it.',
  CERT_HAS_EXPIRED: 'it has expired.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another name.',
}

function recipientsOf({ rejectedErrors = [] }: Fault, to: readonly string[]): Answered[] {
  const said = new Map(rejectedErrors.map((one) => [one.recipient, one]))
  return to.flatMap((address) => {
    const one = said.get(address)
    if (!one) return []
    return [{ address, accepted: false, says: one.response ?? 'refused', isPutOff: (one.responseCode ?? 550) < 500 }]
  })
}

/**
 * A 4xx that is about us and not about this mail: the server closes (421), or thinks that we send too much. A greylisting is about one
 * sender and one recipient, and the next mail may pass; so may it where x.1.x and x.2.x speak of the recipient's address and mailbox
 * (RFC 3463), whose own quota and rate are nobody else's.
 */
const isOfAll = (code: number, response: string): boolean =>
  code === 421 ||
  (!/^\d{3}[ -]4\.[12]\.\d/.test(response) &&
    /too (?:many|much|fast)|\brate\b|limit|throttl|quota exceeded/i.test(response.slice(0, 500)))

/** Some say when to come back. */
function waitOf(response: string): number | undefined {
  const [, digits, unit] = /\b(?:in|after|for) (\d{1,5}) ?(second|minute|hour)/i.exec(response.slice(0, 500)) ?? []
  if (!digits || !unit) return undefined
  const ms = { second: 1_000, minute: 60_000, hour: 3_600_000 }[unit.toLowerCase()] ?? 1_000
  return Math.min(Number(digits) * ms, 86_400_000)
}
