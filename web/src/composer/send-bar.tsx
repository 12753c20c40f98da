import type { DraftKind, TicketStatus, TicketView } from '@docket/api'
import { X } from 'lucide-react'
import { Button } from '../kit/button.tsx'
import { cx } from '../kit/class-names.ts'
import { Tip } from '../kit/tooltip.tsx'
import { statusWords } from '../tickets/words.ts'
import { type Recipients, whoGetsIt } from './addresses.ts'
import { Later } from './later.tsx'
import type { How } from './sending.ts'

type Props = {
  ticket: TicketView
  kind: DraftKind
  recipients: Recipients
  ownDomains: ReadonlySet<string>
  ready: boolean
  isDark: boolean
  busy: boolean
  status: TicketStatus | null
  onStatus: () => void
  onSend: (how: How) => void
}

/** Who will get it, and the ways to let it go. */
export function SendBar({
  ticket,
  kind,
  recipients,
  ownDomains,
  ready,
  isDark,
  busy,
  status,
  onStatus,
  onSend,
}: Props) {
  const isNote = kind === 'note'
  const name = ticket.requester.name || ticket.requester.email
  return (
    <footer className="flex shrink-0 flex-wrap items-center justify-end gap-2 p-2 pl-4">
      <div
        className={cx(
          'flex min-w-0 flex-1 flex-col items-start gap-1',
          isDark && !isNote ? 'basis-60' : 'basis-40',
          'max-[899px]:basis-full',
        )}
      >
        {status ? <SetsStatus status={status} onStatus={onStatus} /> : null}
        <p className={cx('text-xs', !isDark && 'line-clamp-2')}>
          {isNote ? (
            <span className="text-note-ink">Internal. Not sent to {name}.</span>
          ) : isDark ? (
            <InShadow address={ticket.mailbox?.address} />
          ) : (
            <span className="text-ink-2 [overflow-wrap:anywhere]">
              {whoGetsIt(recipients, ownDomains)}
              {ticket.mailbox ? (
                <span className="text-ink-3 max-[899px]:hidden"> from {ticket.mailbox.address}</span>
              ) : null}
            </span>
          )}
        </p>
      </div>
      {isNote ? null : (
        <Tip label="Send and resolve" keys="mod+shift+enter" side="top">
          <Button aria-label="Send and resolve" disabled={!ready} busy={busy} onClick={() => onSend({ resolve: true })}>
            <span className="max-[899px]:hidden">Send and resolve</span>
            <span className="min-[900px]:hidden">…and resolve</span>
          </Button>
        </Tip>
      )}
      <div className="flex">
        <Tip label={isNote ? 'Add note' : 'Send'} keys="mod+enter" side="top">
          <Button
            look={isNote ? 'note' : 'primary'}
            disabled={!ready}
            busy={busy}
            onClick={() => onSend({})}
            className={isNote ? undefined : 'rounded-r-none'}
          >
            {busy ? 'One moment…' : isNote ? 'Add note' : kind === 'forward' ? 'Forward' : 'Send'}
          </Button>
        </Tip>
        {isNote ? null : <Later disabled={!ready || busy} onChoose={(sendAt) => onSend({ sendAt })} />}
      </div>
    </footer>
  )
}

export const InShadow = ({ address }: { address: string | undefined }) => (
  <span className="text-note-ink">
    Not sent: {address} is in shadow mode and nothing leaves it. What you write is kept as a draft.
  </span>
)

/** What a macro will do to the ticket besides its words, and the way out of it. */
export const SetsStatus = ({ status, onStatus }: { status: TicketStatus; onStatus: () => void }) => (
  <span className="inline-flex h-6 items-center gap-1 rounded-md border pl-2 text-ink-2 text-xs">
    Sets {statusWords[status].toLowerCase()}
    <button
      type="button"
      aria-label="Leave the status as it is"
      onClick={onStatus}
      className="px-1 py-1 hover:text-ink"
    >
      <X className="size-3!" />
    </button>
  </span>
)
