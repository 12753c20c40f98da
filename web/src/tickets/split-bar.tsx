import type { TicketView } from '@docket/api'
import { useState } from 'react'
import { sentenceOf } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { useAction } from '../shell/actions.ts'
import { useMoving } from './moving.ts'

type Props = { ticket: TicketView; chosen: ReadonlySet<string>; onClose: () => void }

/** Stands in the composer's place while messages are being chosen. */
export default function SplitBar({ ticket, chosen, onClose }: Props) {
  const { splitting } = useMoving()
  const [subject, setSubject] = useState('')
  // An acknowledgement alone would answer nothing.
  const isAll = ticket.messages.every(({ id, automatic }) => automatic || chosen.has(id))
  const ready = chosen.size > 0 && !isAll
  const split = () => {
    const ids = ticket.messages.map(({ id }) => id).filter((id) => chosen.has(id))
    if (ready && !splitting.isPending) splitting.mutate({ from: ticket, ids, subject: subject.trim() })
  }
  useAction('write.leave', onClose)
  return (
    <section aria-label="Split off" className="shrink-0 px-6 pb-4 max-[899px]:px-2 max-[899px]:pb-2">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          split()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose()
        }}
        className="mx-auto flex max-w-[46rem] flex-col gap-2 rounded-lg border border-accent bg-raised p-3 shadow-float"
      >
        <p role="status" className="text-sm">
          <b className="font-semibold">{inWords(chosen.size, isAll)}</b>{' '}
          {ready ? (
            <span className="text-ink-2">Answers to {chosen.size === 1 ? 'it' : 'them'} go to the new ticket.</span>
          ) : null}
        </p>
        {splitting.isError ? (
          <p role="alert" className="text-danger text-sm">
            {sentenceOf(splitting.error)}
          </p>
        ) : null}
        <div className="flex flex-wrap items-center justify-end gap-2">
          <input
            // biome-ignore lint/a11y/noAutofocus: the bar was asked for, and this is what one types into it.
            autoFocus
            dir="auto"
            aria-label="Subject of the new ticket"
            placeholder="Subject: as the first message has it"
            value={subject}
            onChange={(event) => setSubject(event.target.value)}
            maxLength={1000}
            className="h-8 min-w-48 flex-1 rounded-md border border-line-strong bg-surface px-2.5 text-base max-[899px]:h-9 max-[899px]:text-[16px]"
          />
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={!ready} busy={splitting.isPending}>
            Split off
          </Button>
        </div>
      </form>
    </section>
  )
}

function inWords(count: number, isAll: boolean): string {
  if (count === 0) return 'Choose the messages that become a ticket of their own.'
  if (isAll) return 'At least one message must stay.'
  return count === 1 ? 'One message becomes a ticket of its own.' : `${count} messages become a ticket of their own.`
}
