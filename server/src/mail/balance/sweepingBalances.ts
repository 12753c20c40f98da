import { sql } from 'kysely'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import type { Actor, Tx } from '../../platform/work.ts'
import { connections } from '../sources/connection.ts'
import { balances, dayOf, daysBefore } from './balance.ts'
import { checkBalance } from './balancing.ts'

const hourMs = 3600_000
const everyMs = 3 * hourMs
/** What does not add up is looked at again soon: twice in a row it is told. */
const soonMs = hourMs / 4
const restMs = hourMs / 2
const patienceMs = 2 * 60_000

/** Yesterday and today of each mailbox, every few hours. Safe in any number of processes. */
export async function checkBalances(store: Store): Promise<number> {
  const { rows } = await sql<{ org_id: string; mailbox_id: string }>`
    select org_id, mailbox_id from balances_due(${store.clock()})`.execute(store.db)
  let done = 0
  for (const { org_id, mailbox_id } of rows) {
    const actor = systemActor(org_id, 'balance')
    const next = await inTx(store, actor, (tx) => take(tx, mailbox_id))
    if (next === undefined) continue
    if (next === 'check') await check(store, actor, mailbox_id)
    done++
  }
  return done
}

async function check(store: Store, actor: Actor, mailboxId: string): Promise<void> {
  const today = dayOf(store.clock())
  const days = { since: daysBefore(today, 1), until: today }
  const checked = await checkBalance(store, actor, mailboxId, days, AbortSignal.timeout(patienceMs))
  const isOff = checked.days.some(({ off_checks }) => off_checks > 0)
  const waitMs = checked.error !== null ? restMs : isOff ? soonMs : everyMs
  await inTx(store, actor, (tx) => again(tx, mailboxId, waitMs))
}

/** One process looks at one mailbox. A provider that refuses us, or that should rest, is not asked. */
async function take(tx: Tx, mailboxId: string): Promise<'check' | 'rest' | undefined> {
  const { rows } = await sql`
    insert into balance (mailbox_id, next_check_at) values (${mailboxId}, ${new Date(tx.now.getTime() + restMs)})
    on conflict (mailbox_id) do update set next_check_at = excluded.next_check_at where balance.next_check_at <= ${tx.now}
    returning mailbox_id`.execute(tx.db)
  if (rows.length === 0) return undefined
  const connection = await connections(tx)
    .selectFrom('connection')
    .select(['confirmed_at', 'refused_at', 'paused_until'])
    .where('mailbox_id', '=', mailboxId)
    .executeTakeFirst()
  if (!connection) return 'check'
  const { confirmed_at, refused_at, paused_until } = connection
  return !confirmed_at || refused_at || (paused_until && paused_until > tx.now) ? 'rest' : 'check'
}

async function again(tx: Tx, mailboxId: string, waitMs: number): Promise<void> {
  await balances(tx)
    .updateTable('balance')
    .set({ next_check_at: new Date(tx.now.getTime() + waitMs) })
    .where('mailbox_id', '=', mailboxId)
    .execute()
}
