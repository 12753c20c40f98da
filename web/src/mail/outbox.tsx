import type { OutgoingMail } from '@docket/api'
import { Link, useSearch } from '@tanstack/react-router'
import { Send } from 'lucide-react'
import { hooks, nextPage } from '../api.ts'
import { Badge } from '../kit/badge.tsx'
import { cx } from '../kit/class-names.ts'
import { Notice } from '../kit/notice.tsx'
import { When } from '../kit/time.tsx'
import { deliveryTone, deliveryWords } from './delivery-words.ts'
import { MailPages } from './mail-pages.tsx'

/** All that was sent, or would have been: without a mail server the outbox is where it ends. */
export function Outbox() {
  const { mail, state: asked } = useSearch({ from: '/frame/outbox' })
  const state = filters.find(({ is }) => is === asked)?.is
  const list = hooks.useInfiniteQuery('get', '/outbox', { params: { query: { state } } }, nextPage)
  const one = hooks.useQuery(
    'get',
    '/outbox/{id}',
    { params: { path: { id: mail ?? '' } } },
    { enabled: Boolean(mail) },
  )
  return (
    <MailPages
      title="Outbox"
      at="/outbox"
      above={<Filters state={state} />}
      also={state ? { state } : undefined}
      list={list}
      one={mail ? one : undefined}
      openId={mail}
      empty={
        state ? (
          <Notice title="None of these" icon={<Send />}>
            No mail of yours stands like this.
          </Notice>
        ) : (
          <Notice title="Nothing has been sent yet" icon={<Send />}>
            Replies appear here the moment they are queued, with what the mail server said to them.
          </Notice>
        )
      }
      row={(each) => (
        <>
          <span className="flex items-baseline gap-2">
            <span className="min-w-0 flex-1 truncate font-medium">{each.to.join(', ')}</span>
            <When at={each.queued_at} className="shrink-0 text-ink-3 text-xs" />
          </span>
          <span className="flex items-center gap-2">
            <bdi className="min-w-0 flex-1 truncate text-ink-2">{each.subject}</bdi>
            <State mail={each} />
          </span>
        </>
      )}
      heading={({ subject }) => subject}
      from={({ to, queued_at }) => (
        <>
          To {to.join(', ')}, <When at={queued_at} long />
        </>
      )}
      aside={({ ticket_id, ticket_number }) =>
        ticket_id ? (
          <Link
            to="/tickets/$ticketId"
            params={{ ticketId: ticket_id }}
            search={{}}
            className="tnum text-accent text-sm hover:underline"
          >
            Ticket #{ticket_number}
          </Link>
        ) : null
      }
    >
      {({ error, status, via }) => (
        <>
          {error ? <p className="text-danger text-sm">{error}</p> : null}
          {status === 'sent' && via === 'outbox' ? (
            <p className="text-base text-ink-2">No mail server is set, so this went no further than here.</p>
          ) : null}
        </>
      )}
    </MailPages>
  )
}

const filters = [
  { is: undefined, says: 'All' },
  { is: 'waiting', says: 'Waiting' },
  { is: 'bounced', says: 'Came back' },
  { is: 'failed', says: 'Not sent' },
  { is: 'unsure', says: 'Perhaps sent' },
  { is: 'sent', says: 'Sent' },
  { is: 'cancelled', says: 'Taken back' },
] as const

function Filters({ state }: { state: (typeof filters)[number]['is'] }) {
  return (
    <nav aria-label="Which mails" className="flex flex-wrap gap-1 border-b px-3 py-1.5">
      {filters.map(({ is, says }) => (
        <Link
          key={says}
          to="/outbox"
          search={is ? { state: is } : {}}
          aria-current={is === state ? 'page' : undefined}
          className={cx(
            'inline-flex h-6.5 items-center rounded-md px-2 text-sm max-[899px]:h-9',
            is === state ? 'bg-selected font-medium text-accent' : 'text-ink-2 hover:bg-hover hover:text-ink',
          )}
        >
          {says}
        </Link>
      ))}
    </nav>
  )
}

function State({ mail: { status, via } }: { mail: OutgoingMail }) {
  if (status === 'sent') return via === 'outbox' ? <Badge>Kept here</Badge> : <Badge tone="good">Sent</Badge>
  return <Badge tone={deliveryTone[status]}>{deliveryWords[status]}</Badge>
}
