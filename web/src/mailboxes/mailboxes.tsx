import type { Mailbox } from '@docket/api'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { MailPlus, Plus } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useMe } from '../auth/me.ts'
import { Badge } from '../kit/badge.tsx'
import { Button } from '../kit/button.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { Notice } from '../kit/notice.tsx'
import { useAction } from '../shell/actions.ts'
import { PaneHead } from '../shell/pane-head.tsx'
import { MailboxDeeds, useMailboxDeeds } from './deeds.tsx'
import { mailboxesQuery } from './queries.ts'
import { Backfill, Silent, StateGlyph, StateLine, Trouble } from './state.tsx'
import { Unconfirmed } from './unconfirmed.tsx'
import { isEnded, mails, sourceOf } from './words.ts'

/** Every address that mail comes to, and how each stands at this moment. */
export function Mailboxes() {
  const navigate = useNavigate()
  const mayManage = useMe().permissions.includes('mailbox.manage')
  const asked = useQuery(mailboxesQuery)
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    document.title = 'Mailboxes · Docket'
  }, [])
  const add = () => void navigate({ to: '/mailboxes/new', search: {} })
  useAction('mailbox.new', mayManage ? add : undefined)
  const waiting = asked.data?.items.find(({ connection }) => connection?.state === 'unconfirmed')
  const look = (mailbox_id: string) => void navigate({ to: '/mailboxes/connected', search: { mailbox_id } })
  useAction('mailbox.look', mayManage && waiting ? () => look(waiting.id) : undefined)
  const move = (by: number) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('a[data-mailbox]') ?? [])]
    const here = links.indexOf(document.activeElement as HTMLElement)
    links[Math.min(Math.max(here + by, 0), links.length - 1)]?.focus()
  }
  useAction('list.down', () => move(1))
  useAction('list.up', () => move(-1))

  return (
    <div className="flex h-full flex-col">
      <PaneHead title="Mailboxes">
        {mayManage ? (
          <Button look="primary" onClick={add}>
            <Plus /> Connect a mailbox
          </Button>
        ) : null}
      </PaneHead>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Loaded asked={asked} waiting="Loading the mailboxes" wrong="The mailboxes could not be read" lines={6}>
          {({ items }) =>
            items.length === 0 ? (
              <Notice title="No mailbox yet" icon={<MailPlus />}>
                <p>Mail to a mailbox becomes tickets. Connect the inbox that your customers write to today.</p>
                {mayManage ? <Button onClick={add}>Connect a mailbox</Button> : null}
              </Notice>
            ) : (
              <ul
                ref={list}
                aria-label="Mailboxes"
                className="mx-auto flex max-w-4xl flex-col px-8 py-4 max-[899px]:px-4"
              >
                {items.map((mailbox) => (
                  <One key={mailbox.id} mailbox={mailbox} mayManage={mayManage} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
    </div>
  )
}

function One({ mailbox, mayManage }: { mailbox: Mailbox; mayManage: boolean }) {
  const { id, address, name, shadow_since, failed } = mailbox
  const deeds = useMailboxDeeds(mailbox)
  return (
    <li className="flex flex-col gap-2.5 border-b py-4 first:pt-2">
      <div className="flex items-start gap-3">
        <span className="pt-0.5">
          <StateGlyph mailbox={mailbox} />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium text-base">
            <Link
              to="/mailboxes/$mailboxId"
              params={{ mailboxId: id }}
              data-mailbox
              className="rounded-sm hover:underline [overflow-wrap:anywhere]"
            >
              {address}
            </Link>
            {shadow_since ? <Badge tone="note">Shadow mode</Badge> : null}
          </h2>
          <p className="text-ink-3 text-sm [overflow-wrap:anywhere]">
            {[name === address ? '' : name, sourceOf(mailbox)].filter(Boolean).join(' · ')}
          </p>
          <p className="mt-1 flex flex-wrap gap-x-1 text-sm">
            <StateLine mailbox={mailbox} />
            <Figures mailbox={mailbox} />
            {failed > 0 ? (
              <Link to="/ops/failed-mails" search={{}} className="rounded-sm text-danger underline underline-offset-2">
                {failed.toLocaleString()} failed
              </Link>
            ) : null}
          </p>
        </div>
        {mayManage ? <MailboxDeeds mailbox={mailbox} deeds={deeds} /> : null}
      </div>
      <Unconfirmed
        mailbox={mailbox}
        look={mayManage ? deeds.look : undefined}
        disconnect={() => deeds.ask('disconnect')}
      />
      <Trouble mailbox={mailbox}>
        {mayManage && isEnded(mailbox) ? <Button onClick={deeds.reconnect}>Connect anew</Button> : null}
      </Trouble>
      <Silent mailbox={mailbox}>
        {mayManage && mailbox.leaves_by === 'gmail' ? (
          <Button onClick={deeds.allowSending}>Allow sending at Google</Button>
        ) : null}
      </Silent>
      <Backfill mailbox={mailbox} />
    </li>
  )
}

/** What came in a day. Older mail that was brought is no news. */
function Figures({ mailbox: { last_day, last_mail_at } }: { mailbox: Mailbox }) {
  const fresh = last_day.kept + last_day.done + last_day.failed - last_day.history
  return (
    <span className="text-ink-2">
      · {fresh > 0 ? `${mails(fresh)} in a day` : 'no mail in a day'}
      {last_mail_at ? (
        <>
          , the last at{' '}
          <time dateTime={last_mail_at}>
            {new Date(last_mail_at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}
          </time>
        </>
      ) : null}
    </span>
  )
}
