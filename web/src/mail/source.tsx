import { addressOf, type MessageSource, type Verdict } from '@docket/api'
import { Link, useParams } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { hooks } from '../api.ts'
import { Failure } from '../kit/notice.tsx'
import { SkeletonLines } from '../kit/skeleton.tsx'
import { When } from '../kit/time.tsx'
import { bytesInWords } from '../tickets/words.ts'
import { Evidence } from './evidence.tsx'
import { DownloadRaw, Raw } from './raw.tsx'
import { Recipients } from './recipient.tsx'
import { Stages } from './stages.tsx'

/** Why is this here: the mail's way in, what was concluded from what, and the mail itself, byte for byte. */
export function SourcePage() {
  const { ticketId, messageId } = useParams({ from: '/frame/tickets/$ticketId/messages/$messageId/source' })
  const source = hooks.useQuery('get', '/tickets/{id}/messages/{message_id}/source', {
    params: { path: { id: ticketId, message_id: messageId } },
  })
  return (
    <article aria-label="Why is this here?" className="flex h-full flex-col bg-surface">
      <header className="flex min-h-12 shrink-0 items-center gap-2 border-b px-2">
        <Link
          to="/tickets/$ticketId"
          params={{ ticketId }}
          search={true}
          aria-label="Back to the ticket"
          className="inline-flex size-7 items-center justify-center rounded-md text-ink-3 hover:bg-hover hover:text-ink max-[899px]:size-9"
        >
          <ArrowLeft />
        </Link>
        <h1 className="min-w-0 flex-1 truncate font-semibold text-base">Why is this here?</h1>
        <DownloadRaw
          href={addressOf('/tickets/{id}/messages/{message_id}/raw', { id: ticketId, message_id: messageId })}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {source.isPending ? <SkeletonLines count={9} label="Loading the source" /> : null}
        {source.isError ? (
          <Failure error={source.error} again={() => void source.refetch()} title="The source could not be read" />
        ) : null}
        {source.data ? <Source source={source.data} /> : null}
      </div>
    </article>
  )
}

function Source({ source }: { source: MessageSource }) {
  return (
    <div className="mx-auto flex max-w-[46rem] flex-col gap-7 px-6 py-6 max-[899px]:px-4">
      <Part title="How it came">
        {source.occurrences.map((occurrence) => (
          <div key={`${occurrence.mailbox} ${occurrence.received_at}`} className="flex flex-col gap-2">
            <p className="text-base [overflow-wrap:anywhere]">
              From <b className="font-medium">{occurrence.envelope_from || 'nobody (an empty sender)'}</b> to{' '}
              <b className="font-medium">{occurrence.envelope_to ?? occurrence.mailbox}</b>,{' '}
              <When at={occurrence.received_at} long className="text-ink-3" />
            </p>
            {occurrence.peer ? (
              <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">
                Handed over by {occurrence.peer.ip}
                {occurrence.peer.helo ? `, which calls itself ${occurrence.peer.helo}` : ''}
              </p>
            ) : null}
            <Stages stages={occurrence.stages} />
            {occurrence.authentication ? (
              <ul aria-label="Is the sender genuine?" className="list-disc pl-4 text-sm">
                {occurrence.authentication.reasons.map((reason) => (
                  <li key={reason} className="[overflow-wrap:anywhere]">
                    {reason}
                  </li>
                ))}
              </ul>
            ) : null}
          </div>
        ))}
        {source.occurrences.length > 1 ? (
          <p className="text-ink-2 text-sm">It was delivered {source.occurrences.length} times and is shown once.</p>
        ) : null}
      </Part>
      {source.problems.length > 0 ? (
        <Part title="What was odd">
          <ul className="list-disc pl-4 text-base">
            {source.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Part>
      ) : null}
      {source.stitch ? (
        <Part title="Why on this ticket">
          <p className="text-base">{reasons[source.stitch.reason] ?? 'It was joined to this ticket.'}</p>
          <Evidence value={source.stitch} />
        </Part>
      ) : null}
      {source.recipient ? (
        <Part title="Who it was for">
          <Recipients source={source} />
        </Part>
      ) : null}
      {source.verdict ? (
        <Part title="What kind of mail">
          <Kind verdict={source.verdict} />
        </Part>
      ) : null}
      <Part title="The mail itself">
        <p className="tnum text-ink-3 text-xs [overflow-wrap:anywhere]">
          {bytesInWords(source.size)}, sha-256 {source.sha256}
        </p>
        <Raw text={source.raw_text} />
      </Part>
    </div>
  )
}

/** Why a mail joined its ticket, said once in words; the evidence beneath is what was read. */
const reasons: Record<string, string> = {
  reply_token: 'It was sent to the reply address made for this person and this ticket.',
  in_reply_to: 'It answers a mail of this ticket.',
  references: 'It belongs to a thread this ticket has mails of.',
  ticket_reference: 'It names this ticket, and comes from someone who takes part in it.',
  child: 'A mail of this ticket answers it.',
  sibling: 'It answers the same mail as another one of this ticket.',
  returned: 'It brings back a mail that was sent from this ticket.',
  variant: 'A list sent on a mail of this ticket, with something added.',
  new: 'It answers nothing that is known here, so it opened this ticket.',
}

function Kind({ verdict }: { verdict: Verdict }) {
  const { auto_generated, vacation, bounce, list, spam } = verdict
  const isOrdinary = !auto_generated && !vacation && !bounce && !list && !spam
  if (isOrdinary && verdict.reasons.length === 0)
    return <p className="text-base">Written by a person: nothing in it says otherwise.</p>
  return <Evidence value={verdict} />
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title} className="flex flex-col gap-2.5">
    <h2 className="font-semibold text-md">{title}</h2>
    {children}
  </section>
)
