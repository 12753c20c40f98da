import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { api } from '../api.ts'
import type { Page, WithRaw } from '../api-types.ts'
import { Button, IconButton } from '../kit/button.tsx'
import { cx } from '../kit/class-names.ts'
import { Failure } from '../kit/notice.tsx'
import { SkeletonLines } from '../kit/skeleton.tsx'
import { PaneHead } from '../shell/pane-head.tsx'
import { Raw } from './raw.tsx'

type Address = '/outbox' | '/ops/failed-mails'

type Props<M extends { id: string }> = {
  title: string
  /** The same words in the address bar and in the API. */
  at: Address
  queryKey: string
  /** The mail that is being read, if one is. */
  mail: string | undefined
  empty: ReactNode
  row: (mail: M) => ReactNode
  heading: (mail: M) => ReactNode
  from: (mail: M) => ReactNode
  aside?: (mail: M) => ReactNode
  children: (mail: WithRaw<M>, close: () => void) => ReactNode
}

/** A list of mails and beside it (on a phone: over it) the one being read. */
export function MailPages<M extends { id: string }>(props: Props<M>) {
  const { title, mail } = props
  useEffect(() => {
    document.title = `${title} · Docket`
  }, [title])
  return (
    <div className="flex h-full">
      <section
        aria-label={title}
        className={cx(
          'h-full min-w-0 flex-col min-[900px]:border-r',
          mail ? 'hidden w-104 shrink-0 min-[900px]:flex' : 'flex flex-1',
        )}
      >
        <PaneHead title={title} />
        <List {...props} />
      </section>
      {mail ? (
        <div className="slide-over h-full min-w-0 flex-1 overflow-y-auto">
          <Reading key={mail} id={mail} {...props} />
        </div>
      ) : null}
    </div>
  )
}

function List<M extends { id: string }>({ title, at, queryKey, mail, empty, row }: Props<M>) {
  const list = useInfiniteQuery({
    queryKey: [queryKey, 'list'],
    queryFn: ({ pageParam, signal }) => api.get<Page<M>>(at, { cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })
  const mails = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      {list.isPending ? <SkeletonLines count={6} label={`Loading: ${title}`} /> : null}
      {list.isError ? (
        <Failure error={list.error} again={() => void list.refetch()} title="The list could not be read" />
      ) : null}
      {list.isSuccess && mails.length === 0 ? empty : null}
      <ul aria-label={title}>
        {mails.map((each) => (
          <li key={each.id}>
            <Link
              to={at}
              search={{ mail: each.id }}
              aria-current={each.id === mail ? 'true' : undefined}
              className={cx(
                'flex flex-col gap-0.5 border-b px-4 py-2.5 text-sm -outline-offset-2!',
                each.id === mail ? 'bg-selected' : 'hover:bg-hover',
              )}
            >
              {row(each)}
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
    </div>
  )
}

function Reading<M extends { id: string }>({
  id,
  title,
  at,
  queryKey,
  heading,
  from,
  aside,
  children,
}: Props<M> & { id: string }) {
  const navigate = useNavigate()
  const close = () => void navigate({ to: at, search: {} })
  const mail = useQuery({
    queryKey: [queryKey, 'one', id],
    queryFn: ({ signal }) => api.get<WithRaw<M>>(`${at}/${id}`, undefined, signal),
  })
  if (mail.isPending) return <SkeletonLines count={9} label="Loading mail" />
  if (mail.isError)
    return <Failure isPage error={mail.error} again={() => void mail.refetch()} title="The mail could not be read" />
  return (
    <article aria-label={`${title}: one mail`} className="flex flex-col gap-4 p-4">
      <header className="flex items-start gap-2">
        <IconButton label="Back to the list" onClick={close} className="min-[900px]:hidden">
          <ArrowLeft />
        </IconButton>
        <div className="min-w-0 flex-1">
          <h1 dir="auto" className="font-semibold text-md [overflow-wrap:anywhere]">
            {heading(mail.data)}
          </h1>
          <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">{from(mail.data)}</p>
        </div>
        {aside?.(mail.data)}
      </header>
      {children(mail.data, close)}
      {mail.data.raw_text ? (
        <Raw text={mail.data.raw_text} />
      ) : (
        <p className="text-ink-2 text-sm">The mail is made when it is sent.</p>
      )}
    </article>
  )
}
