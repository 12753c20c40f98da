import { TriangleAlert, X } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useDeferredValue, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { hooks } from '../api.ts'
import { cx } from '../kit/class-names.ts'
import { isAddress, type Named, peopleIn, sameAddress, withoutTwins } from './addresses.ts'

type Props = {
  label: string
  people: Named[]
  ticketId?: string | undefined
  onChange: (people: Named[]) => void
  /** What the server says of them. */
  error?: string | undefined
  autoFocus?: boolean
  /** Suggestions open downwards: there is room. */
  below?: boolean
}

/** People as chips: typed, pasted or chosen; what cannot be an address says so before anything is sent. */
export function RecipientField({ label, people, ticketId, onChange, error, autoFocus, below }: Props) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [open, setOpen] = useState(false)
  const asked = useDeferredValue(text.trim())
  const query = { q: asked, ...(ticketId ? { ticket_id: ticketId } : {}) }
  const found = hooks.useQuery('get', '/recipients', { params: { query } }, { enabled: open, staleTime: 30_000 })
  const choices = (found.data?.items ?? []).filter(
    (one) => !people.some((each) => sameAddress(each.address, one.address)),
  )
  const isOpen = open && choices.length > 0
  const marked = Math.min(at, choices.length - 1)

  const add = (more: Named[]) => {
    onChange(withoutTwins([...people, ...more]))
    setText('')
    setAt(0)
  }
  const remove = (index: number) => {
    onChange(people.filter((_, each) => each !== index))
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const typed = text.trim()
    const take = () => {
      event.preventDefault()
      const choice = isOpen && asked ? choices[marked] : undefined
      if (choice && !isAddress(typed)) add([{ name: choice.name, address: choice.address }])
      else if (typed) add(peopleIn(typed))
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      if (choices.length > 0) setAt((marked + (event.key === 'ArrowDown' ? 1 : choices.length - 1)) % choices.length)
    } else if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      // It sends, and whoever stands here half typed gets it too.
      if (typed) flushSync(() => add(peopleIn(typed)))
    } else if (event.key === 'Enter') take()
    else if (event.key === 'Tab' && !event.shiftKey && typed) take()
    else if (event.key === 'Backspace' && text === '' && people.length > 0) onChange(people.slice(0, -1))
    else if (event.key === 'Escape' && isOpen) {
      event.stopPropagation()
      setOpen(false)
    }
  }
  const onPaste = (event: ClipboardEvent) => {
    const pasted = peopleIn(event.clipboardData.getData('text/plain'))
    if (pasted.length < 2 && !pasted.some(({ address }) => isAddress(address))) return
    event.preventDefault()
    add(pasted)
  }

  return (
    <div className="relative flex items-start gap-2 px-4 py-0.5">
      <label htmlFor={id} className="w-9 shrink-0 pt-1 text-ink-3 text-sm max-[899px]:pt-2">
        {label}
      </label>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1 py-0.5">
        {people.map((one, index) => (
          <Chip key={`${one.address}${index}`} one={one} onRemove={() => remove(index)} />
        ))}
        <input
          ref={input}
          id={id}
          role="combobox"
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={isOpen ? `${id}-${marked}` : undefined}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          autoComplete="off"
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: who opens this line means to write in it.
          autoFocus={autoFocus}
          value={text}
          onChange={({ target: { value } }) => {
            // It ends a person, but for one between quotation marks. (Keyboards of phones tell no key.)
            if (/[,;]$/.test(value) && value.split('"').length % 2) return add(peopleIn(value))
            setText(value)
            setOpen(true)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => {
            setOpen(false)
            if (text.trim()) add(peopleIn(text))
          }}
          className="h-6 min-w-10 flex-1 bg-transparent text-sm outline-none max-[899px]:h-8 max-[899px]:text-[16px]"
        />
        {error ? (
          <p id={`${id}-error`} className="basis-full text-danger text-sm">
            {error}
          </p>
        ) : null}
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={`People for ${label}`}
        hidden={!isOpen}
        className={cx(
          'pop absolute left-12 z-40 max-h-64 w-80 max-w-[calc(100%-3rem)] overflow-y-auto',
          'rounded-md bg-raised p-1 shadow-float',
          below ? 'top-full' : 'bottom-full mb-1',
        )}
      >
        {choices.map(({ name, address }, index) => (
          <div
            key={address}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === marked}
            // The field keeps the focus.
            onMouseDown={(event) => {
              event.preventDefault()
              add([{ name, address }])
            }}
            className={cx(
              'flex min-h-8 flex-wrap items-baseline gap-x-2 rounded-sm px-2 py-1 text-sm max-[899px]:min-h-11',
              index === marked && 'bg-hover',
            )}
          >
            <bdi className="min-w-0 truncate">{name || address}</bdi>
            {name ? <span className="min-w-0 truncate text-ink-3 text-xs">{address}</span> : null}
          </div>
        ))}
      </div>
    </div>
  )
}

function Chip({ one: { name, address }, onRemove }: { one: Named; onRemove: () => void }) {
  const isWrong = !isAddress(address)
  return (
    <span
      title={isWrong ? `“${address}” is no address` : address}
      className={cx(
        'inline-flex h-6 max-w-full items-center gap-1 rounded-md border pl-1.5 text-sm max-[899px]:h-8',
        isWrong ? 'border-danger bg-danger-soft text-danger' : 'border-line-strong bg-surface',
      )}
    >
      {isWrong ? <TriangleAlert aria-label="No address:" className="size-3.5!" /> : null}
      <bdi className="min-w-0 truncate">{name || address}</bdi>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Remove ${name || address}`}
        onClick={onRemove}
        className="flex h-full items-center rounded-r-md px-1 text-ink-3 hover:bg-hover hover:text-ink"
      >
        <X className="size-3!" />
      </button>
    </span>
  )
}
