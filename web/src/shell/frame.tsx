import type { NewMail as Draft } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { api, sentenceOf } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { Sheet } from '../kit/dialog.tsx'
import { toast } from '../kit/toast.tsx'
import { useAction } from './actions.ts'
import { useKeyboard } from './keyboard.ts'
import { useLive } from './live.ts'
import { lendNewMail, openNewMail } from './new-mail.ts'
import { Rail } from './rail.tsx'
import { RailDoor } from './rail-door.ts'
import { useRemembered } from './remembered.ts'
import { nextTheme } from './theme.ts'

const Palette = lazy(() => import('./palette.tsx'))
const Help = lazy(() => import('./help.tsx'))
const NewMail = lazy(() => import('../composer/new-mail.tsx'))

/** What stands around every page: the rail, the keys, the live line. */
export function Frame() {
  useKeyboard()
  const alive = useLive()
  const navigate = useNavigate()
  const router = useRouter()
  const client = useQueryClient()
  const { permissions } = useMe()
  const [folded, fold] = useRemembered('rail-folded', false)
  const [sheet, setSheet] = useState(false)
  const mayManageMailboxes = permissions.includes('mailbox.manage')
  const [floating, setFloating] = useState<'commands' | 'help' | 'mail'>()
  const [draft, setDraft] = useState<Draft>()
  const close = () => setFloating(undefined)

  const leave = async () => {
    try {
      await api.POST('/auth/logout')
    } catch (error) {
      toast.wrong('You are still signed in', sentenceOf(error))
      return
    }
    await router.navigate({ to: '/sign-in', search: {} })
    client.clear()
  }

  useAction('window.commands', () => setFloating('commands'))
  useAction('write.new', permissions.includes('ticket.reply') ? () => openNewMail() : undefined)
  useEffect(
    () =>
      lendNewMail((begun) => {
        setDraft(begun)
        setFloating('mail')
      }),
    [],
  )
  useAction('window.help', () => setFloating('help'))
  useAction('window.rail', () => fold(!folded))
  useAction('window.theme', nextTheme)
  useAction('window.leave', () => void leave())
  useAction('go.inbox', () => void navigate({ to: '/tickets', search: {} }))
  useAction('go.mine', () => void navigate({ to: '/tickets', search: { assignee: 'me' } }))
  useAction('go.mailboxes', permissions.includes('ops.see') ? () => void navigate({ to: '/mailboxes' }) : undefined)
  useAction('go.outbox', () => void navigate({ to: '/outbox', search: {} }))
  useAction('go.failed', () => void navigate({ to: '/ops/failed-mails', search: {} }))
  useAction('go.replays', () => void navigate({ to: '/ops/replays', search: {} }))
  useAction('go.collisions', () => void navigate({ to: '/ops/collisions', search: {} }))
  const maySeeOps = permissions.includes('ops.see')
  useAction('go.ops', maySeeOps ? () => void navigate({ to: '/ops' }) : undefined)
  useAction('go.balance', maySeeOps ? () => void navigate({ to: '/ops/balance', search: {} }) : undefined)
  useAction(
    'go.senders',
    permissions.includes('sender.block')
      ? () => void navigate({ to: '/settings/$section', params: { section: 'senders' }, search: {} })
      : undefined,
  )
  useAction(
    'go.settings',
    () => void navigate({ to: '/settings/$section', params: { section: 'profile' }, search: {} }),
  )

  useAction(
    'go.acknowledgements',
    mayManageMailboxes
      ? () => void navigate({ to: '/settings/$section', params: { section: 'acknowledgements' }, search: {} })
      : undefined,
  )

  return (
    <RailDoor value={() => setSheet(true)}>
      <div className="flex h-full">
        <a
          href="#main"
          className="absolute z-50 -translate-y-16 rounded-md bg-raised px-3 py-1.5 text-accent focus:translate-y-2 focus:shadow-float"
        >
          Skip to content
        </a>
        <aside className="hidden min-[900px]:block">
          <Rail folded={folded} />
        </aside>
        <Sheet open={sheet} onClose={() => setSheet(false)} title="Navigation">
          <Rail folded={false} onGo={() => setSheet(false)} />
        </Sheet>
        <main
          id="main"
          className="relative flex min-w-0 flex-1 flex-col bg-surface min-[900px]:my-2 min-[900px]:mr-2 min-[900px]:overflow-hidden min-[900px]:rounded-lg min-[900px]:border"
        >
          {alive ? null : (
            <p role="status" className="border-b bg-canvas px-4 py-0.5 text-center text-ink-2 text-xs">
              Reconnecting… what you see may be a moment old. What you write is kept.
            </p>
          )}
          <div className="min-h-0 flex-1">
            <Outlet />
          </div>
        </main>
        <Suspense>
          {floating === 'commands' ? <Palette onClose={close} /> : null}
          {floating === 'mail' ? <NewMail key={draft?.id} draft={draft} onClose={close} /> : null}
          {floating === 'help' ? <Help onClose={close} /> : null}
        </Suspense>
      </div>
    </RailDoor>
  )
}
