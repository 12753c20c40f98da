import type { Upload } from '@docket/api'
import { CircleAlert, Paperclip, X } from 'lucide-react'
import { bytesInWords } from '../tickets/words.ts'
import type { Coming } from './uploads.ts'

type Props = { uploads: Upload[]; coming: Coming[]; onRemove: (upload: Upload) => void }

/** What goes along: by name and size, how far it has come, and why it will not. */
export function Files({ uploads, coming, onRemove }: Props) {
  const files = uploads.filter(({ inline }) => !inline)
  if (files.length + coming.length === 0) return null
  return (
    <ul
      aria-label="Files that go along"
      className="flex max-h-28 shrink-0 flex-wrap gap-1.5 overflow-y-auto px-4 pb-1.5"
    >
      {files.map((file) => (
        <li key={file.id} className={chip}>
          <Paperclip className="text-ink-3" />
          <bdi className="min-w-0 truncate">{file.filename}</bdi>
          <span className="tnum shrink-0 text-ink-3 text-xs">{bytesInWords(file.size)}</span>
          <Remove name={file.filename} run={() => onRemove(file)} />
        </li>
      ))}
      {coming.map((one) => (
        <li key={one.key} className={`${chip} relative overflow-hidden ${one.wrong ? 'border-danger' : ''}`}>
          {one.wrong ? <CircleAlert className="text-danger" /> : <Paperclip className="text-ink-3" />}
          <bdi className="min-w-0 truncate">{one.filename}</bdi>
          {one.wrong ? (
            <span role="alert" className="text-danger text-xs">
              {one.wrong}
            </span>
          ) : (
            <progress aria-label={`Uploading ${one.filename}`} value={one.share} className="h-1 w-16 accent-accent" />
          )}
          <Remove name={one.filename} run={one.cancel} />
        </li>
      ))}
    </ul>
  )
}

const chip = 'flex min-h-7 max-w-full items-center gap-2 rounded-md border border-line-strong bg-surface pl-2 text-sm'

const Remove = ({ name, run }: { name: string; run: () => void }) => (
  <button
    type="button"
    aria-label={`Remove ${name}`}
    onClick={run}
    className="flex h-7 items-center rounded-r-md px-1.5 text-ink-3 hover:bg-hover hover:text-ink max-[899px]:h-9"
  >
    <X className="size-3.5!" />
  </button>
)
