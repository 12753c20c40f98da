import { useNavigate, useSearch } from '@tanstack/react-router'
import { hooks, nextPage } from '../api.ts'
import { useUsers } from '../auth/me.ts'
import { Button } from '../kit/button.tsx'
import { Choose } from '../kit/choose.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { When } from '../kit/time.tsx'
import { None, Part, Row, Rows } from './part.tsx'
import type { AuditEntry } from './shapes.ts'

/** Beginnings of types: `sign-in` takes those that failed, too. */
const kinds = [
  { value: 'any', label: 'Everything' },
  { value: 'sign-in', label: 'Signing in' },
  { value: 'invitation', label: 'Invitations' },
  { value: 'user', label: 'People and roles' },
  { value: 'password', label: 'Passwords' },
  { value: 'second-factor', label: 'Second factors' },
  { value: 'session', label: 'Sessions' },
  { value: 'token', label: 'API tokens' },
  { value: 'mailbox', label: 'Mailboxes' },
  { value: 'acknowledging', label: 'Acknowledgements' },
  { value: 'sender', label: 'Blocked senders' },
  { value: 'replay', label: 'Replays' },
  { value: 'permission', label: 'Refusals' },
]

/** Who did what about access, newest first. Nobody can change or take away a line of it, Docket itself neither. */
export function Audit() {
  const { type, user } = useSearch({ from: '/frame/settings/$section' })
  const navigate = useNavigate()
  const users = useUsers()
  const query = { ...(type && { type }), ...(user && { user_id: user }) }
  const audit = hooks.useInfiniteQuery('get', '/audit', { params: { query } }, nextPage)
  const set = (change: { type?: string | undefined; user?: string | undefined }) =>
    void navigate({
      to: '/settings/$section',
      params: { section: 'audit' },
      search: Object.fromEntries(
        Object.entries({ type, user, ...change }).filter(([, value]) => value && value !== 'any'),
      ),
      replace: true,
    })
  return (
    <Part
      title="Audit log"
      says="Who did what about access. Lines are only ever added; not even Docket can change one."
    >
      <div className="flex flex-wrap gap-2">
        <Choose bare label="What" value={type ?? 'any'} choices={kinds} onChoose={(next) => set({ type: next })} />
        <Choose
          bare
          label="Who"
          value={user ?? 'any'}
          choices={[{ value: 'any', label: 'Everybody' }, ...users.map(({ id, name }) => ({ value: id, label: name }))]}
          onChoose={(next) => set({ user: next })}
        />
      </div>
      <Loaded asked={audit} waiting="Loading the audit log" wrong="The audit log could not be read" lines={8}>
        {({ pages }) => <Entries entries={pages.flatMap(({ items }) => items)} />}
      </Loaded>
      {audit.hasNextPage ? (
        <Button className="self-center" busy={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </Part>
  )
}

function Entries({ entries }: { entries: AuditEntry[] }) {
  if (entries.length === 0) return <None>Nothing of this kind happened.</None>
  return (
    <Rows label="Audit log">
      {entries.map(({ id, at, type, actor, ip, data }) => (
        <Row
          key={id}
          title={
            <>
              <span>{actor.name || actor.kind}</span>
              <span className="font-normal text-ink-2">{deeds[type] ?? type.replaceAll(/[.-]/g, ' ')}</span>
            </>
          }
          says={[ip, factsOf(data)].filter(Boolean).join(' · ')}
        >
          <When at={at} long className="text-ink-3 text-xs" />
        </Row>
      ))}
    </Rows>
  )
}

const deeds: Record<string, string> = {
  setup: 'set up the organisation',
  'sign-in': 'signed in',
  'sign-in.failed': 'could not sign in',
  'sign-out': 'signed out',
  'session.revoked': 'ended a session',
  'password.changed': 'changed the password',
  'password.reset': 'set a new password by mail',
  'password.reset-sent': 'was sent a link for a new password',
  'second-factor.on': 'switched the second factor on',
  'second-factor.off': 'took a second factor away',
  'invitation.sent': 'invited somebody',
  'invitation.accepted': 'accepted an invitation',
  'invitation.revoked': 'took an invitation back',
  'token.created': 'made an API token',
  'token.revoked': 'revoked an API token',
  'mailbox.connected': 'connected a mailbox',
  'mailbox.confirmed': 'said that the account of a mailbox is the right one',
  'mailbox.disconnected': 'disconnected a mailbox',
  'mailbox.mend_asked': 'let missing mail be brought',
  'mailbox.access_ended': 'gave back the access to a mailbox',
  'mailbox.paused': 'paused a mailbox',
  'mailbox.resumed': 'resumed a mailbox',
  'mailbox.backfill': 'asked for older mail of a mailbox',
  'mailbox.renamed': 'renamed a mailbox',
  'mailbox.identity_added': 'added an address that a mailbox writes from',
  'mailbox.identity_verified': 'verified an address that a mailbox writes from',
  'mailbox.identity_changed': 'changed an address that a mailbox writes from',
  'mailbox.identity_revoked': 'revoked an address that a mailbox wrote from',
  'mailbox.identity_removed': 'removed an address that a mailbox wrote from',
  'mailbox.sending_as': 'set under which name a mailbox writes',
  'mailbox.shadowed': 'turned shadow mode on',
  'mailbox.unshadowed': 'turned shadow mode off',
  'acknowledging.changed': 'changed what a mailbox acknowledges',
  'acknowledging.resumed': 'let acknowledgements leave again',
  'user.changed': 'changed somebody',
  'sender.blocked': 'blocked a sender',
  'sender.unblocked': 'unblocked a sender',
  'replay.looked': 'began a dry run of a replay',
  'replay.applied': 'let a replay write what it found',
  'replay.pause': 'paused a replay',
  'replay.resume': 'let a replay go on',
  'replay.cancel': 'cancelled a replay',
  'permission.refused': 'was refused',
}

/** The rest of the line, as it was written; ids say nothing to a person. */
function factsOf(data: Record<string, unknown>): string {
  return Object.entries(data)
    .filter(([name, value]) => !/(^|_)id$/.test(name) && name !== 'user_agent' && value !== null)
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${said(value)}`)
    .join(', ')
}

const said = (value: unknown): string => {
  if (Array.isArray(value)) return value.join(' ')
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map((pair) => pair.join(' '))
      .join(' ')
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
}
