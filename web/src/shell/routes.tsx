import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { ApiError } from '../api.ts'
import { meQuery } from '../auth/me.ts'
import { SignIn } from '../auth/sign-in.tsx'
import { Failure, Notice } from '../kit/notice.tsx'
import { Inbox } from '../tickets/inbox.tsx'
import { NoTicket } from '../tickets/no-ticket.tsx'
import type { TicketFilter } from '../tickets/words.ts'
import { Frame } from './frame.tsx'

/** An address of this very page, as the browser itself reads it: it skips a tab that hides a second slash. */
function isHere(path: string): boolean {
  return (
    path.startsWith('/') &&
    URL.canParse(path, location.origin) &&
    new URL(path, location.origin).origin === location.origin
  )
}

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Outlet,
  notFoundComponent: () => (
    <main className="h-full">
      <Notice isPage title="There is nothing at this address">
        <a href="/tickets" className="text-accent underline underline-offset-2">
          Go to the inbox
        </a>
      </Notice>
    </main>
  ),
})

/** The pages of those who are not in yet. */
const gate = createRoute({
  getParentRoute: () => root,
  id: 'gate',
  component: () => (
    <main className="h-full overflow-y-auto bg-canvas">
      <Outlet />
    </main>
  ),
  errorComponent: Broken,
})

const signIn = createRoute({
  getParentRoute: () => gate,
  path: '/sign-in',
  component: SignIn,
  validateSearch: (search): { next?: string | undefined } => {
    const next = search.next
    // Named also when it is refused: what is left out stays as the address had it.
    return { next: typeof next === 'string' && isHere(next) ? next : undefined }
  },
})

const setup = createRoute({
  getParentRoute: () => gate,
  path: '/setup',
  component: lazyRouteComponent(() => import('../auth/setup.tsx'), 'Setup'),
})
const forgot = createRoute({
  getParentRoute: () => gate,
  path: '/forgot',
  component: lazyRouteComponent(() => import('../auth/forgot.tsx'), 'Forgot'),
})
const reset = createRoute({
  getParentRoute: () => gate,
  path: '/reset',
  component: lazyRouteComponent(() => import('../auth/forgot.tsx'), 'Reset'),
  validateSearch: (search): { token?: string } => text(search, 'token'),
})
const invitation = createRoute({
  getParentRoute: () => gate,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../auth/invitation.tsx'), 'Invitation'),
  validateSearch: (search): { token?: string } => text(search, 'token'),
})

/** All pages that need somebody signed in. */
const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  component: Frame,
  errorComponent: Broken,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.client.ensureQueryData(meQuery)
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } })
    }
  },
})

const home = createRoute({
  getParentRoute: () => frame,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/tickets' })
  },
})

/** Asked for with the list, so that it is there when a ticket is opened, and the list need not wait for it. */
const ticketPage = lazyRouteComponent(() => import('../tickets/ticket.tsx'), 'TicketPage')
const tickets = createRoute({
  getParentRoute: () => frame,
  path: '/tickets',
  component: Inbox,
  onEnter: () => void ticketPage.preload?.(),
  validateSearch: (search): TicketFilter => ({
    ...text(search, 'status'),
    ...text(search, 'assignee'),
    ...text(search, 'q'),
  }),
})
const noTicket = createRoute({ getParentRoute: () => tickets, path: '/', component: NoTicket })
const ticket = createRoute({ getParentRoute: () => tickets, path: '$ticketId', component: ticketPage })
const source = createRoute({
  getParentRoute: () => tickets,
  path: '$ticketId/messages/$messageId/source',
  component: lazyRouteComponent(() => import('../mail/source.tsx'), 'SourcePage'),
})

const failedMails = createRoute({
  getParentRoute: () => frame,
  path: '/ops/failed-mails',
  component: lazyRouteComponent(() => import('../mail/failed-mails.tsx'), 'FailedMails'),
  validateSearch: (search): { mail?: string } => text(search, 'mail'),
})
const replays = createRoute({
  getParentRoute: () => frame,
  path: '/ops/replays',
  component: lazyRouteComponent(() => import('../mail/replays.tsx'), 'Replays'),
  validateSearch: (search): { run?: string } => text(search, 'run'),
})
const collisions = createRoute({
  getParentRoute: () => frame,
  path: '/ops/collisions',
  component: lazyRouteComponent(() => import('../mail/collisions.tsx'), 'Collisions'),
  validateSearch: (search): { mail?: string } => text(search, 'mail'),
})
const operations = createRoute({
  getParentRoute: () => frame,
  path: '/ops',
  component: lazyRouteComponent(() => import('../ops/operations.tsx'), 'Operations'),
})
const balance = createRoute({
  getParentRoute: () => frame,
  path: '/ops/balance',
  component: lazyRouteComponent(() => import('../ops/balance.tsx'), 'Balance'),
  validateSearch: (search): { mailbox?: string; day?: string; until?: string } => ({
    ...text(search, 'mailbox'),
    ...text(search, 'day'),
    ...text(search, 'until'),
  }),
})
const outbox = createRoute({
  getParentRoute: () => frame,
  path: '/outbox',
  component: lazyRouteComponent(() => import('../mail/outbox.tsx'), 'Outbox'),
  validateSearch: (search): { mail?: string; state?: string } => ({
    ...text(search, 'mail'),
    ...text(search, 'state'),
  }),
})

const mailboxes = createRoute({
  getParentRoute: () => frame,
  path: '/mailboxes',
  component: lazyRouteComponent(() => import('../mailboxes/mailboxes.tsx'), 'Mailboxes'),
})
const newMailbox = createRoute({
  getParentRoute: () => frame,
  path: '/mailboxes/new',
  component: lazyRouteComponent(() => import('../mailboxes/new-mailbox.tsx'), 'NewMailbox'),
  validateSearch: (search): { mailbox_id?: string } => text(search, 'mailbox_id'),
})
const connectedMailbox = createRoute({
  getParentRoute: () => frame,
  path: '/mailboxes/connected',
  component: lazyRouteComponent(() => import('../mailboxes/connected.tsx'), 'ConnectedMailbox'),
  validateSearch: (search): { mailbox_id?: string; visit?: string; refused?: string } => ({
    ...text(search, 'mailbox_id'),
    ...text(search, 'visit'),
    ...text(search, 'refused'),
  }),
})
const mailbox = createRoute({
  getParentRoute: () => frame,
  path: '/mailboxes/$mailboxId',
  component: lazyRouteComponent(() => import('../mailboxes/mailbox.tsx'), 'MailboxPage'),
})

const settingsHome = createRoute({
  getParentRoute: () => frame,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: 'profile' }, replace: true })
  },
})
const settings = createRoute({
  getParentRoute: () => frame,
  path: '/settings/$section',
  component: lazyRouteComponent(() => import('../settings/settings.tsx'), 'Settings'),
  validateSearch: (search): { type?: string; user?: string } => ({ ...text(search, 'type'), ...text(search, 'user') }),
})

/**
 * For those who build Docket, and its tests: a company's own organisation has no such page. The code loads when it is
 * asked for.
 */
const kit = createRoute({
  getParentRoute: () => frame,
  path: '/kit',
  component: lazyRouteComponent(() => import('../kit/kit-page.tsx'), 'KitPage'),
  beforeLoad: async ({ context }) => {
    const { org } = await context.client.ensureQueryData(meQuery)
    if (!org.is_demo) throw notFound()
  },
})

const tree = root.addChildren([
  gate.addChildren([signIn, setup, forgot, reset, invitation]),
  frame.addChildren([
    home,
    tickets.addChildren([noTicket, ticket, source]),
    failedMails,
    replays,
    collisions,
    operations,
    balance,
    outbox,
    mailboxes,
    newMailbox,
    connectedMailbox,
    mailbox,
    settingsHome,
    settings,
    kit,
  ]),
])

export const makeRouter = (client: QueryClient) =>
  createRouter({ routeTree: tree, context: { client }, defaultPreload: false, scrollRestoration: false })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}

function Broken({ error, reset }: ErrorComponentProps) {
  return (
    <main className="h-full">
      <Failure isPage error={error} again={reset} title="This page could not be shown" />
    </main>
  )
}

/** Only what is there and not empty, so that the address stays short. The router reads `q=12` as a number. */
function text<N extends string>(search: Record<string, unknown>, name: N): { [name in N]?: string } {
  const value = search[name]
  const isText = (typeof value === 'string' && value !== '') || typeof value === 'number'
  return (isText ? { [name]: String(value) } : {}) as { [name in N]?: string }
}
