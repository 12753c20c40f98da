import type { BalanceDay, MailBalance } from '@docket/api'
import { Link, useSearch } from '@tanstack/react-router'
import { CircleAlert } from 'lucide-react'
import { cx } from '../kit/class-names.ts'
import { allOf, columns, dayInWords, numberOf, offBy } from './balance-words.ts'

type Props = { mailbox: MailBalance['mailbox']; days: BalanceDay[] }

/**
 * Days one under the other, both sides of each; columns in which nothing is are left out. On a phone each day is a sum.
 */
export function BalanceTable({ mailbox, days }: Props) {
  const shown = columns.filter(([column]) => column === 'tickets' || days.some((day) => numberOf(day, column) > 0))
  const left = ([key]: readonly [keyof BalanceDay, string, string]) => days.some((day) => Boolean(day[key]))
  const there = sides.filter((one) => (one[0] === 'at_provider' ? mailbox.connected : left(one)))
  return (
    <>
      <table className="tnum hidden w-full border-collapse text-sm min-[900px]:table">
        <thead>
          <tr className="text-ink-3 text-xs">
            <th className="px-2 py-1 text-left font-normal">Day (UTC)</th>
            {there.map(([key, label, why]) => (
              <th key={key} title={why} className={heading}>
                {label}
              </th>
            ))}
            <th className={cx(heading, 'border-r border-line-strong')} title="What came of that day, by any way">
              Together
            </th>
            {shown.map(([key, label, why]) => (
              <th key={key} title={why} className={heading}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day.day} className={cx('border-t', day.adds_up ? 'hover:bg-hover' : 'bg-danger-soft')}>
              <th scope="row" className="px-2 py-1 text-left font-normal">
                <Open mailbox={mailbox} day={day} />
              </th>
              {there.map(([key]) => (
                <Figure key={key} n={day[key] as number | null} />
              ))}
              <Figure n={allOf(day)} className="border-r border-line-strong font-medium" />
              {shown.map(([column]) => (
                <Figure key={column} n={numberOf(day, column)} alarm={column === 'missing' || column === 'lost'} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul aria-label={`Days of ${mailbox.address}`} className="tnum flex flex-col min-[900px]:hidden">
        {days.map((day) => (
          <li
            key={day.day}
            className={cx(
              '-mx-4 flex min-h-11 flex-wrap items-center gap-x-3 border-t px-4 py-1.5 text-sm',
              !day.adds_up && 'bg-danger-soft',
            )}
          >
            <Open mailbox={mailbox} day={day} />
            <span className="min-w-0 flex-1 text-right text-ink-2">
              <b className="font-medium text-ink">{allOf(day).toLocaleString()}</b> ={' '}
              {shown
                .filter(([column]) => numberOf(day, column) > 0)
                .map(([column, label]) => `${numberOf(day, column).toLocaleString()} ${label.toLowerCase()}`)
                .join(' + ') || '0'}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

const sides = [
  ['at_provider', 'At the provider', 'What the provider holds of that day'],
  ['gone', 'Gone there', 'Here, and deleted or moved at the provider since'],
  ['direct', 'Direct', 'Came by SMTP, a webhook or an import'],
] as const

const heading = 'px-2 py-1 text-right font-normal'

function Open({ mailbox, day }: { mailbox: Props['mailbox']; day: BalanceDay }) {
  const search = useSearch({ from: '/frame/ops/balance' })
  const isOpen = search.mailbox === mailbox.id && search.day === day.day
  return (
    <Link
      to="/ops/balance"
      search={{ ...search, mailbox: mailbox.id, day: day.day }}
      aria-current={isOpen ? 'true' : undefined}
      className={cx(
        'inline-flex items-center gap-1.5 whitespace-nowrap hover:underline',
        day.adds_up ? 'text-accent' : 'font-medium text-danger',
        isOpen && 'underline underline-offset-2',
      )}
    >
      {dayInWords(day.day)}
      {day.adds_up ? null : <CircleAlert aria-label={`off by ${offBy(day)}`} />}
    </Link>
  )
}

function Figure({ n, alarm, className }: { n: number | null; alarm?: boolean; className?: string }) {
  return (
    <td
      className={cx(
        'px-2 py-1 text-right',
        n ? (alarm ? 'font-semibold text-danger' : 'text-ink') : 'text-ink-3',
        className,
      )}
    >
      {n === null ? '–' : n.toLocaleString()}
    </td>
  )
}
