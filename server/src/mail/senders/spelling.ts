import { domainToASCII, domainToUnicode } from 'node:url'
import { splitAddress, withoutTag } from '../mailbox.ts'

/**
 * The one spelling of an address, or of a domain that begins with an @: lower-case, the local part without needless quotes, the domain
 * as the DNS writes it. Null when it is neither.
 */
export function spelledOnce(address: string): string | null {
  const { local, domain } = splitAddress(address.trim().normalize('NFC').toLowerCase())
  const name = domain.replace(/\.$/, '')
  if (name === '' || /[\s<>,;"()@]/.test(name)) return null
  // What the DNS could not name, an address on a network in brackets say, is compared as it stands.
  const plain = /^"([\w!#$%&'*+/=?^`{|}~.-]+)"$/.exec(local)?.[1] ?? local
  return `${plain}@${domainToASCII(name) || name}`
}

/** For people: the domain in its own letters. */
export function spelledOut(spelled: string): string {
  const { local, domain } = splitAddress(spelled)
  return `${local}@${domainToUnicode(domain) || domain}`
}

export const domainOf = (spelled: string): string => `@${splitAddress(spelled).domain}`

/** Whether an address is one of these mailboxes, whatever its spelling and its tag. */
export function amongMailboxes(mailboxes: Iterable<string>): (address: string) => boolean {
  const ours = new Set([...mailboxes].map(spelledOnce))
  return (address) => ours.has(spelledOnce(withoutTag(address)))
}
