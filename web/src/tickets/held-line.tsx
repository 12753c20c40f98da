import type { MessageView, TicketView } from '@docket/api'
import { ShieldQuestion } from 'lucide-react'
import { sentenceOf } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { Keys } from '../kit/keys.tsx'
import { toast } from '../kit/toast.tsx'
import { Tip } from '../kit/tooltip.tsx'
import { useAction } from '../shell/actions.ts'
import { useChoosing } from './choosing.tsx'
import { useMoving } from './moving.ts'

/**
 * On mail of somebody whom the ticket does not know: let the person in with one key, or give the mail a ticket of its
 * own.
 */
export function HeldLine({ ticket, message }: { ticket: TicketView; message: MessageView }) {
  const { approving, splitting } = useMoving()
  const name = message.author.name || message.author.email || 'The sender'
  const theirs = heldOf(ticket, message)
  const isKeys = ticket.messages.findLast(isOfStranger)?.id === message.id
  const isChoosing = useChoosing().chosen !== undefined
  const may = ticket.can.update && Boolean(message.author.email) && !isChoosing
  const approve = () => approving.mutate({ ticketId: ticket.id, messageId: message.id, name })
  const split = () =>
    splitting.mutate(
      { from: ticket, ids: theirs, subject: '' },
      { onError: (error) => toast.wrong('Nothing was split off', sentenceOf(error)) },
    )
  const isBusy = approving.isPending || splitting.isPending
  useAction('ticket.approve', may && isKeys && !isBusy ? approve : undefined)
  return (
    <div className="mx-4 mb-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-danger-soft px-3 py-2 text-sm">
      <p className="flex min-w-56 flex-1 items-start gap-2 [overflow-wrap:anywhere]">
        <ShieldQuestion className="mt-0.5 shrink-0 text-danger" />
        <span>
          <bdi className="font-medium">{name}</bdi> is not part of this ticket.{' '}
          <span className="text-ink-2">What they wrote is quoted to nobody.</span>
        </span>
      </p>
      {may ? (
        <span className="flex gap-2">
          <Tip label="Nothing they write here is held any more" side="top">
            <Button disabled={isBusy} onClick={approve}>
              Let them take part
              {isKeys ? (
                <span className="max-[899px]:hidden">
                  <Keys keys="y" />
                </span>
              ) : null}
            </Button>
          </Tip>
          {theirs.length < ticket.messages.length ? (
            <Tip label="Their messages become a ticket of their own" side="top">
              <Button disabled={isBusy} onClick={split}>
                Split off
              </Button>
            </Tip>
          ) : null}
        </span>
      ) : null}
    </div>
  )
}

const isOfStranger = ({ held, direction }: MessageView): boolean => held && direction === 'in'

/** All that this person wrote here. */
const heldOf = ({ messages }: TicketView, { author }: MessageView): string[] =>
  messages
    .filter((one) => isOfStranger(one) && one.author.email?.toLowerCase() === author.email?.toLowerCase())
    .map(({ id }) => id)
