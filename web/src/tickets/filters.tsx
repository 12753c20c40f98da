import { Popover } from '@base-ui/react/popover'
import { useNavigate } from '@tanstack/react-router'
import { CircleQuestionMark, ListFilter, Search, UserRound, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useUsers } from '../auth/me.ts'
import { Avatar } from '../kit/avatar.tsx'
import { IconButton } from '../kit/button.tsx'
import { cx } from '../kit/class-names.ts'
import { Pick } from '../kit/menu.tsx'
import { StatusGlyph } from '../kit/status.tsx'
import { useAction } from '../shell/actions.ts'
import { statuses, statusWords, type TicketFilter } from './words.ts'

const searchAfterMs = 200

/** Search and the two filters, all of them in the address. */
export function Filters({ filter }: { filter: TicketFilter }) {
  const navigate = useNavigate()
  const users = useUsers()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(filter.q ?? '')
  const asked = useRef(filter.q ?? '')
  const set = (change: TicketFilter) => {
    const next = Object.fromEntries(Object.entries({ ...filter, ...change }).filter(([, value]) => value))
    void navigate({ to: '.', search: next, replace: true })
  }
  const latest = useRef(set)
  latest.current = set

  useAction('list.search', () => field.current?.select())

  // The address may change by other hands (the rail, the back button); what is being typed wins over its own echo.
  useEffect(() => {
    const q = filter.q ?? ''
    if (q === asked.current) return
    asked.current = q
    setText(q)
  }, [filter.q])

  useEffect(() => {
    const q = text.trim()
    if (q === asked.current) return
    const timer = setTimeout(() => {
      asked.current = q
      latest.current({ q })
    }, searchAfterMs)
    return () => clearTimeout(timer)
  }, [text])

  return (
    <search className="flex h-11 shrink-0 items-center gap-1 border-b px-2">
      <label className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-ink-3 focus-within:bg-hover">
        <Search />
        <span className="sr-only">Search tickets</span>
        <input
          ref={field}
          type="text"
          inputMode="search"
          enterKeyHint="search"
          placeholder="Search"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' || event.key === 'Enter') field.current?.blur()
          }}
          className="h-full min-w-0 flex-1 bg-transparent text-ink text-sm outline-none max-[899px]:text-[16px]"
        />
        {text ? (
          <IconButton label="Clear search" onClick={() => setText('')} className="size-6!">
            <X />
          </IconButton>
        ) : null}
        <SearchHelp
          onTake={(operator) => {
            setText((before) => `${before.trimEnd()} ${operator}`.trimStart())
            field.current?.focus()
          }}
        />
      </label>
      <Pick
        label="Status"
        value={filter.status ?? 'inbox'}
        onChoose={(status) => set({ status: status === 'inbox' ? '' : status })}
        trigger={
          <Filter
            label="Status"
            on={Boolean(filter.status)}
            icon={
              filter.status && filter.status in statusWords ? (
                <StatusGlyph status={filter.status as never} />
              ) : (
                <ListFilter />
              )
            }
          />
        }
        choices={[
          { value: 'inbox', label: 'New, open and pending', icon: <ListFilter /> },
          ...statuses.map((status) => ({
            value: status as string,
            label: statusWords[status],
            icon: <StatusGlyph status={status} />,
          })),
          { value: 'all', label: 'All' },
        ]}
      />
      <Pick
        label="Assignee"
        value={filter.assignee ?? 'any'}
        onChoose={(assignee) => set({ assignee: assignee === 'any' ? '' : assignee })}
        trigger={<Filter label="Assignee" on={Boolean(filter.assignee)} icon={<UserRound />} />}
        choices={[
          { value: 'any', label: 'Anyone' },
          { value: 'me', label: 'Me' },
          { value: 'none', label: 'No one' },
          ...users.map((user) => ({ value: user.id, label: user.name, icon: <Avatar name={user.name} size={16} /> })),
        ]}
      />
    </search>
  )
}

const operators: [example: string, says: string][] = [
  ['from:', 'who wrote it: name, address or @domain'],
  ['to:', 'who it went to'],
  ['subject:', 'words of the subject'],
  ['status:', 'new, open, pending, resolved, closed, spam'],
  ['assignee:', 'me, none or a name'],
  ['has:attachment', 'with a file'],
  ['is:unread', 'not read yet'],
  ['after:', 'a day 2026-11-01, a month 2026-11, or an age 7d'],
  ['before:', 'the same'],
  ['"new york"', 'these words in this order'],
  ['-refund', 'no message of the ticket has this'],
]

/** What a search may say; a click writes it. */
function SearchHelp({ onTake }: { onTake: (operator: string) => void }) {
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label="How to search"
        title="How to search"
        className="inline-flex size-5 shrink-0 items-center justify-center rounded-md text-ink-3 hover:bg-hover data-popup-open:bg-hover"
      >
        <CircleQuestionMark />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" collisionPadding={8} className="z-40">
          <Popover.Popup
            aria-label="How to search"
            className="pop max-h-(--available-height) w-96 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-md bg-raised p-1 shadow-float outline-none"
          >
            {operators.map(([example, says]) => (
              <Popover.Close
                key={example}
                onClick={() => onTake(example)}
                className="flex min-h-7 w-full items-baseline gap-3 rounded-sm px-2 py-1 text-left text-sm hover:bg-hover"
              >
                <code className="w-28 shrink-0 font-mono text-ink text-xs">{example}</code>
                <span className="text-ink-2">{says}</span>
              </Popover.Close>
            ))}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Filter({ label, on, icon, ...rest }: { label: string; on: boolean; icon: React.ReactNode }) {
  return (
    <button
      type="button"
      aria-label={`Filter by ${label.toLowerCase()}`}
      title={label}
      {...rest}
      className={cx(
        'inline-flex size-7 items-center justify-center rounded-md hover:bg-hover data-popup-open:bg-hover max-[899px]:size-9',
        on ? 'bg-selected text-accent' : 'text-ink-3',
      )}
    >
      {icon}
    </button>
  )
}
