import type { Mailbox } from '@docket/api'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { Unplug } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { hooks } from '../api.ts'
import { CopyLine } from '../kit/copy.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { Notice } from '../kit/notice.tsx'
import { StatusGlyph } from '../kit/status.tsx'
import { When } from '../kit/time.tsx'
import { PaneHead } from '../shell/pane-head.tsx'
import { Look } from './look.tsx'
import { mailboxQuery } from './queries.ts'
import { refusalOf } from './refusals.ts'
import { Shadow } from './shadow.tsx'
import { Backfill, StateGlyph, StateLine, Trouble } from './state.tsx'
import { mails, providerWords } from './words.ts'

const watchMs = 2_000
const notConnected = 'Mailbox not connected'

/** Where one arrives from the way to a mailbox: its mail comes in before one's eyes, or it is said why not. */
export function ConnectedMailbox() {
  const { mailbox_id, visit, refused } = useSearch({ from: '/frame/mailboxes/connected' })
  if (refused)
    return (
      <Pane title={notConnected}>
        <Refused {...refusalOf(refused)} mailboxId={mailbox_id} />
      </Pane>
    )
  if (visit) return <NotConnected visit={visit} />
  if (mailbox_id) return <Arriving mailboxId={mailbox_id} />
  return (
    <Pane title="Connect a mailbox">
      <Notice title="Which mailbox?">
        <Link to="/mailboxes" className="text-accent underline underline-offset-2">
          See all mailboxes
        </Link>
      </Notice>
    </Pane>
  )
}

function Pane({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Docket`
  }, [title])
  return (
    <div className="flex h-full flex-col">
      <PaneHead title={title} />
      <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
    </div>
  )
}

function Arriving({ mailboxId }: { mailboxId: string }) {
  const asked = useQuery({ ...mailboxQuery(mailboxId), refetchInterval: watchMs })
  return (
    <Pane title={asked.data?.connection?.state === 'unconfirmed' ? 'Look and begin' : 'Mailbox connected'}>
      <Loaded asked={asked} waiting="Loading the mailbox" wrong="The mailbox could not be read">
        {(mailbox) => (
          <div className="mx-auto flex max-w-xl flex-col gap-5 px-8 py-7 max-[899px]:px-4 max-[899px]:py-5">
            {mailbox.connection?.state === 'unconfirmed' ? <Look mailbox={mailbox} /> : <Coming mailbox={mailbox} />}
          </div>
        )}
      </Loaded>
    </Pane>
  )
}

/** Back from a provider without what was asked of it: why, and the way to try again. */
function NotConnected({ visit }: { visit: string }) {
  const asked = hooks.useQuery('get', '/mailboxes/oauth/visits/{visit_id}', {
    params: { path: { visit_id: visit } },
  })
  return (
    <Pane title={asked.data?.connected ? 'Connection unchanged' : notConnected}>
      <Loaded asked={asked} waiting="Loading" wrong="Why it was not connected could not be read">
        {({ provider, refused, mailbox_id, address, connected }) => (
          <Refused
            title={connected ? 'The connection was left as it was' : 'The mailbox was not connected'}
            about={address}
            says={refused ?? `The way to ${providerWords[provider]} ended without an answer.`}
            mailboxId={mailbox_id}
            connected={connected}
          />
        )}
      </Loaded>
    </Pane>
  )
}

type Why = {
  title: string
  about?: string | null
  says: string
  mailboxId: string | null | undefined
  connected?: boolean
}

const Refused = ({ title, about, says, mailboxId, connected }: Why) => (
  <Notice title={title} icon={<Unplug />}>
    {about ? <p className="font-medium text-ink [overflow-wrap:anywhere]">{about}</p> : null}
    <p className="[overflow-wrap:anywhere]">{says}</p>
    {connected && mailboxId ? (
      <Link to="/mailboxes/$mailboxId" params={{ mailboxId }} className={way}>
        Back to the mailbox
      </Link>
    ) : (
      <Link to="/mailboxes/new" search={mailboxId ? { mailbox_id: mailboxId } : {}} className={way}>
        Begin again
      </Link>
    )}
  </Notice>
)
const way = 'rounded-sm text-accent underline underline-offset-2'

function Coming({ mailbox }: { mailbox: Mailbox }) {
  const { id, address, connection, last_day, shadow_since } = mailbox
  const here = last_day.kept + last_day.done + last_day.failed
  return (
    <>
      <h2 className="font-semibold text-lg [overflow-wrap:anywhere]">
        {address} {connection ? 'is connected' : 'is open'}
      </h2>
      <p className="flex flex-wrap items-center gap-x-2 text-base">
        <StateGlyph mailbox={mailbox} />
        <StateLine mailbox={mailbox} />
        {here > 0 ? <span className="text-ink-2">· {mails(here)} here so far</span> : null}
      </p>
      <Trouble mailbox={mailbox} />
      <Backfill mailbox={mailbox} />
      {shadow_since ? <Shadow mailbox={mailbox} mayManage={false} /> : null}
      <Newest address={address} />
      <p className="flex flex-wrap gap-x-5 gap-y-2 text-base">
        <Link to="/tickets" search={{}} className="rounded-sm text-accent hover:underline">
          Go to the inbox
        </Link>
        <Link to="/mailboxes/$mailboxId" params={{ mailboxId: id }} className="rounded-sm text-accent hover:underline">
          See the mailbox
        </Link>
      </p>
    </>
  )
}

/** The newest tickets, of which the first may have come from here. */
function Newest({ address }: { address: string }) {
  const asked = hooks.useQuery('get', '/tickets', { params: { query: { limit: 5 } } }, { refetchInterval: watchMs })
  return (
    <section aria-label="Newest tickets" className="flex flex-col gap-2">
      <h3 className="font-medium text-base">Newest tickets</h3>
      <Loaded asked={asked} waiting="Loading the tickets" wrong="The tickets could not be read">
        {({ items }) =>
          items.length === 0 ? (
            <div className="flex flex-col gap-2 text-ink-2 text-sm">
              <p>None yet. Write a first mail to this address; it is here a moment after it arrives.</p>
              <CopyLine text={address} label="Copy the address" />
            </div>
          ) : (
            <ul aria-live="polite" className="flex flex-col border-t">
              {items.map(({ id, number, subject, status, active_at, requester }) => (
                <li key={id} className="border-b">
                  <Link
                    to="/tickets/$ticketId"
                    params={{ ticketId: id }}
                    search={{}}
                    className="flex items-center gap-2.5 py-2 text-sm hover:bg-hover"
                  >
                    <StatusGlyph status={status} />
                    <span className="min-w-0 flex-1">
                      <span className="block truncate font-medium">
                        {subject || '(no subject)'} <span className="tnum font-normal text-ink-3">#{number}</span>
                      </span>
                      <span className="block truncate text-ink-3">{requester.name || requester.email}</span>
                    </span>
                    <When at={active_at} className="shrink-0 text-ink-3 text-xs" />
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  )
}
