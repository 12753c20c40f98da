import {
  type AriaAttributes,
  type ComponentType,
  type KeyboardEvent,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { flushSync } from 'react-dom'
import { cx } from './class-names.ts'
import type { EditorHandle, EditorProps } from './editor.tsx'

let loaded: ComponentType<EditorProps> | undefined
const load = async () => {
  loaded ??= (await import('./editor.tsx')).default
  return loaded
}

/** Asked for once the page stands, so that it is there before somebody writes. */
export const loadEditor = () => void load().catch(() => undefined)

type Props = EditorProps & {
  /** The plain twin of the words so far, shown until the editor is there. */
  body: string
  /** What it is to begin with is not known yet. */
  waiting?: boolean
}

/**
 * The editor, and until it has come a plain field in its place: what is typed there meanwhile goes on in the editor, at
 * the same place, between two keys.
 */
export function RichField(props: Props) {
  const plain = useRef<HTMLTextAreaElement>(null)
  const isComposing = useRef(false)
  const typed = useRef({ text: '', caret: 0, focused: false })
  const { waiting = false } = props
  const [Editor, setEditor] = useState(() => (waiting ? undefined : loaded))
  const [wrong, setWrong] = useState(false)
  const { body, onFocus, onReady, label, placeholder, readOnly, className, folded } = props

  useLayoutEffect(() => {
    if (plain.current) onReady?.(plainHandle(plain.current))
  }, [onReady])

  useEffect(() => {
    let gone = waiting
    const show = (editor: ComponentType<EditorProps>) => {
      if (gone) return
      // Not in the middle of a letter that is being put together.
      if (isComposing.current) {
        plain.current?.addEventListener('compositionend', () => setTimeout(show, 0, editor), { once: true })
        return
      }
      const { value = '', selectionStart = 0 } = plain.current ?? {}
      typed.current = { text: value, caret: selectionStart, focused: document.activeElement === plain.current }
      flushSync(() => setEditor(() => editor))
    }
    load().then(show, () => !gone && setWrong(true))
    return () => {
      gone = true
    }
  }, [waiting])
  if (Editor) return <Editor {...props} takeOver={() => typed.current} />

  return (
    <>
      <div className={cx('words min-h-0 flex-1 overflow-y-auto', className)}>
        {body ? <div className="whitespace-pre-wrap px-4 pt-2">{body}</div> : null}
        <textarea
          ref={plain}
          dir="auto"
          aria-label={label}
          placeholder={body ? undefined : placeholder}
          readOnly={readOnly}
          onFocus={onFocus}
          onCompositionStart={() => {
            isComposing.current = true
          }}
          onCompositionEnd={() => {
            isComposing.current = false
          }}
          className="block min-h-16 w-full resize-none bg-transparent px-4 py-2 outline-none"
        />
      </div>
      <p hidden={folded} role="status" className="h-8 shrink-0 px-4 text-danger text-sm max-[899px]:h-10">
        {wrong ? 'The editor could not be loaded. Copy what you wrote and load the page anew.' : ''}
      </p>
    </>
  )
}

const plainHandle = (field: HTMLTextAreaElement): EditorHandle => ({
  focus: () => field.focus(),
  blur: () => field.blur(),
  insert: ({ body }) => {
    field.focus()
    // As if it were typed: the browser can undo it.
    document.execCommand('insertText', false, body)
  },
  insertPicture: () => undefined,
  // It begins with the one it is to have.
  signAnew: () => undefined,
})

type PlainProps = Pick<
  EditorProps,
  'label' | 'placeholder' | 'readOnly' | 'onReady' | 'onFocus' | 'onSlash' | 'className'
> &
  Pick<AriaAttributes, 'aria-autocomplete' | 'aria-controls' | 'aria-activedescendant'> & {
    value: string
    onChange: (value: string) => void
    /** Asked before anything else; what it has dealt with ends there. */
    onKeys?: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean
    /** The words or the place in them are others now. */
    onCaret?: (field: HTMLTextAreaElement) => void
    onLeave?: () => void
  }

/** Words without shape, for what never leaves; it grows with them. */
export function PlainField(props: PlainProps) {
  const { value, onChange, onReady, onSlash, onKeys, onCaret, onLeave, className, label, ...rest } = props
  const field = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    if (field.current) onReady?.(plainHandle(field.current))
  }, [onReady])
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (onKeys?.(event)) {
      event.preventDefault()
      event.stopPropagation()
      return
    }
    const { selectionStart, value } = event.currentTarget
    if (event.key !== '/' || !onSlash || (selectionStart > 0 && value[selectionStart - 1] !== '\n')) return
    event.preventDefault()
    onSlash()
  }
  return (
    <textarea
      ref={field}
      dir="auto"
      aria-label={label}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      onKeyDown={onKeyDown}
      onSelect={({ currentTarget }) => onCaret?.(currentTarget)}
      onBlur={onLeave}
      className={cx(
        'field-sizing-content block w-full resize-none bg-transparent px-4 py-2 text-md outline-none max-[899px]:text-[16px]',
        className,
      )}
      {...rest}
    />
  )
}
