import { type ComponentProps, type KeyboardEvent, useId, useRef, useState } from 'react'
import { cx } from '../kit/class-names.ts'
import { PlainField } from '../kit/rich-field.tsx'
import { beingNamed, type Colleague, meant, signOf } from './mentions.ts'

type Props = Omit<ComponentProps<typeof PlainField>, 'onKeys' | 'onCaret'> & {
  /** Who can be named. */
  colleagues: readonly Colleague[]
}

/** A note, in which an @ names a colleague: arrows choose, Enter or Tab takes, Escape leaves what was typed. */
export function NoteField({ colleagues, value, onChange, ...rest }: Props) {
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(undefined)
  const [naming, setNaming] = useState<{ from: number; q: string }>()
  const [left, setLeft] = useState<number>()
  const [at, setAt] = useState(0)
  const shown = naming && naming.from !== left ? meant(naming.q, colleagues) : []
  const chosen = shown[Math.min(at, shown.length - 1)]
  const isOpen = chosen !== undefined

  const look = (from: HTMLTextAreaElement) => {
    field.current = from
    const next = from.selectionStart === from.selectionEnd ? beingNamed(from.value, from.selectionStart) : undefined
    if (next?.q !== naming?.q) setAt(0)
    if (!next) setLeft(undefined)
    setNaming(next)
  }
  const take = (colleague: Colleague) => {
    const it = field.current
    if (!it || !naming) return
    it.focus()
    it.setSelectionRange(naming.from, it.selectionStart)
    // As if it were typed: the browser can undo it.
    document.execCommand('insertText', false, `${signOf(colleague, colleagues)} `)
    setNaming(undefined)
  }
  const onKeys = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (!isOpen || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setAt((Math.min(at, shown.length - 1) + step + shown.length) % shown.length)
    else if (event.key === 'Enter' || event.key === 'Tab') take(chosen)
    else if (event.key === 'Escape') setLeft(naming?.from)
    else return false
    return true
  }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {isOpen ? (
        <ul
          id={id}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the list that the field chooses from.
          role="listbox"
          aria-label="Colleagues"
          className="absolute bottom-full left-4 z-20 mb-1 w-72 max-w-[calc(100%-2rem)] rounded-md border bg-raised p-1 shadow-float max-[899px]:top-14 max-[899px]:bottom-auto"
        >
          {shown.map((one) => (
            <li
              key={one.id}
              id={`${id}-${one.id}`}
              // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: one of that list; the field keeps the focus.
              role="option"
              tabIndex={-1}
              aria-selected={one === chosen}
              onMouseDown={(event) => {
                event.preventDefault()
                take(one)
              }}
              className={cx(
                'flex min-h-8 cursor-default items-baseline gap-2 rounded-sm px-2 py-1 text-sm',
                'max-[899px]:min-h-11 max-[899px]:items-center',
                one === chosen && 'bg-hover',
              )}
            >
              <span className="truncate font-medium">{one.name || one.email}</span>
              <span className="min-w-0 flex-1 truncate text-ink-3 text-xs">{one.email}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <PlainField
        {...rest}
        value={value}
        onChange={onChange}
        onKeys={onKeys}
        onCaret={look}
        onLeave={() => setNaming(undefined)}
        aria-autocomplete="list"
        aria-controls={isOpen ? id : undefined}
        aria-activedescendant={isOpen ? `${id}-${chosen.id}` : undefined}
      />
    </div>
  )
}
