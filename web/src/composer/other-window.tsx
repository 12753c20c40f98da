import { flushSync } from 'react-dom'
import { Button } from '../kit/button.tsx'
import type { Other } from './keeping.ts'

type Props = {
  other: Other<{ body: string; subject?: string }>
  keepMine: () => void
  takeOther: () => void
  /** One goes on writing: what was pressed is gone. */
  focus: () => void
}

/** Two windows wrote one draft: both are here until one is chosen. */
export const OtherWindow = ({ other: { draft }, keepMine, takeOther, focus }: Props) => (
  <div
    role="alert"
    className="mx-3 mt-1 flex shrink-0 flex-wrap items-center gap-2 rounded-md border border-note-line bg-note px-3 py-1.5 text-sm"
  >
    <p className="min-w-0 flex-1 basis-60 text-note-ink">
      {draft ? 'Another window has changed this draft since:' : 'This draft was sent or thrown away in another window.'}
      {draft ? (
        <span dir="auto" className="line-clamp-2 text-ink">
          {draft.body || draft.subject || 'no words'}
        </span>
      ) : null}
    </p>
    <Button onClick={() => chosen(takeOther, focus)}>{draft ? 'Take that one' : 'Throw mine away'}</Button>
    <Button onClick={() => chosen(keepMine, focus)}>Keep mine</Button>
  </div>
)

function chosen(deed: () => void, focus: () => void): void {
  flushSync(deed)
  focus()
}
