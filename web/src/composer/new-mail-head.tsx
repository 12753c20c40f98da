import type { Mailbox } from '@docket/api'
import { NewMailFrom } from './new-mail-from.tsx'
import type { Mail } from './new-mails.ts'
import { faultOf } from './recipient-rows.tsx'
import { RecipientField } from './recipients.tsx'

type Props = {
  mail: Mail
  mailboxes: Mailbox[]
  mailbox: Mailbox | undefined
  faults: { of: (field: string) => string | undefined }
  onChange: (patch: Partial<Mail>) => void
  onFrom: (from: { mailbox_id: string; identity_id: string | null }) => void
}

/** From whom, to whom, about what. */
export function NewMailHead({ mail, mailboxes, mailbox, faults, onChange, onFrom }: Props) {
  const line = (name: 'to' | 'cc' | 'bcc', label: string) => (
    <RecipientField
      label={label}
      below
      autoFocus={name === 'to'}
      people={mail[name]}
      onChange={(people) => onChange({ [name]: people })}
      error={faultOf(faults, name)}
    />
  )
  return (
    <div className="shrink-0 border-b py-1.5">
      {mailbox ? (
        <NewMailFrom
          mailboxes={mailboxes}
          mailbox={mailbox}
          value={mail.identity_id}
          error={faults.of('identity_id') ?? faults.of('mailbox_id')}
          onChoose={onFrom}
        />
      ) : null}
      {line('to', 'To')}
      {line('cc', 'Cc')}
      {line('bcc', 'Bcc')}
      <input
        dir="auto"
        aria-label="Subject"
        placeholder="Subject"
        maxLength={1000}
        value={mail.subject}
        onChange={({ target }) => onChange({ subject: target.value })}
        className="h-9 w-full bg-transparent px-4 font-medium text-md outline-none max-[899px]:text-[16px]"
      />
    </div>
  )
}
