import { useQueryClient } from '@tanstack/react-query'
import { Ellipsis, Plus, ShieldOff, UserRoundCheck, UserRoundX } from 'lucide-react'
import { useState } from 'react'
import { hooks, sentenceOf } from '../api.ts'
import { meQuery, useMe } from '../auth/me.ts'
import { Avatar } from '../kit/avatar.tsx'
import { Badge } from '../kit/badge.tsx'
import { Button, IconButton } from '../kit/button.tsx'
import { Choose } from '../kit/choose.tsx'
import { Confirm } from '../kit/confirm.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { type Deed, Deeds } from '../kit/menu.tsx'
import { When } from '../kit/time.tsx'
import { toast } from '../kit/toast.tsx'
import { Invitations, Invite } from './invitations.tsx'
import { Part, Row, Rows } from './part.tsx'
import { type Member, type Role, roleChoices } from './shapes.ts'

/** Who works here, in which role; who is invited; who is switched off. */
export function People() {
  const [open, setOpen] = useState(false)
  const people = hooks.useQuery('get', '/users', { params: { query: { inactive: 'true' } } })
  return (
    <>
      <Part
        title="People"
        says="A role says what its people may do. Who is switched off is out within a second, and what they wrote stays."
        deed={
          <Button look="primary" onClick={() => setOpen(true)}>
            <Plus /> Invite
          </Button>
        }
      >
        <Loaded asked={people} waiting="Loading people" wrong="The people could not be read">
          {({ items }) => (
            <Rows label="People">
              {items.map((member) => (
                <One key={member.id} member={member} />
              ))}
            </Rows>
          )}
        </Loaded>
      </Part>
      <Invitations />
      {open ? <Invite onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function useChangeMember() {
  const client = useQueryClient()
  return hooks.useMutation('patch', '/users/{id}', {
    // One may have changed oneself.
    onSettled: () =>
      Promise.all([client.invalidateQueries({ queryKey: ['get', '/users'] }), client.invalidateQueries(meQuery)]),
  })
}

type Question = 'off' | 'factor' | undefined

function One({ member }: { member: Member }) {
  const { user } = useMe()
  const [question, ask] = useState<Question>()
  const change = useChangeMember()
  const { id, name, email, role, active, two_factor, last_seen_at } = member
  const set = (body: { role?: Role; active?: boolean; two_factor?: false }) =>
    change.mutate(
      { params: { path: { id } }, body },
      {
        onSuccess: () => ask(undefined),
        // A question that is open says it itself.
        onError: (error) => question ?? toast.wrong('The change was not saved', sentenceOf(error)),
      },
    )
  const deeds: Deed[] = [
    active
      ? { label: 'Switch off…', icon: <UserRoundX />, run: () => ask('off') }
      : { label: 'Switch on', icon: <UserRoundCheck />, run: () => set({ active: true }) },
    ...(two_factor ? [{ label: 'Take the second factor away…', icon: <ShieldOff />, run: () => ask('factor') }] : []),
  ]
  return (
    <Row
      icon={
        <span aria-hidden className={active ? undefined : 'opacity-50'}>
          <Avatar name={name} size={28} />
        </span>
      }
      title={
        <>
          <span className={active ? undefined : 'text-ink-3'}>{name}</span>
          {id === user.id ? <Badge>You</Badge> : null}
          {active ? null : <Badge>Switched off</Badge>}
          {two_factor ? <Badge tone="good">Second factor</Badge> : null}
        </>
      }
      says={
        <>
          {email}, {last_seen_at ? <>last seen {<When at={last_seen_at} long />}</> : 'never seen'}
        </>
      }
    >
      <Choose
        bare
        label={`Role of ${name}`}
        value={role}
        disabled={!active || change.isPending}
        choices={roleChoices}
        onChoose={(next) => next !== role && set({ role: next })}
      />
      <Deeds
        deeds={deeds}
        trigger={
          <IconButton label={`More for ${name}`}>
            <Ellipsis />
          </IconButton>
        }
      />
      {question ? (
        <Ask
          question={question}
          name={name}
          busy={change.isPending}
          wrong={change.error ? sentenceOf(change.error) : undefined}
          onClose={() => {
            change.reset()
            ask(undefined)
          }}
          onYes={set}
        />
      ) : null}
    </Row>
  )
}

type AskProps = {
  question: 'off' | 'factor'
  name: string
  busy: boolean
  wrong: string | undefined
  onClose: () => void
  onYes: (change: { active?: boolean; two_factor?: false }) => void
}

function Ask({ question, name, busy, wrong, onClose, onYes }: AskProps) {
  const isOff = question === 'off'
  return (
    <Confirm
      open
      onClose={onClose}
      title={isOff ? `Switch off ${name}?` : `Take the second factor of ${name} away?`}
      deed={isOff ? 'Switch off' : 'Take it away'}
      look="danger"
      busy={busy}
      wrong={wrong}
      onSubmit={() => onYes(isOff ? { active: false } : { two_factor: false })}
    >
      <p>
        {isOff
          ? `${name} is signed out everywhere at once, and every API token of theirs is refused. What they wrote stays, and you can switch them on again.`
          : `For when the phone is lost. Make sure that it is really ${name} who asks: from now on the password alone signs them in.`}
      </p>
    </Confirm>
  )
}
