import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { cx } from './class-names.ts'
import { Tip } from './tooltip.tsx'

type Look = 'primary' | 'note' | 'outline' | 'plain' | 'danger'
type Props = ButtonHTMLAttributes<HTMLButtonElement> & { look?: Look; busy?: boolean }

const looks: Record<Look, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  note: 'bg-note-button text-on-accent hover:opacity-90',
  outline: 'border border-line-strong bg-raised text-ink hover:bg-hover',
  plain: 'text-ink-2 hover:bg-hover hover:text-ink data-popup-open:bg-hover data-popup-open:text-ink',
  danger: 'border border-danger/40 text-danger hover:bg-danger-soft',
}

export function Button({ look = 'outline', busy, className, disabled, ...rest }: Props) {
  return (
    <button
      type="button"
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cx(
        'inline-flex h-7 shrink-0 items-center justify-center gap-1.5 rounded-md px-2.5 font-medium text-sm whitespace-nowrap',
        'disabled:pointer-events-none disabled:opacity-55 max-[899px]:h-9',
        looks[look],
        className,
      )}
      {...rest}
    />
  )
}

type IconProps = ButtonHTMLAttributes<HTMLButtonElement> & { label: string; keys?: string; children: ReactNode }

/** A button that is only a picture: its name is spoken to screen readers and shown on hover, with its key. */
export function IconButton({ label, keys, className, ...rest }: IconProps) {
  return (
    <Tip label={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        className={cx(
          'inline-flex size-7 shrink-0 items-center justify-center rounded-md text-ink-3 hover:bg-hover hover:text-ink',
          'disabled:pointer-events-none disabled:opacity-55 max-[899px]:size-9',
          className,
        )}
        {...rest}
      />
    </Tip>
  )
}
