import { type InputHTMLAttributes, useId } from 'react'
import { cx } from './class-names.ts'

type Props = InputHTMLAttributes<HTMLInputElement> & { label: string; error?: string | undefined }

/** A labelled line of text with the sentence of what is wrong with it. */
export function Field({ label, error, className, ...rest }: Props) {
  const id = useId()
  return (
    <div className={cx('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="font-medium text-ink-2 text-sm">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        className={cx(
          'h-9 rounded-md border bg-raised px-3 text-base outline-offset-0 max-[899px]:text-[16px]',
          error ? 'border-danger' : 'border-line-strong',
        )}
        {...rest}
      />
      {error ? (
        <p id={`${id}-error`} className="text-danger text-sm">
          {error}
        </p>
      ) : null}
    </div>
  )
}
