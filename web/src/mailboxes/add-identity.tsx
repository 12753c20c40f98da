import type { Identity, Mailbox } from '@docket/api'
import { useState } from 'react'
import { faultsOf, hooks } from '../api.ts'
import { Confirm } from '../kit/confirm.tsx'
import { Field } from '../kit/field.tsx'
import { toast } from '../kit/toast.tsx'
import { useIdentities } from './identities.tsx'

type Props = { mailbox: Mailbox; onClose: () => void; onAdded: (identity: Identity) => void }

/** Another address, and the code to it. */
export default function AddIdentity({ mailbox, onClose, onAdded }: Props) {
  const put = useIdentities(mailbox.id)
  const [address, setAddress] = useState('')
  const [name, setName] = useState(mailbox.name)
  const add = hooks.useMutation('post', '/mailboxes/{id}/identities', {
    onSuccess: ({ mailed, ...view }) => {
      put(view)
      if (mailed.ok) toast.done('The code is on its way', mailed.says)
      else toast.wrong('No code was mailed', mailed.says)
      const identity = view.items.find((one) => one.address === address.trim().toLowerCase())
      if (identity) onAdded(identity)
      else onClose()
    },
  })
  const faults = faultsOf(add.error)
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Another address for ${mailbox.address}`}
      deed="Add and mail a code"
      busy={add.isPending}
      wrong={faults.rest}
      onSubmit={() => add.mutate({ params: { path: { id: mailbox.id } }, body: { address, name } })}
    >
      <p>
        Answers come to {mailbox.address} whatever the address. Mail that people write to this one must be handed on to
        the mailbox by its own provider.
      </p>
      <Field
        label="Address"
        type="email"
        required
        autoFocus
        placeholder="sales@example.com"
        value={address}
        error={faults.of('address')}
        onChange={({ target }) => setAddress(target.value)}
      />
      <Field
        label="Name"
        required
        maxLength={200}
        value={name}
        error={faults.of('name')}
        onChange={({ target }) => setName(target.value)}
      />
    </Confirm>
  )
}
