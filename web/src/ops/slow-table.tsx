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
/** Where a person begins to notice. */
const slowMs: Record<Slow['what'], number> = { ticket: 5000, stage: 1000, job: 5000, request: 500 }

/** Half of the times and 19 of 20, of the process that answered. */
export function SlowTable({ slow }: { slow: Slow[] }) {
  if (slow.length === 0) return <None>Nothing was timed yet.</None>
  return (
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
              <span className="text-ink-3">{kinds[what]}</span> {name}
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
  )
}

const inWords = (ms: number): string =>
  ms < 1000 ? `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
