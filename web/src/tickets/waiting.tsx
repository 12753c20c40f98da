import type { Delivery } from '@docket/api'

/** Why a mail waits that was to have left. */
export const WhyItWaits = ({ delivery: { status, error } }: { delivery: Delivery }) =>
  status === 'queued' && error ? <p className="basis-full text-ink-2 [overflow-wrap:anywhere]">{error}</p> : null

const hour = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' })

/** An hour of today or another day, as people say it. */
export function dayAndHour(at: string): string {
  const date = new Date(at)
  const midnight = new Date()
  midnight.setHours(0, 0, 0, 0)
  const days = Math.floor((date.getTime() - midnight.getTime()) / 86_400_000)
  return `${days === 0 ? 'today' : days === 1 ? 'tomorrow' : day.format(date)} ${hour.format(date)}`
}
