import { BookMarked, Paperclip } from 'lucide-react'
import { useRef } from 'react'
import { IconButton } from '../kit/button.tsx'
import { useAction } from '../shell/actions.ts'

/** Beside the shape of the words: what comes from elsewhere. */
export function Beside({ onAttach, onMacro }: { onAttach: (files: File[]) => void; onMacro?: () => void }) {
  const input = useRef<HTMLInputElement>(null)
  useAction('write.attach', () => input.current?.click())
  return (
    <>
      <span aria-hidden className="mx-1 h-4 w-px shrink-0 bg-line" />
      <IconButton label="Attach files" onClick={() => input.current?.click()}>
        <Paperclip />
      </IconButton>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to attach"
        onChange={({ target }) => {
          onAttach([...(target.files ?? [])])
          target.value = ''
        }}
      />
      {onMacro ? (
        <IconButton label="Insert a macro" keys="/" onClick={onMacro}>
          <BookMarked />
        </IconButton>
      ) : null}
    </>
  )
}
