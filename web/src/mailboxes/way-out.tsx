import type { Mailbox, WayOut } from '@docket/api'
import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { Button } from '../kit/button.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { When } from '../kit/time.tsx'
import { GmailSending } from './gmail-sending.tsx'
import { wayOutQuery } from './queries.ts'
import { mails } from './words.ts'

const WayOutDialog = lazy(() => import('./way-out-dialog.tsx'))
const WayOutCheckDialog = lazy(() => import('./way-out-check.tsx'))

/** How mail leaves this mailbox, what keeps it back, and how much of it may leave. */
export function WayOutSection({ mailbox, mayManage }: { mailbox: Mailbox; mayManage: boolean }) {
  const asked = useQuery(wayOutQuery(mailbox.id))
  const [asking, ask] = useState<'change' | 'check'>()
  const close = () => ask(undefined)
  return (
    <section aria-label="Way out" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="min-w-0 flex-1 font-semibold text-md">Way out</h2>
        {mayManage && asked.data ? (
          <>
            <Button onClick={() => ask('check')}>Check it…</Button>
            <Button onClick={() => ask('change')}>Change…</Button>
          </>
        ) : null}
      </div>
      <Loaded asked={asked} waiting="Loading the way out" wrong="The way out could not be read" lines={3}>
        {(way) => (
          <>
            <Held way={way} />
            {mayManage ? <GmailSending mailbox={mailbox} way={way} /> : null}
            <Facts way={way} />
            <Suspense>
              {asking === 'change' ? <WayOutDialog mailbox={mailbox} way={way} onClose={close} /> : null}
              {asking === 'check' ? <WayOutCheckDialog mailbox={mailbox} way={way} onClose={close} /> : null}
            </Suspense>
          </>
        )}
      </Loaded>
    </section>
  )
}

function Held({ way: { says, refused, paused_until, waiting } }: { way: WayOut }) {
  if (!says)
    return waiting > 0 ? (
      <p className="text-ink-2 text-sm">{mails(waiting)} wait for the next minute or day: as many have left as may.</p>
    ) : null
  const look = refused ? 'border-danger/35 bg-danger-soft text-danger' : 'border-note-line bg-note text-note-ink'
  return (
    <p role="alert" className={`rounded-md border px-3 py-2 text-sm [overflow-wrap:anywhere] ${look}`}>
      {says} {waiting > 0 ? `${mails(waiting)} ${waiting === 1 ? 'waits' : 'wait'}; none is lost. ` : ''}
      {refused ? 'Change it, or check it once it is right.' : null}
      {!refused && paused_until ? (
        <>
          It goes on <When at={paused_until} />.
        </>
      ) : null}
    </p>
  )
}

const kindWords: Record<WayOut['kind'], string> = {
  server: 'The mail server of Docket',
  smtp: 'An own mail server',
  gmail: 'Its Gmail account',
  nylas: 'Nylas',
}

function Facts({ way }: { way: WayOut }) {
  const { kind, host, port, security, user, per_minute, per_day, files_now, has_server } = way
  const limits = [per_minute && `${per_minute} a minute`, per_day && `${per_day} a day`].filter(Boolean).join(', ')
  return (
    <dl className="flex flex-col gap-1 text-sm">
      <Fact name="Leaves by">
        {kindWords[kind]}
        {kind === 'server' && !has_server ? ': none is set, so mail is only shown on the outbox page' : ''}
      </Fact>
      {kind === 'smtp' ? (
        <Fact name="Server">
          {host}, port {port}, {security === 'none' ? 'no encryption' : security === 'tls' ? 'TLS' : 'STARTTLS'}
        </Fact>
      ) : null}
      {user ? <Fact name="User">{user}</Fact> : null}
      <Fact name="At most">{limits || 'No limit'}</Fact>
      {files_now ? <Fact name="Copies">In the Sent folder of the mailbox</Fact> : null}
    </dl>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="flex gap-3 max-[899px]:flex-col max-[899px]:gap-0">
    <dt className="w-40 shrink-0 text-ink-3">{name}</dt>
    <dd className="min-w-0 flex-1 [overflow-wrap:anywhere]">{children}</dd>
  </div>
)
