import { sql } from 'kysely'
import { notFound } from '../../platform/problem.ts'
import type { Tx } from '../../platform/work.ts'
import { headingsOf } from '../../tickets/index.ts'
import { connections } from '../sources/connection.ts'
import type { BalanceDay, Difference, RunColumns } from './balance.ts'
import { type BalanceRun, runOf } from './running.ts'

export type BalanceSheet = {
  mailbox: { id: string; address: string; name: string; connected: boolean }
  checked_at: Date | null
  next_check_at: Date | null
  error: string | null
  run: BalanceRun | null
  days: BalanceDay[]
}

type Asked = { since: string; until: string; mailboxId?: string }

/** What the last checks said, of each mailbox or of one; newest day first. */
export async function readBalances(tx: Tx, { since, until, mailboxId }: Asked): Promise<BalanceSheet[]> {
  const mailboxes = await connections(tx)
    .selectFrom('mailbox')
    .leftJoin('connection', 'connection.mailbox_id', 'mailbox.id')
    .select(['mailbox.id', 'mailbox.address', 'mailbox.name', 'connection.kind'])
    .$if(mailboxId !== undefined, (query) => query.where('mailbox.id', '=', mailboxId!))
    .orderBy('mailbox.address')
    .execute()
  if (mailboxId !== undefined && mailboxes.length === 0) throw notFound()
  type State = RunColumns & Omit<BalanceSheet, 'mailbox' | 'run' | 'days'> & { mailbox_id: string }
  const { rows: states } = await sql<State>`
    select mailbox_id, checked_at, next_check_at, error, run_what, run_since::text, run_until::text, run_asked_at, run_begun_at,
      run_ended_at, run_fetched, run_again, run_error from balance`.execute(tx.db)
  const { rows } = await sql<BalanceDay>`
    select mailbox_id, day::text, checked_at, at_provider, gone, direct, tickets, suppressed, failed, waiting, coming, older, missing, lost,
      off_checks, off_since
    from balance_day where day between ${since}::date and ${until}::date
      ${mailboxId === undefined ? sql`` : sql`and mailbox_id = ${mailboxId}`}
    order by balance_day.day desc`.execute(tx.db)
  const days = Map.groupBy(rows, ({ mailbox_id }) => mailbox_id)
  return mailboxes.map(({ id, address, name, kind }) => {
    const state = states.find(({ mailbox_id }) => mailbox_id === id)
    return {
      mailbox: { id, address, name, connected: kind !== null },
      checked_at: state?.checked_at ?? null,
      next_check_at: state?.next_check_at ?? null,
      error: state?.error ?? null,
      run: state ? runOf(state) : null,
      days: days.get(id) ?? [],
    }
  })
}

export type Differing = Difference & {
  subject: string | null
  from: string | null
  ticket_id: string | null
  message_id: string | null
}

const shownMax = 500

/** The mails that a day differs by; those that should be here first. */
export async function readDifferences(tx: Tx, { id, day }: { id: string; day: string }): Promise<Differing[]> {
  const mailbox = await connections(tx).selectFrom('mailbox').select('id').where('id', '=', id).executeTakeFirst()
  if (!mailbox) throw notFound()
  const { rows } = await sql<Difference & { message_id: string | null }>`
    select d.kind, d.provider_id, d.received_at, d.size, d.occurrence_id, o.message_id
    from balance_difference d left join occurrence o on o.id = d.occurrence_id
    where d.mailbox_id = ${id} and d.day = ${day}::date
    order by d.kind = 'gone', d.received_at desc, d.provider_id limit ${shownMax}`.execute(tx.db)
  const headings = await headingsOf(
    tx,
    rows.flatMap(({ message_id }) => message_id ?? []),
  )
  return rows.map((one) => {
    const { subject = null, from = null, ticketId = null } = headings.get(one.message_id ?? '') ?? {}
    return { ...one, subject, from, ticket_id: ticketId }
  })
}
