import type { Delivery, MessageView, TicketView } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { Check, CircleAlert, CircleHelp, Clock } from 'lucide-react'
import { hooks, sentenceOf } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { When } from '../kit/time.tsx'
import { toast } from '../kit/toast.tsx'
import { ticketQuery } from './queries.ts'

type Props = { ticket: TicketView; message: MessageView; delivery: Delivery }

/** Whether what we wrote has left the house; when it has not, why, and what can be done. */
export function DeliveryLine({ ticket, message, delivery }: Props) {
  const client = useQueryClient()
  const retry = hooks.useMutation('post', '/tickets/{id}/messages/{message_id}/retry', {
    onError: (error) => toast.wrong('It was not queued again', sentenceOf(error)),
    onSettled: () => client.invalidateQueries(ticketQuery(ticket.id)),
  })
  const of = { params: { path: { id: ticket.id, message_id: message.id } } }
  const look = hooks.useMutation('post', '/tickets/{id}/messages/{message_id}/look', {
    onError: (error) => toast.wrong('It could not be looked for', sentenceOf(error)),
  })
  const mark = hooks.useMutation('post', '/tickets/{id}/messages/{message_id}/mark-sent', {
    onError: (error) => toast.wrong('It was not marked', sentenceOf(error)),
    onSettled: () => client.invalidateQueries(ticketQuery(ticket.id)),
  })
  const again = ticket.can.reply ? (
    <Button
      busy={retry.isPending}
      onClick={() => retry.mutate({ params: { path: { id: ticket.id, message_id: message.id } } })}
    >
      {delivery.status === 'unsure' ? 'Send again' : 'Retry'}
    </Button>
  ) : null

  if (delivery.status === 'failed') {
    return (
      <div role="alert" className="mt-3 flex items-start gap-2.5 rounded-md bg-danger-soft px-3 py-2 text-sm">
        <CircleAlert className="mt-0.5 text-danger" />
        <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
          <strong className="font-semibold text-danger">Not sent.</strong>{' '}
          {delivery.error ?? 'The mail server did not take it.'}
        </p>
        {again}
      </div>
    )
  }
  if (delivery.status === 'unsure') {
    return (
      <div
        role="alert"
        className="mt-3 flex items-start gap-2.5 rounded-md border border-note-line bg-note px-3 py-2 text-sm"
      >
        <CircleHelp className="mt-0.5 text-note-ink" />
        <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
          <strong className="font-semibold text-note-ink">Perhaps sent.</strong> The connection broke before the mail
          server said yes, so it may have arrived. It is not sent again by itself: that could deliver it twice.{' '}
          {look.data ? <span role="status">{look.data.says}</span> : null}
        </p>
        {ticket.can.reply ? (
          <div className="flex flex-wrap justify-end gap-2">
            {look.data?.found === 'there' ? null : (
              <Button busy={look.isPending} onClick={() => look.mutate(of)}>
                Look for it
              </Button>
            )}
            <Button
              look={look.data?.found === 'there' ? 'primary' : undefined}
              busy={mark.isPending}
              onClick={() => mark.mutate(of)}
            >
              Mark as sent
            </Button>
            {again}
          </div>
        ) : null}
      </div>
    )
  }
  return (
    <p className="mt-2.5 flex items-center gap-1.5 text-ink-3 text-xs">
      {delivery.status === 'sent' ? <Check className="size-3.5! text-good" /> : <Clock className="size-3.5!" />}
      {deliveryWords(delivery)}
      {delivery.status === 'sent' && delivery.sent_at ? <When at={delivery.sent_at} /> : null}
    </p>
  )
}

export function deliveryWords({ status, via, attempts }: Delivery): string {
  if (status === 'sent') return via === 'outbox' ? 'Kept in the outbox, not sent out (demo)' : 'Sent'
  if (status === 'sending') return 'Sending…'
  return attempts > 0 ? `Waiting to be sent again, tried ${attempts} ×` : 'Queued'
}
