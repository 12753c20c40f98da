import type { CollidingMail, Collision, MailDifference } from '@docket/api'
import { Link } from '@tanstack/react-router'
import { cx } from '../kit/class-names.ts'
import { When } from '../kit/time.tsx'

/** The mails that carry one id, oldest first; of each what it has otherwise than the first. */
export function CollidingMails({ collision: { messages, message_count } }: { collision: Collision }) {
  const more = message_count - messages.length
  return (
    <>
      <ol aria-label="The mails" className="flex flex-col gap-3">
        {messages.map((mail, at) => (
          <li key={mail.id} className="flex flex-col gap-2 rounded-md border p-3">
            <Mail mail={mail} />
            {at === 0 ? null : <Differences all={mail.differs} />}
          </li>
        ))}
      </ol>
      {more > 0 ? (
        <p className="text-ink-2 text-sm">
          {more === 1 ? 'One more mail carries' : `${more.toLocaleString()} more mails carry`} this id. Only the oldest{' '}
          {messages.length} are compared here.
        </p>
      ) : null}
    </>
  )
}

function Mail({ mail }: { mail: CollidingMail }) {
  const { id, direction, ticket, from, subject, at, held, deliveries, mailboxes } = mail
  return (
    <>
      <div className="flex items-baseline gap-2">
        <h2 className="min-w-0 flex-1 font-medium text-base [overflow-wrap:anywhere]">
          <bdi>{subject || '(no subject)'}</bdi>
        </h2>
        {ticket ? (
          <Link
            to="/tickets/$ticketId"
            params={{ ticketId: ticket.id }}
            search={{}}
            className="tnum shrink-0 text-accent text-sm hover:underline"
          >
            Ticket #{ticket.number}
          </Link>
        ) : null}
      </div>
      <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">
        {direction === 'out' ? 'Sent by us' : 'From'}{' '}
        <bdi>{from.name ? `${from.name} <${from.address}>` : from.address}</bdi>, <When at={at} long />
        {mailboxes.length > 0 ? `, ${times(deliveries)} to ${mailboxes.join(', ')}` : ''}
        {held ? ', held for a person to look at' : ''}.{' '}
        {ticket && direction === 'in' ? (
          <Link
            to="/tickets/$ticketId/messages/$messageId/source"
            params={{ ticketId: ticket.id, messageId: id }}
            search={{}}
            className="text-accent underline underline-offset-2"
          >
            Why is it there?
          </Link>
        ) : null}
      </p>
    </>
  )
}

const times = (n: number) => (n === 1 ? 'delivered' : `delivered ${n.toLocaleString()} times`)

const names: Record<MailDifference['what'], string> = {
  subject: 'Subject',
  from: 'Sender',
  date: 'Date',
  attachments: 'Attachments',
  body: 'Words',
}

function Differences({ all }: { all: MailDifference[] }) {
  if (all.length === 0)
    return (
      <p className="text-ink-2 text-sm">
        Nothing that is shown differs: other addresses, or how the mail is put together.
      </p>
    )
  return (
    <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3 gap-y-2 text-sm max-[899px]:grid-cols-1 max-[899px]:gap-y-1">
      {all.map((each) => (
        <div key={each.what} className="contents">
          <dt className="text-ink-3">{names[each.what]}</dt>
          <dd className="min-w-0">
            <Lines lines={each.lines ?? linesOf(each)} />
            {each.more ? <p className="pt-1 text-ink-3 text-xs">And {each.more.toLocaleString()} more lines.</p> : null}
          </dd>
        </div>
      ))}
    </dl>
  )
}

type Line = { sign: '-' | '+' | ' '; text: string }

const linesOf = ({ first = '', here = '' }: MailDifference): Line[] => [
  { sign: '-', text: first },
  { sign: '+', text: here },
]

const looks = { '-': 'bg-danger-soft text-danger', '+': 'bg-hover text-good', ' ': 'text-ink-3' }
const tags = { '-': 'del', '+': 'ins', ' ': 'span' } as const

/** What only the first mail has (−) and what only this one has (+). */
function Lines({ lines }: { lines: Line[] }) {
  return (
    <div className="overflow-hidden rounded-sm border bg-canvas font-mono text-xs leading-5">
      {lines.map(({ sign, text }, at) => {
        const Tag = tags[sign]
        return (
          <div key={at} className={cx('flex gap-2 px-2', looks[sign])}>
            <span aria-hidden>{sign === '-' ? '−' : sign === '+' ? '+' : '\u00a0'}</span>
            <Tag dir="auto" className="min-w-0 flex-1 whitespace-pre-wrap no-underline [overflow-wrap:anywhere]">
              {text || '\u00a0'}
            </Tag>
          </div>
        )
      })}
    </div>
  )
}
