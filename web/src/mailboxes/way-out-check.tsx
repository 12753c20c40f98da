import type { Mailbox, WayOut } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleX } from 'lucide-react'
import { hooks, sentenceOf } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { Modal } from '../kit/dialog.tsx'
import { byId, wayOutQuery } from './queries.ts'

type Steps = { step: string; ok: boolean; says: string }[]

export const WayOutSteps = ({ steps }: { steps: Steps }) => (
  <ul aria-label="What was tried" className="flex flex-col gap-1.5">
    {steps.map(({ step, ok, says }) => (
      <li key={step} className="flex items-start gap-2 text-sm">
        {ok ? (
          <CircleCheck aria-label="Good" className="mt-0.5 text-good" />
        ) : (
          <CircleX aria-label="Wrong" className="mt-0.5 text-danger" />
        )}
        <span className="min-w-0 [overflow-wrap:anywhere]">{says}</span>
      </li>
    ))}
  </ul>
)

/** Tries the way out this moment; what waited for it leaves when it works. */
export default function WayOutCheckDialog({
  mailbox,
  way,
  onClose,
}: {
  mailbox: Mailbox
  way: WayOut
  onClose(): void
}) {
  const client = useQueryClient()
  const check = hooks.useMutation('post', '/mailboxes/{id}/way-out/check', {
    onSettled: () => client.invalidateQueries(wayOutQuery(mailbox.id)),
  })
  const run = (to_me: boolean) => check.mutate({ ...byId(mailbox), body: { to_me } })
  return (
    <Modal open onClose={onClose} title={`Way out of ${mailbox.address}`} className="max-w-lg">
      <div className="flex min-h-0 flex-col gap-4 overflow-y-auto p-4">
        <p className="text-ink-2 text-sm">
          Docket signs in as it would to send. With a mail, it also sends one to {mailbox.address} itself, which opens
          no ticket.
        </p>
        {check.data ? <WayOutSteps steps={check.data.steps} /> : null}
        {check.error ? (
          <p role="alert" className="text-danger text-sm">
            {sentenceOf(check.error)}
          </p>
        ) : null}
        <div className="flex flex-wrap gap-2">
          <Button look="primary" busy={check.isPending} onClick={() => run(false)}>
            {check.data ? 'Check again' : 'Check'}
          </Button>
          {way.kind === 'server' && !way.has_server ? null : (
            <Button disabled={check.isPending} onClick={() => run(true)}>
              Check with a mail
            </Button>
          )}
        </div>
      </div>
    </Modal>
  )
}
