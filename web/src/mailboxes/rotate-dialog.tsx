import type { Mailbox } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { faultsOf, hooks } from '../api.ts'
import { Confirm } from '../kit/confirm.tsx'
import { NewAddress } from './new-address.tsx'
import { byId, webhookQuery } from './queries.ts'

/** First the question, then the new address, once. */
export default function RotateDialog({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const client = useQueryClient()
  const rotate = hooks.useMutation('post', '/mailboxes/{id}/webhook/rotate', {
    onSettled: () => client.invalidateQueries({ queryKey: webhookQuery(mailbox.id).queryKey }),
  })
  if (rotate.data)
    return (
      <Confirm
        open
        only
        onClose={onClose}
        title="The new address"
        deed="I have pasted it"
        busy={false}
        onSubmit={onClose}
      >
        <NewAddress hook={rotate.data} />
      </Confirm>
    )
  return (
    <Confirm
      open
      onClose={onClose}
      title={`A new address for ${mailbox.posted_by}`}
      deed="Make a new address"
      busy={rotate.isPending}
      wrong={faultsOf(rotate.error).rest}
      onSubmit={() => rotate.mutate(byId(mailbox))}
    >
      <p>
        It is shown once, to be pasted at {mailbox.posted_by} in place of the one there. The one there is good for
        another day, so no mail is lost on the way. If it fell into wrong hands, take it away instead and connect anew.
      </p>
    </Confirm>
  )
}
