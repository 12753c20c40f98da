import type { TicketView } from '@docket/api'
import { lazy, type ReactNode, Suspense } from 'react'
import { useChoosing } from './choosing.tsx'

const SplitBar = lazy(() => import('./split-bar.tsx'))

/** What is being written is hidden while messages are chosen, not gone: it stays. */
export function ComposerOrSplit({ ticket, children }: { ticket: TicketView; children: ReactNode }) {
  const { chosen, choose } = useChoosing()
  return (
    <>
      <div hidden={chosen !== undefined}>{children}</div>
      {chosen ? (
        <Suspense>
          <SplitBar ticket={ticket} chosen={chosen} onClose={() => choose(undefined)} />
        </Suspense>
      ) : null}
    </>
  )
}
