import { Keys } from '../kit/keys.tsx'

/** Beside a list from which nothing is opened yet. */
export function NoTicket() {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-2 text-ink-3 text-sm">
      <p className="flex items-center gap-1.5">
        <Keys keys="j" /> <Keys keys="k" /> to move, <Keys keys="enter" /> to open
      </p>
      <p className="flex items-center gap-1.5">
        <Keys keys="?" /> for all keys
      </p>
    </div>
  )
}
