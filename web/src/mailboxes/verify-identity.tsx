import type { Identity, Mailbox } from '@docket/api'
import { useState } from 'react'
import { faultsOf, hooks, sentenceOf } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { Confirm } from '../kit/confirm.tsx'
import { Field } from '../kit/field.tsx'
import { toast } from '../kit/toast.tsx'
import { useIdentities } from './identities.tsx'

/** The code that came by mail. */
export default function VerifyIdentity(props: { mailbox: Mailbox; identity: Identity; onClose: () => void }) {
  const { mailbox, identity, onClose } = props
  const put = useIdentities(mailbox.id)
  const [code, setCode] = useState('')
  const params = { path: { id: mailbox.id, identity_id: identity.id } }
  const verify = hooks.useMutation('post', '/mailboxes/{id}/identities/{identity_id}/verify', {
    onSuccess: (view) => {
      put(view)
      toast.done('Verified', `${mailbox.address} may write from ${identity.address}.`)
      onClose()
    },
  })
  const again = hooks.useMutation('post', '/mailboxes/{id}/identities/{identity_id}/code', {
    onSuccess: ({ mailed, ...view }) => {
      put(view)
      if (mailed.ok) toast.done('Another code is on its way', mailed.says)
      else toast.wrong('No code was mailed', mailed.says)
    },
    onError: (error) => toast.wrong('No code was mailed', sentenceOf(error)),
  })
  const faults = faultsOf(verify.error)
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Verify ${identity.address}`}
      deed="Verify"
      busy={verify.isPending}
      wrong={faults.rest}
      onSubmit={() => verify.mutate({ params, body: { code } })}
    >
      <p>
        The code is mailed to {identity.address}: eight digits, good for half an hour. Where mail to it is handed on to
        the mailbox, look for it among the tickets.
      </p>
      <Field
        label="Code"
        required
        autoFocus
        inputMode="numeric"
        autoComplete="one-time-code"
        placeholder="1234 5678"
        value={code}
        error={faults.of('code')}
        onChange={({ target }) => setCode(target.value)}
      />
      <Button className="self-start" busy={again.isPending} onClick={() => again.mutate({ params })}>
        Mail another code
      </Button>
    </Confirm>
  )
}
