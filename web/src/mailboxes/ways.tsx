import { useEffect, useId, useRef } from 'react'
import { cx } from '../kit/class-names.ts'

type Props<V extends string> = {
  label: string
  value: V
  ways: { value: V; label: string; says: string }[]
  onChoose: (value: V) => void
  focus?: boolean
}

/** One of a few, each with what it means; by arrow keys as by mouse. */
export function Ways<V extends string>({ label, value, ways, onChoose, focus }: Props<V>) {
  const id = useId()
  const chosen = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (focus) chosen.current?.focus()
  }, [focus])
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium text-ink-2 text-sm">{label}</legend>
      {ways.map((way) => (
        <label
          key={way.value}
          className={cx(
            'flex cursor-pointer items-start gap-3 rounded-lg border px-3 py-2.5',
            way.value === value ? 'border-accent bg-selected' : 'border-line-strong bg-raised hover:bg-hover',
          )}
        >
          <input
            type="radio"
            name={id}
            checked={way.value === value}
            onChange={() => onChoose(way.value)}
            ref={way.value === value ? chosen : undefined}
            aria-describedby={`${id}-${way.value}`}
            className="mt-1 size-4 shrink-0 accent-(--accent)"
          />
          <span className="min-w-0">
            <span className="font-medium text-base">{way.label}</span>
            <span id={`${id}-${way.value}`} className="block text-ink-2 text-sm">
              {way.says}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
