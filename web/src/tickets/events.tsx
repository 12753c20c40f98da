import type { TicketPriority as Priority, TicketStatus as Status, TicketEvent, TicketView, User } from '@docket/api'
import { useState } from 'react'
import { useUsers } from '../auth/me.ts'
import { When } from '../kit/time.tsx'
import { movedInWords } from './moved-words.ts'
import { UndoEvent } from './undo-event.tsx'
import { priorityWords, statusWords } from './words.ts'

/** What happened between two messages: one quiet line, the rest behind a count. */
export function EventLine({ ticket, events }: { ticket: TicketView; events: TicketEvent[] }) {
  const [open, setOpen] = useState(false)
  const users = useUsers()
  const last = events.at(-1)
  if (!last) return null
  const shown = open ? events : [last]
  return (
    <div className="flex flex-col gap-1 py-2 pl-12.5 text-ink-3 text-xs">
      {shown.map((event) => (
        <p key={event.id} className="flex min-w-0 items-baseline gap-1.5">
          <span className="min-w-0">
            <span className="font-medium text-ink-2">{event.actor.name || 'Docket'}</span>{' '}
            {deedsOf(event, users, ticket.number).join(', ')}
            {event.ticket_number === ticket.number ? null : ` on #${event.ticket_number}`}
          </span>
          <When at={event.at} className="shrink-0" />
          <UndoEvent ticket={ticket} event={event} />
          {!open && events.length > 1 ? (
            <button
              type="button"
              onClick={() => setOpen(true)}
              className="shrink-0 rounded-sm text-ink-2 underline decoration-line-strong underline-offset-2 hover:text-ink"
            >
              {events.length - 1} more
            </button>
          ) : null}
        </p>
      ))}
    </div>
  )
}

/** Messages speak for themselves and reading is nobody's business; only what changed the ticket is told. */
export const isTold = (event: TicketEvent): boolean => deedsOf(event, [], 0).length > 0

type Changes = { status?: [Status, Status]; priority?: [Priority, Priority]; assignee?: [string | null, string | null] }

function deedsOf({ type, actor, data }: TicketEvent, users: User[], number: number): string[] {
  if (type !== 'ticket.changed') return movedInWords(type, data, number)
  const { status, priority, assignee } = data as Changes
  const deeds: string[] = []
  if (status) deeds.push(`set status ${(statusWords[status[1]] ?? status[1]).toLowerCase()}`)
  if (priority) deeds.push(`set priority ${(priorityWords[priority[1]] ?? priority[1]).toLowerCase()}`)
  if (assignee) deeds.push(assignedTo(assignee[1], actor.name, users))
  return deeds
}

function assignedTo(id: string | null, actorName: string, users: User[]): string {
  if (id === null) return 'removed the assignee'
  const name = users.find((user) => user.id === id)?.name
  if (!name) return 'changed the assignee'
  return name === actorName ? 'took the ticket' : `assigned ${name}`
}
