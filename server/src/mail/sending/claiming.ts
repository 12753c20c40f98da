import { sql } from 'kysely'
import { onlyChecked } from '../../platform/db/onlyChecked.ts'
import type { Tx } from '../../platform/work.ts'
import { deliveryChanged } from '../../tickets/index.ts'
import { limitOf, lockWay, mailWaits, ofMailbox } from './limiting.ts'
import { isPaused, wayRow } from './wayOut.ts'

export type ClaimedDelivery = {
  id: string
  ticketId: string
  messageId: string
  requestId: string | null
  trace: string | null
}

/** So many mails of one mailbox one process hands over at once. */
export const atOnceMax = 10
/** A sender that lives says so far more often. */
export const claimMs = 45_000
const leavesNext = 'This one leaves next.'
/** So many pages hear that their mail waits; the others say so when they are looked at. */
const toldMax = 50

/**
 * Takes mails of one mailbox that are due, as many as it may send now, until `most` of it are in the hands of all processes together; what
 * is over waits, with the reason. Another process that asks for the same mailbox waits for the end of this unit of work, so that neither
 * takes more than both may.
 */
export async function claimDue(
  tx: Tx,
  { mailboxId, by, most = atOnceMax }: { mailboxId: string | null; by: string; most?: number },
): Promise<ClaimedDelivery[]> {
  const [, , way, leaving] = await Promise.all([
    // Lost with a crash of the database, a claim is taken anew: that is not worth a wait for its disk.
    sql`set local synchronous_commit = off`.execute(tx.db),
    lockWay(tx, mailboxId),
    mailboxId === null ? undefined : wayRow(tx, mailboxId),
    underWay(tx, mailboxId),
  ])
  if (isPaused(way, tx.now)) {
    await letWait(tx, mailboxId, { until: way.paused_until, waitsFor: 'way', says: way.says ?? mailWaits })
    return []
  }
  // After a pause one mail finds out whether it goes again.
  const atOnce = (way?.failures ?? 0) > 0 ? 1 : most
  const free = atOnce - leaving
  if (free <= 0) return []
  const limit = await limitOf(tx, mailboxId, way)
  if (limit.left > 0) return take(tx, mailboxId, by, Math.min(free, limit.left))
  await letWait(tx, mailboxId, { until: limit.next!, waitsFor: 'limit', says: `${limit.says} ${leavesNext}` })
  return []
}

const isDue = (tx: Tx) =>
  sql`status in ('queued', 'sending') and next_try_at <= ${tx.now} and (claimed_until is null or claimed_until <= ${tx.now})`

const mayLeave = onlyChecked(sql`status in ('queued', 'sending')`)

async function underWay(tx: Tx, mailboxId: string | null): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from delivery
    where ${ofMailbox(mailboxId)} and ${mayLeave} and claimed_until > ${tx.now}`.execute(tx.db)
  return rows[0]!.n
}

/** An array, since a plan may run a subquery with a limit once for each row that it compares. */
async function take(tx: Tx, mailboxId: string | null, by: string, most: number): Promise<ClaimedDelivery[]> {
  const { rows } = await sql<ClaimedDelivery>`
    update delivery set claimed_by = ${by}::uuid, claimed_until = ${new Date(tx.now.getTime() + claimMs)}, tried_at = ${tx.now},
      waits_for = null
    where id = any(array(
      select id from delivery where ${ofMailbox(mailboxId)} and ${isDue(tx)}
      order by next_try_at, id limit ${most} for update skip locked))
    returning id, ticket_id as "ticketId", message_id as "messageId", request_id as "requestId", trace`.execute(tx.db)
  return rows
}

/** It is in nobody's hand any more, and as it was. */
export const letGo = (tx: Tx, { deliveryId, by }: { deliveryId: string; by: string }) =>
  sql`update delivery set claimed_by = null, claimed_until = null
    where id = ${deliveryId} and claimed_by = ${by}::uuid and ${onlyChecked(sql`status = 'queued'`)}`.execute(tx.db)

/** What is due waits for its mailbox; a mail that waits already is left as it is, so that nobody hears of it twice. */
async function letWait(
  tx: Tx,
  mailboxId: string | null,
  { until, waitsFor, says }: { until: Date; waitsFor: 'limit' | 'way'; says: string },
): Promise<void> {
  const { rows } = await sql<{ ticket_id: string; message_id: string; heard: boolean }>`
    with due as (
      select id, waits_for is not distinct from ${waitsFor} and error is not distinct from ${says} as heard
      from delivery where ${ofMailbox(mailboxId)} and ${isDue(tx)} and status = 'queued' for update skip locked)
    update delivery d set next_try_at = ${until}, waits_for = ${waitsFor}, error = ${says}
    from due where d.id = due.id returning d.ticket_id, d.message_id, due.heard`.execute(tx.db)
  for (const { ticket_id, message_id } of rows.filter(({ heard }) => !heard).slice(0, toldMax))
    tx.emit(deliveryChanged, { ticketId: ticket_id, messageId: message_id, status: 'queued' })
}

/** What waited for its mailbox is due now. */
export async function endWaiting(tx: Tx, mailboxId: string): Promise<void> {
  const { rows } = await sql<{ ticket_id: string; message_id: string }>`
    update delivery set next_try_at = ${tx.now}, waits_for = null
    where ${ofMailbox(mailboxId)} and status = 'queued' and waits_for is not null returning ticket_id, message_id`.execute(
    tx.db,
  )
  for (const { ticket_id, message_id } of rows.slice(0, toldMax))
    tx.emit(deliveryChanged, { ticketId: ticket_id, messageId: message_id, status: 'queued' })
}

/** The sender lives, and so do these attempts of its: they stay its own. One that broke off is not among them, and is free when its claim ends. */
export async function holdOn(
  tx: Tx,
  { by, deliveryIds }: { by: string; deliveryIds: readonly string[] },
): Promise<void> {
  await sql`update delivery set claimed_until = ${new Date(tx.now.getTime() + claimMs)}
    where id = any(${deliveryIds}::uuid[]) and claimed_by = ${by}::uuid and ${mayLeave}
      and claimed_until > ${tx.now}`.execute(tx.db)
}
