import { addressOf, type MessageView, type TicketView } from '@docket/api'
import { Paperclip } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useAction } from '../shell/actions.ts'
import { bytesInWords } from './words.ts'

const Viewer = lazy(() => import('./viewer.tsx'))

export type File = MessageView['attachments'][number]
/** Where a file lies. */
export type Place = (file: File, as: 'download' | 'preview') => string

/** What hangs on a message: pictures small, to be opened; all else by its name, to be saved. */
export function Attachments({ ticket, message }: { ticket: TicketView; message: MessageView }) {
  const [broken, setBroken] = useState<ReadonlySet<string>>(new Set())
  const [open, setOpen] = useState<number>()
  const files = message.attachments.filter((each) => !each.inline || !message.has_html)
  const pictures = files.filter((each) => isPicture(each) && !broken.has(each.id))
  useAction('ticket.pictures', pictures.length > 0 ? () => setOpen(0) : undefined)
  if (files.length === 0) return null
  const place: Place = (file, as) =>
    addressOf(`/tickets/{id}/attachments/{attachment_id}/${as}`, { id: ticket.id, attachment_id: file.id })
  return (
    <>
      <ul aria-label="Attachments" className="mt-3 flex flex-wrap items-end gap-1.5">
        {files.map((file) => {
          const at = pictures.indexOf(file)
          return (
            <li key={file.id} className="min-w-0 max-w-full">
              {at < 0 ? (
                <Named file={file} href={place(file, 'download')} />
              ) : (
                <Picture
                  file={file}
                  src={place(file, 'preview')}
                  onOpen={() => setOpen(at)}
                  onBroken={() => setBroken(new Set([...broken, file.id]))}
                />
              )}
            </li>
          )
        })}
      </ul>
      {open !== undefined && pictures.length > 0 ? (
        <Suspense>
          <Viewer pictures={pictures} first={open} place={place} onClose={() => setOpen(undefined)} />
        </Suspense>
      ) : null}
    </>
  )
}

/** What may be a picture; whether it is one, the server finds out from its bytes. */
const isPicture = ({ content_type, filename, size }: File): boolean =>
  size <= pictureBytesMax &&
  (/^image\/(?:png|p?jpe?g|gif|webp)$/i.test(content_type) || /\.(?:png|jpe?g|gif|webp)$/i.test(filename))

/** A ticket of many photographs should still open at once on a telephone. */
const pictureBytesMax = 10 * 1024 * 1024

const Named = ({ file, href }: { file: File; href: string }) => (
  <a
    href={href}
    download={file.filename}
    className="flex h-8 max-w-full items-center gap-2 rounded-md border border-line-strong bg-surface px-2.5 text-sm hover:bg-hover"
  >
    <Paperclip className="text-ink-3" />
    <bdi className="min-w-0 truncate">{file.filename || 'attachment'}</bdi>
    <span className="tnum shrink-0 text-ink-3 text-xs">{bytesInWords(file.size)}</span>
  </a>
)

type PictureProps = { file: File; src: string; onOpen: () => void; onBroken: () => void }

const Picture = ({ file, src, onOpen, onBroken }: PictureProps) => (
  <button
    type="button"
    onClick={onOpen}
    className="flex w-36 flex-col overflow-hidden rounded-md border border-line-strong bg-surface text-left hover:bg-hover"
  >
    <img src={src} alt="" loading="lazy" onError={onBroken} className="h-24 w-full bg-paper object-cover" />
    <span className="flex w-full items-baseline gap-2 border-t px-2 py-1 text-xs">
      <span className="sr-only">Look at </span>
      <bdi className="min-w-0 flex-1 truncate">{file.filename || 'picture'}</bdi>
      <span className="tnum shrink-0 text-ink-3">{bytesInWords(file.size)}</span>
    </span>
  </button>
)
