import { domainToASCII } from 'node:url'
import { sql } from 'kysely'
import { askedOnce } from '../platform/askedOnce.ts'
import { invalid } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import type { Recipient } from './recipientStates.ts'
import type { Named } from './ticket.ts'

export const recipientsMax = 100

export type Addressed = { to: readonly Named[]; cc: readonly Named[]; bcc: readonly Named[] }

const kinds = ['to', 'cc', 'bcc'] as const
type Fault = { field: string; message: string }

/**
 * Whom a person writes to, each once, as the mail will name them: whoever stands twice keeps the first place. Refused, field by field,
 * are addresses that no mail can be sent to, and our own mailboxes, to which the mail would come back.
 */
export async function checkRecipients(tx: Tx, addressed: Addressed): Promise<Recipient[]> {
  const given = kinds.flatMap((kind) => addressed[kind].map((one, index) => ({ ...one, kind, index })))
  if (addressed.to.length === 0) throw refused([{ field: 'to', message: 'must name somebody' }])
  if (given.length > recipientsMax) throw refused([{ field: 'to', message: tooMany(given.length) }])
  const isOurs = await amongOurs(tx)
  const faults: Fault[] = []
  const found = new Map<string, Recipient>()
  for (const { name, address, kind, index } of given) {
    const read = readAddress(address)
    if ('fault' in read) faults.push({ field: `${kind}.${index}.address`, message: read.fault })
    else if (isOurs(read.address)) faults.push({ field: `${kind}.${index}.address`, message: ours })
    else if (!found.has(read.address.toLowerCase()))
      found.set(read.address.toLowerCase(), { name: name.trim(), address: read.address, kind })
  }
  if (faults.length > 0) throw refused(faults)
  return [...found.values()]
}

const tooMany = (count: number) =>
  `are ${count} recipients with cc and bcc; a mail goes to ${recipientsMax} at most. Send to a mailing list instead.`
const ours = 'is a mailbox of your own: the mail would come back'

export function refused(faults: readonly Fault[]) {
  const [{ field, message }] = faults as [Fault]
  return invalid(`${field}: ${message}`, { errors: faults })
}

/** An address of a mailbox of the organisation, or one that it writes from, whatever its tag. */
export const amongOurs = (tx: Tx) => askedOnce(tx, 'our addresses', () => readOurs(tx))

async function readOurs(tx: Tx): Promise<(address: string) => boolean> {
  const { rows } = await sql<{ address: string }>`
    select address from mailbox union select address from send_identity
    where verified_at <= ${tx.now} and removed_at is null`.execute(tx.db)
  const mailboxes = new Set(rows.map(({ address }) => spelled(address)))
  return (address) => mailboxes.has(spelled(address))
}

function spelled(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1).toLowerCase()
  return `${address.slice(0, at).split('+', 1)[0]!.toLowerCase()}@${domainToASCII(domain) || domain}`
}

/**
 * An address as servers take it: the domain as the DNS writes it. Letters beyond ASCII before the @ need SMTPUTF8 on every server on
 * the way; where one has it not the mail is lost on the way, so they are refused here.
 */
export function readAddress(given: string): { address: string } | { fault: string } {
  const address = given.trim()
  const at = address.lastIndexOf('@')
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)]
  if (at < 1 || !domain) return { fault: 'is not an address like ada@example.com' }
  if (/[^\0-\x7f]/.test(local))
    return {
      fault: 'has letters before the @ that many mail servers cannot carry; ask for an address in plain letters',
    }
  if (local.length > 64 || !/^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(local))
    return { fault: 'is not an address like ada@example.com' }
  const name = domainToASCII(domain.replace(/\.$/, '')).toLowerCase()
  if (name.length > 253 || !/^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*$/.test(name))
    return { fault: `names no domain that mail can be sent to` }
  return { address: `${local}@${name}` }
}
