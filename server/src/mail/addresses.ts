import { addressParser } from 'postal-mime'
import { cleanLine } from './cleaning.ts'
import type { Address } from './parsed.ts'

/** The mailboxes of an address header, groups opened. An entry without an address is left out. */
export function readAddresses(value: string): Address[] {
  return readMailboxes(value).filter((one) => one.address.includes('@'))
}

/** Every entry of an address header, those without an `@` too: `MAILER-DAEMON` is a sender. */
export function readMailboxes(value: string): Address[] {
  const found: Address[] = []
  for (const one of addressParser(value, { flatten: true })) {
    if (one.group) continue
    const address = cleanAddress(one.address)
    const name = cleanLine(one.name)
    if (address || name) found.push({ name: name === address ? '' : name, address })
  }
  return found
}

/** The one address of a trace header such as Delivered-To or Return-Path, lower case; null when there is none. */
export function bareAddress(value: string): string | null {
  const one = readAddresses(value)[0]
  return one ? one.address.toLowerCase() : null
}

/** Message ids without brackets, comments and white space, case kept. */
export function readMessageIds(value: string): string[] {
  const ids: string[] = []
  for (const match of value.matchAll(/<([^<>]*)>/g)) {
    const id = cleanId(match[1] ?? '')
    if (id) ids.push(id)
  }
  if (ids.length > 0) return ids
  return value
    .split(/[\s,]+/)
    .map((word) => cleanId(word.replace(/[<>]/g, '')))
    .filter((id) => id.includes('@'))
}

function cleanAddress(address: string): string {
  const text = cleanLine(address).replace(/\s/g, '')
  let start = 0
  let end = text.length
  while (start < end && "<'".includes(text.charAt(start))) start++
  while (end > start && ">'".includes(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

function cleanId(id: string): string {
  return cleanLine(withoutIdComments(id)).replace(/\s/g, '')
}

function withoutIdComments(id: string): string {
  return id.includes('(') ? id.replace(/\([^()]*\)/g, '') : id
}
