import type { ReactNode } from 'react'
import { cx } from './class-names.ts'
import { Tip } from './tooltip.tsx'

type Tone = 'quiet' | 'note' | 'danger' | 'good'
const tones: Record<Tone, string> = {
  quiet: 'border-line-strong text-ink-2',
  note: 'border-note-line bg-note text-note-ink',
  danger: 'border-danger/35 bg-danger-soft text-danger',
  good: 'border-line-strong text-good',
}

/** One or two words about a thing; why it is so, on hover or focus. */
export function Badge({ children, tone = 'quiet', why }: { children: ReactNode; tone?: Tone; why?: ReactNode }) {
  const className = cx(
    'inline-flex h-5 shrink-0 items-center gap-1 rounded-sm border px-1.5 font-medium text-[11px] whitespace-nowrap',
    tones[tone],
  )
  const badge = <span className={className}>{children}</span>
  if (!why) return badge
  return (
    <Tip label={why}>
      <button type="button" className="flex h-6 items-center rounded-sm">
        {badge}
      </button>
    </Tip>
  )
}
