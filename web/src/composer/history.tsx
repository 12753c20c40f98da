import type { DraftKind, TicketView } from '@docket/api'
import { Ellipsis } from 'lucide-react'
import { IconButton } from '../kit/button.tsx'
import { When } from '../kit/time.tsx'

type ButtonProps = { kind: DraftKind; open: boolean; onToggle: () => void }

export const HistoryButton = ({ kind, open, onToggle }: ButtonProps) => (
  <IconButton
    label={kind === 'forward' ? 'What is forwarded' : 'What is quoted below'}
    aria-expanded={open}
    onClick={onToggle}
    className="ml-auto"
  >
    <Ellipsis />
  </IconButton>
)

/** What the mail will hold below the words: the server adds it when it leaves. */
export function History({ ticket, kind }: { ticket: TicketView; kind: DraftKind }) {
  const last = ticket.messages.findLast(({ direction, held }) => direction === 'in' && !held)
  const files = last?.attachments.filter(({ inline }) => !inline) ?? []
  return (
    <section
      aria-label="Added below"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keys.
      tabIndex={0}
      className="mx-4 mb-1.5 max-h-40 shrink-0 overflow-y-auto border-l-2 pl-3 text-ink-2 text-sm"
    >
      {last ? (
        <>
          <p className="text-ink-3 text-xs">
            Added below when it leaves: {last.author.name || last.author.email}, <When at={last.at} long />
            {kind === 'forward' && files.length > 0 ? `, with ${files.map(({ filename }) => filename).join(', ')}` : ''}
          </p>
          <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
            {last.reply_text || last.text}
          </p>
        </>
      ) : (
        <p className="text-ink-3 text-xs">Nobody has written yet: nothing is added below.</p>
      )}
    </section>
  )
}
