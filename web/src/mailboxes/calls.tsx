import type { MailWebhook, MailWebhookCall } from '@docket/api'
import { Link } from '@tanstack/react-router'
import { CircleCheck, CircleDashed, CircleX } from 'lucide-react'
import { When } from '../kit/time.tsx'

type Check = { is: 'good' | 'bad' | 'waiting'; says: string }

/** What can be said of a provider by its last call: has it come, is it from whom it says, was the mail in it. */
function checksOf({ provider_name, signed, made_at, calls }: MailWebhook): Check[] {
  const call = calls.find(({ at }) => at >= made_at)
  const proof = signed ? `The signature of ${provider_name} is right` : 'The password in the address is right'
  if (!call)
    return [
      { is: 'waiting', says: 'Waiting for the first call' },
      { is: 'waiting', says: proof },
      { is: 'waiting', says: 'The mail is in it as it came' },
    ]
  const came: Check = { is: 'good', says: `${provider_name} has called` }
  if (call.outcome === 'not-genuine')
    return [came, { is: 'bad', says: call.says ?? '' }, { is: 'waiting', says: 'The mail is in it as it came' }]
  const genuine: Check = { is: 'good', says: proof }
  if (call.outcome === 'refused') return [came, { is: 'bad', says: call.says ?? '' }]
  if (call.outcome === 'empty')
    return [came, genuine, { is: 'waiting', says: 'The address is confirmed; waiting for the first mail' }]
  return [came, genuine, { is: 'good', says: 'The mail is in it as it came, and is kept' }]
}

const glyphs = {
  good: <CircleCheck aria-hidden className="mt-0.5 shrink-0 text-good" />,
  bad: <CircleX aria-hidden className="mt-0.5 shrink-0 text-danger" />,
  waiting: <CircleDashed aria-hidden className="mt-0.5 shrink-0 text-ink-3" />,
}

export const Checks = ({ hook }: { hook: MailWebhook }) => (
  <ul aria-label="What was seen" aria-live="polite" className="flex flex-col gap-1.5">
    {checksOf(hook).map(({ is, says }) => (
      <li key={says} className="flex items-start gap-2 text-sm">
        {glyphs[is]}
        <span className={is === 'waiting' ? 'min-w-0 text-ink-3' : 'min-w-0 [overflow-wrap:anywhere]'}>{says}</span>
      </li>
    ))}
  </ul>
)

const words: Record<MailWebhookCall['outcome'], string> = {
  kept: 'A mail was kept',
  known: 'A mail that was here already',
  empty: 'No mail in it: the address was confirmed',
  'not-genuine': 'Refused: it does not show that it is from the provider',
  refused: 'Refused',
}

/** The last calls, newest first, each with its mails and where they are. */
export function Calls({ calls }: { calls: MailWebhookCall[] }) {
  if (calls.length === 0) return <p className="text-ink-2 text-sm">Nobody has called this address yet.</p>
  return (
    <ul aria-label="The last calls" className="flex flex-col border-t">
      {calls.map((call) => {
        const isBad = call.outcome === 'refused' || call.outcome === 'not-genuine'
        return (
          <li key={call.at} className="flex items-start gap-2.5 border-b py-2 text-sm">
            {glyphs[isBad ? 'bad' : 'good']}
            <div className="min-w-0 flex-1">
              <p className="flex items-baseline gap-2">
                <span className="min-w-0 flex-1 font-medium">{words[call.outcome]}</span>
                <When at={call.at} className="shrink-0 text-ink-3 text-xs" />
              </p>
              {call.says ? <p className="text-ink-2 [overflow-wrap:anywhere]">{call.says}</p> : null}
              {call.mails.map((mail, at) => (
                <Mail key={at} mail={mail} />
              ))}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

function Mail({ mail: { from, subject, state, error, ticket_id } }: { mail: MailWebhookCall['mails'][number] }) {
  if (state === 'failed')
    return (
      <p className="text-danger [overflow-wrap:anywhere]">
        {error ?? 'It could not be read.'}{' '}
        <Link to="/ops/failed-mails" search={{}} className="underline underline-offset-2">
          See the failed mails
        </Link>
      </p>
    )
  if (state === 'kept') return <p className="truncate text-ink-3">From {from || 'nobody'}; it is being read.</p>
  return (
    <p className="truncate text-ink-2">
      {ticket_id ? (
        <Link
          to="/tickets/$ticketId"
          params={{ ticketId: ticket_id }}
          search={{}}
          className="text-accent hover:underline"
        >
          <bdi>{subject || '(no subject)'}</bdi>
        </Link>
      ) : (
        <bdi>{subject || '(no subject)'}</bdi>
      )}{' '}
      <span className="text-ink-3">{from}</span>
    </p>
  )
}
