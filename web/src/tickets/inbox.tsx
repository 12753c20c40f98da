import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useMe, useUsers } from '../auth/me.ts'
import { cx } from '../kit/class-names.ts'
import { useAction } from '../shell/actions.ts'
import { PaneHead } from '../shell/pane-head.tsx'
import { useRemembered } from '../shell/remembered.ts'
import { Splitter } from '../shell/splitter.tsx'
import { Filters } from './filters.tsx'
import { rowsOf, TicketList } from './list.tsx'
import { ticketQuery, ticketsQuery, useChangeTicket } from './queries.ts'
import { titleOf } from './words.ts'

/** The list, and beside it (on a phone: over it) what the address opens. */
export function Inbox() {
  const filter = useSearch({ from: '/frame/tickets' })
  const { ticketId } = useParams({ strict: false })
  const [width, setWidth] = useRemembered('list-width', 392)
  const marked = useMoving(ticketId)
  const title = titleOf(filter)

  useEffect(() => {
    if (!ticketId) document.title = `${title} · Docket`
  }, [title, ticketId])

  return (
    <div className="flex h-full">
      <section
        aria-label={title}
        style={{ '--list-width': `${width}px` } as React.CSSProperties}
        className={cx(
          'h-full min-w-0 flex-col max-[899px]:w-full min-[900px]:w-(--list-width) min-[900px]:shrink-0',
          ticketId ? 'hidden min-[900px]:flex' : 'flex',
        )}
      >
        <PaneHead title={title} />
        <Filters filter={filter} />
        <div className="min-h-0 flex-1">
          <TicketList key={JSON.stringify(filter)} filter={filter} openId={ticketId} markedId={marked} />
        </div>
      </section>
      <Splitter label="Width of the list" value={width} least={300} most={620} onChange={setWidth} />
      <div className={cx('h-full min-w-0 flex-1', ticketId ? 'slide-over' : 'max-[899px]:hidden')}>
        <Outlet />
      </div>
    </div>
  )
}

/** The keys that move through the list and act on the ticket under the mark. Returns the mark. */
function useMoving(ticketId: string | undefined): string | undefined {
  const filter = useSearch({ from: '/frame/tickets' })
  const navigate = useNavigate()
  const client = useQueryClient()
  const { user } = useMe()
  const users = useUsers()
  const rows = rowsOf(useInfiniteQuery(ticketsQuery(filter)).data)
  const [mark, setMark] = useState<string>()
  const change = useChangeTicket()

  // While a ticket is open the mark is on it, so that going back leaves it where one was.
  useEffect(() => {
    if (ticketId) setMark(ticketId)
  }, [ticketId])

  const at = rows.findIndex(({ id }) => id === mark)
  const row = rows[at]
  // A ticket that was resolved leaves the list; the next one has then moved up into its place.
  const place = useRef(-1)
  if (at >= 0) place.current = at
  const isGone = mark !== undefined && at < 0
  const below = isGone ? place.current : at + 1
  const above = (isGone ? place.current : Math.max(at, 1)) - 1
  const open = (id: string, replace: boolean) =>
    void navigate({ to: '/tickets/$ticketId', params: { ticketId: id }, search: filter, replace })
  const moveTo = (index: number) => {
    const next = rows[Math.max(0, Math.min(index, rows.length - 1))]
    if (!next) return
    setMark(next.id)
    void client.prefetchQuery(ticketQuery(next.id))
    if (ticketId) open(next.id, true)
  }
  const openUnread = () => {
    const next = [...rows.slice(at + 1), ...rows.slice(0, at + 1)].find(({ unread, id }) => unread && id !== ticketId)
    if (next) open(next.id, Boolean(ticketId))
  }

  const some = rows.length > 0
  useAction('list.down', some ? () => moveTo(below) : undefined)
  useAction('list.up', some ? () => moveTo(above) : undefined)
  useAction('list.open', row && row.id !== ticketId ? () => open(row.id, Boolean(ticketId)) : undefined)
  useAction('list.unread', some ? openUnread : undefined)
  useAction('ticket.back', ticketId ? () => void navigate({ to: '/tickets', search: filter }) : undefined)

  // With a ticket open its own page lends these instead.
  const act = row && !ticketId ? row : undefined
  useAction('ticket.resolve', act && (() => change.mutate({ ticket: act, patch: { status: 'resolved' } })))
  useAction('ticket.mine', act && (() => change.mutate({ ticket: act, patch: { assignee_user_id: user.id }, users })))
  return mark
}
