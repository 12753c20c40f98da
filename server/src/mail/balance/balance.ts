import type { Generated } from 'kysely'
import type { Tx } from '../../platform/work.ts'
import { suppressions as ofTickets } from '../../tickets/index.ts'

/** A mail that is another delivery of a message, or came to something that is no work: the reason, and how many. */
export const suppressions = ['duplicate', ...ofTickets] as const
export type Suppressed = Partial<Record<(typeof suppressions)[number], number>>

export const differenceKinds = ['missing', 'lost', 'gone'] as const
export type DifferenceKind = (typeof differenceKinds)[number]

/** One column for each delivery: at_provider + gone + direct is the sum of the others. */
export type Columns = {
  at_provider: number | null
  gone: number
  direct: number
  tickets: number
  suppressed: Suppressed
  failed: number
  waiting: number
  coming: number
  older: number
  missing: number
  lost: number
}

export type BalanceDay = Columns & {
  mailbox_id: string
  day: string
  checked_at: Date
  off_checks: number
  off_since: Date | null
}

export type Difference = {
  kind: DifferenceKind
  provider_id: string
  received_at: Date
  size: number
  occurrence_id: string | null
}

/** What a person last asked for: who looks at it reads the days as text. */
export type RunColumns = {
  run_what: 'check' | 'mend' | null
  run_since: string | null
  run_until: string | null
  run_asked_at: Date | null
  run_begun_at: Date | null
  run_ended_at: Date | null
  run_fetched: number
  run_again: number
  run_error: string | null
}
type Balance = {
  mailbox_id: string
  next_check_at: Date
  checked_at: Date | null
  error: string | null
}

/** The tables of the balance sheet. */
export const balances = (tx: Tx) =>
  tx.db.withTables<{
    balance: Balance & { [K in keyof RunColumns]: Generated<RunColumns[K]> }
    balance_day: BalanceDay
    balance_difference: Difference & { mailbox_id: string; day: string }
  }>()

const dayMs = 86_400_000

/** The day an instant is of, in UTC. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10)
export const startOf = (day: string): Date => new Date(`${day}T00:00:00Z`)
export const endOf = (day: string): Date => new Date(startOf(day).getTime() + dayMs)
export const daysBefore = (day: string, days: number): string => dayOf(new Date(startOf(day).getTime() - days * dayMs))

/** Both sides of a day, only what is there, and by how many it is off. */
export function balanceSum(day: Columns): { there: [string, number][]; here: [string, number][]; off: number } {
  const some = (side: [string, number | null][]) => side.filter((one): one is [string, number] => Boolean(one[1]))
  return {
    there: some([
      ['at the provider', day.at_provider],
      ['gone there', day.gone],
      ['direct', day.direct],
    ]),
    here: some([
      ['on tickets', day.tickets],
      ...Object.entries(day.suppressed).map(([reason, n]): [string, number] => [reason.replace('_', ' '), n]),
      ['failed', day.failed],
      ['waiting', day.waiting],
      ['coming', day.coming],
      ['older', day.older],
      ['missing', day.missing],
      ['lost', day.lost],
    ]),
    off: day.missing + day.lost,
  }
}
