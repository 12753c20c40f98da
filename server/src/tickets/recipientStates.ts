import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'
import type { RecipientKind } from './ticket.ts'

export type Recipient = { address: string; name: string; kind: RecipientKind }

/** What the way out said of one recipient. */
export type RecipientAnswer = {
  address: string
  accepted: boolean
  /** In the other side's words. */
  says: string | null
  /** Not accepted this time: this one is tried again. */
  later?: boolean
}

/** Those whom an attempt is for: whoever has it is not sent it again. */
export async function openRecipients(tx: Tx, deliveryId: string): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select address from delivery_recipient where delivery_id = ${deliveryId} and state in ('queued', 'sending', 'unsure')
    order by position`.execute(tx.db)
  return rows.map(({ address }) => address)
}

/** Those who did not get it wait again. */
export async function reopenRecipients(tx: Tx, deliveryId: string): Promise<void> {
  await sql`
    update delivery_recipient set state = 'queued', says = null, at = ${tx.now}
    where delivery_id = ${deliveryId} and state in ('failed', 'unsure', 'bounced')`.execute(tx.db)
}
