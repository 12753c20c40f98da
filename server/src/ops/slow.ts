import type { Histogram } from 'prom-client'
import { httpSeconds, jobSeconds, mailStageSeconds, processingSeconds } from '../platform/metrics.ts'

/** How long something takes in this process since it began: half of the times, and 19 of 20. */
export type Slow = { what: 'ticket' | 'stage' | 'job' | 'request'; name: string; p50_ms: number; p95_ms: number }

const requestsMax = 8

/** Everything that is timed, the slowest first; of the requests the slowest few. */
export async function readSlow(): Promise<Slow[]> {
  const [ticket, stages, jobs, requests] = await Promise.all([
    read(processingSeconds, 'ticket', () => 'from kept to ticket'),
    read(mailStageSeconds, 'stage', ({ stage }) => `${stage}`),
    read(jobSeconds, 'job', ({ step }) => `${step}`),
    read(httpSeconds, 'request', ({ method, route }) => `${method} ${route}`),
  ])
  return [...ticket, ...stages, ...jobs, ...requests.slice(0, requestsMax)]
}

type Labels = Partial<Record<string, string | number>>

async function read<L extends string>(
  histogram: Histogram<L>,
  what: Slow['what'],
  nameOf: (labels: Labels) => string,
): Promise<Slow[]> {
  const { values } = await histogram.get()
  const byName = new Map<string, Map<number, number>>()
  for (const { metricName, labels, value } of values) {
    if (!metricName?.endsWith('_bucket')) continue
    const name = nameOf(labels as Labels)
    const buckets = byName.get(name) ?? new Map<number, number>()
    const upTo = Number((labels as Labels).le === '+Inf' ? Number.POSITIVE_INFINITY : (labels as Labels).le)
    // Statuses and outcomes of one thing are added up.
    buckets.set(upTo, (buckets.get(upTo) ?? 0) + value)
    byName.set(name, buckets)
  }
  return [...byName]
    .map(([name, buckets]) => ({ what, name, p50_ms: quantile(buckets, 0.5), p95_ms: quantile(buckets, 0.95) }))
    .sort((a, b) => b.p95_ms - a.p95_ms)
}

/** Within its bucket as if the times lay evenly, as Prometheus does it; beyond the last bucket its bound. */
export function quantile(buckets: ReadonlyMap<number, number>, share: number): number {
  const steps = [...buckets].sort(([a], [b]) => a - b)
  const wanted = (steps.at(-1)?.[1] ?? 0) * share
  let [from, below] = [0, 0]
  for (const [upTo, count] of steps) {
    if (count >= wanted && count > below) {
      const within = Number.isFinite(upTo) ? from + ((upTo - from) * (wanted - below)) / (count - below) : from
      return Math.round(within * 100_000) / 100
    }
    ;[from, below] = [upTo, count]
  }
  return 0
}
