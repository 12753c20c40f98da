import type { TicketRow } from '@docket/api'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef } from 'react'
import { ApiError } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { CopyLine } from '../kit/copy.tsx'
import { Failure, Notice } from '../kit/notice.tsx'
import { Skeleton } from '../kit/skeleton.tsx'
import { countsQuery, ticketQuery, ticketsQuery } from './queries.ts'
import { Row, rowHeight } from './row.tsx'
import { type TicketFilter, titleOf } from './words.ts'

type Props = { filter: TicketFilter; openId: string | undefined; markedId: string | undefined }

/** Tickets, newest active first; only the rows in sight exist, and the next page comes before its end is reached. */
export function TicketList({ filter, openId, markedId }: Props) {
  const client = useQueryClient()
  const list = useInfiniteQuery(ticketsQuery(filter))
  const rows = rowsOf(list.data)
  const notice = noticeOf(list.data)
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
  })
  const prefetch = useCallback((id: string) => void client.prefetchQuery(ticketQuery(id)), [client])

  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list
  const last = virtual.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= rows.length - 15 && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage()
  }, [last, rows.length, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage])

  const marked = markedId ? rows.findIndex(({ id }) => id === markedId) : -1
  useEffect(() => {
    if (marked >= 0) virtual.scrollToIndex(marked)
  }, [marked, virtual])

  if (list.isPending) return <Waiting />
  if (list.isError && rows.length === 0) {
    // What cannot be searched for says what can: no failure, and nothing to try again.
    if (filter.q && list.error instanceof ApiError && list.error.status === 422)
      return <Notice title="This search has a slip">{list.error.message.replace(/^q: /, '')}</Notice>
    return <Failure error={list.error} again={() => void list.refetch()} title="The list could not be read" />
  }
  if (rows.length === 0) return <Empty filter={filter} notice={notice} />

  return (
    <div ref={scroller} className="h-full overflow-y-auto overscroll-contain">
      {notice ? <p className="border-b px-4 py-2 text-ink-2 text-xs">{notice}</p> : null}
      <ul aria-label={titleOf(filter)} className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index]
          if (!row) return null
          return (
            <li key={key} className="absolute inset-x-0 top-0" style={{ transform: `translateY(${start}px)` }}>
              <Row row={row} open={row.id === openId} marked={row.id === markedId} onHover={prefetch} />
            </li>
          )
        })}
      </ul>
      {isFetchNextPageError ? (
        <button type="button" onClick={() => void fetchNextPage()} className="w-full p-3 text-danger text-sm">
          The next tickets could not be read. Try again
        </button>
      ) : null}
    </div>
  )
}

type Noticed = { notice?: string }
const noticeOf = (data: { pages: Noticed[] } | undefined) => data?.pages[0]?.notice

/** The client widens pairs of numbers to lists; they are pairs. */
export const rowsOf = (data: { pages: { items: unknown[] }[] } | undefined): TicketRow[] =>
  (data?.pages.flatMap((page) => page.items) as TicketRow[] | undefined) ?? []

function Waiting() {
  return (
    <div role="status" aria-label="Loading tickets">
      {Array.from({ length: 9 }, (_, line) => (
        <div key={line} className="flex h-16 gap-2.5 border-b px-4 py-3">
          <Skeleton className="size-4 rounded-full" />
          <div className="flex flex-1 flex-col gap-3">
            <Skeleton className="h-3 w-2/5" />
            <Skeleton className="h-3 w-5/6" />
          </div>
        </div>
      ))}
    </div>
  )
}

/** An empty inbox teaches the first mail; an empty search says how to widen it. */
function Empty({ filter, notice }: { filter: TicketFilter; notice: string | undefined }) {
  const { support_addresses, smtp_port } = useMe()
  const counts = useQuery(countsQuery).data
  const isFirstDay = counts !== undefined && Object.values(counts).every((count) => count === 0)
  const address = support_addresses[0]
  if (filter.q) {
    return (
      <Notice title={`Nothing found for “${filter.q}”`}>
        {notice ?? 'Search looks at numbers, subjects, people, file names and what was written.'}
      </Notice>
    )
  }
  const isInbox = !filter.status && !filter.assignee
  if (!isInbox) return <Notice title={`${titleOf(filter)}: none`}>Tickets appear here by themselves.</Notice>
  if (!isFirstDay || !address || !smtp_port)
    return <Notice title="Nothing waits for you">New mail opens a ticket here.</Notice>
  const command = `curl --url smtp://localhost:${smtp_port} --mail-from ada@example.com --mail-rcpt ${address} -T first.eml`
  return (
    <Notice title="The first ticket is one mail away">
      <p>
        Mail to <strong className="font-medium text-ink">{address}</strong> opens a ticket here. Send a first one from
        your terminal:
      </p>
      <CopyLine
        text={`printf 'From: Ada <ada@example.com>\\nTo: ${address}\\nSubject: Hello\\n\\nCan you help me?\\n' > first.eml`}
        label="Copy the first line"
      />
      <CopyLine text={command} label="Copy the command" />
    </Notice>
  )
}
