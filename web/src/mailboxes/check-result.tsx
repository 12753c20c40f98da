import type { MailboxCheck } from '@docket/api'
import { CircleCheck, CircleX } from 'lucide-react'
import { When } from '../kit/time.tsx'

/** Each thing that was tried with its sentence, and the newest mails that lie there. */
export function CheckResult({ check: { ok, steps, newest } }: { check: MailboxCheck }) {
  return (
    <div className="flex flex-col gap-4">
      <ul aria-label="What was tried" className="flex flex-col gap-1.5">
        {steps.map(({ step, ok, says }) => (
          <li key={step} className="flex items-start gap-2 text-sm">
            {ok ? (
              <CircleCheck aria-hidden className="mt-0.5 text-good" />
            ) : (
              <CircleX aria-hidden className="mt-0.5 text-danger" />
            )}
            <span className="min-w-0 [overflow-wrap:anywhere]">{says}</span>
          </li>
        ))}
      </ul>
      {ok ? <Newest mails={newest} /> : null}
    </div>
  )
}

function Newest({ mails }: { mails: MailboxCheck['newest'] }) {
  if (mails.length === 0) return <p className="border-y py-3 text-ink-2 text-sm">There is no mail in it yet.</p>
  return (
    <section aria-label="The newest mails there" className="flex flex-col gap-1">
      <h3 className="font-medium text-ink-2 text-sm">The newest mails there</h3>
      <ul className="flex flex-col border-t">
        {mails.slice(0, 5).map(({ from, subject, received_at }, at) => (
          <li key={at} className="flex flex-col border-b py-1.5 text-sm">
            <span className="flex items-baseline gap-2">
              <span className="min-w-0 flex-1 truncate font-medium">{from || '(no sender)'}</span>
              <When at={received_at} className="shrink-0 text-ink-3 text-xs" />
            </span>
            <bdi className="truncate text-ink-2">{subject || '(no subject)'}</bdi>
          </li>
        ))}
      </ul>
      <p className="text-ink-3 text-sm">They were only looked at: nothing changed there.</p>
    </section>
  )
}
