import type { MessageSource, RecipientEvidence } from '@docket/api'
import { Check } from 'lucide-react'
import { Badge } from '../kit/badge.tsx'
import { When } from '../kit/time.tsx'
import { Evidence } from './evidence.tsx'

/** Which of our addresses each delivery was for, how sure that is, and what else was considered. */
export function Recipients({ source: { occurrences, recipient } }: { source: MessageSource }) {
  const weighed = occurrences.filter((one) => one.recipient !== null)
  // Mail that was taken in before deliveries kept this.
  if (weighed.length === 0) return <Evidence value={recipient} />
  return weighed.map((one) => (
    <div key={`${one.mailbox} ${one.received_at}`} className="flex flex-col gap-2">
      {weighed.length > 1 ? (
        <p className="text-ink-3 text-sm">
          Delivered to {one.mailbox}, <When at={one.received_at} long />
        </p>
      ) : null}
      <Weighed evidence={one.recipient!} />
    </div>
  ))
}

function Weighed({ evidence: { address, source, confidence, candidates, omitted } }: { evidence: RecipientEvidence }) {
  const won = candidates.findIndex((one) => one.address === address && one.source === source)
  return (
    <>
      <p className="text-base [overflow-wrap:anywhere]">
        {address === null ? 'Nothing in it names an address' : <b className="font-medium">{address}</b>}
        {address === null ? '' : `, because ${because[source]}`} ({howSure[confidence]}).
      </p>
      {candidates.length > 0 ? (
        <ul aria-label="What was considered" className="flex flex-col border-t text-sm">
          {candidates.map((one, at) => (
            <li
              key={`${one.header} ${one.address}`}
              className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b py-1.5 pl-6"
            >
              {at === won ? <Check aria-label="This one" className="-ml-6 text-good" /> : null}
              <span className="min-w-0 [overflow-wrap:anywhere]">{one.address}</span>
              {one.ours ? <Badge>Ours</Badge> : null}
              <span className="text-ink-3">
                {one.header ?? 'envelope'}, {howSure[one.confidence]}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {omitted > 0 ? <p className="text-ink-3 text-sm">{omitted} more are not shown.</p> : null}
    </>
  )
}

const because: Record<RecipientEvidence['source'], string> = {
  envelope: 'the sending server named it',
  workspace_header: 'X-Gm-Original-To says so',
  delivered_to: 'Delivered-To says so',
  x_original_to: 'X-Original-To says so',
  to_cc_scan: 'it stands in To or Cc',
  unknown: 'nothing else was there',
}

const howSure: Record<RecipientEvidence['confidence'], string> = {
  high: 'sure',
  medium: 'fairly sure',
  low: 'not sure',
}
