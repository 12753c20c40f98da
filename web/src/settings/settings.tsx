import { Link, useParams } from '@tanstack/react-router'
import {
  Ban,
  Bell,
  BookMarked,
  History,
  KeyRound,
  ListChecks,
  MailCheck,
  Mails,
  PenLine,
  ShieldCheck,
  UserRound,
  UsersRound,
} from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { useMe } from '../auth/me.ts'
import { cx } from '../kit/class-names.ts'
import { Notice } from '../kit/notice.tsx'
import { PaneHead } from '../shell/pane-head.tsx'
import { Acknowledgements } from './acknowledgements.tsx'
import { Audit } from './audit.tsx'
import { Macros } from './macros.tsx'
import { Notifications } from './notifications.tsx'
import { People } from './people.tsx'
import { Profile } from './profile.tsx'
import { Roles } from './roles.tsx'
import { Security } from './security.tsx'
import { Senders } from './senders.tsx'
import { SignaturePage } from './signature.tsx'
import { Threading } from './threading.tsx'
import { Tokens } from './tokens.tsx'

type Section = { id: string; title: string; icon: ReactNode; page: () => ReactNode; needs?: string }

const sections: Section[] = [
  { id: 'profile', title: 'Profile', icon: <UserRound />, page: Profile },
  { id: 'security', title: 'Security', icon: <ShieldCheck />, page: Security },
  { id: 'notifications', title: 'Notifications', icon: <Bell />, page: Notifications },
  { id: 'signature', title: 'Signature', icon: <PenLine />, page: SignaturePage, needs: 'ticket.reply' },
  { id: 'macros', title: 'Macros', icon: <BookMarked />, page: Macros, needs: 'ticket.reply' },
  { id: 'tokens', title: 'API tokens', icon: <KeyRound />, page: Tokens },
  { id: 'senders', title: 'Blocked senders', icon: <Ban />, page: Senders, needs: 'sender.block' },
  { id: 'people', title: 'People', icon: <UsersRound />, page: People, needs: 'people.manage' },
  { id: 'roles', title: 'Roles', icon: <ListChecks />, page: Roles },
  { id: 'threading', title: 'Incoming mail', icon: <Mails />, page: Threading, needs: 'settings.manage' },
  {
    id: 'acknowledgements',
    title: 'Acknowledgements',
    icon: <MailCheck />,
    page: Acknowledgements,
    needs: 'mailbox.manage',
  },
  { id: 'audit', title: 'Audit log', icon: <History />, page: Audit, needs: 'audit.see' },
]

/** What one sets for oneself, and what an administrator sets for all. */
export function Settings() {
  const { section } = useParams({ from: '/frame/settings/$section' })
  const { permissions } = useMe()
  const mine = sections.filter(({ needs }) => !needs || permissions.includes(needs))
  const here = mine.find(({ id }) => id === section)
  const title = here?.title ?? 'Settings'
  useEffect(() => {
    document.title = `${title} · Docket`
  }, [title])
  return (
    <div className="flex h-full flex-col">
      <PaneHead title="Settings" />
      <div className="flex min-h-0 flex-1 max-[899px]:flex-col">
        <nav
          aria-label="Settings"
          className="flex shrink-0 gap-px min-[900px]:w-48 min-[900px]:flex-col min-[900px]:border-r min-[900px]:p-2.5 max-[899px]:flex-wrap max-[899px]:border-b max-[899px]:p-1.5"
        >
          {mine.map(({ id, title, icon }) => (
            <Link
              key={id}
              to="/settings/$section"
              params={{ section: id }}
              search={{}}
              aria-current={id === section ? 'page' : undefined}
              className={cx(
                'flex h-7.5 items-center gap-2.5 rounded-md px-2 text-sm max-[899px]:h-9',
                id === section ? 'bg-selected font-medium text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
              )}
            >
              <span aria-hidden className="contents max-[899px]:hidden">
                {icon}
              </span>
              {title}
            </Link>
          ))}
        </nav>
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keys.
          tabIndex={0}
          aria-label={`Settings: ${title}`}
          className="min-h-0 min-w-0 flex-1 overflow-y-auto -outline-offset-2!"
        >
          {here ? (
            <div className="mx-auto flex max-w-3xl flex-col gap-9 px-8 py-7 max-[899px]:px-4 max-[899px]:py-5">
              <here.page />
            </div>
          ) : (
            <Notice title="There is no such setting">It does not exist, or your role does not include it.</Notice>
          )}
        </section>
      </div>
    </div>
  )
}
