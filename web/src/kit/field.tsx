import { type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes, useId } from 'react'
import { cx } from './class-names.ts'

type About = {
  label: string
  /** What would be good to know before one types. */
  hint?: ReactNode
  error?: string | undefined
  className?: string
}
type Props = InputHTMLAttributes<HTMLInputElement> & About
type AreaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & About
type Told = { id: string; 'aria-invalid': true | undefined; 'aria-describedby': string | undefined }

/** A labelled line of text with the sentence of what is wrong with it. */
export const Field = ({ label, hint, error, className, ...rest }: Props) => (
  <Labelled about={{ label, hint, error, className }}>
    {(told) => <input {...told} className={cx('h-9', box, error ? 'border-danger' : 'border-line-strong')} {...rest} />}
  </Labelled>
)

/** The same for several lines. */
export const Area = ({ label, hint, error, className, ...rest }: AreaProps) => (
  <Labelled about={{ label, hint, error, className }}>
    {(told) => (
      <textarea
        {...told}
        className={cx('py-2 leading-6', box, error ? 'border-danger' : 'border-line-strong')}
        {...rest}
      />
    )}
  </Labelled>
)

const box =
  'min-w-0 rounded-md border bg-raised px-3 text-base outline-offset-0 disabled:opacity-55 max-[899px]:text-[16px]'

function Labelled({ about, children }: { about: About; children: (told: Told) => ReactNode }) {
  const { label, hint, error, className } = about
  const id = useId()
  const said = error ? `${id}-error` : hint ? `${id}-hint` : undefined
  return (
    <div className={cx('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="font-medium text-ink-2 text-sm">
        {label}
      </label>
      {children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': said })}
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
