import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'
import { refused } from './recipients.ts'
import type { Mailbox } from './ticket.ts'

/** The address that a mail is written from; without an id the mailbox's own. */
export type SentAs = { identityId: string | null; address: string }

type Writing = Pick<Mailbox, 'id' | 'address' | 'default_identity_id'>
type Row = {
  id: string
  address: string
  name: string
  verified: boolean
  revoked_says: string | null
  permitted: boolean
}

/**
 * Whom a mailbox writes as: who is asked for, else its default where this person may use it, else itself. The mailbox's own address goes
 * by the id of the mailbox. Of an address that is not verified, not this mailbox's or not this person's to use, nothing leaves.
 */
export async function sendingAs(tx: Tx, mailbox: Writing, identityId: string | undefined): Promise<SentAs> {
  const own = { identityId: null, address: mailbox.address }
  const wanted = identityId ?? mailbox.default_identity_id
  if (wanted === null || wanted === mailbox.id) return own
  const { rows } = await sql<Row>`
    select i.id, i.address, i.name, i.verified_at is not null as verified, i.revoked_says,
      i.user_ids is null or ${tx.actor.id} = any(i.user_ids::text[]) as permitted
    from send_identity i
    where i.mailbox_id = ${mailbox.id} and i.removed_at is null and i.id = ${wanted}
    for share of i`.execute(tx.db)
  const row = rows[0]
  if (row?.verified && row.permitted) return { identityId: row.id, address: row.address }
  if (identityId === undefined) return own
  throw refused([{ field: 'identity_id', message: whyNot(row, mailbox) }])
}

function whyNot(row: Row | undefined, mailbox: Writing): string {
  if (!row) return `there is no such address that ${mailbox.address} writes from`
  if (!row.permitted) return `${row.address} may be written from by chosen people only, and you are not among them`
  return row.revoked_says
    ? `nothing may be written from ${row.address} any more. ${row.revoked_says}`
    : `${row.address} is not verified yet; an administrator does so on the page of the mailbox`
}

/** Why a mail that was written may not leave: its address was verified then and is not now. Removed from the list alone, it leaves. */
export async function revokedSince(tx: Tx, identityId: string | null): Promise<string | undefined> {
  if (identityId === null) return undefined
  const { rows } = await sql<{ address: string; verified: boolean; revoked_says: string | null }>`
    select address, verified_at is not null as verified, revoked_says from send_identity where id = ${identityId} for share`.execute(
    tx.db,
  )
  const row = rows[0]
  if (!row || row.verified) return undefined
  return `Nothing may be written from ${row.address} any more. ${row.revoked_says ?? ''} Verify it again and retry, or write from another address.`
}

/** Whether a draft may name it: an address of the organisation. What may be written from is asked when it is sent, so no word is lost. */
export async function mustBeOurIdentity(tx: Tx, identityId: string | null): Promise<void> {
  if (identityId === null) return
  const { rows } = await sql`
    select from mailbox where id = ${identityId} union all select from send_identity where id = ${identityId}`.execute(
    tx.db,
  )
  if (rows.length === 0) throw refused([{ field: 'identity_id', message: 'there is no such address' }])
}
