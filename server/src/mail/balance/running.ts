import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../../auth/index.ts'
import { defineJob } from '../../platform/jobs.ts'
import { systemActor } from '../../platform/tx.ts'
import type { Tx } from '../../platform/work.ts'
import { balances, type RunColumns } from './balance.ts'
import { checkBalance } from './balancing.ts'
import { mendBalance } from './mending.ts'

export type BalanceRun = {
  what: 'check' | 'mend'
  state: 'waiting' | 'running' | 'done' | 'failed'
  since: string
  until: string
  asked_at: Date
  begun_at: Date | null
  ended_at: Date | null
  fetched: number
  again: number
  error: string | null
}

/** A job that died is begun again within seconds; one that nobody has begun for so long is ordered anew by the next press. */
const givenUpMs = 15 * 60_000
const patienceMs = 10 * 60_000

type Wanted = { mailboxId: string; what: 'check' | 'mend'; since: string; until: string }

/** Orders a count, or a mending, of these days; while one is under way for the mailbox, that one is the answer. */
export async function askRun(tx: Tx, { mailboxId, what, since, until }: Wanted): Promise<BalanceRun> {
  const { rows } = await sql`
    insert into balance (mailbox_id, next_check_at, run_what, run_since, run_until, run_asked_at)
    values (${mailboxId}, ${tx.now}, ${what}, ${since}::date, ${until}::date, ${tx.now})
    on conflict (mailbox_id) do update set run_what = excluded.run_what, run_since = excluded.run_since,
      run_until = excluded.run_until, run_asked_at = excluded.run_asked_at, run_begun_at = null, run_ended_at = null,
      run_fetched = 0, run_again = 0, run_error = null
    where balance.run_asked_at is null or balance.run_ended_at is not null
      or coalesce(balance.run_begun_at, balance.run_asked_at) < ${new Date(tx.now.getTime() - givenUpMs)}
    returning mailbox_id`.execute(tx.db)
  if (rows.length > 0) {
    tx.enqueue(runBalance, { mailboxId, askedAt: tx.now.toISOString() })
    if (what === 'mend') await audit(tx, 'mailbox.mend_asked', { mailbox_id: mailboxId, since, until })
  }
  return (await readRun(tx, mailboxId))!
}

/** Begun by whoever takes the job, also after one who died with it in hand: to count and to mend twice is to do it once. */
export const runBalance = defineJob({
  name: 'mail.balance',
  input: z.object({ mailboxId: z.uuid(), askedAt: z.string() }),
  retryMax: 5,
  async run({ unit, store, signal }, { mailboxId, askedAt }) {
    const begun = await unit(async (tx) => ({ orgId: tx.actor.orgId, run: await begin(tx, mailboxId, askedAt) }))
    if (!begun.run) return
    const { what, since, until } = begun.run
    const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
    const work = what === 'check' ? checkBalance : mendBalance
    const done = await work(store, systemActor(begun.orgId, 'balance'), mailboxId, { since, until }, patience)
    // This process stops: whoever comes next begins again.
    if (signal.aborted) throw new Error('The balance was left in the middle.')
    await unit((tx) => end(tx, mailboxId, askedAt, { fetched: 0, again: 0, ...done }))
  },
})

/** Nothing when it is over, or when another was ordered since. */
async function begin(tx: Tx, mailboxId: string, askedAt: string): Promise<BalanceRun | null> {
  const { numUpdatedRows } = await balances(tx)
    .updateTable('balance')
    .set({ run_begun_at: tx.now })
    .where('mailbox_id', '=', mailboxId)
    .where('run_asked_at', '=', new Date(askedAt))
    .where('run_ended_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 0n ? null : readRun(tx, mailboxId)
}

async function end(
  tx: Tx,
  mailboxId: string,
  askedAt: string,
  { fetched, again, error }: { fetched: number; again: number; error: string | null },
): Promise<void> {
  const said = { run_ended_at: tx.now, run_fetched: fetched, run_again: again, run_error: error?.slice(0, 500) ?? null }
  await balances(tx)
    .updateTable('balance')
    .set(said)
    .where('mailbox_id', '=', mailboxId)
    .where('run_asked_at', '=', new Date(askedAt))
    .execute()
}

async function readRun(tx: Tx, mailboxId: string): Promise<BalanceRun | null> {
  const { rows } = await sql<RunColumns>`
    select run_what, run_since::text, run_until::text, run_asked_at, run_begun_at, run_ended_at, run_fetched, run_again, run_error
    from balance where mailbox_id = ${mailboxId}`.execute(tx.db)
  return rows[0] ? runOf(rows[0]) : null
}

export function runOf(row: RunColumns): BalanceRun | null {
  const { run_what, run_since, run_until, run_asked_at, run_begun_at, run_ended_at, run_error } = row
  if (!run_what || !run_asked_at || !run_since || !run_until) return null
  const ended = run_error === null ? 'done' : 'failed'
  return {
    what: run_what,
    state: run_ended_at ? ended : run_begun_at ? 'running' : 'waiting',
    ...{ since: run_since, until: run_until, asked_at: run_asked_at, begun_at: run_begun_at, ended_at: run_ended_at },
    ...{ fetched: row.run_fetched, again: row.run_again, error: run_error },
  }
}
