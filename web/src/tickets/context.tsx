import type { TicketView } from '@docket/api'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Avatar } from '../kit/avatar.tsx'
import { When } from '../kit/time.tsx'
import { SenderBlock } from '../mail/block-sender.tsx'
import { Together } from './together.tsx'

/** Who is asking, and the facts of the ticket. */
export function Context({ ticket }: { ticket: TicketView }) {
  const { requester } = ticket
  return (
    <aside aria-label="Context" className="w-72 shrink-0 overflow-y-auto border-l max-[1199px]:hidden">
      <section aria-label="Requester" className="flex flex-col gap-3 p-4">
        <div className="flex items-center gap-3">
          <Avatar name={requester.name || requester.email} size={36} />
          <div className="min-w-0">
            <h2 className="truncate font-semibold text-base">
              <bdi>{requester.name || requester.email}</bdi>
            </h2>
            <a href={`mailto:${requester.email}`} className="block truncate text-ink-2 text-sm hover:underline">
              {requester.email}
            </a>
          </div>
        </div>
        <Link
          to="/tickets"
          search={{ q: requester.email, status: 'all' }}
          className="self-start text-accent text-sm hover:underline"
        >
          All tickets of this person
        </Link>
        <SenderBlock sender={requester.email} />
      </section>
      <section aria-label="Facts" className="border-t p-4">
        <h2 className="pb-2 font-medium text-ink-3 text-xs">Ticket</h2>
        <dl className="grid grid-cols-[4.75rem_1fr] gap-y-2 text-sm">
          <Fact name="Number">
            <span className="tnum">#{ticket.number}</span>
          </Fact>
          <Fact name="Mailbox">{ticket.mailbox?.address ?? 'none'}</Fact>
          <Fact name="Opened">
            <When at={ticket.created_at} long />
          </Fact>
          <Fact name="Last word">
            <When at={ticket.active_at} long />
          </Fact>
          <Fact name="Messages">
            <span className="tnum">{ticket.messages.length}</span>
          </Fact>
        </dl>
      </section>
      <Together ticket={ticket} />
    </aside>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-ink-3">{name}</dt>
    <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
  </>
)
