import type { DraftKind, TicketView } from '@docket/api'
import { useState } from 'react'
import { everybody, type Recipients, sameAddress } from './addresses.ts'
import type { Content } from './drafts.ts'
import { From } from './from.tsx'
import { RecipientField } from './recipients.tsx'

type Props = {
  ticket: TicketView
  kind: DraftKind
  recipients: Recipients
  identityId: string | null
  faults: { of: (field: string) => string | undefined }
  onChange: (patch: Partial<Content>) => void
  onAll: () => void
}

/** Who gets it. Copies show when there are some, or when they are asked for. */
export function Envelope({ ticket, kind, recipients, identityId, faults, onChange, onAll }: Props) {
  const [shown, setShown] = useState<{ cc?: boolean; bcc?: boolean }>({})
  const all = everybody(recipients)
  const { reply_all } = ticket
  const missing = [...reply_all.to, ...reply_all.cc].filter(
    (one) => !all.some(({ address }) => sameAddress(address, one.address)),
  )
  const row = (name: 'cc' | 'bcc', label: string) =>
    shown[name] || recipients[name].length > 0 ? (
      <RecipientField
        label={label}
        people={recipients[name]}
        ticketId={ticket.id}
        error={faultOf(faults, name)}
        autoFocus={shown[name] === true && recipients[name].length === 0}
        onChange={(people) => onChange({ [name]: people })}
      />
    ) : null
  const more = (label: string, deed: () => void) => (
    <button
      type="button"
      onClick={deed}
      className="rounded-sm px-1 text-ink-3 text-sm hover:text-ink max-[899px]:h-9 max-[899px]:px-2"
    >
      {label}
    </button>
  )
  return (
    <div className="shrink-0 border-b pt-1 pb-0.5">
      <From
        mailboxId={ticket.mailbox?.id}
        value={identityId}
        error={faults.of('identity_id')}
        onChoose={(identity_id) => onChange({ identity_id })}
      />
      <div className="flex items-start pr-2">
        <div className="min-w-0 flex-1">
          <RecipientField
            label="To"
            people={recipients.to}
            ticketId={ticket.id}
            error={faultOf(faults, 'to')}
            onChange={(to) => onChange({ to })}
          />
        </div>
        <div className="flex shrink-0 gap-1 pt-1">
          {kind === 'reply' && missing.length > 0 ? more(`All ${missing.length + all.length}`, onAll) : null}
          {shown.cc || recipients.cc.length > 0 ? null : more('Cc', () => setShown({ ...shown, cc: true }))}
          {shown.bcc || recipients.bcc.length > 0 ? null : more('Bcc', () => setShown({ ...shown, bcc: true }))}
        </div>
      </div>
      {row('cc', 'Cc')}
      {row('bcc', 'Bcc')}
      {kind === 'reply' && reply_all.reply_to ? (
        <p className="px-4 pb-1 text-note-ink text-sm">{reply_all.reply_to.says}</p>
      ) : null}
    </div>
  )
}

/** The server names the one of several that it means. */
export const faultOf = ({ of }: Props['faults'], name: 'to' | 'cc' | 'bcc'): string | undefined => {
  for (let at = 0; at < 100; at++) {
    const said = of(`${name}.${at}`) ?? of(`${name}.${at}.address`)
    if (said) return said
  }
  return of(name)
}
