import type { Mailbox } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { faultsOf, hooks } from '../api.ts'
import { Choose } from '../kit/choose.tsx'
import { Confirm } from '../kit/confirm.tsx'
import { toast } from '../kit/toast.tsx'
import { byId, invalidateMailboxes } from './queries.ts'

const dayMs = 86_400_000
const stretches = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '365', label: 'One year' },
  { value: 'all', label: 'Everything' },
]

/** Older mail, asked for again or for the first time: what is known stays as it is. */
export default function BackfillDialog({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const client = useQueryClient()
  const [days, setDays] = useState('30')
  const bring = hooks.useMutation('post', '/mailboxes/{id}/sync/backfill', {
    onSuccess: () => {
      toast.done('Older mail is being brought', mailbox.address)
      onClose()
    },
    onSettled: () => invalidateMailboxes(client),
  })
  const since = days === 'all' ? null : new Date(Date.now() - Number(days) * dayMs).toISOString()
  return (
    <Confirm
      open
      onClose={onClose}
      title="Bring older mail"
      deed="Bring it"
      busy={bring.isPending}
      wrong={faultsOf(bring.error).rest}
      onSubmit={() => bring.mutate({ ...byId(mailbox), body: { since } })}
    >
      <p>
        Everything that the provider still holds of this time is looked up, and what is missing here is kept as history:
        closed tickets, and nobody is told. What is here already stays as it is.
      </p>
      <Choose label="How far back" value={days} choices={stretches} onChoose={setDays} />
    </Confirm>
  )
}
