import type { Mailbox } from '@docket/api'
import { hooks } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { Modal } from '../kit/dialog.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { CheckResult } from './check-result.tsx'
import { byId } from './queries.ts'

/** Tries the connection this moment; nothing is kept. */
export default function CheckDialog({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const asked = hooks.useQuery('get', '/mailboxes/{id}/connectivity', byId(mailbox), {
    gcTime: 0,
    staleTime: 0,
    retry: false,
  })
  return (
    <Modal open onClose={onClose} title={`Check ${mailbox.address}`} className="max-w-lg">
      <div className="flex min-h-0 flex-col gap-4 overflow-y-auto p-4">
        <Loaded asked={asked} waiting="Trying the connection" wrong="It could not be tried" lines={5}>
          {(check) => <CheckResult check={check} />}
        </Loaded>
        {asked.data ? (
          <Button className="self-start" busy={asked.isFetching} onClick={() => void asked.refetch()}>
            Check again
          </Button>
        ) : null}
      </div>
    </Modal>
  )
}
