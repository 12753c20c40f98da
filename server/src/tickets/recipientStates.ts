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

/** To whom a mail goes, in the order they were written; nobody twice. */
export async function writeRecipients(tx: Tx, deliveryId: string, recipients: readonly Recipient[]): Promise<void> {
  const unique = [...new Map([...recipients].reverse().map((one) => [one.address.toLowerCase(), one])).values()]
  await sql`
    insert into delivery_recipient (delivery_id, position, address, name, kind, state, at)
    select ${deliveryId}, position, address, name, kind, 'queued', ${tx.now}
    from jsonb_to_recordset(${JSON.stringify(unique.reverse().map((one, position) => ({ ...one, position })))}::jsonb)
      as r(position int, address text, name text, kind text)`.execute(tx.db)
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
