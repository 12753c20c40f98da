import { Dialog } from '@base-ui/react/dialog'
import { ChevronLeft, ChevronRight, Download, X } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { IconButton } from '../kit/button.tsx'
import { cx } from '../kit/class-names.ts'
import type { File, Place } from './attachments.tsx'
import { bytesInWords } from './words.ts'

type Props = { pictures: File[]; first: number; place: Place; onClose: () => void }

/** Attached pictures, one after the other, as large as the window or as they are. */
export default function Viewer({ pictures, first, place, onClose }: Props) {
  const [at, setAt] = useState(first)
  const [whole, setWhole] = useState(true)
  const [broken, setBroken] = useState(false)
  const download = useRef<HTMLAnchorElement>(null)
  const stage = useRef<HTMLElement>(null)
  const file = pictures[at] ?? pictures[0]
  if (!file) return null
  const name = file.filename || 'picture'
  const go = (step: number) => {
    setAt((at + step + pictures.length) % pictures.length)
    setWhole(true)
    setBroken(false)
  }
  const keys: Record<string, () => void> = {
    ArrowRight: () => go(1),
    ArrowLeft: () => go(-1),
    j: () => go(1),
    k: () => go(-1),
    z: () => setWhole(!whole),
    d: () => download.current?.click(),
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const deed = event.metaKey || event.ctrlKey || event.altKey ? undefined : keys[event.key]
    // A picture larger than the window is moved by the arrows.
    if (!deed || (!whole && event.key.startsWith('Arrow'))) return
    event.preventDefault()
    deed()
  }
  return (
    <Dialog.Root open onOpenChange={(next) => next || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[oklch(0.2_0.01_65/0.28)]" />
        <Dialog.Popup
          initialFocus={stage}
          onKeyDown={onKeyDown}
          className="fixed inset-[3vmin] z-40 flex flex-col overflow-hidden rounded-lg bg-raised shadow-float outline-none max-[899px]:inset-0 max-[899px]:rounded-none"
        >
          <header className="flex items-center gap-1 border-b py-1.5 pr-2 pl-4">
            <Dialog.Title className="min-w-0 flex-1 truncate font-semibold text-base">
              <bdi>{name}</bdi>
            </Dialog.Title>
            <span className="tnum shrink-0 px-2 text-ink-3 text-xs">
              {pictures.length > 1 ? `${at + 1} of ${pictures.length}, ` : ''}
              {bytesInWords(file.size)}
            </span>
            {pictures.length > 1 ? (
              <>
                <IconButton label="Previous picture" keys="k" onClick={() => go(-1)}>
                  <ChevronLeft />
                </IconButton>
                <IconButton label="Next picture" keys="j" onClick={() => go(1)}>
                  <ChevronRight />
                </IconButton>
              </>
            ) : null}
            <a
              ref={download}
              href={place(file, 'download')}
              download={file.filename}
              aria-label={`Save ${name}`}
              title="Save (D)"
              className="inline-flex size-7 items-center justify-center rounded-md text-ink-3 hover:bg-hover hover:text-ink max-[899px]:size-9"
            >
              <Download />
            </a>
            <IconButton label="Close" keys="escape" onClick={onClose}>
              <X />
            </IconButton>
          </header>
          <section
            ref={stage}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keys.
            tabIndex={0}
            aria-label="Picture"
            className={cx(
              'flex min-h-0 flex-1 overflow-auto bg-canvas p-4 -outline-offset-2!',
              whole && 'items-center justify-center',
            )}
          >
            {broken ? (
              <p role="alert" className="m-auto max-w-[44ch] text-center text-ink-2 text-pretty">
                This picture cannot be shown. It can still be saved and opened elsewhere.
              </p>
            ) : (
              <button
                type="button"
                onClick={() => setWhole(!whole)}
                title={whole ? 'As large as it is (Z)' : 'As large as the window (Z)'}
                className={whole ? 'flex max-h-full max-w-full' : 'm-auto shrink-0'}
              >
                <img
                  key={file.id}
                  src={place(file, 'preview')}
                  alt={name}
                  onError={() => setBroken(true)}
                  className={cx('bg-paper', whole ? 'max-h-full max-w-full object-contain' : 'max-w-none')}
                />
              </button>
            )}
          </section>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
