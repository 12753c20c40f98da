import type { MailBalance } from '@docket/api'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight, Scale } from 'lucide-react'
import { useEffect } from 'react'
import { hooks } from '../api.ts'
import { Badge } from '../kit/badge.tsx'
import { IconButton } from '../kit/button.tsx'
import { cx } from '../kit/class-names.ts'
import { Loaded } from '../kit/loaded.tsx'
import { Notice } from '../kit/notice.tsx'
import { When } from '../kit/time.tsx'
import { PaneHead } from '../shell/pane-head.tsx'
import { BalanceOfDay } from './balance-day.tsx'
import { BalanceTable } from './balance-table.tsx'
import { dayInWords, mails, offBy } from './balance-words.ts'
import { OpsLinks } from './ops-links.tsx'

const dayMs = 86_400_000
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10)
const moved = (day: string, days: number) => dayOf(Date.parse(day) + days * dayMs)

/** For each mailbox and day what its provider holds, and what became of it here: to the mail. */
export function Balance() {
  const search = useSearch({ from: '/frame/ops/balance' })
  const navigate = useNavigate()
  const today = dayOf(Date.now())
  const until = search.until ?? today
  const since = moved(until, -13)
  const sheets = hooks.useQuery('get', '/ops/balance', { params: { query: { since, until } } })
  const open = search.mailbox !== undefined && search.day !== undefined
  const turn = (days: number) => {
    const next = moved(until, days)
    void navigate({ to: '/ops/balance', search: next >= today ? {} : { until: next }, replace: true })
  }
  useEffect(() => {
    document.title = 'Mail balance · Docket'
  }, [])
  return (
    <div className="flex h-full">
      <section
        aria-label="Mail balance"
        className={cx('h-full min-w-0 flex-1 flex-col', open ? 'hidden min-[900px]:flex' : 'flex')}
      >
        <PaneHead title="Mail balance">
          <span className="tnum hidden text-ink-2 text-sm sm:inline">
            {dayInWords(since)} – {dayInWords(until)}
          </span>
          <IconButton label="Two weeks earlier" onClick={() => turn(-14)}>
            <ChevronLeft />
          </IconButton>
          <IconButton label="Two weeks later" disabled={until >= today} onClick={() => turn(14)}>
            <ChevronRight />
          </IconButton>
        </PaneHead>
        <OpsLinks here="/ops/balance" />
        <div className="min-h-0 flex-1 overflow-y-auto">
          <Loaded
            asked={sheets}
            waiting="Loading the mail balance"
            wrong="The mail balance could not be read"
            lines={9}
          >
            {({ items }) =>
              items.some(({ days }) => days.length > 0) ? (
                <>
                  <Verdict sheets={items} />
                  {items.map((sheet) => (
                    <Mailbox key={sheet.mailbox.id} sheet={sheet} />
                  ))}
                </>
              ) : (
                <Uncounted isPast={until < today} />
              )
            }
          </Loaded>
        </div>
      </section>
      {open ? (
        <div className="slide-over h-full min-w-0 flex-1 overflow-y-auto min-[900px]:w-112 min-[900px]:flex-none min-[900px]:border-l">
          <BalanceOfDay key={`${search.mailbox} ${search.day}`} mailboxId={search.mailbox!} day={search.day!} />
        </div>
      ) : null}
    </div>
  )
}

/** The one sentence that matters, above all figures. */
function Verdict({ sheets }: { sheets: MailBalance[] }) {
  const off = sheets.flatMap(({ days }) => days).reduce((sum, day) => sum + offBy(day), 0)
  return (
    <p className={cx('border-b px-4 py-3 text-base', off > 0 ? 'bg-danger-soft text-danger' : 'text-ink-2')}>
      {off > 0
        ? `It does not add up: ${mails(off)} should be here and ${off === 1 ? 'is' : 'are'} not. Open a red day to see which, and mend it.`
        : 'Everything adds up: each mail that providers hold is here, and in one column.'}
    </p>
  )
}

/** What this page is for, while it has nothing to show. */
const Uncounted = ({ isPast }: { isPast: boolean }) => (
  <Notice title={isPast ? 'Nothing was counted in these days' : 'Nothing was counted yet'} icon={<Scale />}>
    <p>
      For each mailbox and day Docket compares what the provider holds with what is here, mail by mail: a mail that got
      lost on the way is seen, and brought with one key.
    </p>
    <p>
      {isPast
        ? 'A day from before the mailbox was here is counted when older mail is brought.'
        : 'The first count follows within minutes of the start, then every few hours.'}
    </p>
  </Notice>
)

function Mailbox({ sheet }: { sheet: MailBalance }) {
  const { mailbox, checked_at, error, days } = sheet
  return (
    <section aria-label={mailbox.address} className="border-b px-4 py-3">
      <header className="flex flex-wrap items-baseline gap-x-3 gap-y-1 pb-1.5">
        <h2 className="font-semibold text-base [overflow-wrap:anywhere]">{mailbox.address}</h2>
        {mailbox.connected ? null : <Badge>Not fetched: mail is delivered here</Badge>}
        <p className="text-ink-3 text-xs">
          {checked_at ? (
            <>
              counted <When at={checked_at} long />
            </>
          ) : (
            'not counted yet'
          )}
        </p>
      </header>
      {error ? <p className="pb-1.5 text-danger text-sm [overflow-wrap:anywhere]">{error}</p> : null}
      {days.length > 0 ? <BalanceTable mailbox={mailbox} days={days} /> : null}
    </section>
  )
}
