import type { Threading as Wishes } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { faultsOf, hooks } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { Check } from '../kit/check.tsx'
import { Field } from '../kit/field.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { toast } from '../kit/toast.tsx'
import { Part } from './part.tsx'

const key = ['get', '/settings/threading']

/** Which ticket an answer goes to, as far as an organisation has a say in it. */
export function Threading() {
  const wishes = hooks.useQuery('get', '/settings/threading', {})
  return (
    <Part
      title="Which ticket a mail goes to"
      says="A mail goes to the ticket whose mail it answers. What is set here counts for mail that comes from now on; tickets stay as they are."
    >
      <Loaded asked={wishes} waiting="Loading what is set" wrong="What is set could not be read">
        {(set) => <Form set={set} />}
      </Loaded>
    </Part>
  )
}

type Draft = { newSubject: boolean; closed: boolean; days: string; subject: boolean; hours: string }

const draftOf = ({ new_subject_opens, closed_days, subject_hours }: Wishes): Draft => ({
  newSubject: new_subject_opens,
  closed: closed_days !== null,
  days: String(closed_days ?? 14),
  subject: subject_hours !== null,
  hours: String(subject_hours ?? 24),
})

const wishesOf = ({ newSubject, closed, days, subject, hours }: Draft): Wishes => ({
  new_subject_opens: newSubject,
  closed_days: closed ? Number(days) : null,
  subject_hours: subject ? Number(hours) : null,
})

function Form({ set }: { set: Wishes }) {
  const client = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(set))
  const change = hooks.useMutation('patch', '/settings/threading', {
    onSuccess: async (now) => {
      setDraft(draftOf(now))
      await client.invalidateQueries({ queryKey: key })
      toast.done('Saved', 'It counts for mail that comes from now on.')
    },
  })
  const faults = faultsOf(change.error)
  const isIdle = JSON.stringify(wishesOf(draft)) === JSON.stringify(set)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!change.isPending && !isIdle) change.mutate({ body: wishesOf(draft) })
  }
  return (
    <form onSubmit={submit} className="flex max-w-[60ch] flex-col gap-4">
      <div className="flex flex-col gap-2">
        <Check
          label="An answer to a ticket closed long ago opens a new ticket"
          hint="The two show each other. Otherwise the old ticket opens again, however old it is."
          checked={draft.closed}
          onChange={(closed) => setDraft({ ...draft, closed })}
        />
        {draft.closed ? (
          <Amount
            label="Closed for more than this many days"
            max={3650}
            value={draft.days}
            error={faults.of('closed_days')}
            onChange={(days) => setDraft({ ...draft, days })}
          />
        ) : null}
      </div>
      <Check
        label="An answer under a new subject opens a new ticket"
        hint="For people who answer an old mail to begin something new. The two tickets show each other."
        checked={draft.newSubject}
        onChange={(newSubject) => setDraft({ ...draft, newSubject })}
      />
      <div className="flex flex-col gap-2">
        <Check
          label="The same subject from the same sender joins the same ticket"
          hint="For programs that answer without naming what they answer. Two matters under one subject become one ticket."
          checked={draft.subject}
          onChange={(subject) => setDraft({ ...draft, subject })}
        />
        {draft.subject ? (
          <Amount
            label="Within this many hours of the last mail"
            max={720}
            value={draft.hours}
            error={faults.of('subject_hours')}
            onChange={(hours) => setDraft({ ...draft, hours })}
          />
        ) : null}
      </div>
      <div className="flex items-center gap-3">
        <Button type="submit" look="primary" busy={change.isPending} disabled={isIdle}>
          Save
        </Button>
        <p role="alert" className="min-w-0 flex-1 text-danger text-sm">
          {faults.rest}
        </p>
      </div>
    </form>
  )
}

type AmountProps = {
  label: string
  max: number
  value: string
  error: string | undefined
  onChange(value: string): void
}

const Amount = ({ max, onChange, ...rest }: AmountProps) => (
  <Field
    {...rest}
    className="max-w-72 pl-6.5"
    type="number"
    inputMode="numeric"
    min={1}
    max={max}
    required
    onChange={(event) => onChange(event.target.value)}
  />
)
