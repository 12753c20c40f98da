import type { Mailbox } from '@docket/api'
import {
  CircleAlert,
  CircleArrowDown,
  CircleCheck,
  CircleDashed,
  CirclePause,
  Clock,
  Eye,
  Mail,
  OctagonX,
  TriangleAlert,
  Webhook,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../kit/class-names.ts'
import {
  ageInWords,
  endOf,
  mails,
  type Standing,
  standingOf,
  standingWords,
  type Tone,
  toneOf,
  troubleOf,
} from './words.ts'

const shapes: Record<Standing, ReactNode> = {
  delivered: <Mail />,
  posted: <Webhook />,
  unconfirmed: <Eye />,
  new: <CircleDashed />,
  live: <CircleCheck />,
  behind: <Clock />,
  backfilling: <CircleArrowDown />,
  failing: <TriangleAlert />,
  paused: <CirclePause />,
  tripped: <CircleAlert />,
  refused: <OctagonX />,
}

const inks: Record<Tone, string> = {
  good: 'text-good',
  quiet: 'text-ink-3',
  note: 'text-note-ink',
  danger: 'text-danger',
}

/** How a mailbox stands, by shape and by colour; the words beside it say the same. */
export const StateGlyph = ({ mailbox }: { mailbox: Mailbox }) => {
  const standing = standingOf(mailbox)
  return (
    <span aria-hidden className={cx('flex shrink-0', inks[toneOf[standing]])}>
      {shapes[standing]}
    </span>
  )
}

/** One line: the word for it, and since when, until when or by whom. */
export function StateLine({ mailbox }: { mailbox: Mailbox }) {
  const standing = standingOf(mailbox)
  const { connection, paused_by, posted_by } = mailbox
  const age = connection?.lag_seconds
  const end = endOf(connection?.paused_until)
  const fresh = age !== null && age !== undefined
  return (
    <span className={cx('font-medium', inks[toneOf[standing]])}>
      {standing === 'posted' ? `Posted by ${posted_by}` : standingWords[standing]}
      {standing === 'live' && fresh ? <time className="font-normal text-ink-3"> {ageInWords(age)} ago</time> : null}
      {(standing === 'behind' || standing === 'failing') && fresh ? (
        <>
          , last complete <time>{ageInWords(age)} ago</time>
        </>
      ) : null}
      {standing === 'paused' || standing === 'tripped' ? (
        <>
          {end ? (
            <>
              {' '}
              until <time>{end}</time>
            </>
          ) : null}
          {standing === 'paused' && paused_by ? ` by ${paused_by}` : ''}
          {standing === 'tripped' ? ` after ${connection?.failures} failures` : ''}
        </>
      ) : null}
    </span>
  )
}

/** The provider's sentence, and what to do about it where only a person can. */
export function Trouble({ mailbox, children }: { mailbox: Mailbox; children?: ReactNode }) {
  const says = troubleOf(mailbox)
  if (!says) return null
  const isRefused = mailbox.connection?.state === 'refused'
  return (
    <div
      role="alert"
      className={cx(
        'flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border px-3 py-2 text-sm',
        isRefused ? 'border-danger/35 bg-danger-soft' : 'border-note-line bg-note',
      )}
    >
      <p
        className={cx('min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]', isRefused ? 'text-danger' : 'text-note-ink')}
      >
        {says}{' '}
        {isRefused ? 'No mail comes in until somebody changes it.' : 'It is tried again by itself; no mail is lost.'}
      </p>
      {children}
    </div>
  )
}

/** Nothing leaves before a person changes something: why. */
export function Silent({ mailbox, children }: { mailbox: Mailbox; children?: ReactNode }) {
  if (!mailbox.sending_refused) return null
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-danger/35 bg-danger-soft px-3 py-2 text-sm"
    >
      <p className="min-w-0 flex-1 basis-60 text-danger [overflow-wrap:anywhere]">
        Nothing leaves this mailbox. {mailbox.sending_refused}
      </p>
      {children}
    </div>
  )
}

/** How far a stretch of older mail has been brought. */
export function Backfill({ mailbox: { connection } }: { mailbox: Mailbox }) {
  const backfill = connection?.backfill
  if (!backfill || backfill.finished_at) return null
  const { done, total, since } = backfill
  const label = since ? `Older mail since ${new Date(since).toLocaleDateString()}` : 'All older mail'
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap justify-between gap-x-3 text-ink-3 text-xs">
        <span>{label}</span>
        <span className="tnum">
          {total === null ? (done > 0 ? mails(done) : 'Looking') : `${done.toLocaleString()} of ${mails(total)}`}
        </span>
      </p>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total ?? undefined}
        aria-valuenow={total === null ? undefined : done}
        className="h-1 overflow-hidden rounded-full bg-hover"
      >
        <div className="h-full bg-accent" style={{ width: `${total ? Math.min(100, (done / total) * 100) : 2}%` }} />
      </div>
    </div>
  )
}
