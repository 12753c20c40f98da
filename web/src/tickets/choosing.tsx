import type { MessageView, TicketView } from '@docket/api'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { useAction } from '../shell/actions.ts'

type Choosing = { chosen: ReadonlySet<string> | undefined; choose: (ids: readonly string[] | undefined) => void }
const Chosen = createContext<Choosing>({ chosen: undefined, choose: () => {} })

/** While messages are being chosen, to become a ticket of their own. */
export function Splitting({ ticket, children }: { ticket: TicketView; children: ReactNode }) {
  const [ids, choose] = useState<readonly string[]>()
  // Of what was chosen, what is still here: a colleague may have moved some.
  const chosen = ids && new Set(ticket.messages.filter(({ id }) => ids.includes(id)).map(({ id }) => id))
  useAction('ticket.split', maySplit(ticket) ? () => choose([]) : undefined)
  return <Chosen value={{ chosen, choose }}>{children}</Chosen>
}

export const useChoosing = () => useContext(Chosen)
export const maySplit = ({ can, messages }: TicketView): boolean => can.update && messages.length > 1

export function ChooseMessage({ message, name }: { message: MessageView; name: string }) {
  const { chosen, choose } = useChoosing()
  if (!chosen) return null
  const isChosen = chosen.has(message.id)
  return (
    <input
      type="checkbox"
      aria-label={`Choose the message by ${name}`}
      checked={isChosen}
      onChange={() => choose(isChosen ? [...chosen].filter((id) => id !== message.id) : [...chosen, message.id])}
      className="mt-1 size-4 shrink-0 accent-(--accent) max-[899px]:size-6"
    />
  )
}
