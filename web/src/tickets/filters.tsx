import { useNavigate } from '@tanstack/react-router'
import { ListFilter, Search, UserRound, X } from 'lucide-react'
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
