import { type ComponentType, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { cx } from './class-names.ts'
import type { EditorProps } from './editor.tsx'

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
}

/**
 * The editor, and until it has come a plain field in its place: what is typed there meanwhile goes on in the editor, at the same place,
 * between two keys.
 */
export function RichField(props: Props) {
  const plain = useRef<HTMLTextAreaElement>(null)
  const isComposing = useRef(false)
  const typed = useRef({ text: '', caret: 0, focused: false })
  const [Editor, setEditor] = useState(() => loaded)
  const [wrong, setWrong] = useState(false)
  const { body, onFocus, label, placeholder, readOnly, className } = props

  useEffect(() => {
    let gone = false
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
  }, [])
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
      <p role="status" className="h-8 shrink-0 px-4 text-danger text-sm max-[899px]:h-10">
        {wrong ? 'The editor could not be loaded. Copy what you wrote and load the page anew.' : ''}
      </p>
    </>
  )
}
