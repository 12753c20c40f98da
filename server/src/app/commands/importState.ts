import { sql } from 'kysely'
import { listMailboxes } from '../../mail/index.ts'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import { organisations } from './organisations.ts'

type Mailbox = { mailboxId: string; orgId: string }

const imported = (mailboxId: string) => sql`mailbox_id = ${mailboxId} and provider_id like 'import:%'`

/** Imported mails that are not understood yet: due now, or put off because their first try failed. */
export async function waitingImports(
  store: Store,
  { mailboxId, orgId }: Mailbox,
): Promise<{ now: number; later: number }> {
  return inTx(store, systemActor(orgId, 'import'), async (tx) => {
    const { rows } = await sql<{ now: number; later: number }>`
      select count(*) filter (where attempts = 0) as now, count(*) filter (where attempts > 0) as later
      from occurrence where state = 'kept' and ${imported(mailboxId)}`.execute(tx.db)
    return rows[0]!
  })
}

/** The SHA-256 of each imported mail that no message could be made of. */
export async function failedImports(store: Store, { mailboxId, orgId }: Mailbox): Promise<Set<string>> {
  return inTx(store, systemActor(orgId, 'import'), async (tx) => {
    const { rows } = await sql<{ raw_sha256: string }>`
      select raw_sha256 from occurrence where state = 'failed' and ${imported(mailboxId)}`.execute(tx.db)
    return new Set(rows.map(({ raw_sha256 }) => raw_sha256))
  })
}

/** How many tickets the mails lie on that were new at this instant. */
export async function importedTickets(store: Store, { mailboxId, orgId }: Mailbox, receivedAt: Date): Promise<number> {
  return inTx(store, systemActor(orgId, 'import'), async (tx) => {
    const { rows } = await sql<{ count: number }>`
      select count(distinct m.ticket_id) as count from occurrence o join message m on m.id = o.message_id
      where o.received_at = ${receivedAt} and ${imported(mailboxId)}`.execute(tx.db)
    return rows[0]!.count
  })
}

export async function mailboxAddresses(store: Store): Promise<string[]> {
  const all: string[] = []
  for (const { orgId } of await organisations(store))
    all.push(...(await inTx(store, systemActor(orgId, 'import'), listMailboxes)).map(({ address }) => address))
  return all.sort()
}
