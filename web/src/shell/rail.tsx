import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import {
  ChevronsUpDown,
  Inbox,
  Layers,
  LogOut,
  Mails,
  Moon,
  Search,
  Send,
  Settings,
  Sun,
  SunMoon,
  TriangleAlert,
  UserRound,
  UserRoundX,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useMe } from '../auth/me.ts'
import { Avatar } from '../kit/avatar.tsx'
import { cx } from '../kit/class-names.ts'
import { Keys } from '../kit/keys.tsx'
import { Deeds } from '../kit/menu.tsx'
import { StatusGlyph } from '../kit/status.tsx'
import { countsQuery } from '../tickets/queries.ts'
import { inboxCount, statuses, statusWords, type TicketFilter } from '../tickets/words.ts'
import { runAction } from './actions.ts'
import { Mark } from './mark.tsx'
import { nextTheme, useTheme } from './theme.ts'

type Props = { folded: boolean; onGo?: () => void }

export function Rail({ folded, onGo }: Props) {
  const me = useMe()
  const counts = useQuery(countsQuery).data
  const queue = (filter: TicketFilter, label: string, icon: ReactNode, count?: number) => (
    <RailLink to="/tickets" search={filter} label={label} icon={icon} count={count} folded={folded} onGo={onGo} />
  )

  return (
    <nav
      aria-label="Main"
      className={cx(
        'flex h-full flex-col gap-4 overflow-y-auto py-3',
        folded ? 'w-13 px-2' : 'w-56 px-2.5 max-[899px]:w-full',
      )}
    >
      <div className="flex h-8 items-center gap-2.5 px-1.5">
        <Mark />
        {folded ? null : <span className="truncate font-semibold text-base tracking-tight">{me.org.name}</span>}
      </div>
      {folded ? null : (
        <button
          type="button"
          onClick={() => runAction('window.commands')}
          className="flex h-8 items-center gap-2 rounded-md border border-line-strong bg-surface px-2 text-ink-3 text-sm hover:text-ink"
        >
          <Search />
          <span className="flex-1 text-left">Do anything</span>
          <Keys keys="mod+k" />
        </button>
      )}
      <Group>
        {queue({}, 'Inbox', <Inbox />, counts && inboxCount(counts))}
        {queue({ assignee: 'me' }, 'My tickets', <UserRound />, counts?.mine)}
        {queue({ assignee: 'none' }, 'Unassigned', <UserRoundX />, counts?.unassigned)}
      </Group>
      <Group title={folded ? undefined : 'By status'}>
        {statuses.map((status) => (
          <div key={status}>
            {queue({ status }, statusWords[status], <StatusGlyph status={status} />, counts?.[status])}
          </div>
        ))}
        {queue({ status: 'all' }, 'All tickets', <Layers />)}
      </Group>
      <Group title={folded ? undefined : 'Mail'}>
        {me.permissions.includes('ops.see') ? (
          <RailLink to="/mailboxes" search={{}} label="Mailboxes" icon={<Mails />} folded={folded} onGo={onGo} />
        ) : null}
        <RailLink to="/outbox" search={{}} label="Outbox" icon={<Send />} folded={folded} onGo={onGo} />
        <RailLink
          to="/ops/failed-mails"
          search={{}}
          label="Failed mails"
          icon={<TriangleAlert />}
          folded={folded}
          onGo={onGo}
        />
      </Group>
      <div className="flex-1" />
      <RailLink to="/settings" search={{}} label="Settings" icon={<Settings />} folded={folded} onGo={onGo} />
      <Account folded={folded} />
    </nav>
  )
}

function Account({ folded }: { folded: boolean }) {
  const { user } = useMe()
  const theme = useTheme()
  const themes = {
    system: { label: 'Theme: as the system', icon: <SunMoon /> },
    dark: { label: 'Theme: dark', icon: <Moon /> },
    light: { label: 'Theme: light', icon: <Sun /> },
  }
  const trigger = (
    <button
      type="button"
      className="flex min-h-9 w-full items-center gap-2 rounded-md px-1.5 text-left text-sm hover:bg-hover"
    >
      <span aria-hidden className="contents">
        <Avatar name={user.name} size={22} />
      </span>
      <span className={cx('min-w-0 flex-1 truncate', folded && 'sr-only')}>
        {user.name}
        <span className="sr-only">, account</span>
      </span>
      {folded ? null : <ChevronsUpDown className="text-ink-3" />}
    </button>
  )
  return (
    <Deeds
      trigger={trigger}
      deeds={[
        { ...themes[theme], run: nextTheme },
        { label: 'Sign out', icon: <LogOut />, run: () => runAction('window.leave') },
      ]}
    />
  )
}

function Group({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-px">
      {title ? <h2 className="px-2 pb-1 font-medium text-ink-3 text-xs">{title}</h2> : null}
      {children}
    </div>
  )
}

type LinkProps = Props & {
  to: '/tickets' | '/mailboxes' | '/outbox' | '/ops/failed-mails' | '/settings'
  search: TicketFilter
  label: string
  icon: ReactNode
  count?: number | undefined
}

function RailLink({ to, search, label, icon, count, folded, onGo }: LinkProps) {
  const here = useRouterState({
    select: ({ location }) => {
      const asked = location.search as TicketFilter
      const sameList = asked.status === search.status && asked.assignee === search.assignee && !asked.q
      return location.pathname.startsWith(to) && (to !== '/tickets' || sameList)
    },
  })
  return (
    <Link
      to={to}
      search={search}
      onClick={onGo}
      aria-current={here ? 'page' : undefined}
      title={folded ? label : undefined}
      className={cx(
        'flex h-7.5 items-center gap-2.5 rounded-md px-2 text-sm max-[899px]:h-10',
        here ? 'bg-selected font-medium text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
      )}
    >
      {icon}
      <span className={cx('min-w-0 flex-1 truncate', folded && 'sr-only')}>{label}</span>
      {count && !folded ? <span className="tnum text-ink-3 text-xs">{count.toLocaleString()}</span> : null}
    </Link>
  )
}
