import { type KeyObject, X509Certificate } from 'node:crypto'
import { NotGenuine } from './posted.ts'

/** What a message of SNS makes us ask Amazon: its certificate, and to confirm a subscription. */
export type Amazon = { keyAt(url: string): Promise<KeyObject>; visit(url: string): Promise<void> }

/** Amazon could not be asked; the message comes again. */
export class AmazonAway extends Error {}

/** Only SNS itself, whatever a message says: `sns.eu-west-1.amazonaws.com`, over TLS, without a port or a user. */
export function isOfAmazon(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, port, username, password } = new URL(text)
  return (
    protocol === 'https:' &&
    port === '' &&
    username === '' &&
    password === '' &&
    /^sns\.[a-z0-9-]{1,40}\.amazonaws\.com(\.cn)?$/.test(hostname)
  )
}

const answerMs = 5_000
const certificateBytesMax = 64 * 1024
const keysMax = 20
const keys = new Map<string, { key: KeyObject; until: number }>()

export const amazon: Amazon = {
  async keyAt(url) {
    const known = keys.get(url)
    if (known && known.until > Date.now()) return known.key
    const certificate = certificateOf(await asked(url))
    if (keys.size >= keysMax) keys.clear()
    keys.set(url, { key: certificate.publicKey, until: Date.parse(certificate.validTo) })
    return certificate.publicKey
  },
  async visit(url) {
    await asked(url)
  },
}

/** It must be valid now; that it is Amazon's follows from where it was read. */
export function certificateOf(pem: string, now = Date.now()): X509Certificate {
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(pem)
  } catch {
    throw new NotGenuine('What lies at the address of the certificate is none.')
  }
  if (now < Date.parse(certificate.validFrom) || now > Date.parse(certificate.validTo))
    throw new NotGenuine('The certificate of the signature is not valid now.')
  return certificate
}

async function asked(url: string): Promise<string> {
  if (!isOfAmazon(url)) throw new NotGenuine('Only Amazon SNS is asked.')
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(answerMs) })
    if (!answer.ok) throw new Error(`it answered ${answer.status}`)
    const text = await answer.text()
    if (text.length > certificateBytesMax) throw new Error('it answered too much')
    return text
  } catch (error) {
    throw new AmazonAway(`Amazon SNS could not be asked: ${(error as Error).message}`)
  }
}
