import { useSyncExternalStore } from 'react'

/** When: short and relative for the eye, exact on hover. */
export function When({ at, long, className }: { at: string; long?: boolean; className?: string }) {
  const now = useSyncExternalStore(everyMinute, currentMinute)
  const date = new Date(at)
  return (
    <time dateTime={at} title={exact.format(date)} className={className}>
      {long ? `${clock.format(date)}` : shortTime(date, now)}
    </time>
  )
}

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' })
const clock = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const ofDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const ofYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const ofEra = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: '2-digit' })

function shortTime(date: Date, now: number): string {
  const minutes = Math.floor((now + 60_000 - date.getTime()) / 60_000)
  if (minutes < 1) return 'now'
  if (minutes < 60) return `${minutes} min`
  const today = new Date(now)
  if (date.toDateString() === today.toDateString()) return ofDay.format(date)
  return date.getFullYear() === today.getFullYear() ? ofYear.format(date) : ofEra.format(date)
}

const currentMinute = (): number => Math.floor(Date.now() / 60_000) * 60_000

/** One timer for all times on the page. */
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
function everyMinute(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const each of listeners) each()
  }, 15_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}
