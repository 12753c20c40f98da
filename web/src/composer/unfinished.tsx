import { PenLine, X } from 'lucide-react'
import { IconButton } from '../kit/button.tsx'
import { When } from '../kit/time.tsx'
import type { Begun } from './new-mails.ts'

type Props = { mails: Begun[]; onContinue: (mail: Begun) => void; onDiscard: (mail: Begun) => void }

/** What one began and did not send: one press goes on with it. */
export const Unfinished = ({ mails, onContinue, onDiscard }: Props) => (
  <section aria-label="Not sent yet" className="shrink-0 border-b bg-canvas px-2 py-1.5">
    <h3 className="px-2 pb-0.5 text-ink-3 text-xs">Not sent yet</h3>
    <ul className="max-h-28 overflow-y-auto">
      {mails.map((one) => {
        const { subject, body, to } = one.content
        const title = subject || body.trim().slice(0, 120) || 'No subject'
        const whom = to.map(({ name, address }) => name || address).join(', ')
        return (
          <li key={one.place} className="flex items-center gap-1">
            <button
              type="button"
              onClick={() => onContinue(one)}
              className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left text-sm hover:bg-hover max-[899px]:h-11"
            >
              <PenLine className="shrink-0 text-ink-3" />
              <bdi className="min-w-0 truncate font-medium">{title}</bdi>
              {whom ? <bdi className="min-w-0 flex-1 truncate text-ink-3">to {whom}</bdi> : <span className="flex-1" />}
              {one.mail ? <When at={one.mail.updated_at} className="tnum shrink-0 text-ink-3 text-xs" /> : null}
            </button>
            <IconButton label={`Throw away “${title}”`} onClick={() => onDiscard(one)}>
              <X />
            </IconButton>
          </li>
        )
      })}
    </ul>
  </section>
)
