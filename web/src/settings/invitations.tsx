import { useQueryClient } from '@tanstack/react-query'
import { MailPlus } from 'lucide-react'
import { useState } from 'react'
import { faultsOf, hooks, sentenceOf } from '../api.ts'
import { Badge } from '../kit/badge.tsx'
import { Button } from '../kit/button.tsx'
import { Choose } from '../kit/choose.tsx'
import { Confirm } from '../kit/confirm.tsx'
import { CopyLine } from '../kit/copy.tsx'
import { Field } from '../kit/field.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { When } from '../kit/time.tsx'
import { toast } from '../kit/toast.tsx'
import { None, Part, Row, Rows } from './part.tsx'
import { type Invited, type Role, roleChoices } from './shapes.ts'

const key = ['get', '/users/invitations']

/** Those who were asked and have not answered yet. */
export function Invitations() {
  const invitations = hooks.useQuery('get', '/users/invitations')
  return (
    <Part title="Invitations" says="They wait for an answer. Each link works once, and for one person.">
      <Loaded asked={invitations} waiting="Loading invitations" wrong="The invitations could not be read" lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <None>Nobody is invited at the moment.</None>
          ) : (
            <Rows label="Invitations">
              {items.map((invited) => (
                <One key={invited.id} invited={invited} />
              ))}
            </Rows>
          )
        }
      </Loaded>
    </Part>
  )
}

function One({ invited }: { invited: Invited }) {
  const client = useQueryClient()
  const { id, email, role, expires_at, expired } = invited
  const onSettled = () => client.invalidateQueries({ queryKey: key })
  const resend = hooks.useMutation('post', '/users/invitations/{id}/resend', {
    onSuccess: () => toast.done('Invited again', `To ${email}. The old link has ended.`),
    onError: (error) => toast.wrong('It was not sent', sentenceOf(error)),
    onSettled,
  })
  const revoke = hooks.useMutation('delete', '/users/invitations/{id}', {
    onSuccess: () => toast.done('The invitation is taken back'),
    onError: (error) => toast.wrong('It was not taken back', sentenceOf(error)),
    onSettled,
  })
  const which = { params: { path: { id } } }
  return (
    <Row
      icon={<MailPlus />}
      title={
        <>
          {email}
          <Badge>{roleChoices.find(({ value }) => value === role)?.label}</Badge>
          {expired ? <Badge tone="note">Too old</Badge> : null}
        </>
      }
      says={
        <>
          {expired ? 'Ended' : 'Ends'} <When at={expires_at} long />
        </>
      }
    >
      {expired ? null : <CopyButton link={invited.link} email={email} />}
      <Button busy={resend.isPending} onClick={() => resend.mutate(which)} aria-label={`Invite ${email} again`}>
        Send again
      </Button>
      <Button
        look="danger"
        busy={revoke.isPending}
        onClick={() => revoke.mutate(which)}
        aria-label={`Take back the invitation of ${email}`}
      >
        Take back
      </Button>
    </Row>
  )
}

function CopyButton({ link, email }: { link: string; email: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link)
      toast.done('Link copied', `Give it to ${email} and nobody else.`)
    } catch {
      toast.wrong('The browser did not allow copying', link)
    }
  }
  return (
    <Button onClick={() => void copy()} aria-label={`Copy the link for ${email}`}>
      Copy link
    </Button>
  )
}

/** Whom, as what; then the link, for those whom mail does not reach. */
export function Invite({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('agent')
  const invite = hooks.useMutation('post', '/users/invitations', {
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  })
  if (invite.data) {
    return (
      <Confirm open onClose={onClose} title="Invited" deed="Done" busy={false} onSubmit={onClose} only>
        <p>
          <b className="font-medium text-ink [overflow-wrap:anywhere]">{invite.data.email}</b> gets this link by mail,
          if this server sends mail. It is for nobody else; hand it over by other ways if you like.
        </p>
        <CopyLine text={invite.data.link} label="Copy the link" />
      </Confirm>
    )
  }
  const faults = faultsOf(invite.error)
  return (
    <Confirm
      open
      onClose={onClose}
      title="Invite somebody"
      deed="Invite"
      busy={invite.isPending}
      wrong={faults.rest}
      onSubmit={() => invite.mutate({ body: { email, role, ...(name.trim() && { name }) } })}
    >
      <Field
        label="E-mail"
        type="email"
        required
        value={email}
        error={faults.of('email')}
        onChange={(event) => setEmail(event.target.value)}
      />
      <Field
        label="Name"
        hint="May stay empty; they can write it themselves."
        value={name}
        error={faults.of('name')}
        onChange={(event) => setName(event.target.value)}
      />
      <Choose label="Role" value={role} choices={roleChoices} onChoose={setRole} />
    </Confirm>
  )
}
