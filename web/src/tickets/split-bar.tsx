import type { MessageView, TicketView } from '@docket/api'
import { Ellipsis, ShieldOff, Split } from 'lucide-react'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { sentenceOf } from '../api.ts'
import { Button, IconButton } from '../kit/button.tsx'
import { type Deed, Deeds } from '../kit/menu.tsx'
import { useAction } from '../shell/actions.ts'
import { undoing } from '../shell/undo.ts'
import { useMoving } from './moving.ts'

type Choosing = { chosen: ReadonlySet<string> | undefined; choose: (ids: readonly string[] | undefined) => void }
const Chosen = createContext<Choosing>({ chosen: undefined, choose: () => {} })

/** While messages are being chosen, to become a ticket of their own. */
export function Splitting({ ticket, children }: { ticket: TicketView; children: ReactNode }) {
  const [ids, choose] = useState<readonly string[]>()
  // Of what was chosen, what is still here: a colleague may have moved some.
  const chosen = ids && new Set(ticket.messages.filter(({ id }) => ids.includes(id)).map(({ id }) => id))
  useAction('ticket.split', maySplit(ticket) ? () => choose([]) : undefined)
  return <Chosen value={{ chosen, choose }}>{children}</Chosen>
}

const maySplit = ({ can, messages }: TicketView): boolean => can.update && messages.length > 1

export function ChooseMessage({ message, name }: { message: MessageView; name: string }) {
  const { chosen, choose } = useContext(Chosen)
  if (!chosen) return null
  const isChosen = chosen.has(message.id)
  return (
    <input
      type="checkbox"
      aria-label={`Choose the message by ${name}`}
      checked={isChosen}
      onChange={() => choose(isChosen ? [...chosen].filter((id) => id !== message.id) : [...chosen, message.id])}
      className="mt-1 size-4 shrink-0 accent-(--accent) max-[899px]:size-6"
    />
  )
}

/** What can be done with one message. */
export function MessageMenu({ ticket, message }: { ticket: TicketView; message: MessageView }) {
  const { choose } = useContext(Chosen)
  const { hold } = useMoving()
  const { messages, participants, requester, can } = ticket
  const at = messages.findIndex(({ id }) => id === message.id)
  const email = message.author.email?.toLowerCase() ?? ''
  const isLetIn =
    can.update && message.direction === 'in' && email !== requester.email.toLowerCase() && participants.includes(email)
  const deeds: Deed[] = [
    ...(maySplit(ticket)
      ? [{ label: 'Split off this message…', icon: <Split />, run: () => choose([message.id]) }]
      : []),
    ...(maySplit(ticket) && at > 0 && at < messages.length - 1
      ? [
          {
            label: 'Split off from here on…',
            icon: <Split />,
            run: () => choose(messages.slice(at).map(({ id }) => id)),
          },
        ]
      : []),
    ...(isLetIn
      ? [
          {
            label: 'Hold what this person writes',
            icon: <ShieldOff />,
            run: () => void undoing(() => hold(ticket.id, message.id)),
          },
        ]
      : []),
  ]
  if (deeds.length === 0) return null
  return (
    <Deeds
      trigger={
        <IconButton label="More about this message" className="-mt-0.5 -mr-1.5 size-6">
          <Ellipsis />
        </IconButton>
      }
      deeds={deeds}
    />
  )
}

/** Stands in the composer's place while messages are being chosen. */
export function ComposerOrSplit({ ticket, children }: { ticket: TicketView; children: ReactNode }) {
  const { chosen, choose } = useContext(Chosen)
  // Hidden, not gone: what is being written stays.
  return (
    <>
      <div hidden={chosen !== undefined}>{children}</div>
      {chosen ? <SplitBar ticket={ticket} chosen={chosen} onClose={() => choose(undefined)} /> : null}
    </>
  )
}

type Props = { ticket: TicketView; chosen: ReadonlySet<string>; onClose: () => void }

function SplitBar({ ticket, chosen, onClose }: Props) {
  const { splitting } = useMoving()
  const [subject, setSubject] = useState('')
  const isAll = chosen.size === ticket.messages.length
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
