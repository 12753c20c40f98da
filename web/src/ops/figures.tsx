import type { OpsOverview } from '@docket/api'
import { Link } from '@tanstack/react-router'
import { cx } from '../kit/class-names.ts'

/** What is red waits for somebody; each number leads to where that is done. */
export const redOf = ({ mails, deliveries, dead_letters }: OpsOverview): number =>
  mails.failed + deliveries.unsure + deliveries.failed + dead_letters

/** Numbers only, those that want somebody in red. */
export function Figures({ figures: { mails, deliveries, queues, dead_letters } }: { figures: OpsOverview }) {
  const jobs = queues.reduce((sum, { waiting }) => sum + waiting, 0)
  const oldest = Math.max(0, ...queues.map(({ oldest_seconds }) => oldest_seconds ?? 0))
  return (
    <dl className="tnum grid grid-cols-2 min-[900px]:grid-cols-4 gap-x-4 gap-y-3 border-y py-3">
      <Figure name="Mails that came today" n={mails.today} />
      <Figure name={waitsFor('Mails waiting to be read', mails.oldest_seconds)} n={mails.waiting} />
      <Figure name="Mails that failed" n={mails.failed} alarm="/ops/failed-mails" />
      <Figure name="Answers on their way" n={deliveries.waiting} />
      <Figure name="Answers perhaps sent" n={deliveries.unsure} alarm="/outbox" />
      <Figure name="Answers that failed" n={deliveries.failed} alarm="/outbox" />
      <Figure name={waitsFor('Jobs waiting', oldest)} n={jobs} />
      <Figure name="Jobs given up, see below" n={dead_letters} alarm />
    </dl>
  )
}

type Props = { name: string; n: number; alarm?: true | '/ops/failed-mails' | '/outbox' }

const Figure = ({ name, n, alarm }: Props) => (
  <div className="flex flex-col">
    <dt className="order-2 text-ink-2 text-sm">{name}</dt>
    <dd className={cx('order-1 font-semibold text-md', alarm && n > 0 && 'text-danger')}>
      {alarm && alarm !== true && n > 0 ? (
        <Link
          to={alarm}
          search={{}}
          aria-label={`${n.toLocaleString()}: see them`}
          className="underline underline-offset-2"
        >
          {n.toLocaleString()}
        </Link>
      ) : (
        n.toLocaleString()
      )}
    </dd>
  </div>
)

const waitsFor = (what: string, seconds: number | null): string =>
  seconds ? `${what}, the oldest for ${inWords(seconds)}` : what

function inWords(seconds: number): string {
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}
