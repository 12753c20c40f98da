import type { Mailbox } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { faultsOf, hooks } from '../api.ts'
import { Confirm } from '../kit/confirm.tsx'
import { toast } from '../kit/toast.tsx'
import { byId, invalidateMailboxes } from './queries.ts'

export default function DisconnectDialog({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const client = useQueryClient()
  const disconnect = hooks.useMutation('delete', '/mailboxes/{id}/connection', {
    onSuccess: () => {
      toast.done('Disconnected', mailbox.address)
      onClose()
    },
    onSettled: () => invalidateMailboxes(client),
  })
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Disconnect ${mailbox.address}`}
      deed="Disconnect"
      look="danger"
      busy={disconnect.isPending}
      wrong={faultsOf(disconnect.error).rest}
      onSubmit={() => disconnect.mutate(byId(mailbox))}
    >
      <p>
        No more mail is fetched, and the password is forgotten. Tickets and mail that are here stay, and what is at the
        provider stays there. Mail that is delivered by SMTP still comes in.
      </p>
    </Confirm>
  )
}
