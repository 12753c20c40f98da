import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'

export type DeliveryFigures = { waiting: number; unsure: number; failed: number }

/** Outgoing mail that wants time or a person, in this organisation. */
export async function deliveryFigures(tx: Tx): Promise<DeliveryFigures> {
  const { rows } = await sql<DeliveryFigures>`
    select count(*) filter (where status in ('queued', 'sending')) as waiting,
      count(*) filter (where status = 'unsure') as unsure, count(*) filter (where status = 'failed') as failed
    from delivery where status in ('queued', 'sending', 'unsure', 'failed')`.execute(tx.db)
  return rows[0]!
}
