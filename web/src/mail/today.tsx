import type { MessageSource } from '@docket/api'
import { hooks } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { Difference } from './difference.tsx'
import { Facts } from './part.tsx'
import { fieldInWords } from './replay-words.ts'

type Props = { ticketId: string; messageId: string; parser: NonNullable<MessageSource['parser']> }

/** The same mail under today's rules; asked for, because it is read and judged once more. */
export function Today({ ticketId, messageId, parser }: Props) {
  const today = hooks.useQuery(
    'get',
    '/tickets/{id}/messages/{message_id}/today',
    { params: { path: { id: ticketId, message_id: messageId } } },
    { enabled: false, gcTime: 0 },
  )
  const isOld = parser.version !== null && parser.version < parser.today
  return (
    <>
      <p className="text-ink-2 text-sm">
        {parser.version === null
          ? `It was not read by this parser, which is version ${parser.today}.`
          : isOld
            ? `It was read by version ${parser.version} of the parser; today’s is ${parser.today}.`
            : `It was read by today’s parser, version ${parser.version}.`}
      </p>
      {today.data || today.error ? (
        <Loaded asked={today} waiting="Reading it again" wrong="It could not be read again">
          {({ changes, failure, bounces }) => (
            <>
              {failure ? <p className="text-danger text-sm [overflow-wrap:anywhere]">{failure}</p> : null}
              {!failure && changes.length === 0 ? (
                <p className="text-base">Today’s rules decide everything as it stands.</p>
              ) : null}
              {changes.map(({ field, kind, was, is }) => (
                <div key={kind} className="flex flex-col gap-1.5">
                  <h3 className="font-medium text-sm">{fieldInWords(field)}</h3>
                  <Difference was={was} is={is} wasTitle="As it stands" isTitle="As it would be today" />
                </div>
              ))}
              {bounces.length > 0 ? (
                <Facts
                  facts={bounces.map(({ recipient, action, status, permanent }) => [
                    'It tells of',
                    `${recipient}: ${[action, status, permanent ? 'for good' : 'for now'].filter(Boolean).join(', ')}`,
                  ])}
                />
              ) : null}
            </>
          )}
        </Loaded>
      ) : (
        <Button className="self-start" busy={today.isFetching} onClick={() => void today.refetch()}>
          Read it again
        </Button>
      )}
    </>
  )
}
