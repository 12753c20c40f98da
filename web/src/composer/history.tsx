import type { DraftKind, TicketView } from '@docket/api'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { When } from '../kit/time.tsx'

/** What the mail will hold below the words: the server adds it when it leaves. */
export function History({ ticket, kind }: { ticket: TicketView; kind: DraftKind }) {
  const [open, setOpen] = useState(false)
  const last = ticket.messages.findLast(({ direction, held }) => direction === 'in' && !held)
  if (!last) return null
  const files = last.attachments.filter(({ inline }) => !inline)
  return (
    <div className="shrink-0 px-4 pb-1.5">
      <button
        type="button"
        aria-expanded={open}
        aria-label={kind === 'forward' ? 'What is forwarded' : 'What is quoted below'}
        onClick={() => setOpen(!open)}
        className="rounded-full bg-hover px-2 text-ink-3 hover:text-ink max-[899px]:h-9 max-[899px]:px-4"
      >
        <Ellipsis />
      </button>
      {open ? (
        <div className="mt-1.5 max-h-40 overflow-y-auto border-l-2 pl-3 text-ink-2 text-sm">
          <p className="text-ink-3 text-xs">
            Added below when it leaves: {last.author.name || last.author.email}, <When at={last.at} long />
            {kind === 'forward' && files.length > 0 ? `, with ${files.map(({ filename }) => filename).join(', ')}` : ''}
          </p>
          <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
            {last.reply_text || last.text}
          </p>
        </div>
      ) : null}
    </div>
  )
}
