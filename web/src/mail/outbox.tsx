import type { DeliveryStatus, OutgoingMail } from '@docket/api'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ArrowLeft, Send } from 'lucide-react'
import { useEffect } from 'react'
import { hooks, nextPage } from '../api.ts'
import { Badge } from '../kit/badge.tsx'
import { Button, IconButton } from '../kit/button.tsx'
import { Failure, Notice } from '../kit/notice.tsx'
import { SkeletonLines } from '../kit/skeleton.tsx'
import { When } from '../kit/time.tsx'
import { MailPane, mailRowClass } from './mail-list.tsx'
import { Raw } from './raw.tsx'

/** All that was sent, or would have been: without a mail server the outbox is where it ends. */
export function Outbox() {
  const { mail } = useSearch({ from: '/frame/outbox' })
  const list = hooks.useInfiniteQuery('get', '/outbox', {}, nextPage)
  const mails = list.data?.pages.flatMap((page) => page.items) ?? []

  useEffect(() => {
    document.title = 'Outbox · Docket'
  }, [])

  const rows = (
    <>
      {list.isPending ? <SkeletonLines count={6} label="Loading the outbox" /> : null}
      {list.isError ? (
        <Failure error={list.error} again={() => void list.refetch()} title="The outbox could not be read" />
      ) : null}
      {list.isSuccess && mails.length === 0 ? (
        <Notice title="Nothing has been sent yet" icon={<Send />}>
          Replies appear here the moment they are queued, with what the mail server said to them.
        </Notice>
      ) : null}
      <ul>
        {mails.map((each) => (
          <li key={each.id}>
            <Link
              to="/outbox"
              search={{ mail: each.id }}
              aria-current={each.id === mail ? 'true' : undefined}
              className={mailRowClass(each.id === mail)}
            >
              <span className="flex items-baseline gap-2">
                <span className="min-w-0 flex-1 truncate font-medium">{each.to.join(', ')}</span>
                <When at={each.queued_at} className="shrink-0 text-ink-3 text-xs" />
              </span>
              <span className="flex items-center gap-2">
                <bdi className="min-w-0 flex-1 truncate text-ink-2">{each.subject}</bdi>
                <State mail={each} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <div className="p-3 text-center">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
    </>
  )
  return <MailPane title="Outbox" list={rows} reading={mail ? <Reading key={mail} id={mail} /> : undefined} />
}

const words: Record<DeliveryStatus, string> = {
  queued: 'Queued',
  sending: 'Sending',
  sent: 'Sent',
  failed: 'Failed',
  unsure: 'Perhaps sent',
}

function State({ mail: { status, via } }: { mail: OutgoingMail }) {
  const tone =
    status === 'failed'
      ? 'danger'
      : status === 'unsure'
        ? 'note'
        : status === 'sent' && via === 'smtp'
          ? 'good'
          : 'quiet'
  return <Badge tone={tone}>{status === 'sent' && via === 'outbox' ? 'Kept here' : words[status]}</Badge>
}

function Reading({ id }: { id: string }) {
  const navigate = useNavigate()
  const mail = hooks.useQuery('get', '/outbox/{id}', { params: { path: { id } } })
  if (mail.isPending) return <SkeletonLines count={9} label="Loading mail" />
  if (mail.isError)
    return <Failure error={mail.error} again={() => void mail.refetch()} title="The mail could not be read" />
  const { subject, to, queued_at, ticket_id, ticket_number, error, raw_text, via, status } = mail.data
  return (
    <article aria-label="Outgoing mail" className="flex flex-col gap-4 p-4">
      <header className="flex items-start gap-2">
        <IconButton
          label="Back to the list"
          onClick={() => void navigate({ to: '/outbox', search: {} })}
          className="min-[900px]:hidden"
        >
          <ArrowLeft />
        </IconButton>
        <div className="min-w-0 flex-1">
          <h2 dir="auto" className="font-semibold text-md [overflow-wrap:anywhere]">
            {subject}
          </h2>
          <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">
            To {to.join(', ')}, <When at={queued_at} long />
          </p>
        </div>
        {ticket_id ? (
          <Link
            to="/tickets/$ticketId"
            params={{ ticketId: ticket_id }}
            search={{}}
            className="tnum text-accent text-sm hover:underline"
          >
            Ticket #{ticket_number}
          </Link>
        ) : null}
      </header>
      {error ? <p className="text-danger text-sm">{error}</p> : null}
      {status === 'sent' && via === 'outbox' ? (
        <p className="text-base text-ink-2">No mail server is set, so this went no further than here.</p>
      ) : null}
      {raw_text ? <Raw text={raw_text} /> : <p className="text-ink-2 text-sm">The mail is made when it is sent.</p>}
    </article>
  )
}
