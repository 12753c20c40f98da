import type { ReactNode } from 'react'
import { cx } from '../kit/class-names.ts'
import { PaneHead } from '../shell/pane-head.tsx'

type Props = { title: string; list: ReactNode; reading: ReactNode | undefined }

/** A list of mails and beside it (on a phone: over it) the one being read. */
export function MailPane({ title, list, reading }: Props) {
  return (
    <div className="flex h-full">
      <section
        aria-label={title}
        className={cx(
          'h-full min-w-0 flex-col min-[900px]:border-r',
          reading ? 'hidden w-104 shrink-0 min-[900px]:flex' : 'flex flex-1',
        )}
      >
        <PaneHead title={title} />
        <div className="min-h-0 flex-1 overflow-y-auto">{list}</div>
      </section>
      {reading ? <div className="slide-over h-full min-w-0 flex-1 overflow-y-auto">{reading}</div> : null}
    </div>
  )
}

export const mailRowClass = (open: boolean): string =>
  cx('flex flex-col gap-0.5 border-b px-4 py-2.5 text-sm -outline-offset-2!', open ? 'bg-selected' : 'hover:bg-hover')
