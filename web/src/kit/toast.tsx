import { Toast } from '@base-ui/react/toast'
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import type { ReactNode } from 'react'

type Deed = {
  label: string
  run: () => void
  /** It is offered no longer. */
  gone?: () => void
  /** It can be done for so long and no longer: the ring runs empty. */
  forMs?: number | undefined
}

const manager = Toast.createToastManager()

export const toast = {
  /** `deed` takes it back, say: it is offered for as long as it takes to think twice. */
  done: (title: string, description?: string, deed?: Deed) =>
    manager.add({
      ...{ title, description, type: 'done', timeout: deed ? (deed.forMs ?? 10_000) : 4000 },
      ...(deed?.forMs ? { data: { ringMs: deed.forMs } } : {}),
      ...(deed ? { actionProps: { children: deed.label, onClick: deed.run }, onClose: deed.gone } : {}),
    }),
  /** Stays long enough to be read, and is announced at once. */
  wrong: (title: string, description?: string) => manager.add({ title, description, type: 'wrong', timeout: 9000 }),
  close: (id: string) => manager.close(id),
}

export function Toasts({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed top-2 left-4 z-50 flex w-[calc(100vw-2rem)] max-w-sm flex-col gap-2 outline-none min-[900px]:top-auto min-[900px]:bottom-4">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function List() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((item) => (
    <Toast.Root
      key={item.id}
      toast={item}
      className="rounded-lg bg-raised shadow-float transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0"
    >
      <Toast.Content role={item.type === 'wrong' ? 'alert' : undefined} className="flex items-start gap-2.5 p-3">
        {item.type === 'wrong' ? (
          <CircleAlert className="mt-0.5 text-danger" />
        ) : ringMs(item.data) ? (
          <Ring ms={ringMs(item.data)!} />
        ) : (
          <CircleCheck className="mt-0.5 text-good" />
        )}
        <div className="min-w-0 flex-1">
          <Toast.Title className="font-medium text-sm" />
          <Toast.Description className="text-ink-2 text-sm" />
        </div>
        {item.actionProps ? (
          <Toast.Action className="rounded-sm px-1.5 py-0.5 font-medium text-accent text-sm hover:bg-hover" />
        ) : null}
        <Toast.Close aria-label="Dismiss" className="rounded-sm p-1 text-ink-3 hover:bg-hover">
          <X />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}

const ringMs = (data: unknown): number | undefined => (data as { ringMs?: number } | undefined)?.ringMs

/** How much is left of the time to think twice. */
const Ring = ({ ms }: { ms: number }) => (
  <svg aria-hidden="true" viewBox="0 0 16 16" className="-rotate-90 mt-0.5 size-4 text-accent">
    <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" strokeWidth="2" opacity="0.2" />
    <circle
      cx="8"
      cy="8"
      r="6.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      pathLength="1"
      strokeDasharray="1"
      className="ring-runs"
      style={{ animationDuration: `${ms}ms` }}
    />
  </svg>
)
