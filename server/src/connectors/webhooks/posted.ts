import { createHash, timingSafeEqual } from 'node:crypto'

/** What a provider posted, as it came. */
export type Posted = { headers: Readonly<Record<string, string | string[] | undefined>>; body: Buffer }

/**
 * One delivery inside it. Who handed it to the provider is left out even where the provider says so: some put mails between boundaries
 * that never change, so the sender of a mail can write the fields behind it.
 */
export type PostedMail = {
  bytes: Buffer
  /** Null where the provider does not say; empty for the null sender `<>`. */
  envelopeFrom: string | null
  recipients: string[]
  /** What the provider knows this delivery by, so that a second post of it is the same. */
  deliveryId: string
}

export type Post = {
  mails: PostedMail[]
  /** The provider's own one-time word: it is good for one mail, whoever else may have heard it. */
  once?: string
  /** What is left to say to the provider, when the post is accepted. */
  afterwards?: () => Promise<void>
}

/** What we and the provider share; each uses what its scheme needs. */
export type Shared = { password: string; signingKey?: string | undefined; topic?: string | undefined }

export type Provider = {
  name: string
  /** What must be given beside the mailbox, and where it is found there. */
  needs: { signingKey?: 'must' | 'may'; topic?: 'must' }
  /** Whether the address carries a password of ours. */
  hasPassword(shared: Shared): boolean
  /** What the address must end with. */
  ending?: string
  /** What to click at the provider; `{url}` is the address. */
  steps: readonly string[]
  /** Verified before it is read. */
  take(posted: Posted, shared: Shared, now: Date): Promise<Post>
}

/** It is not from the provider, or does not show that it is. */
export class NotGenuine extends Error {}

/** From the provider, but without the mail as it came; a switch there changes that. */
export class NotRaw extends Error {}

/** From the provider, but not in the shape that its documentation describes. */
export class NotReadable extends Error {}

export const headerOf = ({ headers }: Posted, name: string): string => {
  const value = headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}

/** The user is always `docket`: it is the password that counts. */
export function mustHavePassword(posted: Posted, { password }: Shared): void {
  const given = /^Basic ([A-Za-z0-9+/=]{1,1000})$/i.exec(headerOf(posted, 'authorization').trim())?.[1]
  if (given === undefined)
    throw new NotGenuine('The post has no password; paste the whole address, with docket:…@ in it.')
  const text = Buffer.from(given, 'base64').toString('utf8')
  const said = text.slice(text.indexOf(':') + 1)
  if (!isSame(said, password)) throw new NotGenuine('The password in the address is not ours.')
}

/** Takes as long for a near miss as for a far one. */
export const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

const digest = (text: string) => createHash('sha256').update(text).digest()

/** Where a provider gives no id: its own Received line makes the bytes of each delivery different. */
export const idOfBytes = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

export function jsonOf(bytes: Buffer): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new NotReadable('The post should be JSON, and is not.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new NotReadable('The post should be a JSON object, and is not.')
  return value as Record<string, unknown>
}

/** `<ada@example.com>` or `ada@example.com`, and empty for the null sender. */
export const bareAddress = (text: string): string => text.trim().replace(/^<|>$/g, '')

export const addressesOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value])
    .filter((one): one is string => typeof one === 'string')
    .map(bareAddress)
    .filter((address) => address.includes('@') && address.length <= 320)

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
