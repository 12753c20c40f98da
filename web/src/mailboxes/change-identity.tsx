import type { Identity, Mailbox } from '@docket/api'
import { useState } from 'react'
import { faultsOf, hooks } from '../api.ts'
import { useUsers } from '../auth/me.ts'
import { Check } from '../kit/check.tsx'
import { Confirm } from '../kit/confirm.tsx'
import { Field } from '../kit/field.tsx'
import { useIdentities } from './identities.tsx'

/** What recipients see beside an address, and who may write from it. */
export default function ChangeIdentity(props: { mailbox: Mailbox; identity: Identity; onClose: () => void }) {
  const { mailbox, identity, onClose } = props
  const put = useIdentities(mailbox.id)
  const users = useUsers()
  const [name, setName] = useState(identity.name)
  const [chosen, choose] = useState(identity.people?.map(({ id }) => id) ?? null)
  const change = hooks.useMutation('patch', '/mailboxes/{id}/identities/{identity_id}', {
    onSuccess: (view) => {
      put(view)
      onClose()
    },
  })
  const faults = faultsOf(change.error)
  const params = { path: { id: mailbox.id, identity_id: identity.id } }
  return (
    <Confirm
      open
      onClose={onClose}
      title={identity.address}
      deed="Save"
      busy={change.isPending}
      wrong={faults.rest}
      onSubmit={() => change.mutate({ params, body: { name, user_ids: chosen } })}
    >
      <Field
        label="Name"
        required
        maxLength={200}
        value={name}
        error={faults.of('name')}
        onChange={({ target }) => setName(target.value)}
      />
      <fieldset className="flex flex-col">
        <legend className="font-medium text-ink-2 text-sm">Who may write from it</legend>
        <Check label="Everybody who may reply" checked={chosen === null} onChange={(all) => choose(all ? null : [])} />
        {chosen === null
          ? null
          : users.map(({ id, name: person }) => (
              <Check
                key={id}
                label={person}
                checked={chosen.includes(id)}
                onChange={(may) => choose(may ? [...chosen, id] : chosen.filter((one) => one !== id))}
              />
            ))}
      </fieldset>
    </Confirm>
  )
}
