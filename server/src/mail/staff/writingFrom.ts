import { sql } from 'kysely'
import type { Tx } from '../../platform/work.ts'
import { type MailboxRow, tables, withoutTag } from '../mailbox.ts'
import { mailboxToStaff } from '../sending/shadowing.ts'

export type StaffMailbox = MailboxRow & { plus_addresses: boolean }

/** Whom a mail to a colleague about this ticket is from: its own mailbox, unless that lets nothing out. */
export async function mailboxForStaff(tx: Tx, mailboxId: string | null): Promise<StaffMailbox | undefined> {
  const of = (id: string) =>
    tables(tx)
      .selectFrom('mailbox')
      .select(['id', 'address', 'name', 'plus_addresses', 'shadow_since'])
      .where('id', '=', id)
      .executeTakeFirst()
  const own = mailboxId === null ? undefined : await of(mailboxId)
  if (own && !own.shadow_since) return own
  const other = await mailboxToStaff(tx)
  return other && of(other.id)
}

/** Whether mail to this address comes to this server, to whichever organisation: a notification there would be a customer's mail. */
export async function ownsAddress(tx: Tx, address: string): Promise<boolean> {
  const { rows } = await sql`select from mailbox_by_address(${withoutTag(address)})`.execute(tx.db)
  return rows.length > 0
}
