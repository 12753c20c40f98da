import { audit } from '../../auth/index.ts'
import { type Accepted, gmailSendAs } from '../../connectors/gmailSendAs.ts'
import { SourceAway, SourceRefused } from '../../connectors/mailSource.ts'
import { problem } from '../../platform/problem.ts'
import { unseal } from '../../platform/secrets.ts'
import type { Store } from '../../platform/store.ts'
import type { Tx } from '../../platform/work.ts'
import { readAddress } from '../../tickets/index.ts'
import { tables } from '../mailbox.ts'
import { googleAppOf, secretPlace } from '../sources/sources.ts'
import { asksGoogle, identities, mailboxOf } from './identities.ts'
import { revokeIdentity } from './identitiesChanging.ts'
import { readWay, type Way } from './wayOut.ts'

export const providerSaysNo = problem('provider-says-no', 409, 'The provider does not say which addresses it allows')

/** Which addresses Google lets the account of a mailbox send from; never in a unit of work. */
export async function askGoogle(store: Store, { orgId, mailboxId, connection }: Way): Promise<Accepted[]> {
  if (!mailboxId || !connection?.secret)
    throw providerSaysNo('This mailbox is not connected to a Gmail account of its own. Verify the address by a code.')
  const { account } = connection.settings as { account: string }
  try {
    const secret = unseal(store.keys, secretPlace(orgId, mailboxId), connection.secret)
    return await gmailSendAs({ account }, secret, googleAppOf(store.config))
  } catch (error) {
    if (error instanceof SourceAway || error instanceof SourceRefused) throw providerSaysNo(error.message)
    throw error
  }
}

/** The way to ask by, where there is a Gmail account to be asked. */
export async function wayToAsk(tx: Tx, mailboxId: string): Promise<Way> {
  await mailboxOf(tx, mailboxId)
  const way = await readWay(tx, mailboxId)
  if (!asksGoogle(way))
    throw providerSaysNo('This mailbox is not connected to a Gmail account of its own. Verify the address by a code.')
  return way
}

const takenBack = 'Google does not list it any more among the addresses that this account may send from.'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Google has answered now, and is asked again by itself tomorrow; or could not be asked, and is in an hour. */
export const noteAsked = (tx: Tx, mailboxId: string, error: string | null) =>
  tables(tx)
    .updateTable('mailbox')
    .set({
      send_as_error: error,
      send_as_due_at: new Date(tx.now.getTime() + (error === null ? dayMs : hourMs)),
      ...(error === null && { send_as_asked_at: tx.now }),
    })
    .where('id', '=', mailboxId)
    .execute()

/**
 * What Google vouched for once and does not now is revoked. Only when a person asks is what it vouches for verified and put on the list:
 * what somebody revoked or removed does not come back by itself.
 */
export async function recordAccepted(
  tx: Tx,
  mailboxId: string,
  accepted: readonly Accepted[],
  { isAskedFor }: { isAskedFor: boolean },
): Promise<void> {
  const mailbox = await mailboxOf(tx, mailboxId)
  const rows = await identities(tx)
    .selectFrom('send_identity')
    .select(['id', 'address', 'verified_at', 'verified_by'])
    .where('mailbox_id', '=', mailboxId)
    .where('removed_at', 'is', null)
    .forNoKeyUpdate()
    .execute()
  const known = new Map(rows.map((row) => [row.address, row]))
  const verified = { verified_at: tx.now, verified_by: 'provider' as const, revoked_at: null, revoked_says: null }
  const vouched = new Map(
    accepted.flatMap(({ address, name }) => {
      const read = readAddress(address)
      return 'fault' in read || read.address === mailbox.address ? [] : [[read.address, name] as const]
    }),
  )
  for (const [address, name] of isAskedFor ? vouched : []) {
    const row = known.get(address)
    if (row?.verified_at) continue
    if (row) await identities(tx).updateTable('send_identity').set(verified).where('id', '=', row.id).execute()
    else
      await identities(tx)
        .insertInto('send_identity')
        .values({
          ...{ id: tx.newId(), mailbox_id: mailboxId, address, name: name || mailbox.name, user_ids: null },
          ...{ ...verified, created_at: tx.now },
        })
        .execute()
    await audit(tx, 'mailbox.identity_verified', { mailbox_id: mailboxId, address, by: 'provider' })
  }
  for (const { id, address, verified_by } of rows)
    if (verified_by === 'provider' && !vouched.has(address)) await revokeIdentity(tx, mailboxId, id, takenBack)
  await noteAsked(tx, mailboxId, null)
}
