import { sql } from 'kysely'
import type { z } from 'zod'
import type { Tx } from '../../platform/work.ts'
import { headingsOf } from '../../tickets/index.ts'
import type { Kept } from '../arriving/keeping.ts'
import { tables } from '../mailbox.ts'
import { type Call, type CallView, webhooks } from './webhook.ts'

/** Enough to see whether a provider is set up right, and no log. */
const callsMax = 5
const mailsMax = 5

/** Written with the mails that came, or with the refusal. */
export async function noteCall(tx: Tx, mailboxId: string, call: Omit<Call, 'at'>): Promise<void> {
  const newest = JSON.stringify([{ at: tx.now.toISOString(), ...call, mails: call.mails.slice(0, mailsMax) }])
  await webhooks(tx)
    .updateTable('mail_webhook')
    .set({
      settings: sql`settings || jsonb_build_object('calls', (
        select jsonb_agg(call order by n) from jsonb_array_elements(${newest}::jsonb || coalesce(settings->'calls', '[]'))
          with ordinality as calls(call, n) where n <= ${callsMax}))`,
    })
    .where('mailbox_id', '=', mailboxId)
    .execute()
}

export const deliveriesOfCall = (kept: readonly Kept[]): Call['mails'] =>
  kept.map(({ mailboxId, providerId }) => ({ mailbox_id: mailboxId, provider_id: providerId }))

/** Each call with what became of its mails until now. */
export async function callsOf(tx: Tx, calls: readonly Call[]): Promise<z.input<typeof CallView>[]> {
  const wanted = calls.flatMap(({ mails }) => mails)
  const found = await tables(tx)
    .selectFrom('occurrence')
    .select(['mailbox_id', 'provider_id', 'state', 'error', 'envelope_from', 'message_id'])
    .where('mailbox_id', 'in', [nobody, ...wanted.map(({ mailbox_id }) => mailbox_id)])
    .where('provider_id', 'in', ['', ...wanted.map(({ provider_id }) => provider_id)])
    .execute()
  const headings = await headingsOf(
    tx,
    found.flatMap(({ message_id }) => message_id ?? []),
  )
  return calls.map(({ at, outcome, says, mails }) => ({
    ...{ at: new Date(at), outcome, says },
    mails: mails.flatMap((mail) => {
      const one = found.find((each) => each.mailbox_id === mail.mailbox_id && each.provider_id === mail.provider_id)
      if (!one) return []
      const heading = headings.get(one.message_id ?? '')
      return {
        from: heading?.from ?? one.envelope_from ?? '',
        subject: heading?.subject ?? '',
        ...{ state: one.state, error: one.error },
        ticket_id: heading?.ticketId ?? null,
        message_id: one.message_id,
      }
    }),
  }))
}

const nobody = '00000000-0000-0000-0000-000000000000'
