import type { Macro, TicketStatus } from '@docket/api'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { faultsOf, hooks } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { Button } from '../kit/button.tsx'
import { Check } from '../kit/check.tsx'
import { Choose } from '../kit/choose.tsx'
import { Modal } from '../kit/dialog.tsx'
import { Field } from '../kit/field.tsx'
import { RichField } from '../kit/rich-field.tsx'
import { toast } from '../kit/toast.tsx'
import { mailboxesQuery } from '../mailboxes/queries.ts'
import { statuses, statusWords } from '../tickets/words.ts'
import { languageChoices } from './acknowledgement-form.tsx'
import { Variables } from './signature.tsx'

type Props = { macro?: Macro | undefined; onClose: () => void; onSaved: () => void }

export function MacroForm({ macro, onClose, onSaved }: Props) {
  const { permissions } = useMe()
  const mailboxes = useQuery(mailboxesQuery).data?.items ?? []
  const variables = hooks.useQuery('get', '/signature').data?.variables ?? []
  const [name, setName] = useState(macro?.name ?? '')
  const [words, setWords] = useState({ html: macro?.html ?? '', body: macro?.body ?? '' })
  const [shared, setShared] = useState(macro?.shared ?? false)
  const [mailbox_id, setMailbox] = useState(macro?.mailbox_id ?? '')
  const [language, setLanguage] = useState<NonNullable<Macro['language']> | ''>(macro?.language ?? '')
  const [status, setStatus] = useState<TicketStatus | ''>(macro?.status ?? '')
  const saved = {
    onSuccess: () => {
      toast.done('Macro saved')
      onSaved()
    },
  }
  const add = hooks.useMutation('post', '/macros', saved)
  const change = hooks.useMutation('patch', '/macros/{id}', saved)
  const faults = faultsOf(add.error ?? change.error)
  const save = () => {
    const { html, body } = words
    const wanted = {
      name,
      html,
      body,
      shared,
      mailbox_id: mailbox_id || null,
      language: language || null,
      status: status || null,
    }
    if (macro) change.mutate({ params: { path: { id: macro.id } }, body: wanted })
    else add.mutate({ body: wanted })
  }
  const none = (label: string) => ({ value: '' as const, label })
  return (
    <Modal open onClose={onClose} title={macro ? 'Change macro' : 'New macro'} className="max-w-xl">
      <form
        className="flex min-h-0 flex-col gap-4 overflow-y-auto p-4"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <Field
          label="Name"
          value={name}
          onChange={({ target }) => setName(target.value)}
          maxLength={120}
          error={faults.of('name')}
        />
        <div className="flex flex-col rounded-md border border-line-strong focus-within:outline-2 focus-within:outline-accent">
          <RichField
            label="Words"
            placeholder="Dear {{contact.first_name}},"
            html={words.html}
            body={words.body}
            onWords={({ html, body }) => setWords({ html, body })}
            className="min-h-28"
          />
        </div>
        {faults.of('body') ? <p className="text-danger text-sm">{faults.of('body')}</p> : null}
        <Variables names={variables} />
        <div className="grid grid-cols-3 gap-3 max-[899px]:grid-cols-1">
          <Choose
            label="Mailbox"
            value={mailbox_id}
            onChoose={setMailbox}
            choices={[none('Any'), ...mailboxes.map(({ id, address }) => ({ value: id, label: address }))]}
          />
          <Choose
            label="Language"
            value={language}
            onChoose={setLanguage}
            choices={[none('Any'), ...languageChoices]}
          />
          <Choose
            label="Ticket becomes"
            value={status}
            onChoose={setStatus}
            choices={[none('As it is'), ...statuses.map((value) => ({ value, label: statusWords[value] }))]}
          />
        </div>
        {permissions.includes('settings.manage') ? (
          <Check label="For everybody" hint="Else it is yours alone." checked={shared} onChange={setShared} />
        ) : null}
        {faults.rest ? (
          <p role="alert" className="text-danger text-sm">
            {faults.rest}
          </p>
        ) : null}
        <Button type="submit" look="primary" busy={add.isPending || change.isPending} className="self-end">
          Save
        </Button>
      </form>
    </Modal>
  )
}
