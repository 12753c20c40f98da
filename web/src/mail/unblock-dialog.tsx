import type { BlockedSender } from '@docket/api'
import { useState } from 'react'
import { Check } from '../kit/check.tsx'
import { Confirm } from '../kit/confirm.tsx'

type Props = { block: BlockedSender; busy: boolean; onClose: () => void; onYes: (restore: boolean) => void }

/** A block that has moved tickets: whether they come back with its end. */
export default function UnblockDialog({ block: { address, moved_tickets: count }, busy, onClose, onYes }: Props) {
  const [restores, setRestores] = useState(true)
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Unblock ${address}?`}
      deed="Unblock"
      busy={busy}
      onSubmit={() => onYes(restores)}
    >
      <p>Their mail is mail again. What came meanwhile stays in spam.</p>
      <Check
        label={count === 1 ? 'Bring back the ticket that was moved' : `Bring back the ${count} tickets that were moved`}
        hint="As they were before, if they are still spam."
        checked={restores}
        onChange={setRestores}
      />
    </Confirm>
  )
}
