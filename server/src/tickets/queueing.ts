import { sql } from 'kysely'
import { traceparent } from '../platform/tracing.ts'
import type { Tx } from '../platform/work.ts'
import type { GivenBack } from './givingBack.ts'
import type { Recipient } from './recipientStates.ts'
import type { Status } from './ticket.ts'
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
  const envelopeTo = JSON.stringify([...new Set(recipients.map(({ address }) => address))])
  await sql`
    with queued as (
      insert into delivery (id, message_id, ticket_id, mailbox_id, request_id, trace, status, envelope_from, envelope_to, attempts,
        next_try_at, queued_at, undoes, unless_answered)
      select ${id}::uuid, ${messageId}::uuid, ${ticketId}::uuid, ${wayOf(messageId)}, ${tx.requestId}, ${traceparent() ?? null}, 'queued', ${from},
        ${envelopeTo}::jsonb, 0, ${leavesAt}::timestamptz, ${tx.now}::timestamptz, ${undoes ? JSON.stringify(told(undoes)) : null}::jsonb,
        ${unlessAnswered}::boolean
      returning id, queued_at)
    insert into delivery_recipient (delivery_id, position, address, name, kind, state, at)
    select d.id, r.position, r.address, r.name, r.kind, 'queued', d.queued_at
    from queued d, jsonb_to_recordset(${JSON.stringify(eachOnce(recipients))}::jsonb)
      as r(position int, address text, name text, kind text)`.execute(tx.db)
  return id
}

const told = ({ from: { status, resolved_at, closed_at }, ...rest }: Undoes): Undoes => ({
  from: { status, resolved_at, closed_at },
  ...rest,
})

/** Whose way out it takes: of the mailbox that it is written from, else of its ticket. */
const wayOf = (messageId: string) => sql`(
  select coalesce(i.mailbox_id, b.id, t.mailbox_id) from message m join ticket t on t.id = m.ticket_id
    left join send_identity i on i.id = m.identity_id left join mailbox b on b.address = m.from_address
  where m.id = ${messageId})`

/** To whom a mail goes, in the order they were written; nobody twice. */
function eachOnce(recipients: readonly Recipient[]) {
  const unique = [...new Map([...recipients].reverse().map((one) => [one.address.toLowerCase(), one])).values()]
  return unique.reverse().map(({ address, name, kind }, position) => ({ position, address, name, kind }))
}
