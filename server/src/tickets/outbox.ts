import { type RawBuilder, sql } from 'kysely'
import { notFound } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import type { DeliveryStatus, Via } from './ticket.ts'

export type OutboxRow = {
  id: string
  queuedAt: Date
  status: DeliveryStatus
  via: Via | null
  to: string[]
  subject: string
  ticketId: string
  ticketNumber: number
  error: string | null
}

export const outboxStates = ['waiting', 'sent', 'bounced', 'failed', 'unsure', 'cancelled'] as const
type OutboxState = (typeof outboxStates)[number]

const stateIs: Record<OutboxState, RawBuilder<unknown>> = {
  waiting: sql`d.status in ('queued', 'sending')`,
  sent: sql`d.status = 'sent'`,
  bounced: sql`exists (select from delivery_recipient r where r.delivery_id = d.id and r.state = 'bounced')`,
  failed: sql`exists (select from delivery_recipient r where r.delivery_id = d.id and r.state = 'failed')`,
  unsure: sql`d.status = 'unsure'`,
  cancelled: sql`d.status = 'cancelled'`,
}

/** Everything that goes out, newest first. */
export async function listDeliveries(
  tx: Tx,
  {
    limit,
    cursor,
    state,
  }: { limit: number; cursor?: { at: Date; id: string } | undefined; state?: OutboxState | undefined },
): Promise<OutboxRow[]> {
  const { rows } = await sql<OutboxRow>`
    select ${outboxColumns} from delivery d join message m on m.id = d.message_id join ticket t on t.id = d.ticket_id
    where ${state ? stateIs[state] : sql`true`}
      ${cursor ? sql`and (d.queued_at, d.id) < (${cursor.at}, ${cursor.id}::uuid)` : sql``}
    order by d.queued_at desc, d.id desc limit ${limit}`.execute(tx.db)
  return rows
}

/** The mail as it was made: in its row, or in the blob store. */
type Composed = { raw: Buffer | null; rawSha256: string | null }

export async function readDelivery(tx: Tx, id: string): Promise<OutboxRow & Composed> {
  const { rows } = await sql<OutboxRow & Composed>`
    select ${outboxColumns}, d.raw, d.raw_sha256 as "rawSha256"
    from delivery d join message m on m.id = d.message_id join ticket t on t.id = d.ticket_id
    where d.id = ${id}`.execute(tx.db)
  if (!rows[0]) throw notFound()
  return rows[0]
}

const outboxColumns = sql`d.id, d.queued_at as "queuedAt", d.status, d.via, d.envelope_to as "to", m.subject, d.ticket_id as "ticketId",
  t.number as "ticketNumber", d.error`
