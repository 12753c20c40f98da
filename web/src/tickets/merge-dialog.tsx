import type { TicketRow, TicketView } from '@docket/api'
import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { ArrowLeft } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { answered, api, sentenceOf } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { Check } from '../kit/check.tsx'
import { Modal } from '../kit/dialog.tsx'
import { StatusGlyph } from '../kit/status.tsx'
import { When } from '../kit/time.tsx'
import { useMoving } from './moving.ts'
import { ticketQuery } from './queries.ts'

type Props = { ticket: TicketView; onClose: () => void }
type Target = Omit<TicketRow, 'match'>

/** Into which ticket? Found by number, person or words; then what will happen, in a sentence, before it does. */
export default function MergeDialog({ ticket, onClose }: Props) {
  const [into, setInto] = useState<Target>()
  return (
    <Modal open onClose={onClose} title={`Merge #${ticket.number} into another ticket`} className="max-w-lg">
      {into ? (
        <Question ticket={ticket} into={into} onBack={() => setInto(undefined)} onClose={onClose} />
      ) : (
        <Finding ticket={ticket} onChoose={setInto} />
      )}
    </Modal>
  )
}

function Finding({ ticket, onChoose }: { ticket: TicketView; onChoose: (row: Target) => void }) {
  const [words, setWords] = useState('')
  const typed = useDeferredValue(words.trim().replace(/^#(?=\d+$)/, ''))
  // With nothing typed the likeliest: what the same person wrote besides.
  const q = typed || ticket.requester.email
  const found = useQuery({
    // A key of its own: it is one page, and the lists are many.
    queryKey: ['tickets to merge into', q],
    queryFn: ({ signal }) => answered(api.GET('/tickets', { params: { query: { q, limit: 9 } }, signal })),
    placeholderData: (before) => before,
  })
  const rows = found.data?.items.filter(({ id }) => id !== ticket.id)
  return (
    <Command label="Tickets" shouldFilter={false} loop className="flex min-h-0 flex-col">
      <Command.Input
        autoFocus
        value={words}
        onValueChange={setWords}
        placeholder="Number, person or words"
        className="h-11 w-full shrink-0 border-b bg-transparent px-4 text-md outline-none max-[899px]:text-[16px]"
      />
      <Command.List className="min-h-56 overflow-y-auto p-1.5">
        {found.error ? (
          <p role="alert" className="px-3 py-8 text-center text-danger text-sm">
            {sentenceOf(found.error)}
          </p>
        ) : null}
        {rows?.length === 0 && !found.isPlaceholderData ? (
          <p className="px-3 py-8 text-center text-ink-2 text-sm">
            {typed
              ? 'No other ticket has this.'
              : `${ticket.requester.name || ticket.requester.email} has no other ticket. Search for any other.`}
          </p>
        ) : null}
        {rows && rows.length > 0 ? (
          <Command.Group
            heading={typed ? 'Found' : `Other tickets of ${ticket.requester.name || ticket.requester.email}`}
            className="[&_[cmdk-group-heading]]:truncate [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-1 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-ink-3 [&_[cmdk-group-heading]]:text-xs"
          >
            {rows.map((row) => (
              <Command.Item
                key={row.id}
                value={row.id}
                onSelect={() => onChoose(row)}
                className="flex min-h-11 items-center gap-2.5 rounded-sm px-2.5 text-sm data-[selected=true]:bg-hover"
              >
                <StatusGlyph status={row.status} />
                <span className="tnum shrink-0 text-ink-3">#{row.number}</span>
                <span className="min-w-0 flex-1">
                  <span dir="auto" className="block truncate text-left">
                    {row.subject || '(no subject)'}
                  </span>
                  <span dir="auto" className="block truncate text-left text-ink-3 text-xs">
                    {row.requester.name || row.requester.email}
                  </span>
                </span>
                <When at={row.active_at} className="shrink-0 text-ink-3 text-xs" />
              </Command.Item>
            ))}
          </Command.Group>
        ) : null}
      </Command.List>
    </Command>
  )
}

type QuestionProps = Props & { into: Target; onBack: () => void }

function Question({ ticket, into, onBack, onClose }: QuestionProps) {
  const { merging } = useMoving()
  const there = useQuery(ticketQuery(into.id))
  const [adds, setAdds] = useState(ticket.requester.id === into.requester.id)
  const joining = there.data ? ticket.participants.filter((one) => !there.data.participants.includes(one)) : []
  const count = ticket.messages.length
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        merging.mutate({ from: ticket, intoId: into.id, adds }, { onSuccess: onClose })
      }}
      className="flex min-h-0 flex-col"
    >
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto p-4 text-base">
        <p className="text-pretty [overflow-wrap:anywhere]">
          {count === 1 ? 'The message' : `All ${count} messages`} of #{ticket.number} will stand on{' '}
          <b className="font-semibold">
            #{into.number} <bdi>{into.subject || '(no subject)'}</bdi>
          </b>
          , and #{ticket.number} leads there from then on. It can be undone.
        </p>
        {joining.length > 0 ? (
          <Check
            label={
              <span className="[overflow-wrap:anywhere]">
                {joining.join(', ')} {joining.length === 1 ? 'takes' : 'take'} part in #{into.number}
              </span>
            }
            hint="Otherwise what they wrote is held there: you see it, but it is quoted to nobody."
            checked={adds}
            onChange={setAdds}
          />
        ) : null}
      </div>
      <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-4 py-3">
        <p role="alert" className="min-w-0 flex-1 text-danger text-sm">
          {merging.isError ? sentenceOf(merging.error) : null}
        </p>
        <Button onClick={onBack}>
          <ArrowLeft /> Another
        </Button>
        <Button type="submit" look="primary" autoFocus busy={merging.isPending}>
          Merge into #{into.number}
        </Button>
      </footer>
    </form>
  )
}
