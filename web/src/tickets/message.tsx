import { type Address, addressOf, type MessageView, type TicketView } from '@docket/api'
import { Link } from '@tanstack/react-router'
import { ChevronDown, FileQuestion, ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Avatar } from '../kit/avatar.tsx'
import { Badge } from '../kit/badge.tsx'
import { cx } from '../kit/class-names.ts'
import { SkeletonLines } from '../kit/skeleton.tsx'
import { When } from '../kit/time.tsx'
import { SenderBlock } from '../mail/block-sender.tsx'
import { NotAcknowledged } from './acknowledgement.tsx'
import { Attachments } from './attachments.tsx'
import { ChooseMessage } from './choosing.tsx'
import { DeliveryLine } from './delivery.tsx'
import { HeldLine } from './held-line.tsx'
import { HtmlBody } from './html-body.tsx'
import { MessageMenu } from './message-menu.tsx'
import { isCalm, otherProblems, useRemoteImages } from './remote-images.tsx'

type Props = { ticket: TicketView; message: MessageView; openAtFirst: boolean }

/** One thing that was written: a calm card; a note is tinted, so that it is never taken for mail. */
export function Message({ ticket, message, openAtFirst }: Props) {
  const [open, setOpen] = useState(openAtFirst)
  const isNote = message.direction === 'note'
  const name = message.author.name || message.author.email || 'Unknown sender'
  return (
    <article
      aria-label={`${isNote ? 'Note' : 'Message'} by ${name}`}
      className={cx(
        'message my-1.5 rounded-lg border',
        isNote ? 'border-note-line bg-note' : message.direction === 'out' ? 'bg-canvas' : 'bg-raised',
      )}
    >
      <header className="flex items-start gap-2.5 px-4 pt-2.5 pb-2">
        <ChooseMessage message={message} name={name} />
        <Avatar name={name} size={24} className="mt-px" />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <button
              type="button"
              aria-expanded={open}
              onClick={() => setOpen(!open)}
              className="min-h-6 min-w-0 max-w-full truncate rounded-sm font-semibold text-base"
            >
              <bdi>{name}</bdi>
            </button>
            <Sender authentication={message.authentication} />
            <Badges message={message} />
          </div>
          {open ? (
            isNote ? null : (
              <Recipients message={message} />
            )
          ) : (
            <button
              type="button"
              onClick={() => setOpen(true)}
              dir="auto"
              className="block min-h-6 w-full truncate rounded-sm text-left text-ink-3 text-sm"
            >
              {(message.reply_text || message.text).slice(0, 200)}
            </button>
          )}
        </div>
        <When at={message.at} className="mt-0.5 shrink-0 text-ink-3 text-xs" />
        {message.has_source ? <WhyLink ticketId={ticket.id} messageId={message.id} /> : null}
        {open ? <MessageMenu ticket={ticket} message={message} /> : null}
      </header>
      {message.held && message.direction === 'in' ? <HeldLine ticket={ticket} message={message} /> : null}
      {open ? (
        <div className="px-4 pb-3.5 min-[900px]:pl-[50px]">
          {otherProblems(message).map((problem) => (
            <p key={problem} className={cx('mb-2 text-sm', isCalm(problem) ? 'text-ink-3' : 'text-note-ink')}>
              {problem}
            </p>
          ))}
          <Body ticket={ticket} message={message} />
          <Attachments ticket={ticket} message={message} />
          {message.delivery ? <DeliveryLine ticket={ticket} message={message} delivery={message.delivery} /> : null}
          <NotAcknowledged acknowledgement={message.acknowledgement} />
        </div>
      ) : null}
    </article>
  )
}

function WhyLink({ ticketId, messageId }: { ticketId: string; messageId: string }) {
  return (
    <Link
      to="/tickets/$ticketId/messages/$messageId/source"
      params={{ ticketId, messageId }}
      search={true}
      aria-label="Why is this here?"
      title="Why is this here?"
      className="-mt-0.5 -mr-1.5 inline-flex size-6 items-center justify-center rounded-md text-ink-3 hover:bg-hover hover:text-ink max-[899px]:size-9"
    >
      <FileQuestion />
    </Link>
  )
}

const senders = {
  verified: { tone: 'good', Icon: ShieldCheck, says: 'Verified sender' },
  unverified: { tone: 'quiet', Icon: ShieldQuestion, says: 'Not verified' },
  failed: { tone: 'danger', Icon: ShieldAlert, says: 'Sender check failed' },
  unknown: { tone: 'quiet', Icon: ShieldQuestion, says: 'Not checked' },
} as const

/** Whether the mail comes from whom it says; the ordinary answer is only a sign, so that the others are seen. */
function Sender({ authentication }: Pick<MessageView, 'authentication'>) {
  if (!authentication) return null
  const { tone, Icon, says } = senders[authentication.verdict]
  return (
    <Badge tone={tone} why={`${says}: ${authentication.reasons.join(' ')}`}>
      <Icon className="size-3!" />
      <span className={authentication.verdict === 'verified' ? 'sr-only' : undefined}>{says}</span>
    </Badge>
  )
}

function Badges({ message: { direction, held, verdict, author } }: { message: MessageView }) {
  const why = verdict?.reasons.length ? verdict.reasons.join(' · ') : undefined
  return (
    <>
      {direction === 'note' ? <Badge tone="note">Internal</Badge> : null}
      {held && direction !== 'in' ? (
        <Badge
          why={
            author.kind === 'contact'
              ? 'It is not proven whose words these are, so they are quoted to nobody and do nothing.'
              : 'It was written to somebody who is not part of this ticket, so it is quoted to nobody.'
          }
        >
          Held
        </Badge>
      ) : null}
      {verdict?.bounce ? <Badge why={why}>Bounce</Badge> : null}
      {verdict?.vacation ? <Badge why={why}>Out of office</Badge> : null}
      {verdict?.auto_generated && !verdict.vacation && !verdict.bounce ? <Badge why={why}>Auto-reply</Badge> : null}
      {verdict?.loop ? <Badge why={why}>Loop</Badge> : null}
      {verdict?.spam ? <Badge why={why}>Spam?</Badge> : null}
      {verdict?.list ? <Badge why={why}>List</Badge> : null}
    </>
  )
}

/** To whom: one short line, all of it when asked. */
function Recipients({ message: { to, cc, author, direction } }: { message: MessageView }) {
  const [open, setOpen] = useState(false)
  const all = [...to, ...cc]
  const short = all.length === 0 ? author.email : `to ${all.map((each) => each.name || each.address).join(', ')}`
  if (open) {
    return (
      <div className="flex flex-col gap-1.5">
        <dl className="grid grid-cols-[auto_1fr] gap-x-2 text-ink-2 text-xs">
          <Line name="From" value={<One name={author.name} address={author.email} />} />
          <Line name="To" value={to.map((each) => <One key={each.address} {...each} />)} />
          {cc.length > 0 ? <Line name="Cc" value={cc.map((each) => <One key={each.address} {...each} />)} /> : null}
        </dl>
        {direction === 'in' ? <SenderBlock sender={author.email} /> : null}
      </div>
    )
  }
  return (
    <button
      type="button"
      aria-expanded={false}
      onClick={() => setOpen(true)}
      className="flex min-h-6 max-w-full items-center gap-1 rounded-sm text-ink-3 text-xs hover:text-ink-2"
    >
      <span className="truncate">{short}</span>
      <ChevronDown className="size-3!" />
    </button>
  )
}

const Line = ({ name, value }: { name: string; value: ReactNode }) => (
  <>
    <dt className="text-ink-3">{name}</dt>
    <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
  </>
)

const One = ({ name, address }: Address) => (
  <span className="mr-2 inline-block">
    <bdi>{name}</bdi> {name ? `<${address}>` : address}
  </span>
)

function Body({ ticket, message }: { ticket: TicketView; message: MessageView }) {
  const [quoted, setQuoted] = useState(false)
  const images = useRemoteImages(message)
  if (message.has_html) {
    const page = addressOf('/tickets/{id}/messages/{message_id}/html', { id: ticket.id, message_id: message.id })
    const src = images.shown ? `${page}?images=true` : page
    return (
      <>
        {images.line}
        {images.shown === undefined ? (
          <SkeletonLines count={3} label="Loading the mail" />
        ) : (
          // A frame of its own for each: one that is led elsewhere would be a step of the Back button.
          <HtmlBody key={src} src={src} title={`Message by ${message.author.name}`} />
        )}
      </>
    )
  }
  const said = message.reply_text || (message.quoted_text ? '' : message.text)
  return (
    <>
      <Words text={said || (message.quoted_text ? '' : '(nothing was written)')} />
      {message.quoted_text ? (
        <>
          <Dots open={quoted} onClick={() => setQuoted(!quoted)} />
          {quoted ? (
            <Words text={message.quoted_text} className="mt-2 border-line-strong border-l-2 pl-3 text-ink-2" />
          ) : null}
        </>
      ) : null}
    </>
  )
}

const Words = ({ text, className }: { text: string; className?: string }) => (
  <div dir="auto" className={cx('max-w-[72ch] text-md whitespace-pre-wrap [overflow-wrap:anywhere]', className)}>
    {text}
  </div>
)

export const Dots = ({ open, onClick }: { open: boolean; onClick: () => void }) => (
  <button
    type="button"
    aria-expanded={open}
    aria-label={open ? 'Hide the quoted text' : 'Show the quoted text'}
    onClick={onClick}
    className="group mt-1 inline-flex h-6 items-center"
  >
    <span className="inline-flex h-4 items-center rounded-sm bg-line px-1.5 font-bold text-ink-2 leading-none group-hover:bg-line-strong">
      ···
    </span>
  </button>
)
