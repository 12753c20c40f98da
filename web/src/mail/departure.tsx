import type { MessageSource } from '@docket/api'
import { Badge } from '../kit/badge.tsx'
import { When } from '../kit/time.tsx'
import { deliveryTone, deliveryWords } from './delivery-words.ts'
import { Facts } from './part.tsx'

/** What became of a mail of ours, and what the other server said. */
export function Departure({ delivery }: { delivery: NonNullable<MessageSource['delivery']> }) {
  const { status, via, envelope_from, envelope_to, attempts, error, response, queued_at, sent_at } = delivery
  const isHere = status === 'sent' && via === 'outbox'
  return (
    <>
      <Facts
        facts={[
          [
            'State',
            isHere ? <Badge>Kept here</Badge> : <Badge tone={deliveryTone[status]}>{deliveryWords[status]}</Badge>,
          ],
          ['Queued', <When key="queued" at={queued_at} long />],
          ['Sent', sent_at ? <When key="sent" at={sent_at} long /> : null],
          ['From', envelope_from],
          ['To', envelope_to.join(', ')],
          ['Tries', attempts > 1 ? attempts : null],
          ['The server said', response],
        ]}
      />
      {isHere ? <p className="text-ink-2 text-sm">No mail server is set, so this went no further than here.</p> : null}
      {error ? <p className="text-danger text-sm [overflow-wrap:anywhere]">{error}</p> : null}
    </>
  )
}
