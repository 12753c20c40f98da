import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { MessageView, TicketEvent, TicketView } from '../api-types.ts'
import { EventLine, isTold } from './events.tsx'
import { Message } from './message.tsx'

/** How many of the latest messages stand open; the older ones are one line each until asked for. */
const openAtFirst = 3

type Entry = { key: string; message: MessageView } | { key: string; events: TicketEvent[] }

/** What was written, and between it what happened, in the order of time. */
export function Thread({ ticket }: { ticket: TicketView }) {
  const scroller = useRef<HTMLDivElement>(null)
  const entries = entriesOf(ticket)
  const [first] = useState(() => new Set(ticket.messages.slice(-openAtFirst).map(({ id }) => id)))
  const [known] = useState(() => new Set(ticket.messages.map(({ id }) => id)))
  const last = ticket.messages.at(-1)

  // Begin where reading goes on: at the head of the latest message.
  useLayoutEffect(() => {
    const pane = scroller.current
    const latest = pane?.querySelector<HTMLElement>('[data-latest]')
    if (pane && latest && ticket.messages.length > 1) pane.scrollTop = latest.offsetTop - 16
    // biome-ignore lint/correctness/useExhaustiveDependencies: only on opening.
  }, [])

  // Then follow only what oneself has written; what others write must not move the page under the reader.
  useEffect(() => {
    if (!last || known.has(last.id) || last.direction === 'in') return
    scroller.current?.querySelector('[data-latest]')?.scrollIntoView({ block: 'end' })
  }, [last, known])

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keys.
    <section ref={scroller} aria-label="Messages" tabIndex={0} className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain -outline-offset-2!">
      <ol className="mx-auto flex max-w-[46rem] flex-col px-6 py-4 max-[899px]:px-4">
        {entries.map((entry) => (
          <li key={entry.key} data-latest={'message' in entry && entry.message === last ? '' : undefined}>
            {'message' in entry ? (
              <Message ticket={ticket} message={entry.message} openAtFirst={first.has(entry.message.id) || !known.has(entry.message.id)} />
            ) : (
              <EventLine events={entry.events} />
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

function entriesOf({ messages, events }: TicketView): Entry[] {
  const told = events.filter(isTold)
  const entries: Entry[] = []
  let next = 0
  const tellUntil = (at: string | undefined) => {
    const group: TicketEvent[] = []
    for (let event = told[next]; event && (at === undefined || event.at < at); event = told[++next]) group.push(event)
    if (group[0]) entries.push({ key: group[0].id, events: group })
  }
  for (const message of messages) {
    tellUntil(message.at)
    entries.push({ key: message.id, message })
  }
  tellUntil(undefined)
  return entries
}
