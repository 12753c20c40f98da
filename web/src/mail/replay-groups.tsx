import type { ReplayGroup } from '@docket/api'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { Difference } from './difference.tsx'
import { groupInWords, isProposal } from './replay-words.ts'

type Props = { groups: ReplayGroup[]; isDry: boolean }

/** What a replay found, the most frequent first: each kind of change once, with examples. */
export function Groups({ groups, isDry }: Props) {
  return (
    <ul aria-label="What it found" className="flex flex-col border-t">
      {groups.map((group, at) => (
        <li key={group.kind} className="border-b">
          <details open={at === 0 || undefined} className="group">
            <summary className="flex min-h-9 list-none items-center gap-2 rounded-sm py-1.5 text-base hover:bg-hover max-[899px]:min-h-11">
              <ChevronRight className="text-ink-3 transition-transform group-open:rotate-90" />
              <span className="min-w-0 flex-1 font-medium [overflow-wrap:anywhere]">{groupInWords(group)}</span>
              <span className="tnum shrink-0 text-ink-2 text-sm">{mailsInWords(group.mails)}</span>
            </summary>
            <Examples group={group} isDry={isDry} />
          </details>
        </li>
      ))}
    </ul>
  )
}

function Examples({ group, isDry }: { group: ReplayGroup; isDry: boolean }) {
  const { field, mails, examples } = group
  const titles =
    isDry || isProposal(group)
      ? { wasTitle: 'As it stands', isTitle: 'As it would be today' }
      : { wasTitle: 'Before', isTitle: 'Now' }
  return (
    <div className="flex flex-col gap-4 pt-1 pb-4 pl-6 max-[899px]:pl-0">
      {isProposal(group) ? (
        <p className="text-ink-2 text-sm">
          A proposal: a replay moves no message to another ticket and approves none. That is done on the ticket.
        </p>
      ) : null}
      {examples.map((one) => (
        <div key={one.message_id} className="flex flex-col gap-1.5">
          <Which example={one} />
          {field === 'recovered' ? null : field === 'failure' ? (
            <p className="text-danger text-sm [overflow-wrap:anywhere]">{one.is}</p>
          ) : (
            <Difference was={one.was} is={one.is} {...titles} />
          )}
        </div>
      ))}
      {mails > examples.length ? (
        <p className="text-ink-3 text-sm">
          {mailsInWords(mails - examples.length)} more.{' '}
          <code className="font-mono text-xs">docket replay --dry-run</code> lists every one.
        </p>
      ) : null}
    </div>
  )
}

/** The mail itself, one step away; one that failed stands on no ticket. */
function Which({
  example: { message_id, ticket_id, ticket_number, subject },
}: {
  example: ReplayGroup['examples'][number]
}) {
  const words = subject || '(no subject)'
  const look = 'text-accent text-sm hover:underline [overflow-wrap:anywhere]'
  if (ticket_id === null)
    return (
      <Link to="/ops/failed-mails" search={{ mail: message_id }} className={look}>
        {words}
      </Link>
    )
  return (
    <Link
      to="/tickets/$ticketId/messages/$messageId/source"
      params={{ ticketId: ticket_id, messageId: message_id }}
      search={{}}
      className={look}
    >
      {ticket_number === null ? '' : <span className="tnum">#{ticket_number} </span>}
      <bdi>{words}</bdi>
    </Link>
  )
}

const mailsInWords = (n: number): string => (n === 1 ? '1 mail' : `${n.toLocaleString()} mails`)
