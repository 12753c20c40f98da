import { sql } from 'kysely'
import { traceparent } from '../platform/tracing.ts'
import type { Tx } from '../platform/work.ts'
import type { GivenBack } from './givingBack.ts'
import { type Recipient, writeRecipients } from './recipientStates.ts'
import { type Status, tables } from './ticket.ts'
import type { NewMailBack } from './withdrawing.ts'

export type Outgoing = {
  messageId: string
  ticketId: string
  /** The envelope: `''` is the null sender, which nothing may answer. */
  from: string
  recipients: readonly Recipient[]
  /** It waits until then, and can be taken back; not given: it leaves at once. */
  leavesAt?: Date
  /** It is given back to its writer when the customer writes before it leaves. */
  unlessAnswered?: boolean
  undoes?: Undoes
}

/** What an answer did to its ticket besides itself: what `to` says is taken back where it still stands. */
export type Undoes = {
  from: { status: Status; resolved_at: Date | null; closed_at: Date | null }
  to: { status: Status }
  /** What its writer finds again. */
  draft: GivenBack | NewMailBack
}

/** A message is on its way from the commit that writes it. */
export async function queueDelivery(tx: Tx, outgoing: Outgoing): Promise<string> {
  const { messageId, ticketId, from, recipients, leavesAt = tx.now, unlessAnswered = false, undoes } = outgoing
  const id = tx.newId()
  const queued = tables(tx)
    .insertInto('delivery')
    .values({
      id,
      message_id: messageId,
      ticket_id: ticketId,
      mailbox_id: wayOf(messageId) as never,
      request_id: tx.requestId,
      trace: traceparent() ?? null,
      status: 'queued',
      envelope_from: from,
      envelope_to: JSON.stringify([...new Set(recipients.map(({ address }) => address))]) as never,
      raw: null,
      attempts: 0,
      next_try_at: leavesAt,
      error: null,
      response: null,
      via: null,
      queued_at: tx.now,
      sent_at: null,
      undoes: undoes ? (JSON.stringify(told(undoes)) as never) : null,
      unless_answered: unlessAnswered,
    })
    .execute()
  await Promise.all([queued, writeRecipients(tx, id, recipients)])
  return id
}

const told = ({ from: { status, resolved_at, closed_at }, ...rest }: Undoes): Undoes => ({
  from: { status, resolved_at, closed_at },
  ...rest,
})

/** Whose way out it takes: of the mailbox that it is written from, else of its ticket. */
const wayOf = (messageId: string) => sql<string | null>`(
  select coalesce(i.mailbox_id, b.id, t.mailbox_id) from message m join ticket t on t.id = m.ticket_id
    left join send_identity i on i.id = m.identity_id left join mailbox b on b.address = m.from_address
  where m.id = ${messageId})`
