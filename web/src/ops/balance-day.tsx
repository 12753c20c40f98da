import type { BalanceDay, BalanceRun } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ArrowLeft, X } from 'lucide-react'
import { useEffect } from 'react'
import { hooks, sentenceOf } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { Button, IconButton } from '../kit/button.tsx'
import { cx } from '../kit/class-names.ts'
import { Loaded } from '../kit/loaded.tsx'
import { When } from '../kit/time.tsx'
import { toast } from '../kit/toast.tsx'
import { useAction } from '../shell/actions.ts'
import {
  allOf,
  balanceKey,
  columns,
  dayInWords,
  differencesKey,
  mails,
  numberOf,
  offBy,
  reasonWords,
} from './balance-words.ts'
import { Differences } from './differences.tsx'

type Props = { mailboxId: string; day: string }

/** One day of one mailbox: its sum in words, the mails that it differs by, and what can be done. */
export function BalanceOfDay({ mailboxId, day }: Props) {
  const { until } = useSearch({ from: '/frame/ops/balance' })
  const navigate = useNavigate()
  const close = () => void navigate({ to: '/ops/balance', search: until ? { until } : {} })
  const query = { params: { path: { id: mailboxId }, query: { since: day, until: day } } }
  const asked = hooks.useQuery('get', '/mailboxes/{id}/balance', query, {
    refetchInterval: ({ state }) => (isUnderWay(state.data?.run) ? 1_000 : false),
  })
  return (
    <Loaded isPage asked={asked} waiting="Loading the day" wrong="The day could not be read" lines={7}>
      {({ mailbox, run, days: [one] }) => (
        <article aria-label={`${mailbox.address}, ${dayInWords(day)}`} className="flex flex-col gap-4 p-4">
          <header className="flex items-start gap-2">
            <IconButton label="Back to the balance" onClick={close} className="min-[900px]:hidden">
              <ArrowLeft />
            </IconButton>
            <div className="min-w-0 flex-1">
              <h1 className="font-semibold text-md">{dayInWords(day)}</h1>
              <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">
                {mailbox.address}
                {one ? (
                  <>
                    , counted <When at={one.checked_at} long />
                  </>
                ) : null}
              </p>
            </div>
            <IconButton label="Close" onClick={close} className="max-[899px]:hidden">
              <X />
            </IconButton>
          </header>
          {one ? <Sum day={one} /> : <p className="text-base">This day was not counted yet.</p>}
          <Deeds mailboxId={mailboxId} day={day} off={one ? offBy(one) : 0} run={run} />
          {one ? <Differences mailboxId={mailboxId} day={day} /> : null}
        </article>
      )}
    </Loaded>
  )
}

/** Written as one adds up on paper: what came, a line, and what became of it. */
function Sum({ day }: { day: BalanceDay }) {
  const came = [
    ['at the provider', day.at_provider ?? 0],
    ['gone there since', day.gone],
    ['direct, by SMTP or import', day.direct],
  ] as const
  const reasons = Object.entries(day.suppressed)
  return (
    <dl className="tnum flex flex-col text-base">
      {came.map(([name, n]) => (n > 0 ? <Line key={name} name={name} n={n} /> : null))}
      <Line name="came that day" n={allOf(day)} className="mb-2 border-t border-line-strong font-medium" />
      {columns.map(([column, label]) => {
        if (column === 'missing' || column === 'lost') return null
        if (column === 'suppressed')
          return reasons.map(([reason, n]) => <Line key={reason} name={reasonWords[reason] ?? reason} n={n} />)
        const n = numberOf(day, column)
        return n > 0 ? <Line key={column} name={label.toLowerCase()} n={n} /> : null
      })}
      <Line name="accounted for" n={allOf(day) - offBy(day)} className="border-t border-line-strong font-medium" />
      {day.missing > 0 ? <Line name="missing here" n={day.missing} className="font-medium text-danger" /> : null}
      {day.lost > 0 ? <Line name="lost here" n={day.lost} className="font-medium text-danger" /> : null}
    </dl>
  )
}

const Line = ({ name, n, className }: { name: string; n: number; className?: string }) => (
  <div className={cx('flex items-baseline gap-3 py-0.5', className)}>
    <dt className="order-2 min-w-0 flex-1">{name}</dt>
    <dd className="order-1 w-16 text-right">{n.toLocaleString()}</dd>
  </div>
)

const isUnderWay = (run: BalanceRun | null | undefined) => run?.state === 'waiting' || run?.state === 'running'

/** What was last asked for, and how far it is. */
function HowFar({ run: { what, state, fetched, again, error } }: { run: BalanceRun }) {
  const doing = what === 'check' ? 'Counting at the provider…' : 'Bringing what is missing…'
  const mended = `${mails(fetched)} brought${again ? `, ${mails(again)} taken in again` : ''}.`
  const says = { waiting: doing, running: doing, done: what === 'check' ? 'Counted.' : mended, failed: error }[state]
  return (
    <p
      role="status"
      className={cx('min-w-0 text-sm [overflow-wrap:anywhere]', state === 'failed' ? 'text-danger' : 'text-ink-2')}
    >
      {says}
    </p>
  )
}

function Deeds({ mailboxId, day, off, run }: Props & { off: number; run: BalanceRun | null }) {
  const mayDo = useMe().permissions.includes('ops.retry')
  const client = useQueryClient()
  const again = () =>
    Promise.all(
      [balanceKey, differencesKey, ['get', '/mailboxes/{id}/balance']].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    )
  const check = hooks.useMutation('post', '/mailboxes/{id}/balance/check', {
    onError: (error) => toast.wrong('It was not counted', sentenceOf(error)),
    onSettled: again,
  })
  const mend = hooks.useMutation('post', '/mailboxes/{id}/balance/mend', {
    onError: (error) => toast.wrong('It was not mended', sentenceOf(error)),
    onSettled: again,
  })
  const underWay = isUnderWay(run)
  const busy = check.isPending || mend.isPending || underWay
  useEffect(() => {
    // What it has found stands in the table and among the mails as well.
    if (!underWay) for (const queryKey of [balanceKey, differencesKey]) void client.invalidateQueries({ queryKey })
  }, [underWay, client])
  const asked = { params: { path: { id: mailboxId } }, body: { since: day, until: day } }
  useAction('balance.check', mayDo && !busy ? () => check.mutate(asked) : undefined)
  useAction('balance.mend', mayDo && !busy && off > 0 ? () => mend.mutate(asked) : undefined)
  if (!mayDo) return null
  return (
    <div className="flex flex-wrap items-center gap-2">
      {off > 0 ? (
        <Button
          look="primary"
          busy={mend.isPending || (underWay && run?.what === 'mend')}
          onClick={() => mend.mutate(asked)}
        >
          Mend: bring {mails(off)}
        </Button>
      ) : null}
      <Button busy={check.isPending || (underWay && run?.what === 'check')} onClick={() => check.mutate(asked)}>
        Count again
      </Button>
      {run && run.since <= day && run.until >= day ? <HowFar run={run} /> : null}
    </div>
  )
}
