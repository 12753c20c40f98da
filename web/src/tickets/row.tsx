import type { Match, TicketRow } from '@docket/api'
import { Link } from '@tanstack/react-router'
import { MailX } from 'lucide-react'
import { Fragment, memo } from 'react'
import { Avatar } from '../kit/avatar.tsx'
import { cx } from '../kit/class-names.ts'
import { PriorityBars } from '../kit/priority.tsx'
import { StatusGlyph } from '../kit/status.tsx'
import { When } from '../kit/time.tsx'

export const rowHeight = 64

type Range = [start: number, end: number]

const partWords: Record<Match['part'], string> = { text: '', from: 'From ', to: 'To ', attachment: 'Attached ' }

type Props = { row: TicketRow; open: boolean; marked: boolean; onHover: (id: string) => void }

/** A ticket in the list: who and when; what it is about, and how it goes on. */
export const Row = memo(function Row({ row, open, marked, onHover }: Props) {
  const who = row.requester.name || row.requester.email
  return (
    <Link
      to="/tickets/$ticketId"
      params={{ ticketId: row.id }}
      search={true}
      onMouseEnter={() => onHover(row.id)}
      onFocus={() => onHover(row.id)}
      aria-current={open ? 'true' : undefined}
      className={cx(
        'relative flex h-16 gap-2.5 border-b py-2.5 pr-3 pl-4 -outline-offset-2!',
        open ? 'bg-selected' : marked ? 'bg-hover' : 'hover:bg-hover',
        marked && 'before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent',
      )}
    >
      <span className="mt-0.5 flex flex-col items-center gap-1.5">
        <StatusGlyph status={row.status} />
        {row.priority === 'normal' ? null : <PriorityBars priority={row.priority} />}
      </span>
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-baseline gap-2 text-sm">
          <span
            dir="auto"
            className={cx('min-w-0 flex-1 truncate text-left', row.unread ? 'font-semibold text-ink' : 'text-ink-2')}
          >
            {who}
          </span>
          {row.undelivered ? (
            <span className="inline-flex items-center gap-1 self-center text-danger text-xs">
              <MailX aria-hidden className="size-3.5!" />
              Not delivered
            </span>
          ) : null}
          {row.has_draft ? <span className="text-note-ink text-xs">Draft</span> : null}
          {row.unread ? (
            <span role="img" aria-label="unread" className="size-1.5 shrink-0 self-center rounded-full bg-accent" />
          ) : null}
          <When
            at={row.match?.at ?? row.active_at}
            className={cx('shrink-0 text-xs', row.unread ? 'text-ink-2' : 'text-ink-3')}
          />
        </span>
        <span className="flex items-center gap-2 text-sm">
          <span
            dir="auto"
            className={cx('min-w-0 truncate text-left text-ink-3', row.match ? 'max-w-[45%] shrink-0' : 'flex-1')}
          >
            <span className={cx(row.unread ? 'font-medium text-ink' : 'text-ink')}>
              <Marked text={row.subject || '(no subject)'} ranges={row.match?.subject} />
            </span>
            {row.preview && !row.match ? <span> — {row.preview}</span> : null}
          </span>
          {row.match ? (
            <span dir="auto" className="min-w-0 flex-1 truncate text-left text-ink-3">
              {partWords[row.match.part]}
              <Marked {...fromFirstHit(row.match)} />
            </span>
          ) : null}
          {row.assignee ? <Avatar name={row.assignee.name} size={18} /> : null}
        </span>
      </span>
    </Link>
  )
})

const signsBefore = 14

/** A row is short: what stands far before the first hit is left out, up to a word. */
function fromFirstHit({ text, ranges }: Match): { text: string; ranges: Range[] } {
  const hit = ranges[0]?.[0] ?? 0
  if (hit <= signsBefore) return { text, ranges }
  const space = text.indexOf(' ', hit - signsBefore)
  const from = space >= 0 && space < hit ? space + 1 : hit
  return { text: `…${text.slice(from)}`, ranges: ranges.map(([start, end]) => [start - from + 1, end - from + 1]) }
}

/** A text with its hits marked, for the eye and for who listens. */
function Marked({ text, ranges = [] }: { text: string; ranges?: Range[] | undefined }) {
  return (
    <>
      {ranges.map(([from, to], at) => (
        <Fragment key={from}>
          {text.slice(ranges[at - 1]?.[1] ?? 0, from)}
          <mark className="rounded-xs bg-note-line text-ink">{text.slice(from, to)}</mark>
        </Fragment>
      ))}
      {text.slice(ranges.at(-1)?.[1] ?? 0)}
    </>
  )
}
