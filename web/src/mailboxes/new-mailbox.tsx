import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useMe } from '../auth/me.ts'
import { cx } from '../kit/class-names.ts'
import { Loaded } from '../kit/loaded.tsx'
import { Notice } from '../kit/notice.tsx'
import { PaneHead } from '../shell/pane-head.tsx'
import { type Begun, useConnecting } from './connecting.ts'
import { ConsentStep } from './consent-step.tsx'
import { mailboxesQuery } from './queries.ts'
import { AddressStep, PastStep, ServerStep } from './steps.tsx'
import { FirstCallStep, PosterStep } from './webhook-steps.tsx'

/** From an address to its mail, in three steps. Nothing is kept before the last, and nothing typed is lost on the way. */
export function NewMailbox() {
  const mayManage = useMe().permissions.includes('mailbox.manage')
  const { mailbox_id } = useSearch({ from: '/frame/mailboxes/new' })
  const asked = useQuery(mailboxesQuery)
  useEffect(() => {
    document.title = 'Connect a mailbox · Docket'
  }, [])
  if (!mayManage)
    return (
      <Notice isPage title="Only administrators connect mailboxes">
        Ask one of them; they are named under Settings, People.
      </Notice>
    )
  return (
    <div className="flex h-full flex-col">
      <PaneHead title="Connect a mailbox" />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Loaded asked={asked} waiting="Loading the mailboxes" wrong="The mailboxes could not be read">
          {({ items }) => <Wizard begun={items.find(({ id }) => id === mailbox_id)} />}
        </Loaded>
      </div>
    </div>
  )
}

const stepsOf = {
  smtp: ['address'],
  gmail: ['address', 'consent', 'look'],
  nylas: ['address', 'consent', 'look'],
  imap: ['address', 'server', 'past'],
  webhook: ['address', 'poster', 'call'],
} as const
const titles = {
  address: 'Address',
  server: 'Server',
  past: 'How far back',
  consent: 'Allow it',
  look: 'Look and begin',
  poster: 'Service',
  call: 'First mail',
} as const

function Wizard({ begun }: { begun: Begun | undefined }) {
  const navigate = useNavigate()
  const wizard = useConnecting(
    begun,
    (mailbox_id) => void navigate({ to: '/mailboxes/connected', search: { mailbox_id } }),
  )
  const { step, kind } = wizard
  const steps = stepsOf[kind]
  return (
    <div className="mx-auto flex max-w-xl flex-col gap-6 px-8 py-7 max-[899px]:px-4 max-[899px]:py-5">
      <ol aria-label="Steps" className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {steps.map((each, at) => (
          <li
            key={each}
            aria-current={each === step ? 'step' : undefined}
            className={cx('flex items-center gap-2', each === step ? 'font-medium' : 'text-ink-3')}
          >
            <span
              aria-hidden
              className={cx(
                'tnum flex size-5 items-center justify-center rounded-full border text-xs',
                each === step ? 'border-accent bg-accent text-on-accent' : 'border-line-strong',
              )}
            >
              {at + 1}
            </span>
            {titles[each]}
          </li>
        ))}
      </ol>
      {step === 'address' ? <AddressStep wizard={wizard} /> : null}
      {step === 'server' ? <ServerStep wizard={wizard} /> : null}
      {step === 'poster' ? <PosterStep wizard={wizard} /> : null}
      {step === 'call' && wizard.made ? <FirstCallStep made={wizard.made} /> : null}
      {step === 'consent' ? <ConsentStep wizard={wizard} /> : null}
      {step === 'past' ? <PastStep wizard={wizard} /> : null}
    </div>
  )
}
