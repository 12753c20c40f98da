import type { MessageView, TicketEvent, TicketView } from '@docket/api'
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { AutomaticLine } from './acknowledgement.tsx'
import { EventLine, isTold } from './events.tsx'
import { Message } from './message.tsx'

/** How many of the latest messages stand open; the older ones are one line each until asked for. */
const openAtFirst = 3

type Entry = { key: string; message: MessageView } | { key: string; events: TicketEvent[] }

/** What was written, and between it what happened, in the order of time. */
export function Thread({ ticket }: { ticket: TicketView }) {
  const scroller = useRef<HTMLDivElement>(null)
  const entries = entriesOf(ticket)
  // What Docket writes by itself is neither where reading begins nor what is read.
  const written = ticket.messages.filter(({ automatic }) => !automatic)
  const [first] = useState(() => new Set(written.slice(-openAtFirst).map(({ id }) => id)))
  const [known] = useState(() => new Set(ticket.messages.map(({ id }) => id)))
  const last = written.at(-1)

  useBeginning(scroller)

  // Then follow only what oneself has written; what others write must not move the page under the reader.
  useEffect(() => {
    if (!last || known.has(last.id) || last.direction === 'in') return
    scroller.current?.querySelector('[data-latest]')?.scrollIntoView({ block: 'end' })
  }, [last, known])

  return (
    <section
      ref={scroller}
      aria-label="Messages"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keys.
      tabIndex={0}
      className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain -outline-offset-2!"
    >
      <ol className="mx-auto flex max-w-[46rem] flex-col px-6 py-4 max-[899px]:px-4">
        {entries.map((entry) => (
          <li key={entry.key} data-latest={'message' in entry && entry.message === last ? '' : undefined}>
            {'events' in entry ? (
              <EventLine ticket={ticket} events={entry.events} />
            ) : entry.message.automatic ? (
              <AutomaticLine ticket={ticket} message={entry.message} />
            ) : (
              <Message
                ticket={ticket}
                message={entry.message}
                openAtFirst={first.has(entry.message.id) || !known.has(entry.message.id)}
              />
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

/**
 * Begin where reading goes on: at the head of the latest message. Heights arrive late (frames, messages never drawn
 * before), so the place is held until the reader takes over.
 */
function useBeginning(scroller: RefObject<HTMLDivElement | null>): void {
  useLayoutEffect(() => {
    const pane = scroller.current
    const list = pane?.firstElementChild
    if (!pane || !list) return
    const begin = () => {
      const latest = pane.querySelector<HTMLElement>('[data-latest]')
      if (latest?.previousElementSibling) pane.scrollTop = latest.offsetTop - 16
    }
    const heights = new ResizeObserver(begin)
    const takeOver = () => heights.disconnect()
    begin()
    heights.observe(list)
    for (const sign of signs) pane.addEventListener(sign, takeOver, { once: true, passive: true })
    return () => {
      heights.disconnect()
      for (const sign of signs) pane.removeEventListener(sign, takeOver)
    }
  }, [scroller])
}

const signs = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const

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
