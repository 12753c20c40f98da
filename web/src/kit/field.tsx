import { type InputHTMLAttributes, type ReactNode, useId } from 'react'
import { cx } from './class-names.ts'

type Props = InputHTMLAttributes<HTMLInputElement> & {
  label: string
  /** What would be good to know before one types. */
  hint?: ReactNode
  error?: string | undefined
}

/** A labelled line of text with the sentence of what is wrong with it. */
export function Field({ label, hint, error, className, ...rest }: Props) {
  const id = useId()
  const said = error ? `${id}-error` : hint ? `${id}-hint` : undefined
  return (
    <div className={cx('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="font-medium text-ink-2 text-sm">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={said}
        className={cx(
          'h-9 min-w-0 rounded-md border bg-raised px-3 text-base outline-offset-0 disabled:opacity-55 max-[899px]:text-[16px]',
          error ? 'border-danger' : 'border-line-strong',
        )}
        {...rest}
      />
      {error ? (
        <p id={said} className="text-danger text-sm">
          {error}
        </p>
      ) : hint ? (
        <p id={said} className="text-ink-3 text-sm">
          {hint}
        </p>
      ) : null}
    </div>
  )
}
