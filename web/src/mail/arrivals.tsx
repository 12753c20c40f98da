import type { Authentication, Occurrence, Stage } from '@docket/api'
import { Check, X } from 'lucide-react'
import { Badge } from '../kit/badge.tsx'
import { When } from '../kit/time.tsx'
import { bytesInWords } from '../tickets/words.ts'

/** Each way the mail came: who handed it over, what became of it and when, and whether its sender is genuine. */
export function Arrivals({ occurrences }: { occurrences: Occurrence[] }) {
  return (
    <>
      {occurrences.length > 1 ? (
        <p className="text-ink-2 text-sm">It was delivered {occurrences.length} times and is shown once.</p>
      ) : null}
      {occurrences.map((one) => (
        <Arrival key={`${one.mailbox} ${one.received_at} ${one.sha256}`} occurrence={one} />
      ))}
    </>
  )
}

function Arrival({ occurrence }: { occurrence: Occurrence }) {
  const { mailbox, envelope_from, envelope_to, received_at, peer, stages, is_history, attempts, size, authentication } =
    occurrence
  return (
    <div className="flex flex-col gap-2">
      <p className="text-base [overflow-wrap:anywhere]">
        From <b className="font-medium">{senderOf(envelope_from)}</b> to{' '}
        <b className="font-medium">{envelope_to ?? mailbox}</b>, <When at={received_at} long className="text-ink-3" />,{' '}
        <span className="text-ink-3">{bytesInWords(size)}</span>
      </p>
      <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">
        {peer ? `Handed over by ${peer.ip}${peer.helo ? `, which calls itself ${peer.helo}` : ''}. ` : ''}
        {is_history ? 'Taken in as history: nothing went out for it. ' : ''}
        {attempts > 1 ? `It took ${attempts} tries.` : ''}
      </p>
      <Stages stages={stages} />
      {authentication ? <Genuine authentication={authentication} /> : null}
    </div>
  )
}

/** Mail of an archive has no envelope. */
const senderOf = (envelopeFrom: string | null): string =>
  envelopeFrom === null ? 'an archive' : envelopeFrom || 'nobody (an empty sender)'

const stageWords: Record<Stage['stage'], string> = {
  kept: 'Kept, byte for byte',
  parsed: 'Read',
  stitched: 'Its ticket found',
  routed: 'Handed to the desk',
}

/** The stations of its way with their times; a failed one with its sentence. */
function Stages({ stages }: { stages: Stage[] }) {
  return (
    <ol aria-label="What became of it" className="ml-1.5 flex flex-col border-l">
      {stages.map(({ stage, at, error }, n) => (
        <li key={`${stage} ${at} ${error ?? ''}`} className="relative flex items-start gap-3 py-0.5 pl-5 text-sm">
          <span
            aria-hidden
            className={`absolute top-1 -left-2 flex size-4 items-center justify-center rounded-full border bg-surface [&_.lucide]:size-2.5 ${error ? 'border-danger text-danger' : 'border-line-strong text-good'}`}
          >
            {error ? <X /> : <Check />}
          </span>
          <span className="min-w-0 flex-1">
            {stageWords[stage]}
            {error ? <span className="block text-danger [overflow-wrap:anywhere]">{error}</span> : null}
          </span>
          <time dateTime={at} title={clock.format(new Date(at))} className="tnum shrink-0 text-ink-3 text-xs leading-5">
            {n === 0 ? clock.format(new Date(at)) : since(stages[n - 1]?.at ?? at, at)}
          </time>
        </li>
      ))}
    </ol>
  )
}

/** How long it took from one station to the next. */
function since(before: string, at: string): string {
  const ms = new Date(at).getTime() - new Date(before).getTime()
  if (ms < 1000) return `+ ${Math.max(ms, 0)} ms`
  if (ms < 60_000) return `+ ${(ms / 1000).toFixed(1)} s`
  return clock.format(new Date(at))
}

const clock = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

const verdictWords = {
  verified: { tone: 'good', says: 'Verified' },
  unverified: { tone: 'quiet', says: 'Not verified' },
  failed: { tone: 'danger', says: 'Check failed' },
  unknown: { tone: 'quiet', says: 'Not checked' },
} as const

function Genuine({ authentication: { verdict, reasons } }: { authentication: Authentication }) {
  const { tone, says } = verdictWords[verdict]
  return (
    <div className="flex flex-col gap-1 pt-1">
      <p className="flex items-center gap-2 text-sm">
        Is the sender genuine? <Badge tone={tone}>{says}</Badge>
      </p>
      <ul aria-label="Is the sender genuine?" className="list-disc pl-4 text-ink-2 text-sm">
        {reasons.map((reason) => (
          <li key={reason} className="[overflow-wrap:anywhere]">
            {reason}
          </li>
        ))}
      </ul>
    </div>
  )
}
