import { Ban } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../kit/button.tsx'
import { When } from '../kit/time.tsx'
import { useAction } from '../shell/actions.ts'
import { useBlockOf, useMayBlock, useUnblock } from './blocked.ts'

const BlockDialog = lazy(() => import('./block-dialog.tsx'))

/** Lends the command menu the way to block this sender; shows nothing until it is taken. */
export function BlockAction({ sender }: { sender: string }) {
  const [open, setOpen] = useState(false)
  const isOffered = useBlockOf(sender) === null
  useAction('ticket.block', isOffered ? () => setOpen(true) : undefined)
  return open ? <Dialog sender={sender} onClose={() => setOpen(false)} /> : null
}

/** Whether this sender is blocked, and the way to change that; nothing for those who may not. */
export function SenderBlock({ sender }: { sender: string }) {
  const block = useBlockOf(sender)
  const unblock = useUnblock()
  if (!block) return block === null ? <BlockButton sender={sender} /> : null
  const { id, address, reason, by, at, moved_tickets } = block
  return (
    <div className="flex flex-col items-start gap-2 rounded-md border border-note-line bg-note p-2.5 text-note-ink text-sm">
      <p className="min-w-0 [overflow-wrap:anywhere]">
        <b className="font-medium">{address}</b> is blocked
        {by ? ` by ${by.name}` : ''}, <When at={at} long />
        {reason ? `: “${reason}”` : ''}
      </p>
      <Button
        busy={unblock.isPending}
        onClick={() => unblock.mutate({ params: { path: { id } }, body: { restore: moved_tickets > 0 } })}
      >
        Unblock
      </Button>
    </div>
  )
}

/** Asks whom exactly, and why. */
export function BlockButton({ sender }: { sender: string }) {
  const [open, setOpen] = useState(false)
  if (!useMayBlock()) return null
  return (
    <>
      <Button look="plain" className="-ml-2.5 self-start" onClick={() => setOpen(true)}>
        <Ban /> Block sender…
      </Button>
      {open ? <Dialog sender={sender} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

const Dialog = (props: { sender: string; onClose: () => void }) => (
  <Suspense>
    <BlockDialog {...props} />
  </Suspense>
)
