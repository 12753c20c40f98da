import type { BodyOf, Notifications as Told } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { hooks, sentenceOf } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { Badge } from '../kit/badge.tsx'
import { Check } from '../kit/check.tsx'
import { Choose } from '../kit/choose.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { When } from '../kit/time.tsx'
import { toast } from '../kit/toast.tsx'
import { None, Part, Row, Rows } from './part.tsx'

const key = ['get', '/me/notifications']

/** What one is told by mail, what an answer to it does, and what became of the newest. */
export function Notifications() {
  const asked = hooks.useQuery('get', '/me/notifications', {})
  const { permissions } = useMe()
  return (
    <>
      <Loaded asked={asked} waiting="Loading what you are told" wrong="What you are told could not be read">
        {(told) => <Wishes told={told} mayWrite={permissions.includes('ticket.reply')} />}
      </Loaded>
      {permissions.includes('settings.manage') ? <ForAll /> : null}
    </>
  )
}

const kinds = [
  { kind: 'assigned', label: 'A ticket is given to me' },
  { kind: 'mentioned', label: 'A note names me', hint: 'Colleagues name you with an @ in a note.' },
  { kind: 'answered', label: 'The customer answers on a ticket of mine' },
  { kind: 'opened', label: 'A new ticket comes to a mailbox that I follow' },
] as const

function Wishes({ told, mayWrite }: { told: Told; mayWrite: boolean }) {
  const client = useQueryClient()
  const saving = hooks.useMutation('patch', '/me/notifications', {
    onMutate: (asked) => {
      const body = asked && 'body' in asked ? asked.body : undefined
      const before = client.getQueryData<Told>([...key, {}])
      if (before) client.setQueryData([...key, {}], asAfter(before, body ?? {}))
      return { before }
    },
    onSuccess: (now) => client.setQueryData([...key, {}], now),
    onError: (error, _asked, kept) => {
      client.setQueryData([...key, {}], (kept as { before?: Told } | undefined)?.before)
      toast.wrong('Not saved', sentenceOf(error))
    },
  })
  const change = (body: BodyOf<'changeNotifications'>) => saving.mutate({ body })
  const follow = (id: string, on: boolean) => {
    const now = told.mailboxes.filter(({ followed }) => followed).map(({ id }) => id)
    change({ mailbox_ids: on ? [...now, id] : now.filter((one) => one !== id) })
  }
  return (
    <>
      <Part
        title="What I am told by mail"
        says="Never what you did yourself. What happens to one ticket within a minute is one mail, and there are at most thirty an hour."
      >
        <div className="flex flex-col">
          {kinds.map(({ kind, label, ...hint }) => (
            <Check key={kind} label={label} {...hint} checked={told[kind]} onChange={(on) => change({ [kind]: on })} />
          ))}
        </div>
        {told.mailboxes.length > 0 ? (
          <fieldset disabled={!told.opened}>
            <legend className="pb-1 font-medium text-ink-2 text-sm">Mailboxes that I follow</legend>
            {told.mailboxes.map(({ id, address, name, followed }) => (
              <Check
                key={id}
                label={<span className="[overflow-wrap:anywhere]">{address}</span>}
                hint={name}
                checked={followed}
                disabled={!told.opened}
                onChange={(on) => follow(id, on)}
              />
            ))}
          </fieldset>
        ) : null}
      </Part>
      {mayWrite ? (
        <Part
          title="Answering such a mail"
          says="Only an answer from your own address counts, and only where your domain proves it by DMARC. Each mail is good for one answer within two weeks. Anything else stays on the ticket, held, for colleagues to see."
        >
          <Choose
            label="An answer by mail"
            className="max-w-72"
            value={told.answer_does}
            choices={[
              { value: 'note', label: 'becomes a note' },
              { value: 'reply', label: 'is sent to the customer' },
              { value: 'nothing', label: 'does nothing' },
            ]}
            onChoose={(answer_does) => change({ answer_does })}
          />
        </Part>
      ) : null}
      <Part title="The newest" says="What became of the last mails to you.">
        {told.lately.length === 0 ? (
          <None>Nothing yet.</None>
        ) : (
          <Rows label="The newest notifications">
            {told.lately.map((one) => (
              <Lately key={one.id} one={one} />
            ))}
          </Rows>
        )}
      </Part>
    </>
  )
}

/** As it will be, until the server says so. */
function asAfter(told: Told, { mailbox_ids, ...change }: NonNullable<BodyOf<'changeNotifications'>>): Told {
  const mailboxes = mailbox_ids
    ? told.mailboxes.map((one) => ({ ...one, followed: mailbox_ids.includes(one.id) }))
    : told.mailboxes
  return { ...told, ...change, mailboxes } as Told
}

const kindWords: Record<Told['lately'][number]['kinds'][number], string> = {
  assigned: 'Given to me',
  mentioned: 'Named me',
  opened: 'New ticket',
  answered: 'Customer answered',
}
const statusWords: Record<Told['lately'][number]['status'], string> = {
  gathering: 'Gathering',
  queued: 'Waiting',
  sending: 'Leaving',
  sent: 'Sent',
  failed: 'Failed',
  withheld: 'Not sent',
  returned: 'Came back',
}

function Lately({ one }: { one: Told['lately'][number] }) {
  const { ticket, status, says, kinds, at } = one
  const isWrong = status === 'failed' || status === 'returned'
  const subject = ticket ? (
    <Link to="/tickets/$ticketId" params={{ ticketId: ticket.id }} search={{}} className="hover:underline">
      #{ticket.number} <bdi>{ticket.subject}</bdi>
    </Link>
  ) : (
    'A ticket that is gone'
  )
  return (
    <Row title={subject} says={[kinds.map((kind) => kindWords[kind]).join(', '), says].filter(Boolean).join(' · ')}>
      <Badge tone={isWrong ? 'danger' : 'quiet'}>{statusWords[status]}</Badge>
      <span className="text-ink-3 text-xs">
        <When at={at} />
      </span>
    </Row>
  )
}

/** What an administrator decides for the mails to all. */
function ForAll() {
  const client = useQueryClient()
  const asked = hooks.useQuery('get', '/settings/notifications', {})
  const saving = hooks.useMutation('put', '/settings/notifications', {
    onSuccess: (now) => {
      client.setQueryData(['get', '/settings/notifications', {}], now)
      toast.done('Saved', 'It counts for every mail that has not left.')
    },
    onError: (error) => toast.wrong('Not saved', sentenceOf(error)),
  })
  return (
    <Part title="For everybody here" says="Mails to colleagues leave this server, and lie in their mailboxes.">
      <Loaded asked={asked} waiting="Loading what is set" wrong="What is set could not be read">
        {({ quotes_words }) => (
          <Check
            label="They show what was written"
            hint="The first 2,000 characters of the customer’s words or the note. Otherwise they only say that there is something, and where."
            checked={quotes_words}
            disabled={saving.isPending}
            onChange={(on) => saving.mutate({ body: { quotes_words: on } })}
          />
        )}
      </Loaded>
    </Part>
  )
}
