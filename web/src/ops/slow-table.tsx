import type { OpsOverview } from '@docket/api'
import { cx } from '../kit/class-names.ts'
import { None } from '../settings/part.tsx'

type Slow = OpsOverview['slow'][number]

const kinds: Record<Slow['what'], string> = {
  ticket: 'A mail',
  stage: 'Stage',
  job: 'Job',
  request: 'Request',
}
/**
 * What a stage or job does, for who has not read the source; its own name stands beside it, for who looks into logs and
 * metrics.
 */
const deeds: Record<string, string> = {
  'ticket from kept to ticket': 'A mail, from kept to ticket',
  'stage keep': 'Keeping a mail',
  'stage claim': 'Taking kept mails up',
  'stage parse': 'Reading a mail',
  'stage join': 'Finding its ticket',
  'job mail.send': 'Sending an answer',
  'job mail.acknowledge': 'Acknowledging a ticket',
  'job mail.authenticate': 'Checking a sender',
  'job notify.send': 'Sending a mail to staff',
}
/** Where a person begins to notice. */
const slowMs: Record<Slow['what'], number> = { ticket: 5000, stage: 1000, job: 5000, request: 500 }

/** Half of the times and 19 of 20, of the process that answered. */
export function SlowTable({ slow }: { slow: Slow[] }) {
  if (slow.length === 0) return <None>Nothing was timed yet.</None>
  return (
    <>
      <p className="max-w-2xl text-ink-3 text-sm text-pretty">
        Since this process started: half were done within the first time, 19 of 20 within the second. Red is where a
        person notices.
      </p>
      <table className="tnum w-full max-w-2xl border-collapse border-t text-sm">
        <thead>
          <tr className="text-ink-3 text-xs">
            <th className="py-1 pr-3 text-left font-normal">What</th>
            <th className="px-2 py-1 text-right font-normal">Half within</th>
            <th className="py-1 pl-2 text-right font-normal">19 of 20 within</th>
          </tr>
        </thead>
        <tbody>
          {slow.map(({ what, name, p50_ms, p95_ms }) => (
            <tr key={`${what} ${name}`} className="border-t">
              <th scope="row" className="py-1 pr-3 text-left font-normal [overflow-wrap:anywhere]">
                <Name what={what} name={name} />
              </th>
              <td className="px-2 py-1 text-right whitespace-nowrap">{inWords(p50_ms)}</td>
              <td
                className={cx(
                  'py-1 pl-2 text-right whitespace-nowrap',
                  p95_ms > slowMs[what] && 'font-medium text-danger',
                )}
              >
                {inWords(p95_ms)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Name({ what, name }: Pick<Slow, 'what' | 'name'>) {
  const deed = deeds[`${what} ${name}`]
  if (what === 'ticket' && deed) return deed
  return (
    <>
      {deed ?? <span className="text-ink-3">{kinds[what]}</span>}{' '}
      <span className={deed ? 'text-ink-3' : undefined}>{name}</span>
    </>
  )
}

const inWords = (ms: number): string =>
  ms < 1000 ? `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
