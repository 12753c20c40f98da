import { addressOf, type MessageSource, type Verdict } from '@docket/api'
import { Link, useParams } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { hooks } from '../api.ts'
import { Failure } from '../kit/notice.tsx'
import { SkeletonLines } from '../kit/skeleton.tsx'
import { When } from '../kit/time.tsx'
import { bytesInWords } from '../tickets/words.ts'
import { Arrivals } from './arrivals.tsx'
import { Departure } from './departure.tsx'
import { Facts, Part } from './part.tsx'
import { DownloadRaw, Raw } from './raw.tsx'
import { Recipients } from './recipient.tsx'
import { Stitched } from './stitched.tsx'
import { Today } from './today.tsx'

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
        {source.data ? <Source source={source.data} ticketId={ticketId} messageId={messageId} /> : null}
      </div>
    </article>
  )
}

type Props = { source: MessageSource; ticketId: string; messageId: string }

function Source({ source, ticketId, messageId }: Props) {
  const { author, subject, at, parser, delivery, direction } = source
  const wasReceived = direction === 'in'
  return (
    <div className="mx-auto flex max-w-[46rem] flex-col gap-7 px-6 py-6 max-[899px]:px-4">
      <p className="text-base [overflow-wrap:anywhere]">
        <bdi className="font-medium">{subject || '(no subject)'}</bdi>
        <span className="block text-ink-2 text-sm">
          <bdi>{author.name || author.address}</bdi>
          {author.name && author.address ? ` <${author.address}>` : ''}, <When at={at} long />
        </span>
      </p>
      {delivery ? (
        <Part title="How it went out">
          <Departure delivery={delivery} />
        </Part>
      ) : null}
      {source.occurrences.length > 0 ? (
        <Part title="How it came">
          <Arrivals occurrences={source.occurrences} />
        </Part>
      ) : null}
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
          <Stitched source={source} />
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
      {parser && source.occurrences.length > 0 ? (
        <Part title="What would be decided today">
          <Today ticketId={ticketId} messageId={messageId} parser={parser} />
        </Part>
      ) : null}
      <Part title="What it is known by">
        <Facts
          facts={[
            ['Message-ID', source.message_id ?? (wasReceived ? none('It is known by its bytes.') : null)],
            [
              'Date',
              source.date ? <When at={source.date} long /> : wasReceived ? none('Its time is when it came.') : null,
            ],
            ['In-Reply-To', source.in_reply_to],
            ['References', source.references.join(' ')],
            ['Size', bytesInWords(source.size)],
            ['SHA-256', source.sha256],
          ]}
        />
      </Part>
      <Part title="The mail itself">
        <Raw text={source.raw_text} />
      </Part>
    </div>
  )
}

/** What the sender's program left out is no fault of the mail. */
const none = (instead: string) => (
  <>
    None <span className="text-ink-3">· {instead}</span>
  </>
)

function Kind({ verdict }: { verdict: Verdict }) {
  const { reasons, ...flags } = verdict
  const holding = kinds.filter(({ flag }) => flags[flag])
  if (holding.length === 0 && reasons.length === 0)
    return <p className="text-base">Written by a person: nothing in it says otherwise.</p>
  return (
    <>
      <p className="text-base">
        {holding.length === 0 ? 'Written by a person.' : `${holding.map(({ says }) => says).join('. ')}.`}
      </p>
      <ul aria-label="Reasons" className="list-disc pl-4 text-ink-2 text-sm">
        {reasons.map((reason) => (
          <li key={reason} className="[overflow-wrap:anywhere]">
            {reason}
          </li>
        ))}
      </ul>
    </>
  )
}

const kinds: { flag: Exclude<keyof Verdict, 'reasons'>; says: string }[] = [
  { flag: 'auto_generated', says: 'Written by a machine' },
  { flag: 'vacation', says: 'An automatic answer: nobody may answer it by machine' },
  { flag: 'bounce', says: 'A mail that could not be delivered comes back' },
  { flag: 'list', says: 'It came through a mailing list' },
  { flag: 'loop', says: 'It has been here before and goes round' },
  { flag: 'spam', says: 'Held to be spam' },
]
