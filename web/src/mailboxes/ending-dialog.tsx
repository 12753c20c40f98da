import type { Mailbox } from '@docket/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, faultsOf } from '../api.ts'
import { Confirm } from '../kit/confirm.tsx'
import { toast } from '../kit/toast.tsx'
import { byId, invalidateMailboxes } from './queries.ts'

type Props = { mailbox: Mailbox; way: keyof typeof ways; onClose: () => void }

/** A way by which mail comes in ends; what came by it stays. */
export default function EndingDialog({ mailbox, way, onClose }: Props) {
  const client = useQueryClient()
  const { title, deed, done, run, warns } = ways[way]
  const end = useMutation({
    mutationFn: () => run(mailbox),
    onSuccess: () => {
      toast.done(done, mailbox.address)
      onClose()
    },
    onSettled: () => invalidateMailboxes(client),
  })
  return (
    <Confirm
      open
      onClose={onClose}
      title={title(mailbox)}
      deed={deed}
      look="danger"
      busy={end.isPending}
      wrong={faultsOf(end.error).rest}
      onSubmit={() => end.mutate()}
    >
      <p>{warns(mailbox)}</p>
    </Confirm>
  )
}

const ways = {
  connection: {
    title: ({ address }: Mailbox) => `Disconnect ${address}`,
    deed: 'Disconnect',
    done: 'Disconnected',
    run: (mailbox: Mailbox) => api.DELETE('/mailboxes/{id}/connection', byId(mailbox)),
    warns: () =>
      'No more mail is fetched, and the password is forgotten. Tickets and mail that are here stay, and what is at the provider stays there. Mail that is delivered by SMTP still comes in.',
  },
  webhook: {
    title: ({ posted_by }: Mailbox) => `Take the address of ${posted_by} away`,
    deed: 'Take it away',
    done: 'The address is gone',
    run: (mailbox: Mailbox) => api.DELETE('/mailboxes/{id}/webhook', byId(mailbox)),
    warns: ({ posted_by, address }: Mailbox) =>
      `From now on whatever is posted to it is answered with 404, and ${posted_by} may drop the mail or send it back. Take the webhook out there as well. Tickets and mail that are here stay, and ${address} still takes mail by SMTP.`,
  },
}
