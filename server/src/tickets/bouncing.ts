import { sql } from 'kysely'
import { rememberUndeliverable } from '../people/index.ts'
import type { Tx } from '../platform/work.ts'
import { deliveryBounced, deliveryChanged } from './events.ts'
import type { RecipientState } from './ticket.ts'

/** One recipient in a report of another mail server (RFC 3464). */
export type Reported = { recipient: string; action: string; status: string; permanent: boolean }

/** What a report carries of the mail it is about, and whose signed address it came back to. */
export type Returned = {
  deliveryId: string | undefined
  originalId: string | null
  originalReferences: readonly string[]
}

export type ReturnedDelivery = { deliveryId: string; ticketId: string; messageId: string; byPerson: boolean }

/**
 * The delivery that a report is proven to be about (R12): it came back to the address that only this mail was sent from, or it carries
 * our Message-ID together with the signed id that we wrote into the same head. Anything less anybody can write.
 */
export async function deliveryReturned(tx: Tx, returned: Returned): Promise<ReturnedDelivery | undefined> {
  const { deliveryId, originalId, originalReferences } = returned
  const ours = originalReferences.filter((id) => signedShape.test(id))
  const isProven = deliveryId
    ? sql`d.id = ${deliveryId}::uuid`
    : sql`m.message_id_header = ${originalId} and m.direction = 'out' and m.reference_ids && ${ours}::text[]`
  const { rows } = await sql<ReturnedDelivery>`
    select d.id as "deliveryId", d.ticket_id as "ticketId", d.message_id as "messageId",
      m.author_user_id is not null as "byPerson"
    from delivery d join message m on m.id = d.message_id
    where d.status <> 'cancelled' and ${isProven} limit 1`.execute(tx.db)
  return rows[0]
}

/** The stable id of a ticket, with the code that only we can make for one recipient. */
const signedShape = /^docket\.[1-9][0-9]{0,15}-[a-z2-7]{26}@/

/**
 * What a proven report says of our recipients. A delay is no failure and good news does not outweigh bad; only an address that does not
 * exist is remembered as one. A mail of a person that did not arrive is brought up.
 */
export async function recordReport(
  tx: Tx,
  { deliveryId, ticketId, messageId, byPerson }: ReturnedDelivery,
  reported: readonly Reported[],
): Promise<void> {
  let lost = false
  for (const one of reported) {
    const state = stateOf(one)
    if (!state) continue
    const address = await move(tx, deliveryId, { ...one, state })
    if (!address) continue
    tx.emit(deliveryChanged, { ticketId, messageId, status: state })
    if (state !== 'bounced') continue
    lost = true
    tx.emit(deliveryBounced, { ticketId, messageId, address, says: sentenceOf(one) })
    if (isNoAddress.test(one.status)) await rememberUndeliverable(tx, { address, says: sentenceOf(one) })
  }
  if (lost && byPerson)
    await sql`update ticket set undelivered = true, unread = unread or status <> 'spam', active_at = ${tx.now}, updated_at = ${tx.now}
      where id = ${ticketId}`.execute(tx.db)
}

function stateOf({ action, status }: Reported): RecipientState | undefined {
  if (action === 'failed') return status.startsWith('2') ? undefined : 'bounced'
  if (action === 'delayed') return 'delayed'
  return action === 'delivered' || action === 'relayed' ? 'delivered' : undefined
}

const before: Partial<Record<RecipientState, readonly RecipientState[]>> = {
  bounced: ['sending', 'sent', 'delayed', 'delivered', 'unsure'],
  delayed: ['sending', 'sent', 'unsure'],
  delivered: ['sending', 'sent', 'delayed', 'unsure'],
}

/** Whom a report names otherwise than we did is meant when there is only one he could be. */
async function move(
  tx: Tx,
  deliveryId: string,
  { state, ...one }: Reported & { state: RecipientState },
): Promise<string | undefined> {
  const { rows } = await sql<{ address: string }>`
    update delivery_recipient r set state = ${state}, says = ${sentenceOf(one)}, at = ${tx.now}
    where r.delivery_id = ${deliveryId} and r.state = any(${before[state] ?? []}::text[])
      and (lower(r.address) = ${one.recipient.toLowerCase()}
        or (select count(*) from delivery_recipient o where o.delivery_id = r.delivery_id) = 1)
    returning r.address`.execute(tx.db)
  return rows[0]?.address
}

const isNoAddress = /^5\.(?:1\.(?:1|2|3|6|10)|2\.1)$/

const meanings: readonly [RegExp, string][] = [
  [/^5\.1\.(?:1|6|10)$/, 'There is no such mailbox'],
  [/^5\.(?:1\.2|4\.4)$/, 'Its domain takes no mail'],
  [/^5\.1\.3$/, 'The address is not written as one'],
  [/^5\.2\.1$/, 'The mailbox is switched off'],
  [/^[45]\.2\.2$/, 'The mailbox is full'],
  [/^[45]\.(?:2\.3|3\.4)$/, 'The mail is too large for it'],
  [/^[45]\.7\./, 'Their server refused it by its rules'],
  [/^[45]\.4\./, 'Their server could not be reached'],
]

/** For a person, with the code for whoever must ask the other side. */
export function sentenceOf({ action, status }: Pick<Reported, 'action' | 'status'>): string {
  const meaning = meanings.find(([shape]) => shape.test(status))?.[1]
  const code = status ? ` (${status})` : ''
  if (action === 'delayed') return `Their server is still trying${meaning ? `: ${meaning.toLowerCase()}` : ''}${code}.`
  if (action === 'delivered') return `Their server says that it was delivered${code}.`
  if (action === 'relayed') return `It was handed on to a server that sends no reports${code}.`
  return `${meaning ?? 'Their server sent it back'}${code}.`
}
