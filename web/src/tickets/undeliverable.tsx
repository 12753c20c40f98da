import type { TicketView } from '@docket/api'
import { MailX } from 'lucide-react'
import { When } from '../kit/time.tsx'

/** Whoever is about to write to an address that takes no mail is told before. */
export function UndeliverableLine({ ticket }: { ticket: TicketView }) {
  if (ticket.undeliverable.length === 0) return null
  return (
    <ul className="border-note-line border-t bg-note px-4 py-1.5 text-note-ink text-sm">
      {ticket.undeliverable.map(({ address, says, at }) => (
        <li key={address} className="flex items-start gap-2">
          <MailX aria-hidden className="mt-0.5" />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            Mail to <bdi>{address}</bdi> came back: {says} <When at={at} className="text-xs" />
          </span>
        </li>
      ))}
    </ul>
  )
}
