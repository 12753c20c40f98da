import type { MessageView, TicketView } from '@docket/api'
import { CircleSlash, MailCheck } from 'lucide-react'
import { useState } from 'react'
import { When } from '../kit/time.tsx'
import { DeliveryLine, deliveryWords } from './delivery.tsx'
import { WhyItWaits } from './waiting.tsx'

/** What Docket wrote by itself: one quiet line, never a card, so that nobody takes it for an answer. */
export function AutomaticLine({ ticket, message }: { ticket: TicketView; message: MessageView }) {
  const [open, setOpen] = useState(false)
  const { delivery, to } = message
  const needsSomebody = delivery?.status === 'failed' || delivery?.status === 'unsure'
  return (
    <article
      aria-label="Acknowledgement, written by Docket"
      className="flex gap-2.5 py-2 text-ink-3 text-xs min-[900px]:pl-4"
    >
      <MailCheck aria-hidden className="mx-[5px] mt-1 size-3.5! shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2.5">
          <span className="min-w-0 [overflow-wrap:anywhere]">
            <span className="font-medium text-ink-2">Docket</span> acknowledged this to{' '}
            {to.map(({ address }) => address).join(', ')}
          </span>
          <When at={message.at} />
        </p>
        <p className="flex flex-wrap items-center gap-x-2.5">
          {delivery && !needsSomebody ? <span>{deliveryWords(delivery)}</span> : null}
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="min-h-6 rounded-sm text-ink-2 underline decoration-line-strong underline-offset-2 hover:text-ink"
          >
            {open ? 'Hide the words' : 'Show the words'}
          </button>
        </p>
        {delivery ? <WhyItWaits delivery={delivery} /> : null}
        {delivery && needsSomebody ? <DeliveryLine ticket={ticket} message={message} delivery={delivery} /> : null}
        {open ? (
          <div dir="auto" className="mt-1.5 max-w-[72ch] border-l-2 pl-3 text-ink-2 text-sm">
            <p className="font-medium">{message.subject}</p>
            <p className="mt-1 whitespace-pre-wrap [overflow-wrap:anywhere]">{message.text}</p>
          </div>
        ) : null}
      </div>
    </article>
  )
}

/** Why the sender was not told that the mail has arrived. One that was sent stands in the thread itself. */
export function NotAcknowledged({ acknowledgement }: Pick<MessageView, 'acknowledgement'>) {
  if (acknowledgement?.outcome !== 'declined') return null
  return (
    <p className="mt-2.5 flex items-start gap-1.5 text-ink-3 text-xs">
      <CircleSlash aria-hidden className="mt-0.5 size-3.5!" />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        No acknowledgement was sent. {acknowledgement.reasons.join(' ')}
      </span>
    </p>
  )
}
