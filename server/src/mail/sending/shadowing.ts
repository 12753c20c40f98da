import { audit } from '../../auth/index.ts'
import { notFound } from '../../platform/problem.ts'
import type { Tx } from '../../platform/work.ts'
import { stopWaiting } from '../../tickets/index.ts'
import { connectionChanged } from '../events.ts'
import { type MailboxRow, tables } from '../mailbox.ts'

/**
 * In shadow a mailbox takes mail in and lets nothing out: beside the old desk, until Docket is trusted. Replies are refused before they
 * are written, what Docket writes by itself is declined, and what already waits is failed in this commit.
 */
export async function setShadow(
  tx: Tx,
  { mailboxId, shadow }: { mailboxId: string; shadow: boolean },
): Promise<{ stopped: number; leaving: number }> {
  const before = await tables(tx)
    .selectFrom('mailbox')
    .select(['address', 'shadow_since'])
    .where('id', '=', mailboxId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!before) throw notFound()
  if ((before.shadow_since !== null) === shadow) return { stopped: 0, leaving: 0 }
  await tables(tx)
    .updateTable('mailbox')
    .set(shadow ? { shadow_since: tx.now } : { shadow_since: null, shadow_ended_at: tx.now })
    .where('id', '=', mailboxId)
    .execute()
  const waited = shadow ? await stopWaiting(tx, { address: before.address, mailboxId }) : { stopped: 0, leaving: 0 }
  await audit(tx, shadow ? 'mailbox.shadowed' : 'mailbox.unshadowed', {
    mailbox_id: mailboxId,
    mailbox: before.address,
    ...waited,
  })
  tx.emit(connectionChanged, { mailboxId, what: shadow ? 'shadowed' : 'unshadowed' })
  return waited
}

type Shadow = { address: string; shadow_since: Date | null; shadow_ended_at: Date | null }

/** The shadows of these mailboxes, which stay as they are until the commit. */
export async function shadowsOf(tx: Tx, mailboxIds: readonly string[]): Promise<Map<string, Shadow>> {
  const rows = await tables(tx)
    .selectFrom('mailbox')
    .select(['id', 'address', 'shadow_since', 'shadow_ended_at'])
    .where('id', 'in', [...new Set(mailboxIds)])
    .orderBy('id')
    .forShare()
    .execute()
  return new Map(rows.map(({ id, ...shadow }) => [id, shadow]))
}

/**
 * Whom mails to staff are from: the first mailbox that lets mail out, else the first. A shadow is about customers; an invitation or a
 * link for a lost password that did not leave would lock people out of the desk they are to try.
 */
export async function mailboxToStaff(tx: Tx): Promise<MailboxRow | undefined> {
  return tables(tx)
    .selectFrom('mailbox')
    .select(['id', 'address', 'name'])
    .orderBy((eb) => eb('shadow_since', 'is not', null))
    .orderBy('address')
    .limit(1)
    .executeTakeFirst()
}

/** Why a mail that came then is not answered by itself: the old desk has answered what came under the shadow. */
export function unanswered({ address, shadow_since, shadow_ended_at }: Shadow, at: Date): string | undefined {
  if (shadow_since) return `${address} is in shadow mode: nothing leaves.`
  return shadow_ended_at && at <= shadow_ended_at ? `${address} was in shadow mode when it came.` : undefined
}
