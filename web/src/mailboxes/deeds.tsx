import type { Mailbox } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  CirclePause,
  CirclePlay,
  Ellipsis,
  Eye,
  History,
  KeyRound,
  Plug,
  RefreshCw,
  Stethoscope,
  Unplug,
} from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { answered, api, sentenceOf } from '../api.ts'
import { IconButton } from '../kit/button.tsx'
import { type Deed, Deeds } from '../kit/menu.tsx'
import { toast } from '../kit/toast.tsx'
import { askConsent } from './asking-consent.ts'
import { byId, invalidateMailboxes } from './queries.ts'

const BackfillDialog = lazy(() => import('./backfill-dialog.tsx'))
const EndingDialog = lazy(() => import('./ending-dialog.tsx'))
const CheckDialog = lazy(() => import('./check-dialog.tsx'))
const SettingsDialog = lazy(() => import('./settings-dialog.tsx'))

type Asking = 'backfill' | 'disconnect' | 'check' | 'settings'

/** A year: nobody waits for its end, somebody resumes. */
const untilResumed = 525_600

/** All that an administrator does to a mailbox, for menu, buttons and keys. */
export function useMailboxDeeds(mailbox: Mailbox) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [asking, ask] = useState<Asking>()
  const { address, connection } = mailbox

  const run = async (work: () => Promise<unknown>, done: string, wrong: string) => {
    try {
      await work()
      toast.done(done, address)
    } catch (error) {
      toast.wrong(wrong, sentenceOf(error))
    }
    await invalidateMailboxes(client)
  }
  const pull = () =>
    run(
      () => answered(api.POST('/mailboxes/{id}/sync/history', byId(mailbox))),
      'Looking for new mail',
      'It was not asked for',
    )
  const pause = (minutes: number) =>
    run(
      () => answered(api.POST('/mailboxes/{id}/sync/pause', { ...byId(mailbox), body: { minutes } })),
      'Paused; mail waits at the provider',
      'It was not paused',
    )
  const resume = () =>
    run(() => answered(api.POST('/mailboxes/{id}/sync/resume', byId(mailbox))), 'Resumed', 'It was not resumed')
  const look = () => void navigate({ to: '/mailboxes/connected', search: { mailbox_id: mailbox.id } })
  const goThere = (send: boolean) =>
    askConsent(mailbox, { send }).catch((error) => toast.wrong('The provider was not asked', sentenceOf(error)))
  const reconnect = () => void goThere(false)
  const allowSending = () => void goThere(true)
  const connect = () => void navigate({ to: '/mailboxes/new', search: { mailbox_id: mailbox.id } })

  const isHeld = connection !== null && ['paused', 'tripped', 'refused'].includes(connection.state)
  const disconnect = { label: 'Disconnect…', icon: <Unplug />, run: () => ask('disconnect') }
  const isUnconfirmed = connection?.state === 'unconfirmed'
  const unconfirmed: Deed[] = [{ label: 'Look and begin', icon: <Eye />, run: look }, disconnect]
  const connected: Deed[] = connection
    ? [
        ...(isHeld
          ? [
              {
                label: connection.state === 'paused' ? 'Resume' : 'Try again now',
                icon: <CirclePlay />,
                run: () => void resume(),
              },
            ]
          : [
              { label: 'Look for mail now', icon: <RefreshCw />, run: () => void pull() },
              { label: 'Pause for 30 minutes', icon: <CirclePause />, run: () => void pause(30) },
              { label: 'Pause for 2 hours', icon: <CirclePause />, run: () => void pause(120) },
              { label: 'Pause until resumed', icon: <CirclePause />, run: () => void pause(untilResumed) },
            ]),
        { label: 'Bring older mail…', icon: <History />, run: () => ask('backfill') },
        { label: 'Check the connection…', icon: <Stethoscope />, run: () => ask('check') },
        ...(connection.kind === 'imap'
          ? [{ label: 'Change password or server…', icon: <KeyRound />, run: () => ask('settings') }]
          : [{ label: 'Connect anew', icon: <KeyRound />, run: reconnect }]),
        disconnect,
      ]
    : [{ label: 'Connect to a provider…', icon: <Plug />, run: connect }]

  const menu = isUnconfirmed ? unconfirmed : connected

  const close = () => ask(undefined)
  const dialogs = (
    <Suspense>
      {asking === 'backfill' ? <BackfillDialog mailbox={mailbox} onClose={close} /> : null}
      {asking === 'disconnect' ? <EndingDialog way="connection" mailbox={mailbox} onClose={close} /> : null}
      {asking === 'check' ? <CheckDialog mailbox={mailbox} onClose={close} /> : null}
      {asking === 'settings' ? <SettingsDialog mailbox={mailbox} onClose={close} /> : null}
    </Suspense>
  )
  return { pull, pause, resume, connect, reconnect, allowSending, look, ask, isHeld, isUnconfirmed, menu, dialogs }
}

type MailboxDeedsOf = ReturnType<typeof useMailboxDeeds>

export function MailboxDeeds({ mailbox, deeds: { menu, dialogs } }: { mailbox: Mailbox; deeds: MailboxDeedsOf }) {
  return (
    <>
      <Deeds
        deeds={menu}
        trigger={
          <IconButton label={`What to do with ${mailbox.address}`}>
            <Ellipsis />
          </IconButton>
        }
      />
      {dialogs}
    </>
  )
}
