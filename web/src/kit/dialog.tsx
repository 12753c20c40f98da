import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './class-names.ts'

type Props = {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  className?: string
  bare?: boolean
}

/** Asks for all attention. `bare` hides the title from the eye but not from the ear. */
export function Modal({ open, onClose, title, children, className, bare }: Props) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[oklch(0.2_0.01_65/0.28)]" />
        <Dialog.Popup
          className={cx(
            'pop fixed top-[12vh] left-1/2 z-40 flex max-h-[76vh] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col rounded-lg bg-raised shadow-float outline-none',
            className ?? 'max-w-xl',
          )}
        >
          {bare ? (
            <Dialog.Title className="sr-only">{title}</Dialog.Title>
          ) : (
            <header className="flex items-center justify-between border-b py-2 pr-2 pl-4">
              <Dialog.Title className="font-semibold text-base">{title}</Dialog.Title>
              <Dialog.Close aria-label="Close" className="rounded-md p-1.5 text-ink-3 hover:bg-hover">
                <X />
              </Dialog.Close>
            </header>
          )}
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** A panel that slides in from the left, for narrow screens. */
export function Sheet({ open, onClose, title, children }: Omit<Props, 'className' | 'bare'>) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-[oklch(0.2_0.01_65/0.28)]" />
        <Dialog.Popup className="fixed inset-y-0 left-0 z-30 w-64 bg-canvas shadow-float outline-none transition-transform duration-150 data-ending-style:-translate-x-full data-starting-style:-translate-x-full">
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
