import type { Mailbox } from '@docket/api'
import { Button } from '../kit/button.tsx'

type Props = { mailbox: Mailbox; look: (() => void) | undefined; disconnect: () => void }

/** A consent came back and nobody has said yet that it is the right account: what waits, and what to do about it. */
export function Unconfirmed({ mailbox: { connection }, look, disconnect }: Props) {
  if (!connection?.held) return null
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-note-line bg-note px-3 py-2 text-sm">
      <p className="min-w-0 flex-1 basis-60 text-note-ink [overflow-wrap:anywhere]">{connection.held}</p>
      {look ? (
        <span className="flex flex-wrap gap-2">
          <Button look="primary" onClick={look}>
            Look and begin
          </Button>
          <Button onClick={disconnect}>Disconnect…</Button>
        </span>
      ) : null}
    </div>
  )
}
