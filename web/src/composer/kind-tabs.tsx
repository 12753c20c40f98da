import type { DraftKind } from '@docket/api'
import { ChevronDown, Forward, Lock, Reply } from 'lucide-react'
import { IconButton } from '../kit/button.tsx'
import { cx } from '../kit/class-names.ts'
import type { DraftState } from './keeping.ts'

const looks = {
  reply: { label: 'Reply', icon: <Reply className="size-3.5!" /> },
  forward: { label: 'Forward', icon: <Forward className="size-3.5!" /> },
  note: { label: 'Note', icon: <Lock className="size-3.5!" /> },
}

type Props = {
  kinds: DraftKind[]
  kind: DraftKind
  open: boolean
  state: DraftState
  begun: (kind: DraftKind) => boolean
  onStart: (kind: DraftKind) => void
  onClose: () => void
}

/** What is to be written; where something was begun there is a dot. */
export const KindTabs = ({ kinds, kind, open, state, begun, onStart, onClose }: Props) => (
  <div className="flex shrink-0 items-center gap-1 px-2 pt-2">
    <div role="tablist" aria-label="What to write" className="flex gap-1">
      {kinds.map((each) => (
        <button
          key={each}
          type="button"
          role="tab"
          aria-selected={kind === each}
          onClick={() => onStart(each)}
          className={cx(
            'flex h-6.5 items-center gap-1.5 rounded-md px-2 text-sm max-[899px]:h-9',
            kind === each ? 'font-medium' : 'text-ink-3 hover:text-ink',
            kind === each && (each === 'note' ? 'bg-note-line/45 text-note-ink' : 'bg-selected text-accent'),
          )}
        >
          {looks[each].icon}
          {looks[each].label}
          {kind !== each && begun(each) ? (
            <span role="img" aria-label="draft" className="size-1.5 rounded-full bg-note-button" />
          ) : null}
        </button>
      ))}
    </div>
    <Saved state={state} />
    {open ? (
      <IconButton label="Fold, keep the draft" className="min-[900px]:hidden" onClick={onClose}>
        <ChevronDown />
      </IconButton>
    ) : null}
  </div>
)

/** Whether what is here would survive this window. */
export function Saved({ state }: { state: DraftState }) {
  const failed = typeof state === 'object'
  const words = failed ? 'Draft kept in this browser' : { none: '', saved: 'Draft saved', saving: 'Saving…' }[state]
  return (
    <p
      role="status"
      title={failed ? state.failed : undefined}
      className={cx('ml-auto truncate pr-2 text-xs', failed ? 'text-note-ink' : 'text-ink-3')}
    >
      {words}
    </p>
  )
}
