import type { TicketView } from '@docket/api'
import { Link } from '@tanstack/react-router'
import { StatusGlyph } from '../kit/status.tsx'
import { linkWords } from './moved-words.ts'

/** Who else takes part in the ticket, and which tickets have to do with it. */
export function Together({ ticket: { participants, requester, links } }: { ticket: TicketView }) {
  const others = participants.filter((address) => address !== requester.email.toLowerCase())
  return (
    <>
      {others.length > 0 ? (
        <section aria-label="Taking part" className="border-t p-4">
          <h2 className="pb-2 font-medium text-ink-3 text-xs">Also taking part</h2>
          <ul className="flex flex-col gap-1 text-sm">
            {others.map((address) => (
              <li key={address} className="[overflow-wrap:anywhere]">
                {address}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {links.length > 0 ? (
        <section aria-label="Linked tickets" className="border-t p-4">
          <h2 className="pb-1 font-medium text-ink-3 text-xs">Linked tickets</h2>
          <ul className="-mx-2 flex flex-col">
            {links.map(({ id, number, subject, status, reason }) => (
              <li key={id}>
                <Link
                  to="/tickets/$ticketId"
                  params={{ ticketId: id }}
                  search={true}
                  className="flex items-start gap-2 rounded-md px-2 py-1 text-sm hover:bg-hover"
                >
                  <span className="mt-0.5">
                    <StatusGlyph status={status} />
                  </span>
                  <span className="min-w-0 flex-1">
                    <span dir="auto" className="line-clamp-2 text-left [overflow-wrap:anywhere]">
                      <span className="tnum text-ink-3">#{number}</span> {subject || '(no subject)'}
                    </span>
                    {linkWords[reason] ? <span className="text-ink-3 text-xs">{linkWords[reason]}</span> : null}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}
