import { audit } from '../../auth/index.ts'
import type { Tx } from '../../platform/work.ts'
import { readAddress, refused } from '../../tickets/index.ts'
import { tables } from '../mailbox.ts'
import { identities, identityOf, mailboxOf, mustBePeople } from './identities.ts'
import type { FromName } from './identityNames.ts'

type Added = { address: string; name: string; user_ids: string[] | null }

/** An address is put on the list of a mailbox. Nothing leaves under it yet. */
export async function addIdentity(tx: Tx, mailboxId: string, { name, user_ids, ...given }: Added): Promise<string> {
  const mailbox = await mailboxOf(tx, mailboxId)
  const read = readAddress(given.address)
  if ('fault' in read) throw refused([{ field: 'address', message: read.fault }])
  const address = read.address.toLowerCase()
  if (address === mailbox.address)
    throw refused([{ field: 'address', message: 'is the address of the mailbox itself, which needs no verification' }])
  if (user_ids) await mustBePeople(tx, user_ids)
  const id = tx.newId()
  const { numInsertedOrUpdatedRows } = await identities(tx)
    .insertInto('send_identity')
    .values({
      ...{ id, mailbox_id: mailboxId, address, name, user_ids },
      ...{ verified_at: null, verified_by: null, created_at: tx.now },
    })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst()
  if (!numInsertedOrUpdatedRows) throw refused([{ field: 'address', message: 'is on the list already' }])
  await audit(tx, 'mailbox.identity_added', { mailbox_id: mailboxId, address })
  await askAnew(tx, mailboxId)
  return id
}

/** What recipients see beside it, and who may write from it. */
export async function changeIdentity(
  tx: Tx,
  { mailboxId, identityId }: { mailboxId: string; identityId: string },
  { name, user_ids }: { name?: string | undefined; user_ids?: string[] | null | undefined },
): Promise<void> {
  const { address } = await identityOf(tx, mailboxId, identityId)
  if (user_ids) await mustBePeople(tx, user_ids)
  const changed = { ...(name !== undefined && { name }), ...(user_ids !== undefined && { user_ids }) }
  await identities(tx).updateTable('send_identity').set(changed).where('id', '=', identityId).execute()
  await audit(tx, 'mailbox.identity_changed', { mailbox_id: mailboxId, address, ...changed })
}

/** Nothing leaves under it any more, what waits neither, until it is verified again. */
export async function revokeIdentity(tx: Tx, mailboxId: string, identityId: string, says: string): Promise<void> {
  const { address } = await identityOf(tx, mailboxId, identityId)
  await identities(tx)
    .updateTable('send_identity')
    .set({ verified_at: null, verified_by: null, revoked_at: tx.now, revoked_says: says })
    .where('id', '=', identityId)
    .execute()
  await audit(tx, 'mailbox.identity_revoked', { mailbox_id: mailboxId, address, says })
}

/** Nobody writes from it any more. What was written before leaves: it was allowed then, and nobody says that the address is not ours. */
export async function removeIdentity(tx: Tx, mailboxId: string, identityId: string): Promise<void> {
  const { address } = await identityOf(tx, mailboxId, identityId)
  await identities(tx).updateTable('send_identity').set({ removed_at: tx.now }).where('id', '=', identityId).execute()
  await tables(tx)
    .updateTable('mailbox')
    .set({ default_identity_id: null })
    .where('id', '=', mailboxId)
    .where('default_identity_id', '=', identityId)
    .execute()
  await audit(tx, 'mailbox.identity_removed', { mailbox_id: mailboxId, address })
  await askAnew(tx, mailboxId)
}

type Sending = { from_name: FromName; default_identity_id: string | null }

/** Under which name a mailbox writes, and from which address unless another is named. */
export async function setSendingAs(
  tx: Tx,
  mailboxId: string,
  { from_name, default_identity_id }: Sending,
): Promise<void> {
  await mailboxOf(tx, mailboxId)
  if (default_identity_id !== null) await mustBeVerified(tx, mailboxId, default_identity_id)
  await tables(tx).updateTable('mailbox').set({ from_name, default_identity_id }).where('id', '=', mailboxId).execute()
  await audit(tx, 'mailbox.sending_as', { mailbox_id: mailboxId, from_name, default_identity_id })
}

async function mustBeVerified(tx: Tx, mailboxId: string, identityId: string): Promise<void> {
  const row = await identities(tx)
    .selectFrom('send_identity')
    .select('verified_at')
    .where('id', '=', identityId)
    .where('mailbox_id', '=', mailboxId)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  const message = !row ? 'there is no such address on the list of this mailbox' : 'is not verified yet'
  if (!row?.verified_at) throw refused([{ field: 'default_identity_id', message }])
}

/** The DNS is asked about its domains with the next round. */
const askAnew = (tx: Tx, mailboxId: string) =>
  tables(tx).updateTable('mailbox').set({ domains_checked_at: null }).where('id', '=', mailboxId).execute()
