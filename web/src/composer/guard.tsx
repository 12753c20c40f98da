import type { NewerMessage } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { Modal } from '../kit/dialog.tsx'
import { When } from '../kit/time.tsx'

type Props = { newer: NewerMessage[]; onAnyway: () => void; onClose: () => void }

/** The ticket went on while one wrote: look before it goes. */
export default function Guard({ newer, onAnyway, onClose }: Props) {
  return (
    <Modal open onClose={onClose} title="The ticket went on while you wrote" className="max-w-lg">
      <ul aria-label="What came" className="flex min-h-0 flex-col gap-3 overflow-y-auto p-4">
        {newer.map(({ id, author, direction, at, preview }) => (
          <li key={id} className="rounded-md border px-3 py-2 text-sm">
            <p className="flex gap-2 text-ink-3 text-xs">
              <b className="font-medium text-ink">{typeof author === 'string' ? author : author.name}</b>
              {direction === 'note' ? 'wrote a note' : direction === 'out' ? 'answered' : 'wrote'} <When at={at} />
            </p>
            <p dir="auto" className="[overflow-wrap:anywhere]">
              {preview}
            </p>
          </li>
        ))}
      </ul>
      <footer className="flex flex-wrap justify-end gap-2 border-t p-3">
        <Button
          onClick={() => {
            onClose()
            onAnyway()
          }}
        >
          Send anyway
        </Button>
        <Button look="primary" onClick={onClose}>
          Keep writing
        </Button>
      </footer>
    </Modal>
  )
}
