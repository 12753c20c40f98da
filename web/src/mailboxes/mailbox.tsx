import type { Mailbox } from '@docket/api'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { ApiError } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { Button } from '../kit/button.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { Deeds } from '../kit/menu.tsx'
import { Notice } from '../kit/notice.tsx'
import { useAction } from '../shell/actions.ts'
import { PaneHead } from '../shell/pane-head.tsx'
import { useMailboxDeeds } from './deeds.tsx'
import { MailboxHistory } from './history.tsx'
import { IdentitiesSection } from './identities.tsx'
import { Posted } from './posted.tsx'
import { mailboxQuery } from './queries.ts'
import { Shadow } from './shadow.tsx'
import { Backfill, StateGlyph, StateLine, Trouble } from './state.tsx'
import { Unconfirmed } from './unconfirmed.tsx'
import { WayOutSection } from './way-out.tsx'
import { ageInWords, isEnded, kindWords } from './words.ts'

/** One mailbox: how it stands, what came in a day, and what has happened to it. */
export function MailboxPage() {
  const { mailboxId } = useParams({ from: '/frame/mailboxes/$mailboxId' })
  const navigate = useNavigate()
  const mayManage = useMe().permissions.includes('mailbox.manage')
  const asked = useQuery(mailboxQuery(mailboxId))
  const back = () => void navigate({ to: '/mailboxes' })
  useAction('ticket.back', back)
  if (asked.error instanceof ApiError && asked.error.status === 404)
    return (
      <Notice isPage title="No such mailbox">
        It does not exist, or you may not see it.
      </Notice>
    )
  return (
    <div className="flex h-full flex-col">
      <PaneHead title={asked.data?.address ?? 'Mailbox'}>
        <Button look="plain" onClick={back}>
          <ArrowLeft /> All mailboxes
        </Button>
      </PaneHead>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keys.
        tabIndex={0}
        aria-label="Mailbox"
        className="min-h-0 flex-1 overflow-y-auto -outline-offset-2!"
      >
        <Loaded asked={asked} waiting="Loading the mailbox" wrong="The mailbox could not be read" lines={8}>
          {(mailbox) => (
            <div className="mx-auto flex max-w-3xl flex-col gap-5 px-8 py-6 max-[899px]:px-4">
              <Whole mailbox={mailbox} mayManage={mayManage} />
            </div>
          )}
        </Loaded>
      </section>
    </div>
  )
}

function Whole({ mailbox, mayManage }: { mailbox: Mailbox; mayManage: boolean }) {
  const { address, name, connection } = mailbox
  useEffect(() => {
    document.title = `${address} · Docket`
  }, [address])
  return (
    <>
      <header className="flex flex-wrap items-start gap-x-3 gap-y-3">
        <div className="min-w-0 flex-1 basis-60">
          <p className="flex items-center gap-2 text-md">
            <StateGlyph mailbox={mailbox} />
            <StateLine mailbox={mailbox} />
          </p>
          {name === address ? null : <p className="text-ink-3 text-sm [overflow-wrap:anywhere]">{name}</p>}
        </div>
        {mayManage ? <Doings mailbox={mailbox} /> : null}
      </header>
      <Unconfirmed mailbox={mailbox} look={undefined} disconnect={() => undefined} />
      <Trouble mailbox={mailbox} />
      <Backfill mailbox={mailbox} />
      <Shadow mailbox={mailbox} mayManage={mayManage} />
      <LastDay mailbox={mailbox} />
      {connection ? <Connected connection={connection} /> : null}
      {mailbox.posted_by ? <Posted mailbox={mailbox} mayManage={mayManage} /> : null}
      {connection || mailbox.posted_by ? null : <Delivered address={address} />}
      <WayOutSection mailbox={mailbox} mayManage={mayManage} />
      <IdentitiesSection mailbox={mailbox} mayManage={mayManage} />
      <MailboxHistory mailboxId={mailbox.id} />
    </>
  )
}

/** The likeliest deed as a button, the others in its menu, all of them by key. */
function Doings({ mailbox }: { mailbox: Mailbox }) {
  const { pull, pause, resume, connect, reconnect, look, ask, isHeld, isUnconfirmed, menu, dialogs } =
    useMailboxDeeds(mailbox)
  const { connection } = mailbox
  const isBegun = connection !== null && !isUnconfirmed
  useAction('mailbox.look', isUnconfirmed ? look : undefined)
  const isRefused = connection?.state === 'refused' && connection.kind === 'imap'
  useAction('mailbox.pull', isBegun && !isHeld ? () => void pull() : undefined)
  useAction('mailbox.pause', isBegun ? () => void (isHeld ? resume() : pause(30)) : undefined)
  useAction('mailbox.backfill', isBegun ? () => ask('backfill') : undefined)
  useAction('mailbox.check', connection ? () => ask('check') : undefined)
  useAction('mailbox.settings', connection?.kind === 'imap' ? () => ask('settings') : undefined)
  useAction('mailbox.disconnect', connection ? () => ask('disconnect') : undefined)
  return (
    <div className="flex flex-wrap gap-2">
      {isUnconfirmed ? (
        <>
          <Button look="primary" onClick={look}>
            Look and begin
          </Button>
          <Button onClick={() => ask('disconnect')}>Disconnect…</Button>
        </>
      ) : isRefused ? (
        <Button look="primary" onClick={() => ask('settings')}>
          Change password or server…
        </Button>
      ) : isEnded(mailbox) ? (
        <Button look="primary" onClick={reconnect}>
          Connect anew
        </Button>
      ) : connection ? (
        <Button onClick={() => void (isHeld ? resume() : pull())}>
          {isHeld ? (connection.state === 'paused' ? 'Resume' : 'Try again now') : 'Look for mail now'}
        </Button>
      ) : (
        <Button look={mailbox.posted_by ? 'outline' : 'primary'} onClick={connect}>
          Connect to a provider…
        </Button>
      )}
      {isBegun ? <Deeds deeds={menu} trigger={<Button>More</Button>} /> : null}
      {dialogs}
    </div>
  )
}

const parts = [
  { key: 'done', label: 'On tickets', ink: 'bg-accent' },
  { key: 'kept', label: 'Waiting to be read', ink: 'bg-note-button' },
  { key: 'failed', label: 'Failed', ink: 'bg-danger' },
] as const

/** What became of the mails of a day, as lengths and as numbers. */
function LastDay({ mailbox: { last_day, failed } }: { mailbox: Mailbox }) {
  const all = last_day.done + last_day.kept + last_day.failed
  return (
    <section aria-label="The last day" className="flex flex-col gap-2">
      <h2 className="font-semibold text-md">The last day</h2>
      {all === 0 ? (
        <p className="text-ink-2 text-sm">No mail came in.</p>
      ) : (
        <>
          <div aria-hidden className="flex h-2 gap-px overflow-hidden rounded-full bg-hover">
            {parts.map(({ key, ink }) =>
              last_day[key] > 0 ? (
                <div key={key} className={ink} style={{ width: `${Math.max((last_day[key] / all) * 100, 1)}%` }} />
              ) : null,
            )}
          </div>
          <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
            {parts.map(({ key, label, ink }) => (
              <div key={key} className="flex items-center gap-2">
                <dt className="flex items-center gap-2 text-ink-2">
                  <span aria-hidden className={`size-2 rounded-full ${ink}`} />
                  {label}
                </dt>
                <dd className="tnum font-medium">{last_day[key].toLocaleString()}</dd>
              </div>
            ))}
          </dl>
          {last_day.history > 0 ? (
            <p className="text-ink-3 text-sm">
              {last_day.history.toLocaleString()} of them were older mail that was brought.
            </p>
          ) : null}
        </>
      )}
      {failed > 0 ? (
        <p className="text-sm">
          <Link to="/ops/failed-mails" search={{}} className="text-danger underline underline-offset-2">
            {failed.toLocaleString()} failed {failed === 1 ? 'mail waits' : 'mails wait'} for a person
          </Link>
        </p>
      ) : null}
    </section>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="flex gap-3 max-[899px]:flex-col max-[899px]:gap-0">
    <dt className="w-40 shrink-0 text-ink-3">{name}</dt>
    <dd className="min-w-0 flex-1 [overflow-wrap:anywhere]">{children}</dd>
  </div>
)

function Connected({ connection }: { connection: NonNullable<Mailbox['connection']> }) {
  const { kind, settings, lag_seconds, live_since, failures } = connection
  return (
    <section aria-label="Connection" className="flex flex-col gap-2">
      <h2 className="font-semibold text-md">Connection</h2>
      <dl className="flex flex-col gap-1 text-sm">
        <Fact name="Fetched by">{kindWords[kind]}</Fact>
        {settings.host ? (
          <Fact name="Server">
            {settings.host}, port {settings.port},{' '}
            {settings.security === 'none' ? 'no encryption' : settings.security === 'tls' ? 'TLS' : 'STARTTLS'}
          </Fact>
        ) : null}
        {settings.user ? <Fact name="User">{settings.user}</Fact> : null}
        {kind === 'imap' && settings.folders ? (
          <Fact name={settings.folders.length > 1 ? 'Folders' : 'Folder'}>{settings.folders.join(', ')}</Fact>
        ) : null}
        <Fact name="Last complete">
          {lag_seconds === null ? 'Not yet' : <time>{ageInWords(lag_seconds)} ago</time>}
        </Fact>
        <Fact name="Live since">
          {live_since ? <time dateTime={live_since}>{new Date(live_since).toLocaleString()}</time> : 'Not yet'}
          {live_since ? <span className="text-ink-3">; what came before is history</span> : null}
        </Fact>
        {failures > 0 ? <Fact name="Failures in a row">{failures}</Fact> : null}
      </dl>
    </section>
  )
}

const Delivered = ({ address }: { address: string }) => (
  <section aria-label="Connection" className="flex flex-col gap-2">
    <h2 className="font-semibold text-md">Connection</h2>
    <p className="max-w-[60ch] text-ink-2 text-sm">
      Mail to {address} is delivered to this server by SMTP: by the MX record of its domain, or by another mail server
      that hands it on. It can be fetched from a provider as well.
    </p>
  </section>
)
