import type { Delivery } from '@docket/api'
import { Check, CheckCheck, CircleAlert, CircleHelp, CircleSlash, Clock } from 'lucide-react'
import { cx } from '../kit/class-names.ts'
import { When } from '../kit/time.tsx'

type Recipient = Delivery['recipients'][number]

const words: Record<Recipient['state'], string> = {
  queued: 'Waiting',
  sending: 'Sending',
  sent: 'Sent',
  delivered: 'Delivered',
  delayed: 'Delayed',
  bounced: 'Came back',
  failed: 'Not sent',
  unsure: 'Perhaps sent',
  cancelled: 'Taken back',
}

const icons = {
  queued: Clock,
  sending: Clock,
  sent: Check,
  delivered: CheckCheck,
  delayed: Clock,
  bounced: CircleAlert,
  failed: CircleAlert,
  unsure: CircleHelp,
  cancelled: CircleSlash,
} as const

const tones: Partial<Record<Recipient['state'], string>> = {
  sent: 'text-good',
  delivered: 'text-good',
  delayed: 'text-note-ink',
  bounced: 'text-danger',
  failed: 'text-danger',
  unsure: 'text-note-ink',
}

/** What became of it with each. */
export function RecipientStates({ recipients }: { recipients: readonly Recipient[] }) {
  return (
    <ul aria-label="Recipients" className="mt-1.5 flex flex-col gap-1 text-ink-2 text-xs">
      {recipients.map((one) => {
        const Icon = icons[one.state]
        return (
          <li key={one.address} className="flex items-start gap-1.5">
            <Icon aria-hidden className={cx('mt-0.5 size-3.5!', tones[one.state] ?? 'text-ink-3')} />
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              {one.kind === 'to' ? null : <span className="text-ink-3 uppercase">{one.kind} </span>}
              <bdi>{one.address}</bdi> <span className={tones[one.state] ?? 'text-ink-3'}>{words[one.state]}</span>
              {one.says ? `: ${one.says}` : null}
            </span>
            <When at={one.at} className="shrink-0 text-ink-3" />
          </li>
        )
      })}
    </ul>
  )
}
