import { sql } from 'kysely'
import type { Fetched } from '../../connectors/mailSource.ts'
import type { Tx } from '../../platform/work.ts'
import { sha256Of } from '../arriving/keeping.ts'
import { tables } from '../mailbox.ts'

export type Hashed = Fetched & { sha256: string }

/**
 * A mail that its provider calls by a new id is the same delivery: it is known by its bytes, one for one, and takes the new id. So equal
 * copies stay as many as they are, and nothing is received twice. What is left over is new.
 */
export async function withoutRenumbered(tx: Tx, mailboxId: string, mails: readonly Fetched[]): Promise<Hashed[]> {
  const hashed = mails.map((mail) => ({ ...mail, sha256: sha256Of(mail.bytes) }))
  const { numbering, beside = [] } = mails.find((mail) => mail.numbering) ?? {}
  if (!numbering) return hashed
  const place = numbering.slice(0, numbering.indexOf(':') + 1)
  const before = await tables(tx)
    .selectFrom('occurrence')
    .select(['id', 'raw_sha256'])
    .where('mailbox_id', '=', mailboxId)
    .where('raw_sha256', 'in', [...new Set(hashed.map(({ sha256 }) => sha256))])
    .where(sql<boolean>`starts_with(provider_id, ${place}) and not starts_with(provider_id, ${numbering})`)
    .where(sql<boolean>`not exists (select from unnest(${beside}::text[]) as one where starts_with(provider_id, one))`)
    .orderBy('received_at')
    .orderBy('id')
    .forUpdate()
    .execute()
  if (before.length === 0) return hashed

  const known = await knownIds(tx, mailboxId, hashed)
  const free = Map.groupBy(before, ({ raw_sha256 }) => raw_sha256)
  const left: Hashed[] = []
  for (const mail of hashed) {
    const same = known.has(mail.providerId) ? undefined : free.get(mail.sha256)?.shift()
    if (!same) left.push(mail)
    else
      await tables(tx)
        .updateTable('occurrence')
        .set({ provider_id: mail.providerId })
        .where('id', '=', same.id)
        .execute()
  }
  return left
}

/** Those that have their new id already must not use up another copy. */
async function knownIds(tx: Tx, mailboxId: string, mails: readonly Hashed[]): Promise<ReadonlySet<string>> {
  const rows = await tables(tx)
    .selectFrom('occurrence')
    .select('provider_id')
    .where('mailbox_id', '=', mailboxId)
    .where(
      'provider_id',
      'in',
      mails.map(({ providerId }) => providerId),
    )
    .execute()
  return new Set(rows.map(({ provider_id }) => provider_id))
}

/** When the oldest of those that were brought under another numbering was taken in; undefined when there are none. */
export async function oldestNumbered(tx: Tx, mailboxId: string, place: string): Promise<Date | undefined> {
  const row = await tables(tx)
    .selectFrom('occurrence')
    .select((eb) => eb.fn.min('received_at').as('at'))
    .where('mailbox_id', '=', mailboxId)
    .where(sql<boolean>`starts_with(provider_id, ${place})`)
    .executeTakeFirst()
  return row?.at ?? undefined
}
