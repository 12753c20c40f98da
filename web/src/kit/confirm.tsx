import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Modal } from './dialog.tsx'

type Props = {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  /** What the button says: the deed itself, never "OK". */
  deed: string
  busy: boolean
  wrong?: string | undefined
  onSubmit: () => void
  look?: 'primary' | 'danger'
  /** Nothing to cancel. */
  only?: boolean
}

/** A small form or a last question before something that is not taken back; what went wrong is said in place. */
export function Confirm({
  open,
  onClose,
  title,
  children,
  deed,
  busy,
  wrong,
  onSubmit,
  look = 'primary',
  only,
}: Props) {
  return (
    <Modal open={open} onClose={onClose} title={title} className="max-w-md">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
        className="flex min-h-0 flex-col"
      >
        <div className="flex min-h-0 flex-col gap-4 overflow-y-auto p-4 text-base text-ink-2">{children}</div>
        <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-4 py-3">
          <p role="alert" className="min-w-0 flex-1 text-danger text-sm">
            {wrong}
          </p>
          {only ? null : <Button onClick={onClose}>Cancel</Button>}
          <Button type="submit" look={look} busy={busy}>
            {deed}
          </Button>
        </footer>
      </form>
    </Modal>
  )
}
