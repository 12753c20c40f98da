import type { TicketView } from '@docket/api'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { EyeOff } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { ApiError } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { Composer } from '../composer/composer.tsx'
import { Failure, Notice } from '../kit/notice.tsx'
import { SkeletonLines } from '../kit/skeleton.tsx'
import { BlockAction } from '../mail/block-sender.tsx'
import { useAction } from '../shell/actions.ts'
import { useRemembered } from '../shell/remembered.ts'
import { Splitting } from './choosing.tsx'
import { ComposerOrSplit } from './composer-or-split.tsx'
import { Context } from './context.tsx'
import { timesTakenBack, useUndoSending } from './leaving.tsx'
import { MergedAway } from './merged-away.tsx'
import { ticketQuery, useChangeTicket } from './queries.ts'
import { Thread } from './thread.tsx'
import { TicketHead } from './ticket-head.tsx'
import { UndeliverableLine } from './undeliverable.tsx'

export function TicketPage() {
  const { ticketId } = useParams({ from: '/frame/tickets/$ticketId' })
  const ticket = useQuery(ticketQuery(ticketId))
  if (ticket.error instanceof ApiError && ticket.error.status === 410) {
    return (
      <Notice isPage title="This ticket is gone">
        {ticket.error.message}
      </Notice>
    )
  }
  if (ticket.data?.merged_into)
    return <MergedAway key={ticketId} number={ticket.data.number} into={ticket.data.merged_into} />
  if (ticket.data) return <Ticket key={ticketId} ticket={ticket.data} />
  if (ticket.isPending) return <SkeletonLines count={12} label="Loading ticket" />
  if (ticket.error instanceof ApiError && ticket.error.status === 404) {
    return (
      <Notice isPage title="No such ticket">
        It does not exist, or you may not see it.
      </Notice>
    )
  }
  return (
    <Failure isPage error={ticket.error} again={() => void ticket.refetch()} title="The ticket could not be read" />
  )
}

function Ticket({ ticket }: { ticket: TicketView }) {
  const [contextFolded, foldContext] = useRemembered('context-folded', false)
  useAction('window.context', () => foldContext(!contextFolded))
  const { user } = useMe()
  useReading(ticket)
  useUndoSending(ticket)

  useEffect(() => {
    document.title = `#${ticket.number} ${ticket.subject} · Docket`
  }, [ticket.number, ticket.subject])

  return (
    <article aria-label={ticket.subject} className="flex h-full bg-surface">
      <div className="flex min-w-0 flex-1 flex-col">
        <TicketHead ticket={ticket} contextFolded={contextFolded} foldContext={foldContext} />
        {ticket.mailbox?.in_shadow ? <ShadowLine address={ticket.mailbox.address} /> : null}
        <Splitting ticket={ticket}>
          <Thread ticket={ticket} />
          <ComposerOrSplit ticket={ticket}>
            <UndeliverableLine ticket={ticket} />
            <Composer key={timesTakenBack(ticket, user)} ticket={ticket} />
          </ComposerOrSplit>
        </Splitting>
        <BlockAction sender={ticket.requester.email} />
      </div>
      {contextFolded ? null : <Context ticket={ticket} />}
    </article>
  )
}

/** Nobody may believe that an answer left. */
const ShadowLine = ({ address }: { address: string }) => (
  <p role="note" className="flex items-start gap-2 border-note-line border-b bg-note px-4 py-1.5 text-note-ink text-sm">
    <EyeOff aria-hidden className="mt-0.5" />
    <span className="min-w-0 [overflow-wrap:anywhere]">
      {address} is in shadow mode: nothing leaves. Answer from the desk that still does.
    </span>
  </p>
)

/**
 * Opening a ticket reads it, and so does seeing a message arrive. Quietly: nobody asked for this change, so nobody is
 * told when it fails. Marking it unread holds, because only new messages read it again.
 */
function useReading(ticket: TicketView): void {
  const { mutate } = useChangeTicket()
  const latest = useRef(ticket)
  latest.current = ticket
  const count = ticket.messages.length
  // `count` is not used inside: another message is the reason to read again.
  useEffect(() => {
    const read = () => {
      const { unread, can } = latest.current
      if (!document.hidden && unread && can.update) {
        mutate({ ticket: latest.current, patch: { unread: false }, quiet: true })
      }
    }
    read()
    document.addEventListener('visibilitychange', read, { once: true })
    return () => document.removeEventListener('visibilitychange', read)
  }, [count, mutate])
}
