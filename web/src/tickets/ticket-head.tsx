import type { TicketView } from '@docket/api'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ArrowLeft, Check, Merge, PanelRight, UserRoundPlus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useMe, useUsers } from '../auth/me.ts'
import { Avatar } from '../kit/avatar.tsx'
import { Button, IconButton } from '../kit/button.tsx'
import { Pick } from '../kit/menu.tsx'
import { PriorityBars } from '../kit/priority.tsx'
import { StatusGlyph } from '../kit/status.tsx'
import { toast } from '../kit/toast.tsx'
import { useAction } from '../shell/actions.ts'
import { type TicketPatch, useChangeTicket } from './queries.ts'
import { priorities, priorityWords, statuses, statusWords } from './words.ts'

const MergeDialog = lazy(() => import('./merge-dialog.tsx'))

type Props = { ticket: TicketView; contextFolded: boolean; foldContext: (folded: boolean) => void }

/** What the ticket is, where it stands, and whose it is. */
export function TicketHead({ ticket, contextFolded, foldContext }: Props) {
  const navigate = useNavigate()
  const filter = useSearch({ from: '/frame/tickets' })
  const { user } = useMe()
  const users = useUsers()
  const change = useChangeTicket()
  const [open, setOpen] = useState<'status' | 'priority' | 'assignee'>()
  const [isMerging, setMerging] = useState(false)
  const may = ticket.can.update
  const set = (patch: TicketPatch) => change.mutate({ ticket, patch, users })
  const isDone = ticket.status === 'resolved' || ticket.status === 'closed'
  const opens = (menu: typeof open) => ({
    open: open === menu,
    onOpenChange: (next: boolean) => setOpen(next ? menu : undefined),
  })
  const copyLink = async () => {
    try {
      await navigator.clipboard.writeText(`${location.origin}/tickets/${ticket.id}`)
      toast.done('Link copied')
    } catch {
      toast.wrong('The browser did not allow copying', 'The address bar has the same link.')
    }
  }

  useAction('ticket.resolve', may ? () => set({ status: 'resolved' }) : undefined)
  useAction('ticket.mine', may ? () => set({ assignee_user_id: user.id }) : undefined)
  useAction('ticket.unread', may ? () => set({ unread: true }) : undefined)
  useAction('ticket.status', may ? () => setOpen('status') : undefined)
  useAction('ticket.priority', may ? () => setOpen('priority') : undefined)
  useAction('ticket.assign', may ? () => setOpen('assignee') : undefined)
  useAction('ticket.merge', may ? () => setMerging(true) : undefined)
  useAction('ticket.link', () => void copyLink())

  return (
    <header className="shrink-0 border-b">
      <div className="flex min-h-12 items-center gap-2 pr-2 pl-4 max-[899px]:pl-2">
        <IconButton
          label="Back to the list"
          keys="u"
          className="min-[900px]:hidden"
          onClick={() => void navigate({ to: '/tickets', search: filter })}
        >
          <ArrowLeft />
        </IconButton>
        <h1
          dir="auto"
          className="line-clamp-2 min-w-0 flex-1 py-1 font-semibold text-base tracking-[-0.006em] [overflow-wrap:anywhere]"
        >
          {ticket.subject || '(no subject)'} <span className="tnum font-normal text-ink-3">#{ticket.number}</span>
        </h1>
        <IconButton
          label={contextFolded ? 'Show context' : 'Fold context'}
          keys="]"
          aria-expanded={!contextFolded}
          onClick={() => foldContext(!contextFolded)}
          className="max-[1199px]:hidden"
        >
          <PanelRight />
        </IconButton>
      </div>
      <div className="-mt-1 flex items-center gap-1 pr-2 pb-2 pl-2.5">
        <Pick
          label="Status"
          value={ticket.status}
          {...opens('status')}
          onChoose={(status) => set({ status })}
          trigger={
            <Button look="plain" disabled={!may} className="px-1.5">
              <StatusGlyph status={ticket.status} /> {statusWords[ticket.status]}
            </Button>
          }
          choices={statuses.map((value) => ({
            value,
            label: statusWords[value],
            icon: <StatusGlyph status={value} />,
          }))}
        />
        <Pick
          label="Priority"
          value={ticket.priority}
          {...opens('priority')}
          onChoose={(priority) => set({ priority })}
          trigger={
            <Button look="plain" disabled={!may} className="px-1.5">
              <PriorityBars priority={ticket.priority} /> {priorityWords[ticket.priority]}
            </Button>
          }
          choices={priorities.map((value) => ({
            value,
            label: priorityWords[value],
            icon: <PriorityBars priority={value} />,
          }))}
        />
        <Pick
          label="Assignee"
          value={ticket.assignee?.id ?? 'none'}
          {...opens('assignee')}
          onChoose={(id) => set({ assignee_user_id: id === 'none' ? null : id })}
          trigger={
            <Button look="plain" disabled={!may} className="min-w-0 shrink px-1.5">
              {ticket.assignee ? (
                <Avatar name={ticket.assignee.name} size={16} />
              ) : (
                <UserRoundPlus className="text-ink-3" />
              )}
              <span className="truncate">{ticket.assignee?.name ?? 'Assign'}</span>
            </Button>
          }
          choices={[
            { value: 'none', label: 'No one' },
            ...users.map(({ id, name }) => ({
              value: id,
              label: id === user.id ? `${name} (you)` : name,
              icon: <Avatar name={name} size={16} />,
            })),
          ]}
        />
        <span className="flex-1" />
        {may ? (
          <IconButton label="Merge into another ticket" keys="m" onClick={() => setMerging(true)}>
            <Merge />
          </IconButton>
        ) : null}
        {may && !isDone ? (
          <Button look="plain" onClick={() => set({ status: 'resolved' })}>
            <Check /> <span className="max-[899px]:sr-only">Resolve</span>
          </Button>
        ) : null}
        {may && isDone ? (
          <Button look="plain" onClick={() => set({ status: 'open' })}>
            Reopen
          </Button>
        ) : null}
      </div>
      <Suspense>{isMerging ? <MergeDialog ticket={ticket} onClose={() => setMerging(false)} /> : null}</Suspense>
    </header>
  )
}
