import type { Delivery, MessageView, TicketView } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { Check, CheckCheck, CircleAlert, CircleHelp, Clock } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { hooks, sentenceOf } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { When } from '../kit/time.tsx'
import { toast } from '../kit/toast.tsx'
import { LeavingLine } from './leaving.tsx'
import { ticketQuery } from './queries.ts'
import { RecipientStates } from './recipient-states.tsx'
import { dayAndHour, WhyItWaits } from './waiting.tsx'

type Props = { ticket: TicketView; message: MessageView; delivery: Delivery }

/** What became of a mail of ours: one quiet mark when all is well; when it is not, why, and what can be done. */
export function DeliveryLine(props: Props) {
  const { delivery } = props
  const { leaves_at } = delivery
  if (leaves_at && delivery.can_cancel) return <LeavingLine {...props} delivery={{ ...delivery, leaves_at }} />
  if (delivery.status === 'unsure') return <PerhapsSent {...props} />
  const lost = delivery.recipients.filter(({ state }) => state === 'bounced' || state === 'failed')
  if (delivery.status === 'failed' || (delivery.status === 'sent' && lost.length > 0)) return <NotArrived {...props} />
  return <AllWell delivery={delivery} />
}

function AllWell({ delivery }: Pick<Props, 'delivery'>) {
  const [open, setOpen] = useState(false)
  const { status, recipients } = delivery
  const isDelivered = recipients.length > 0 && recipients.every(({ state }) => state === 'delivered')
  const isDelayed = recipients.some(({ state }) => state === 'delayed')
  const Icon = status !== 'sent' || isDelayed ? Clock : isDelivered ? CheckCheck : Check
  return (
    <div className="mt-2.5 text-ink-3 text-xs">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="inline-flex min-h-6 items-center gap-1.5 rounded-sm hover:text-ink-2"
      >
        <Icon aria-hidden className={status === 'sent' && !isDelayed ? 'size-3.5! text-good' : 'size-3.5!'} />
        {isDelivered ? 'Delivered' : deliveryWords(delivery)}
        {isDelayed ? ', and delayed on the way' : null}
        {status === 'sent' && delivery.sent_at ? <When at={delivery.sent_at} /> : null}
      </button>
      <WhyItWaits delivery={delivery} />
      {open ? <RecipientStates recipients={recipients} /> : null}
    </div>
  )
}

function NotArrived({ ticket, message, delivery }: Props) {
  const lost = delivery.recipients.filter(({ state }) => state === 'bounced' || state === 'failed')
  const isOnlySome = lost.length < delivery.recipients.length
  const [first] = lost
  const title = delivery.status === 'failed' ? 'Not sent.' : isOnlySome ? 'Not everybody got it.' : 'It came back.'
  return (
    <div role="alert" className="mt-3 rounded-md bg-danger-soft px-3 py-2 text-sm">
      <div className="flex flex-wrap items-start gap-2.5">
        <CircleAlert className="mt-0.5 text-danger" />
        <p className="min-w-48 flex-1 [overflow-wrap:anywhere]">
          <strong className="font-semibold text-danger">{title}</strong>{' '}
          {lost.length === 1 && first?.says
            ? `${first.address}: ${first.says}`
            : (delivery.error ?? 'The mail server did not take it.')}
        </p>
        <Again ticket={ticket} message={message}>
          {delivery.status === 'failed' ? 'Retry' : isOnlySome ? `Send again to ${lost.length}` : 'Send again'}
        </Again>
      </div>
      {delivery.recipients.length > 1 ? <RecipientStates recipients={delivery.recipients} /> : null}
    </div>
  )
}

function PerhapsSent({ ticket, message }: Props) {
  const client = useQueryClient()
  const declare = hooks.useMutation('post', '/tickets/{id}/messages/{message_id}/declare-sent', {
    onError: (error) => toast.wrong('It was not marked', sentenceOf(error)),
    onSettled: () => client.invalidateQueries(ticketQuery(ticket.id)),
  })
  const look = hooks.useMutation('post', '/tickets/{id}/messages/{message_id}/look', {
    onError: (error) => toast.wrong('It could not be looked for', sentenceOf(error)),
  })
  const of = { params: { path: { id: ticket.id, message_id: message.id } } }
  const isThere = look.data?.found === 'there'
  return (
    <div
      role="alert"
      className="mt-3 flex flex-wrap items-start gap-2.5 rounded-md border border-note-line bg-note px-3 py-2 text-sm"
    >
      <CircleHelp className="mt-0.5 text-note-ink" />
      <p className="min-w-48 flex-1 [overflow-wrap:anywhere]">
        <strong className="font-semibold text-note-ink">Perhaps sent.</strong> The connection broke before the mail
        server said yes, so it may have arrived. It is not sent again by itself: that could deliver it twice. Sent again
        it keeps its Message-ID. {look.data ? <span role="status">{look.data.says}</span> : null}
      </p>
      {ticket.can.reply ? (
        <>
          {isThere ? null : (
            <Button busy={look.isPending} onClick={() => look.mutate(of)}>
              Look for it
            </Button>
          )}
          <Button look={isThere ? 'primary' : undefined} busy={declare.isPending} onClick={() => declare.mutate(of)}>
            Mark as sent
          </Button>
        </>
      ) : null}
      <Again ticket={ticket} message={message}>
        Send again
      </Again>
    </div>
  )
}

function Again({ ticket, message, children }: Omit<Props, 'delivery'> & { children: ReactNode }) {
  const client = useQueryClient()
  const retry = hooks.useMutation('post', '/tickets/{id}/messages/{message_id}/retry', {
    onError: (error) => toast.wrong('It was not queued again', sentenceOf(error)),
    onSettled: () => client.invalidateQueries(ticketQuery(ticket.id)),
  })
  if (!ticket.can.reply) return null
  return (
    <Button
      busy={retry.isPending}
      onClick={() => retry.mutate({ params: { path: { id: ticket.id, message_id: message.id } } })}
    >
      {children}
    </Button>
  )
}

export function deliveryWords({ status, via, attempts, tries_at }: Delivery): string {
  if (status === 'sent') return via === 'outbox' ? 'Kept in the outbox, not sent out (demo)' : 'Sent'
  if (status === 'sending') return 'Sending…'
  if (!tries_at) return 'Queued'
  const next = Date.parse(tries_at) > Date.now() ? dayAndHour(tries_at) : 'in a moment'
  return attempts > 0 ? `Waiting to be sent again ${next}, tried ${attempts} ×` : `Waiting, leaves ${next}`
}
