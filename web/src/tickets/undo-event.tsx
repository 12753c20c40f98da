import type { TicketEvent, TicketView } from '@docket/api'
import { useState } from 'react'
import { undoing } from '../shell/undo.ts'
import { useMoving } from './moving.ts'

/** On the timeline, the way back stays open for as long as it makes sense. */
export function UndoEvent({ ticket, event }: { ticket: TicketView; event: TicketEvent }) {
  const { unmerge, unsplit } = useMoving()
  const [busy, setBusy] = useState(false)
  const { fromId, intoId } = event.data as { fromId: string; intoId: string }
  const back = {
    'ticket.merged': () => unmerge(fromId, intoId),
    'ticket.split': () => unsplit(fromId, intoId),
  }[event.type]
  if (!back || !ticket.can.update || isUndone(ticket, event)) return null
  return (
    <button
      type="button"
      disabled={busy}
      onClick={async () => {
        setBusy(true)
        await undoing(back)
        setBusy(false)
      }}
      className="shrink-0 rounded-sm text-ink-2 underline decoration-line-strong underline-offset-2 hover:text-ink disabled:opacity-55"
    >
      Undo
    </button>
  )
}

const undoneBy: Record<string, string> = { 'ticket.merged': 'ticket.unmerged', 'ticket.split': 'ticket.unsplit' }

function isUndone({ events }: TicketView, { type, data, id }: TicketEvent): boolean {
  const after = events.slice(events.findIndex((event) => event.id === id) + 1)
  return after.some(
    (event) =>
      event.type === undoneBy[type] &&
      event.data.fromNumber === data.fromNumber &&
      (type === 'ticket.merged' || event.data.intoNumber === data.intoNumber),
  )
}
