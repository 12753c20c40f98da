import type { MessageView, TicketView } from '@docket/api'
import { Ellipsis, ShieldOff, Split } from 'lucide-react'
import { IconButton } from '../kit/button.tsx'
import { type Deed, Deeds } from '../kit/menu.tsx'
import { undoing } from '../shell/undo.ts'
import { maySplit, useChoosing } from './choosing.tsx'
import { useMoving } from './moving.ts'

/** What can be done with one message. */
export function MessageMenu({ ticket, message }: { ticket: TicketView; message: MessageView }) {
  const { choose } = useChoosing()
  const { hold } = useMoving()
  const { messages, participants, requester, can } = ticket
  const at = messages.findIndex(({ id }) => id === message.id)
  const email = message.author.email.toLowerCase()
  const isLetIn =
    can.update && message.direction === 'in' && email !== requester.email.toLowerCase() && participants.includes(email)
  const deeds: Deed[] = []
  if (maySplit(ticket)) {
    deeds.push({ label: 'Split off this message…', icon: <Split />, run: () => choose([message.id]) })
    const fromHere = messages.slice(at).map(({ id }) => id)
    if (at > 0 && fromHere.length > 1)
      deeds.push({ label: 'Split off from here on…', icon: <Split />, run: () => choose(fromHere) })
  }
  if (isLetIn) {
    const run = () => void undoing(() => hold(ticket.id, message.id))
    deeds.push({ label: 'Hold what this person writes', icon: <ShieldOff />, run })
  }
  if (deeds.length === 0) return null
  return (
    <Deeds
      trigger={
        <IconButton label="More about this message" className="-mt-0.5 -mr-1.5 size-6">
          <Ellipsis />
        </IconButton>
      }
      deeds={deeds}
    />
  )
}
