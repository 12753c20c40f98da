import type { BalanceDifference } from '@docket/api'
import { Link } from '@tanstack/react-router'
import { hooks } from '../api.ts'
import { Loaded } from '../kit/loaded.tsx'
import { When } from '../kit/time.tsx'
import { bytesInWords } from '../tickets/words.ts'

const kinds = [
  ['missing', 'Missing here', 'The provider holds them, and they were not brought.'],
  ['lost', 'Lost here', 'They were taken in, and no message has them. Their bytes are kept.'],
  ['gone', 'Gone at the provider', 'They are here. Somebody deleted or moved them there since, which is no fault.'],
] as const

/** The mails by which both sides differ, one by one. */
export function Differences({ mailboxId, day }: { mailboxId: string; day: string }) {
  const query = { params: { path: { id: mailboxId }, query: { day } } }
  const asked = hooks.useQuery('get', '/mailboxes/{id}/balance/differences', query)
  return (
    <Loaded asked={asked} waiting="Loading the differences" wrong="The differences could not be read">
      {({ items }) =>
        items.length === 0 ? (
          <p className="text-base text-ink-2">Not one mail differs.</p>
        ) : (
          kinds.map(([kind, title, says]) => {
            const some = items.filter((one) => one.kind === kind)
            if (some.length === 0) return null
            return (
              <section key={kind} aria-label={title}>
                <h2 className={kind === 'gone' ? 'font-medium text-base' : 'font-medium text-base text-danger'}>
                  {title}
                </h2>
                <p className="pb-1.5 text-ink-2 text-sm text-pretty">{says}</p>
                <ul aria-label={title} className="border-t">
                  {some.map((one) => (
                    <One key={one.provider_id} one={one} />
                  ))}
                </ul>
              </section>
            )
          })
        )
      }
    </Loaded>
  )
}

const One = ({
  one: { provider_id, received_at, size, subject, from, ticket_id, message_id },
}: {
  one: BalanceDifference
}) => (
  <li className="flex flex-col gap-0.5 border-b py-1.5 text-sm">
    {subject !== null ? (
      <bdi className="[overflow-wrap:anywhere]">
        {ticket_id && message_id ? (
          <Link
            to="/tickets/$ticketId/messages/$messageId/source"
            params={{ ticketId: ticket_id, messageId: message_id }}
            search={{}}
            title="Stage by stage"
            className="text-accent hover:underline"
          >
            {subject || '(no subject)'}
          </Link>
        ) : (
          subject || '(no subject)'
        )}
      </bdi>
    ) : null}
    {from ? <span className="text-ink-2 [overflow-wrap:anywhere]">{from}</span> : null}
    <span className="tnum text-ink-3 text-xs [overflow-wrap:anywhere]">
      <When at={received_at} long />, {bytesInWords(size)}, <span className="font-mono">{provider_id}</span>
    </span>
  </li>
)
