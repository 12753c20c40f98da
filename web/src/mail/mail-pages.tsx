import { Link, useNavigate } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { Button, IconButton } from '../kit/button.tsx'
import { cx } from '../kit/class-names.ts'
import { type Asked, Loaded } from '../kit/loaded.tsx'
import { PaneHead } from '../shell/pane-head.tsx'
import { Raw } from './raw.tsx'

type Listed<M> = Asked<{ pages: { items: M[] }[] }> & {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => Promise<unknown>
}

type Props<M, R> = {
  title: string
  at: '/outbox' | '/ops/failed-mails' | '/ops/collisions'
  /** On the line with the title. */
  head?: ReactNode
  /** Between the title and the list. */
  above?: ReactNode
  list: Listed<M>
  /** What the address keeps besides the mail. */
  also?: Record<string, string> | undefined
  /** The mail that is being read, if one is. */
  openId: string | undefined
  one: Asked<R> | undefined
  empty: ReactNode
  row: (mail: M) => ReactNode
  heading: (mail: R) => ReactNode
  from: (mail: R) => ReactNode
  aside?: (mail: R) => ReactNode
  children: (mail: R, close: () => void) => ReactNode
}

type Listing = { id: string }
/** Null where it is not made yet; left out where there is no one mail to show. */
type Whole = Listing & { raw_text?: string | null }

/** A list of mails and beside it (on a phone: over it) the one being read. */
export function MailPages<M extends Listing, R extends Whole>(props: Props<M, R>) {
  const { title, head, above, one } = props
  useEffect(() => {
    document.title = `${title} · Docket`
  }, [title])
  return (
    <div className="flex h-full">
      <section
        aria-label={title}
        className={cx(
          'h-full min-w-0 flex-col min-[900px]:border-r',
          one ? 'hidden w-104 shrink-0 min-[900px]:flex' : 'flex flex-1',
        )}
      >
        <PaneHead title={title}>{head}</PaneHead>
        {above}
        <List {...props} />
      </section>
      {one ? (
        <div className="slide-over h-full min-w-0 flex-1 overflow-y-auto">
          <Reading {...props} one={one} />
        </div>
      ) : null}
    </div>
  )
}

function List<M extends Listing, R>({ title, at, also, list, openId, empty, row }: Props<M, R>) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <Loaded asked={list} waiting={`Loading: ${title}`} wrong="The list could not be read" lines={6}>
        {({ pages }) => (
          <Rows mails={pages.flatMap(({ items }) => items)} {...{ title, at, also, openId, empty, row }} />
        )}
      </Loaded>
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

type RowsProps<M, R> = Pick<Props<M, R>, 'title' | 'at' | 'also' | 'openId' | 'empty' | 'row'> & { mails: M[] }

function Rows<M extends Listing, R>({ mails, title, at, also, openId, empty, row }: RowsProps<M, R>) {
  if (mails.length === 0) return empty
  return (
    <ul aria-label={title}>
      {mails.map((each) => (
        <li key={each.id}>
          <Link
            to={at}
            search={{ ...also, mail: each.id }}
            aria-current={each.id === openId ? 'true' : undefined}
            className={cx(
              'flex flex-col gap-0.5 border-b px-4 py-2.5 text-sm -outline-offset-2!',
              each.id === openId ? 'bg-selected' : 'hover:bg-hover',
            )}
          >
            {row(each)}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Reading<M, R extends Whole>({
  title,
  at,
  also,
  heading,
  from,
  aside,
  children,
  one,
}: Props<M, R> & { one: Asked<R> }) {
  const navigate = useNavigate()
  const close = () => void navigate({ to: at, search: { ...also } })
  return (
    <Loaded isPage asked={one} waiting="Loading mail" wrong="The mail could not be read" lines={9}>
      {(mail) => (
        <article aria-label={`${title}: one mail`} className="flex flex-col gap-4 p-4">
          <header className="flex items-start gap-2">
            <IconButton label="Back to the list" onClick={close} className="min-[900px]:hidden">
              <ArrowLeft />
            </IconButton>
            <div className="min-w-0 flex-1">
              <h1 dir="auto" className="font-semibold text-md [overflow-wrap:anywhere]">
                {heading(mail)}
              </h1>
              <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">{from(mail)}</p>
            </div>
            {aside?.(mail)}
          </header>
          {children(mail, close)}
          {mail.raw_text ? <Raw text={mail.raw_text} /> : null}
          {mail.raw_text === null ? <p className="text-ink-2 text-sm">The mail is made when it is sent.</p> : null}
        </article>
      )}
    </Loaded>
  )
}
