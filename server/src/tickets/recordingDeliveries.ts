import { sql } from 'kysely'
import { notFound, problem } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { deliveryChanged } from './events.ts'
import { openRecipients, type RecipientAnswer, reopenRecipients } from './recipientStates.ts'
import { type DeliveryStatus, type RecipientState, tables, type Via } from './ticket.ts'

export type DeliveryRecord = {
  status: DeliveryStatus
  error?: string | null
  response?: string | null
  via?: Via
  nextTryAt?: Date
  /** Counts this as an attempt. */
  attempt?: boolean
  /**
   * What was said of each recipient that this attempt was for; whom it does not name goes the way of `status`. With some accepted the
   * status is `sent`, or `queued` when others are to be tried again; with none accepted it is `failed`.
   */
  recipients?: readonly RecipientAnswer[]
}

/**
 * What became of a delivery, and of each recipient that the attempt was for: what was said of him, else what is true of the whole mail;
 * whoever had his answer before keeps it. Unless it is under way, it is in no sender's hand any more. Pages hear of it.
 */
export async function recordDelivery(tx: Tx, deliveryId: string, record: DeliveryRecord): Promise<void> {
  const { status, error, response, via, nextTryAt, attempt, recipients = [] } = record
  const said = recipients.map(({ address, accepted, says, later }) => ({
    address: address.toLowerCase(),
    state: (accepted ? 'sent' : later && status === 'queued' ? 'queued' : 'failed') satisfies RecipientState,
    says: accepted ? null : says,
  }))
  const { rows } = await sql<{ ticket_id: string; message_id: string }>`
    with changed as (
      update delivery set status = ${status}, attempts = attempts + ${attempt ? 1 : 0}::int,
        error = case when ${error !== undefined}::boolean then ${error ?? null} else error end,
        response = case when ${response !== undefined}::boolean then ${response ?? null} else response end,
        via = coalesce(${via ?? null}, via), next_try_at = coalesce(${nextTryAt ?? null}::timestamptz, next_try_at),
        sent_at = case when ${status} = 'sent' then ${tx.now}::timestamptz else sent_at end,
        claimed_by = case when ${status} = 'sending' then claimed_by end,
        claimed_until = case when ${status} = 'sending' then claimed_until end
      where id = ${deliveryId} returning id, ticket_id, message_id),
    answered as (
      update delivery_recipient r set at = ${tx.now}, (state, says) = (
        select coalesce(max(s.state), ${status}), case when count(*) > 0 then max(s.says) else ${error ?? null} end
        from jsonb_to_recordset(${JSON.stringify(said)}::jsonb) as s(address text, state text, says text)
        where s.address = lower(r.address))
      where r.delivery_id = ${deliveryId} and r.state in ('queued', 'sending', 'unsure') and exists (select from changed)),
    sent as (
      update message set sent_at = ${tx.now} where ${status} = 'sent' and id = (select message_id from changed))
    select ticket_id, message_id from changed`.execute(tx.db)
  const row = rows[0]
  if (!row) throw notFound()
  if (status === 'failed' || recipients.some(({ accepted, later }) => !accepted && !later))
    await bringUp(tx, row.message_id)
  tx.emit(deliveryChanged, { ticketId: row.ticket_id, messageId: row.message_id, status })
}

/** Words of a person that did not arrive: the list shows it until somebody does something about it. */
async function bringUp(tx: Tx, messageId: string): Promise<void> {
  await sql`
    update ticket t set undelivered = true, unread = t.unread or t.status <> 'spam', updated_at = ${tx.now} from message m
    where m.id = ${messageId} and m.author_user_id is not null and t.id = m.ticket_id`.execute(tx.db)
}

export const notRetryable = problem('not-retryable', 409, 'Everybody this mail is for has it, or it is on its way')

/**
 * A person decides that a mail goes out again, the same bytes under the same Message-ID, to those who did not get it: whoever has it is
 * not sent it twice.
 */
export async function requeueDelivery(
  tx: Tx,
  { ticketId, messageId }: { ticketId: string; messageId: string },
): Promise<{ deliveryId: string }> {
  const found = await tables(tx)
    .selectFrom('delivery')
    .select(['id', 'status'])
    .where('ticket_id', '=', ticketId)
    .where('message_id', '=', messageId)
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw notFound()
  const isOver = found.status === 'failed' || found.status === 'unsure' || found.status === 'sent'
  if (isOver) await reopenRecipients(tx, found.id)
  if (!isOver || (await openRecipients(tx, found.id)).length === 0) throw notRetryable(`This mail is ${found.status}.`)
  await recordDelivery(tx, found.id, { status: 'queued', error: null, nextTryAt: tx.now })
  // What has been sent once cannot be taken back any more.
  await tables(tx).updateTable('delivery').set({ attempts: 0, undoes: null }).where('id', '=', found.id).execute()
  await tables(tx).updateTable('ticket').set({ undelivered: false }).where('id', '=', ticketId).execute()
  return { deliveryId: found.id }
}
