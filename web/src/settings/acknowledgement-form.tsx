import type { AcknowledgementText, AcknowledgingMailbox, AnswerOf, Language } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ApiError, faultsOf, hooks } from '../api.ts'
import { Badge } from '../kit/badge.tsx'
import { Button } from '../kit/button.tsx'
import { Check } from '../kit/check.tsx'
import { Choose } from '../kit/choose.tsx'
import { Area, Field } from '../kit/field.tsx'
import { toast } from '../kit/toast.tsx'
import { AcknowledgementPreview } from './acknowledgement-preview.tsx'

export const acknowledgingKey = ['get', '/acknowledging']

export const languageChoices: { value: Language; label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'German' },
  { value: 'fr', label: 'French' },
  { value: 'es', label: 'Spanish' },
]

type Answer = AnswerOf<'listAcknowledging'>
type Props = { one: AcknowledgingMailbox; standard: Answer['standard']; variables: Answer['variables'] }

/** What one mailbox does by itself. Nothing holds before it is saved; the preview shows what is written here. */
export function AcknowledgementForm({ one: { mailbox, ...kept }, standard, variables }: Props) {
  const client = useQueryClient()
  const [draft, setDraft] = useState(kept)
  const [shown, setShown] = useState<Language>(kept.language)
  const [previewing, setPreviewing] = useState(false)
  const save = hooks.useMutation('put', '/acknowledging/{id}', {
    onSuccess: ({ mailbox: _, ...now }) => {
      setDraft(now)
      toast.done(now.active ? `${mailbox.name} acknowledges new tickets` : `${mailbox.name} acknowledges nothing`)
    },
    onError: (error: unknown) => {
      const wrong = languageChoices.find(({ value }) => errorsBelow(error, `texts.${value}.`))
      if (wrong) setShown(wrong.value)
    },
    onSettled: () => client.invalidateQueries({ queryKey: acknowledgingKey }),
  })
  const faults = faultsOf(save.error)
  const own = draft.texts[shown]
  const text = own ?? standard[shown]
  const isIdle = said(draft) === said(kept)

  const reword = (change: Partial<AcknowledgementText> | undefined) => {
    // What was wrong is being put right.
    save.reset()
    const next = change && { ...text, ...change }
    const isStandard = !next || (next.subject === standard[shown].subject && next.body === standard[shown].body)
    setDraft({ ...draft, texts: { ...draft.texts, [shown]: isStandard ? undefined : next } })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!save.isPending && !isIdle) save.mutate({ params: { path: { id: mailbox.id } }, body: draft })
  }

  return (
    <form
      onSubmit={submit}
      aria-label={`Acknowledgements of ${mailbox.name}`}
      className="flex flex-col gap-4 pt-1 pb-5"
    >
      <div className="flex flex-col">
        <Check
          label="Acknowledge new tickets"
          hint="Once for each ticket, at most once an hour and three times a day to one address."
          checked={draft.active}
          onChange={(active) => setDraft({ ...draft, active })}
        />
        <Check
          label="In the language of the mail"
          hint="Where it is English, German, French or Spanish, and plain to see."
          checked={draft.as_written}
          onChange={(as_written) => setDraft({ ...draft, as_written })}
        />
      </div>
      <Choose
        className="max-w-60"
        label={draft.as_written ? 'Otherwise in' : 'Always in'}
        value={draft.language}
        choices={languageChoices}
        onChoose={(language) => setDraft({ ...draft, language })}
      />

      <fieldset className="flex flex-col gap-4 rounded-lg border bg-canvas p-4 max-[899px]:p-3">
        <legend className="sr-only">Words</legend>
        <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
          <Choose className="min-w-40" label="Words in" value={shown} choices={languageChoices} onChoose={setShown} />
          <span className="flex h-9 items-center gap-2">
            {own ? <Badge tone="note">Own words</Badge> : <Badge>Docket’s words</Badge>}
            {own ? (
              <Button look="plain" onClick={() => reword(undefined)}>
                Take Docket’s words
              </Button>
            ) : null}
          </span>
        </div>
        <Field
          label="Subject"
          value={text.subject}
          maxLength={200}
          lang={shown}
          error={faults.of(`texts.${shown}.subject`)}
          onChange={(event) => reword({ subject: event.target.value })}
        />
        <Area
          label="Text"
          value={text.body}
          rows={11}
          maxLength={10_000}
          lang={shown}
          error={faults.of(`texts.${shown}.body`)}
          onChange={(event) => reword({ body: event.target.value })}
        />
        <div className="text-ink-3 text-sm">
          <p>What stands in braces is filled in. Nothing that the sender wrote can be repeated.</p>
          <dl className="mt-1.5 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 max-[899px]:grid-cols-1">
            {variables.map(({ name, says }) => (
              <div key={name} className="contents">
                <dt className="font-mono text-ink-2 text-xs leading-5">{`{{${name}}}`}</dt>
                <dd className="max-[899px]:mb-1">{says}</dd>
              </div>
            ))}
          </dl>
        </div>
      </fieldset>

      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" look="primary" busy={save.isPending} disabled={isIdle}>
          Save
        </Button>
        <Button onClick={() => setPreviewing(true)}>Preview</Button>
        <p role="alert" className="min-w-0 flex-1 text-danger text-sm">
          {faults.rest}
        </p>
      </div>
      {previewing ? (
        <AcknowledgementPreview
          trial={{ id: mailbox.id, language: shown, text }}
          from={mailbox}
          onClose={() => setPreviewing(false)}
        />
      ) : null}
    </form>
  )
}

const errorsBelow = (error: unknown, path: string) =>
  error instanceof ApiError && error.fields.some(({ field }) => field.startsWith(path))

/** The same words however their members are ordered, and whether a language is left out or empty. */
const said = ({ active, language, as_written, texts }: Omit<AcknowledgingMailbox, 'mailbox'>) =>
  JSON.stringify([
    active,
    language,
    as_written,
    ...languageChoices.map(({ value }) => [texts[value]?.subject, texts[value]?.body]),
  ])
