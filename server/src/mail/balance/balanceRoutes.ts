import { z } from 'zod'
import { invalid } from '../../platform/problem.ts'
import { type Route, route } from '../../platform/routes.ts'
import type { Tx } from '../../platform/work.ts'
import { type BalanceDay, dayOf, daysBefore, differenceKinds, startOf, suppressions } from './balance.ts'
import { type BalanceSheet, type Differing, readBalances, readDifferences } from './readingBalances.ts'
import { askRun, type BalanceRun } from './running.ts'

const ById = z.object({ id: z.uuid() })
const Day = z.iso.date()
const When = z.string().meta({ format: 'date-time' })
const Count = z.number().int()
const Between = z.object({ since: Day.optional(), until: Day.optional() })

const DayView = z
  .object({
    day: z.string().meta({ format: 'date', description: 'In UTC.' }),
    checked_at: When,
    at_provider: Count.nullable().meta({ description: 'Null for a mailbox that no provider is asked about.' }),
    gone: Count.meta({ description: 'Here, and deleted or moved at the provider since.' }),
    direct: Count.meta({ description: 'Came by SMTP, a webhook or an import.' }),
    tickets: Count,
    suppressed: z.partialRecord(z.enum(suppressions), Count),
    failed: Count,
    waiting: Count,
    coming: Count.meta({ description: 'At the provider, and on the way here.' }),
    older: Count.meta({ description: 'At the provider, from before the time since which mail is brought.' }),
    missing: Count.meta({ description: 'At the provider, and should be here.' }),
    lost: Count.meta({ description: 'Taken in, and of no message.' }),
    adds_up: z.boolean(),
    off_checks: Count.meta({ description: 'How many checks in a row it did not add up.' }),
  })
  .meta({
    id: 'BalanceDay',
    description: 'at_provider + gone + direct is the sum of the columns from tickets to lost.',
  })
const RunView = z
  .object({
    what: z.enum(['check', 'mend']),
    state: z.enum(['waiting', 'running', 'done', 'failed']),
    since: z.string().meta({ format: 'date' }),
    until: z.string().meta({ format: 'date' }),
    asked_at: When,
    begun_at: When.nullable(),
    ended_at: When.nullable(),
    fetched: Count.meta({ description: 'Mails that were missing here, and were brought.' }),
    again: Count.meta({ description: 'Mails that had come to nothing, and were taken in anew.' }),
    error: z.string().nullable().meta({ description: 'What the provider said, when it could not be asked.' }),
  })
  .meta({ id: 'BalanceRun', description: 'What a person last asked of a balance, and how far it is.' })
const SheetView = z
  .object({
    mailbox: z.object({ id: z.string(), address: z.string(), name: z.string(), connected: z.boolean() }),
    checked_at: When.nullable(),
    next_check_at: When.nullable(),
    error: z.string().nullable().meta({ description: 'Why the provider could not be asked the last time.' }),
    run: RunView.nullable(),
    days: z.array(DayView),
  })
  .meta({ id: 'MailBalance' })
const DifferenceView = z
  .object({
    kind: z.enum(differenceKinds),
    provider_id: z.string(),
    received_at: When,
    size: Count,
    subject: z.string().nullable(),
    from: z.string().nullable(),
    ticket_id: z.string().nullable(),
    message_id: z.string().nullable(),
  })
  .meta({ id: 'BalanceDifference' })

export const balanceRoutes: Route[] = [
  route('GET /ops/balance', {
    says: 'The mail balance sheet: for each mailbox and day what its provider holds, and what became of it here.',
    name: 'listBalances',
    may: 'ops.see',
    in: Between,
    out: z.object({ items: z.array(SheetView), next_cursor: z.null() }),
    run: async (tx, asked) => ({ items: (await readBalances(tx, range(tx, asked))).map(sheet), next_cursor: null }),
  }),
  route('GET /mailboxes/:id/balance', {
    says: 'The balance sheet of one mailbox, newest day first; the last two weeks, unless it is said which days.',
    name: 'readBalance',
    may: 'ops.see',
    in: ById.extend(Between.shape),
    out: SheetView,
    run: async (tx, { id, ...asked }) => {
      const [one] = await readBalances(tx, { ...range(tx, asked), mailboxId: id })
      return sheet(one!)
    },
  }),
  route('GET /mailboxes/:id/balance/differences', {
    says: 'The mails that a day differs by: missing here, lost here, or gone at the provider.',
    name: 'listBalanceDifferences',
    may: 'ops.see',
    in: ById.extend({ day: Day }),
    out: z.object({ items: z.array(DifferenceView), next_cursor: z.null() }),
    run: async (tx, asked) => ({ items: (await readDifferences(tx, asked)).map(difference), next_cursor: null }),
  }),
  route('POST /mailboxes/:id/balance/check', {
    says: 'Ask the provider what it holds of these days (yesterday and today, unless said), and lay it against what is here. The answer comes at once: the balance of the mailbox says how far it is. While something is under way there, that is the answer.',
    name: 'checkBalance',
    status: 202,
    may: 'ops.retry',
    in: ById.extend(Between.shape),
    out: RunView,
    run: (tx, { id, ...asked }) => ask(tx, 'check', id, asked),
  }),
  route('POST /mailboxes/:id/balance/mend', {
    says: 'Bring the mails that the last check of these days found missing, one by one, and check the days again. The answer comes at once: the balance of the mailbox says how far it is. While something is under way there, that is the answer.',
    name: 'mendBalance',
    status: 202,
    may: 'ops.retry',
    in: ById.extend(Between.shape),
    out: RunView,
    run: (tx, { id, ...asked }) => ask(tx, 'mend', id, asked),
  }),
]

const daysMax = 3660

function range(tx: Tx, { since, until }: z.output<typeof Between>, back = 13): { since: string; until: string } {
  const last = until ?? dayOf(tx.now)
  const first = since ?? daysBefore(last, back)
  const days = (startOf(last).getTime() - startOf(first).getTime()) / 86_400_000
  if (days < 0 || days > daysMax) {
    const message = `must be at most ${daysMax} days before until, and not after it`
    throw invalid(`since: ${message}`, { errors: [{ field: 'since', message }] })
  }
  return { since: first, until: last }
}

async function ask(tx: Tx, what: BalanceRun['what'], mailboxId: string, asked: z.output<typeof Between>) {
  const days = range(tx, asked, 1)
  await readBalances(tx, { ...days, mailboxId })
  return runView(await askRun(tx, { mailboxId, what, ...days }))
}

const addsUp = ({ missing, lost }: { missing: number; lost: number }): boolean => missing + lost === 0

function view({ mailbox_id, off_since, ...day }: BalanceDay): z.input<typeof DayView> {
  return { ...day, checked_at: day.checked_at.toISOString(), adds_up: addsUp(day) }
}

function runView({ asked_at, begun_at, ended_at, ...run }: BalanceRun): z.input<typeof RunView> {
  const time = (at: Date | null) => at?.toISOString() ?? null
  return { ...run, asked_at: asked_at.toISOString(), begun_at: time(begun_at), ended_at: time(ended_at) }
}

function sheet({ checked_at, next_check_at, run, days, ...rest }: BalanceSheet): z.input<typeof SheetView> {
  return {
    ...rest,
    checked_at: checked_at?.toISOString() ?? null,
    next_check_at: next_check_at?.toISOString() ?? null,
    run: run && runView(run),
    days: days.map(view),
  }
}

const difference = ({ received_at, occurrence_id, ...rest }: Differing): z.input<typeof DifferenceView> => ({
  ...rest,
  received_at: received_at.toISOString(),
})
