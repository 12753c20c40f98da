import type { BlockedSender } from '@docket/api'
import { Ban } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../kit/button.tsx'
import { When } from '../kit/time.tsx'
import { useAction } from '../shell/actions.ts'
import { useBlockOf, useUnblock } from './blocked.ts'

const BlockDialog = lazy(() => import('./block-dialog.tsx'))
const UnblockDialog = lazy(() => import('./unblock-dialog.tsx'))

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
  if (!block) return block === null ? <BlockButton sender={sender} /> : null
  const { address, reason, by, at } = block
  return (
    <div className="flex flex-col items-start gap-2 rounded-md border border-note-line bg-note p-2.5 text-note-ink text-sm">
      <p className="min-w-0 [overflow-wrap:anywhere]">
        <b className="font-medium">{address}</b> is blocked
        {by ? ` by ${by.name}` : ''}, <When at={at} long />
        {reason ? `: “${reason}”` : ''}
      </p>
      <UnblockButton block={block} />
    </div>
  )
}

/** Ends a block; asks first what becomes of the tickets it has moved. */
export function UnblockButton({ block }: { block: BlockedSender }) {
  const [open, setOpen] = useState(false)
  const unblock = useUnblock()
  const { id, address, moved_tickets } = block
  const end = (restore: boolean) =>
    unblock.mutate({ params: { path: { id } }, body: { restore } }, { onSettled: () => setOpen(false) })
  return (
    <>
      <Button
        busy={unblock.isPending}
        aria-label={`Unblock ${address}`}
        onClick={() => (moved_tickets > 0 ? setOpen(true) : end(false))}
      >
        Unblock
      </Button>
      {open ? (
        <Suspense>
          <UnblockDialog block={block} busy={unblock.isPending} onClose={() => setOpen(false)} onYes={end} />
        </Suspense>
      ) : null}
    </>
  )
}

/** Asks whom exactly, and why. */
function BlockButton({ sender }: { sender: string }) {
  const [open, setOpen] = useState(false)
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
