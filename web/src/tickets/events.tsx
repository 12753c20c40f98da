import { useState } from 'react'
import type { Priority, Status, TicketEvent } from '../api-types.ts'
import { When } from '../kit/time.tsx'
import { priorityWords, statusWords } from './words.ts'

/** What happened between two messages: one quiet line, the rest behind a count. */
export function EventLine({ events }: { events: TicketEvent[] }) {
  const [open, setOpen] = useState(false)
  const last = events.at(-1)
  if (!last) return null
  const shown = open ? events : [last]
  return (
    <div className="flex flex-col gap-1 py-2 pl-9 text-ink-3 text-xs">
      {shown.map((event) => (
        <p key={event.id} className="flex min-w-0 items-baseline gap-1.5">
          <span className="min-w-0">
            <span className="font-medium text-ink-2">{event.actor.name || 'Docket'}</span> {deedOf(event)}
          </span>
          <When at={event.at} className="shrink-0" />
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

/** Messages speak for themselves; only what changed the ticket is told as an event. */
export const isTold = (event: TicketEvent): boolean => deedOf(event) !== ''

type Told = { status?: Status; priority?: Priority; assignee_name?: string | null; assignee_user_id?: string | null }

function deedOf({ type, data }: TicketEvent): string {
  if (type === 'ticket.opened') return ''
  if (type !== 'ticket.changed') return ''
  const told = toldBy(data)
  const parts: string[] = []
  if (told.status) parts.push(`set status ${statusWords[told.status]?.toLowerCase() ?? told.status}`)
  if (told.priority) parts.push(`set priority ${priorityWords[told.priority]?.toLowerCase() ?? told.priority}`)
  if (told.assignee_name) parts.push(`assigned ${told.assignee_name}`)
  else if (told.assignee_user_id) parts.push('changed the assignee')
  else if (told.assignee_user_id === null) parts.push('removed the assignee')
  return parts.join(', ')
}

const toldBy = (data: Record<string, unknown>): Told => data as Told
