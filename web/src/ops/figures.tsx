import type { OpsOverview } from '@docket/api'
import { cx } from '../kit/class-names.ts'

/** Numbers only, those that want somebody in red. */
export function Figures({ figures: { mails, deliveries, queues, dead_letters } }: { figures: OpsOverview }) {
  const jobs = queues.reduce((sum, { waiting }) => sum + waiting, 0)
  const oldest = Math.max(0, ...queues.map(({ oldest_seconds }) => oldest_seconds ?? 0))
  return (
    <dl className="tnum grid grid-cols-2 min-[900px]:grid-cols-4 gap-x-4 gap-y-3 border-y py-3">
      <Figure name="mails today" n={mails.today} />
      <Figure name={waitsFor('mails wait', mails.oldest_seconds)} n={mails.waiting} />
      <Figure name="mails failed" n={mails.failed} alarm />
      <Figure name="answers on their way" n={deliveries.waiting} />
      <Figure name="perhaps sent" n={deliveries.unsure} alarm />
      <Figure name="answers failed" n={deliveries.failed} alarm />
      <Figure name={waitsFor('jobs wait', oldest)} n={jobs} />
      <Figure name="jobs given up" n={dead_letters} alarm />
    </dl>
  )
}

const Figure = ({ name, n, alarm }: { name: string; n: number; alarm?: boolean }) => (
  <div className="flex flex-col">
    <dt className="order-2 text-ink-2 text-sm">{name}</dt>
    <dd className={cx('order-1 font-semibold text-md', alarm && n > 0 && 'text-danger')}>{n.toLocaleString()}</dd>
  </div>
)

const waitsFor = (what: string, seconds: number | null): string =>
  seconds ? `${what}, the oldest for ${inWords(seconds)}` : what

function inWords(seconds: number): string {
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}
