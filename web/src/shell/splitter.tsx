import type { KeyboardEvent, PointerEvent } from 'react'

type Props = { label: string; value: number; least: number; most: number; onChange: (value: number) => void }

/** The hairline between two panes, which can be drawn aside by mouse or arrow keys. */
export function Splitter({ label, value, least, most, onChange }: Props) {
  const within = (next: number) => onChange(Math.round(Math.min(most, Math.max(least, next))))
  const drag = (down: PointerEvent<HTMLElement>) => {
    const handle = down.currentTarget
    const from = down.clientX
    handle.setPointerCapture(down.pointerId)
    const move = (event: globalThis.PointerEvent) => within(value + event.clientX - from)
    handle.addEventListener('pointermove', move)
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), { once: true })
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') within(value - 16)
    if (event.key === 'ArrowRight') within(value + 16)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved has no element of its own.
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onPointerDown={drag}
      onKeyDown={press}
      className="group relative z-10 hidden w-px shrink-0 cursor-col-resize touch-none bg-line after:absolute after:inset-y-0 after:-left-1 after:w-2 hover:bg-accent focus-visible:bg-accent min-[900px]:block"
    />
  )
}
