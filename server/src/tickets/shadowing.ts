import { sql } from 'kysely'
import { askedOnce } from '../platform/askedOnce.ts'
import { problem } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { recordDelivery } from './recordingDeliveries.ts'

export const inShadow = problem('mailbox-in-shadow', 409, 'Nothing leaves this mailbox')

type Way = { address: string; mailboxId: string | null }

/**
 * Why nothing leaves by this address or on a ticket of this mailbox, in a sentence. The rows stay locked until the commit, so that a
 * mailbox which goes into shadow meanwhile waits, and then finds what was queued.
 */
export const shadowOver = (tx: Tx, way: Way) =>
  askedOnce(tx, `shadow ${way.address} ${way.mailboxId}`, () => lookForShadow(tx, way))

async function lookForShadow(tx: Tx, { address, mailboxId }: Way): Promise<string | undefined> {
  const { rows } = await sql<{ address: string; shadow_since: Date | null }>`
    select address, shadow_since from mailbox where address = ${address} or id = ${mailboxId}::uuid order by id for share`.execute(
    tx.db,
  )
  const shadowed = rows.find(({ shadow_since }) => shadow_since !== null)
  return shadowed && shadowSays(shadowed.address)
}

export const shadowSays = (address: string) =>
  `${address} is in shadow mode: mail comes in and nothing leaves. Answer from the desk that still does.`

/** Before anything is written: a person must never believe that it left. */
export async function mustNotBeInShadow(tx: Tx, way: Way): Promise<void> {
  const says = await shadowOver(tx, way)
  if (says) throw inShadow(says)
}

/** The same for a message that is written already and was to leave. */
export async function mustNotStandInShadow(
  tx: Tx,
  { ticketId, messageId }: { ticketId: string; messageId: string },
): Promise<void> {
  const { rows } = await sql<Way>`
    select coalesce(b.address, m.from_address) as address, t.mailbox_id as "mailboxId"
    from message m join ticket t on t.id = m.ticket_id
      left join send_identity i on i.id = m.identity_id left join mailbox b on b.id = i.mailbox_id
    where m.id = ${messageId} and t.id = ${ticketId}`.execute(tx.db)
  if (rows[0]) await mustNotBeInShadow(tx, rows[0])
}

/** What waits to leave by this mailbox is failed, so that each can be looked at and sent again later; what leaves this moment is counted. */
export async function stopWaiting(tx: Tx, { address, mailboxId }: Way): Promise<{ stopped: number; leaving: number }> {
  // One that is locked is being prepared: its sender waits for us and then sees the shadow itself.
  const { rows } = await sql<{ id: string; status: 'queued' | 'sending' }>`
    select d.id, d.status from delivery d join message m on m.id = d.message_id join ticket t on t.id = d.ticket_id
    where d.status in ('queued', 'sending') and (m.from_address = ${address} or t.mailbox_id = ${mailboxId}::uuid or d.mailbox_id = ${mailboxId}::uuid)
    for update of d skip locked`.execute(tx.db)
  const waiting = rows.filter(({ status }) => status === 'queued')
  for (const { id } of waiting) await recordDelivery(tx, id, { status: 'failed', error: shadowSays(address) })
  return { stopped: waiting.length, leaving: rows.length - waiting.length }
}
