import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import { cx } from './class-names.ts'
import { type Choice, Pick } from './menu.tsx'

type Props<V extends string> = {
  label: string
  value: V
  choices: Choice<V>[]
  onChoose: (value: V) => void
  onOpenChange?: (open: boolean) => void
  disabled?: boolean
  /** The label is spoken and not shown, where the row says it already. */
  bare?: boolean
  /** A row among others that have no frames. */
  plain?: boolean
  className?: string
}

/** One of a few, as a field of a form. */
export function Choose<V extends string>({
  label,
  value,
  choices,
  onChoose,
  onOpenChange,
  disabled,
  bare,
  plain,
  className,
}: Props<V>) {
  const id = useId()
  const chosen = choices.find((each) => each.value === value)
  return (
    <div className={cx('flex flex-col gap-1.5', className)}>
      <span id={id} className={bare ? 'sr-only' : 'font-medium text-ink-2 text-sm'}>
        {label}
      </span>
      <Pick
        label={label}
        value={value}
        choices={choices}
        onChoose={onChoose}
        {...(onOpenChange ? { onOpenChange } : {})}
        trigger={
          <button
            type="button"
            id={`${id}-value`}
            aria-labelledby={`${id} ${id}-value`}
            disabled={disabled}
            className={cx(
              'flex max-w-full items-center gap-2 rounded-md border border-line-strong bg-raised text-left',
              'hover:bg-hover disabled:pointer-events-none disabled:opacity-55',
              bare ? 'h-7 px-2.5 text-sm max-[899px]:h-9' : 'h-9 px-3 text-base',
              plain && '-ml-2 border-transparent bg-transparent px-2',
            )}
          >
            {chosen?.icon}
            <span className="min-w-0 flex-1 truncate">
              {chosen?.label ?? value}
              {chosen?.group ? <span className="text-ink-3"> · {chosen.group}</span> : null}
            </span>
            <ChevronDown className="text-ink-3" />
          </button>
        }
      />
    </div>
  )
}
