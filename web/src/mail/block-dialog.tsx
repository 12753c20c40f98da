import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { faultsOf, hooks } from '../api.ts'
import { Check } from '../kit/check.tsx'
import { Choose } from '../kit/choose.tsx'
import { Confirm } from '../kit/confirm.tsx'
import { Field } from '../kit/field.tsx'
import { toast } from '../kit/toast.tsx'
import { blocksChanged, useUnblock } from './blocked.ts'

/** Whom, why, and what becomes of the tickets that wait. Without a sender it asks for one. */
export default function BlockDialog({ sender = '', onClose }: { sender?: string; onClose: () => void }) {
  const client = useQueryClient()
  const [address, setAddress] = useState(sender)
  const [reason, setReason] = useState('')
  const [moves, setMoves] = useState(true)
  const unblock = useUnblock()
  const block = hooks.useMutation('post', '/senders/blocked', {
    onSuccess: ({ id, address, moved_tickets }) => {
      onClose()
      const tickets = moved_tickets === 1 ? '1 ticket was' : `${moved_tickets} tickets were`
      toast.done(
        `${address} is blocked`,
        moved_tickets > 0 ? `${tickets} moved to spam.` : 'Their mail goes to spam from now on.',
        // Without a sender it may be the reason of an older block that was changed: nothing to take back in one go.
        sender
          ? { label: 'Undo', run: () => unblock.mutate({ params: { path: { id } }, body: { restore: true } }) }
          : undefined,
      )
    },
    onSettled: () => blocksChanged(client),
  })
  const faults = faultsOf(block.error)
  const domain = sender.slice(sender.lastIndexOf('@'))
  return (
    <Confirm
      open
      onClose={onClose}
      title={sender ? 'Block this sender?' : 'Block a sender'}
      deed="Block"
      look="danger"
      busy={block.isPending}
      wrong={sender ? (faults.of('address') ?? faults.rest) : faults.rest}
      onSubmit={() => block.mutate({ body: { address, reason, move_tickets: moves } })}
    >
      <p>Their mail is still taken in and kept: it goes to spam, and nobody is told of it.</p>
      {sender ? (
        <Choose
          label="Whom"
          value={address}
          choices={[
            { value: sender, label: sender },
            { value: domain, label: `Everybody at ${domain.slice(1)}` },
          ]}
          onChoose={setAddress}
        />
      ) : (
        <Field
          label="Address or domain"
          placeholder="mallory@example.com or @example.com"
          required
          value={address}
          error={faults.of('address')}
          onChange={(event) => setAddress(event.target.value)}
        />
      )}
      <Field
        label="Reason"
        hint="May stay empty; it is shown with each mail of theirs."
        maxLength={200}
        value={reason}
        error={faults.of('reason')}
        onChange={(event) => setReason(event.target.value)}
      />
      <Check
        label="Move their waiting tickets to spam"
        hint="Those that are new, open or pending."
        checked={moves}
        onChange={setMoves}
      />
    </Confirm>
  )
}
