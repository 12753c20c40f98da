import type { MessageSource } from '@docket/api'
import { Link } from '@tanstack/react-router'
import { Evidence } from './evidence.tsx'

/** Why a mail joined its ticket: in words, with the mail it follows, and what was read in it. */
export function Stitched({ source: { stitch, held } }: { source: MessageSource }) {
  if (!stitch) return null
  const { reason, confidence, evidence, refers_to } = stitch
  const hasEvidence = typeof evidence === 'object' && evidence !== null && Object.keys(evidence).length > 0
  return (
    <>
      <p className="text-base">
        {reasons[reason] ?? 'It was joined to this ticket.'}{' '}
        <span className="text-ink-3">{howSure[confidence] ?? confidence}</span>
      </p>
      {refers_to ? (
        <p className="text-sm [overflow-wrap:anywhere]">
          {follows[reason] ?? 'It follows'}{' '}
          <Link
            to="/tickets/$ticketId/messages/$messageId/source"
            params={{ ticketId: refers_to.ticket_id, messageId: refers_to.message_id }}
            search={{}}
            className="text-accent hover:underline"
          >
            <span className="tnum">#{refers_to.ticket_number} </span>
            <bdi>{refers_to.subject || '(no subject)'}</bdi>
          </Link>
        </p>
      ) : null}
      {held ? (
        <p className="text-note-ink text-sm">
          Its sender takes no part in this ticket: it is shown to the team and nothing outward follows from it until
          somebody approves it.
        </p>
      ) : null}
      {hasEvidence ? <Evidence value={evidence} /> : null}
    </>
  )
}

/** Why a mail joined its ticket, said once in words; the evidence beneath is what was read. */
const reasons: Record<string, string> = {
  reply_token: 'It was sent to the reply address made for this person and this ticket.',
  in_reply_to: 'It answers a mail of this ticket.',
  references: 'It belongs to a thread this ticket has mails of.',
  ticket_reference: 'It names this ticket, and comes from someone who takes part in it.',
  subject_and_sender:
    'It has the subject of this ticket, comes from someone who takes part in it, and names no other mail.',
  provider_thread:
    'Its provider keeps it in one conversation with a mail of this ticket; it names no other mail, and its sender takes part here.',
  child: 'A mail of this ticket answers it.',
  sibling: 'It answers the same mail as another one of this ticket.',
  returned: 'It brings back a mail that was sent from this ticket.',
  variant: 'A list sent on a mail of this ticket, with something added.',
  closed: 'It answers a ticket that was closed long ago, so it opened this one.',
  new_subject: 'It answers another ticket under a new subject, so it opened this one.',
  new: 'It answers nothing that is known here, so it opened this ticket.',
}

const follows: Record<string, string> = {
  in_reply_to: 'It answers',
  child: 'It is answered by',
  returned: 'It brings back',
}

const howSure: Record<string, string> = {
  high: 'That is sure.',
  medium: 'That is fairly sure.',
  low: 'That is not sure.',
}
