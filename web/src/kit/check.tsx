import { type ReactNode, useId } from 'react'

type Props = {
  label: ReactNode
  hint?: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
}

/** Yes or no, and what it means. */
export function Check({ label, hint, checked, onChange, disabled }: Props) {
  const id = useId()
  return (
    <div className="flex min-h-7 items-start gap-2.5 py-1 max-[899px]:py-2.5">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-4 shrink-0 accent-(--accent)"
      />
      <div className="min-w-0 text-sm">
        <label htmlFor={id} className={disabled ? 'text-ink-3' : undefined}>
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-ink-3">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  )
}
