import type { Ledger } from '../server/src/app/torturing/ledger.ts'
import { pause } from './ending.ts'
import type { Victim } from './victim.ts'

/** Ledger against messages against tickets. Names, not only numbers: whoever reads a fault wants to look at it. */
export type Balance = {
  promised: number
  messages: number
  tickets: number
  /** Promised, and not there at all. */
  lost: string[]
  /** Promised and kept, and no message on a ticket: it waits, or stands among the failed mails. */
  unplaced: string[]
  doubledMessages: string[]
  doubledTickets: string[]
  /** A message whose bytes are not those that were sent. */
  altered: string[]
  /** Kept mails that are no message yet, and those that stand among the failed ones. */
  waiting: number
  failed: number
  /** Why mails failed, and what the connected mailbox says of itself: for whoever looks into a fault. */
  says: string[]
}

/** So long may the last mail take when none is waiting; what is not there then is lost. */
const patienceMs = 300_000
/** A mail that was in hand at four kills waits ten minutes for its fifth attempt: kept and late is not lost. */
const waitingMaxMs = 900_000
const lookMs = 1_000

type Promised = Pick<Ledger, 'entries'>

export async function balanceWhenQuiet(victim: Victim, ledger: Promised, run: string): Promise<Balance> {
  for (let waited = 0; ; waited += lookMs) {
    const found = await balanceOf(victim, ledger, run).catch((error) => {
      if (waited >= patienceMs) throw error
    })
    const isQuiet = found && found.lost.length === 0 && found.waiting === 0
    if (found && (isQuiet || waited >= (found.waiting > 0 ? waitingMaxMs : patienceMs))) {
      if (!isQuiet) return found
      // What would come twice comes after the first.
      await pause(3_000)
      return balanceOf(victim, ledger, run)
    }
    await pause(lookMs)
  }
}

export async function balanceOf(victim: Victim, ledger: Promised, run: string): Promise<Balance> {
  const like = [`${run}-%`]
  const messages = await victim.rows<{ subject: string; count: number; placed: number; hashes: string[] }>(
    `select subject, count(*)::int, count(ticket_id)::int as placed, array_agg(raw_sha256) as hashes
      from message where direction = 'in' and subject like $1 group by subject`,
    like,
  )
  const tickets = await victim.rows<{ subject: string; count: number }>(
    'select subject, count(*)::int from ticket where subject like $1 group by subject',
    like,
  )
  const [kept] = await victim.rows<{ waiting: number; failed: number }>(
    `select count(*) filter (where state = 'kept')::int as waiting,
      count(*) filter (where state = 'failed')::int as failed from occurrence`,
  )
  const said = await victim.rows<{ says: string }>(
    `select distinct 'A failed mail says: ' || coalesce(error, 'nothing') as says from occurrence where state = 'failed'
      union all select concat_ws(' ', 'The mailbox has', failures, 'failures, was in step at', last_success_at, 'and says:', last_error,
        'paused by', paused_by, 'backfill', backfill ->> 'done', 'of', backfill ->> 'total', 'ended', backfill ->> 'finished_at')
        from connection`,
  )
  const bySubject = new Map(messages.map((row) => [row.subject, row]))
  const withTicket = new Set(tickets.map(({ subject }) => subject))
  const entries = ledger.entries()
  const missing = entries.filter(({ nonce }) => !bySubject.get(nonce)?.placed || !withTicket.has(nonce))
  const unplaced = await victim.rows<{ sha256: string }>(
    `select raw_sha256 as sha256 from occurrence where state <> 'done'`,
  )
  const keptHashes = new Set(unplaced.map(({ sha256 }) => sha256))
  const sum = (rows: { count: number }[]) => rows.reduce((all, { count }) => all + count, 0)
  return {
    promised: entries.length,
    messages: sum(messages),
    tickets: sum(tickets),
    lost: missing.filter(({ sha256 }) => !keptHashes.has(sha256)).map(({ nonce }) => nonce),
    unplaced: missing.filter(({ sha256 }) => keptHashes.has(sha256)).map(({ nonce }) => nonce),
    doubledMessages: messages.filter(({ count }) => count > 1).map(({ subject }) => subject),
    doubledTickets: tickets.filter(({ count }) => count > 1).map(({ subject }) => subject),
    altered: entries
      .filter(({ nonce, sha256 }) => bySubject.has(nonce) && !bySubject.get(nonce)!.hashes.includes(sha256))
      .map(({ nonce }) => nonce),
    ...(kept ?? { waiting: 0, failed: 0 }),
    says: said.map(({ says }) => says),
  }
}

/** What is wrong, one sentence each. */
export function faultsOf({
  promised,
  lost,
  unplaced,
  doubledMessages,
  doubledTickets,
  altered,
  waiting,
  failed,
  says,
}: Balance): string[] {
  const named = (names: string[], what: string) =>
    names.length > 0 ? [`${names.length} of ${promised} ${what}: ${names.slice(0, 5).join(', ')}`] : []
  const faults = [
    ...named(lost, 'promised mails are lost'),
    ...named(unplaced, 'promised mails are kept and no message'),
    ...named(doubledMessages, 'mails are two messages'),
    ...named(doubledTickets, 'mails made two tickets'),
    ...named(altered, 'mails are kept with other bytes'),
    ...(waiting > 0 ? [`${waiting} kept mails are still waiting`] : []),
    ...(failed > 0 ? [`${failed} mails stand among the failed ones`] : []),
  ]
  return faults.length > 0 ? [...faults, ...says.map((line) => line.slice(0, 300))] : []
}
