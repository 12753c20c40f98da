import type { Mailbox } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { faultsOf, hooks } from '../api.ts'
import { Confirm } from '../kit/confirm.tsx'
import { toast } from '../kit/toast.tsx'
import { byId, invalidateMailboxes } from './queries.ts'

export default function RemoveDialog({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const client = useQueryClient()
  const remove = hooks.useMutation('delete', '/mailboxes/{id}/webhook', {
    onSuccess: () => {
      toast.done('The address is gone', mailbox.address)
      onClose()
    },
    onSettled: () => invalidateMailboxes(client),
  })
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Take the address of ${mailbox.posted_by} away`}
      deed="Take it away"
      look="danger"
      busy={remove.isPending}
      wrong={faultsOf(remove.error).rest}
      onSubmit={() => remove.mutate(byId(mailbox))}
    >
      <p>
        From now on whatever is posted to it is answered with 404, and {mailbox.posted_by} may drop the mail or send it
        back. Take the webhook out there as well. Tickets and mail that are here stay, and {mailbox.address} still takes
        mail by SMTP.
      </p>
    </Confirm>
  )
}
