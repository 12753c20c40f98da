import { sql } from 'kysely'
import type { AskDns } from '../../connectors/dns.ts'
import { openDns } from '../../connectors/dns.ts'
import { smtpServerOf } from '../../connectors/smtpOut.ts'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import type { Actor, Tx } from '../../platform/work.ts'
import { splitAddress, tables } from '../mailbox.ts'
import { adviseOn } from './domainAdvice.ts'
import { DomainLine } from './domainLines.ts'
import type { SendsBy } from './sendsBy.ts'
import { readWay, type Way } from './wayOut.ts'

export { DomainLine }

type SendingDomain = { mailbox_id: string; domain: string; checked_at: Date; lines: DomainLine[] }
const domains = (tx: Tx) => tx.db.withTables<{ sending_domain: SendingDomain }>()

/** What was found when the DNS was asked last. */
export const domainsOf = (tx: Tx, mailboxId: string) =>
  domains(tx)
    .selectFrom('sending_domain')
    .select(['domain', 'checked_at', 'lines'])
    .where('mailbox_id', '=', mailboxId)
    .orderBy('domain')
    .execute()

type Found = { domain: string; lines: DomainLine[] }

/** Asks about each domain that a mailbox writes from, outside of any unit of work, and keeps what was found. */
export async function checkMailboxDomains(
  store: Store,
  actor: Actor,
  mailboxId: string,
  dns: AskDns,
): Promise<Found[]> {
  const plan = await inTx(store, actor, (tx) => planOf(tx, store, mailboxId))
  if (!plan) return []
  const { mailboxDomain, by } = plan
  const found = await Promise.all(
    plan.domains.map(async (domain) => ({ domain, lines: await adviseOn(dns, { domain, mailboxDomain, by }) })),
  )
  await inTx(store, actor, (tx) => keep(tx, mailboxId, found))
  return found
}

async function planOf(tx: Tx, store: Store, mailboxId: string) {
  const mailbox = await tables(tx)
    .selectFrom('mailbox')
    .select('address')
    .where('id', '=', mailboxId)
    .executeTakeFirst()
  if (!mailbox) return undefined
  const { rows } = await sql<{ address: string }>`
    select address from send_identity where mailbox_id = ${mailboxId} and removed_at is null order by address`.execute(
    tx.db,
  )
  const mailboxDomain = splitAddress(mailbox.address).domain
  const all = [mailboxDomain, ...rows.map(({ address }) => splitAddress(address).domain)]
  return { mailboxDomain, domains: [...new Set(all)], by: sendsBy(store, await readWay(tx, mailboxId)) }
}

function sendsBy(store: Store, { row, connection }: Way): SendsBy {
  if (row?.kind === 'gmail')
    return { kind: 'google', account: (connection?.settings as { account?: string })?.account ?? '' }
  if (row?.kind === 'nylas') return { kind: 'nylas' }
  const { smtpUrl } = store.config
  const host = row?.kind === 'smtp' ? row.host : smtpUrl ? smtpServerOf(smtpUrl).host : null
  return host ? { kind: 'host', host } : { kind: 'none' }
}

async function keep(tx: Tx, mailboxId: string, found: readonly Found[]): Promise<void> {
  await tables(tx).updateTable('mailbox').set({ domains_checked_at: tx.now }).where('id', '=', mailboxId).execute()
  await domains(tx).deleteFrom('sending_domain').where('mailbox_id', '=', mailboxId).execute()
  for (const { domain, lines } of found)
    await domains(tx)
      .insertInto('sending_domain')
      .values({ mailbox_id: mailboxId, domain, checked_at: tx.now, lines: JSON.stringify(lines) as never })
      .execute()
}

const dns = openDns()

/** Each mailbox once a day. What the DNS does not say is known the next day. */
export async function checkSendingDomains(store: Store): Promise<number> {
  const { rows } = await sql<{ org_id: string; mailbox_id: string }>`
    select org_id, mailbox_id from mailboxes_to_ask_dns_about(${store.clock()})`.execute(store.db)
  for (const { org_id, mailbox_id } of rows)
    await checkMailboxDomains(store, systemActor(org_id, 'domains'), mailbox_id, dns)
  return rows.length
}
