import type { Signature } from '@docket/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { faultsOf, hooks } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { Check } from '../kit/check.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { RichField } from '../kit/rich-field.tsx'
import { toast } from '../kit/toast.tsx'
import { mailboxesQuery } from '../mailboxes/queries.ts'
import { Part } from './part.tsx'

/** What stands under one's own mails. */
export function SignaturePage() {
  const asked = hooks.useQuery('get', '/signature')
  return (
    <Part
      title="Signature"
      says="It stands under every mail you write, where you see it and may change it. Notes have none."
    >
      <Loaded asked={asked} waiting="Loading the signature" wrong="The signature could not be read">
        {(signature) => <Form signature={signature} />}
      </Loaded>
    </Part>
  )
}

function Form({ signature }: { signature: Signature }) {
  const client = useQueryClient()
  const mailboxes = useQuery(mailboxesQuery).data?.items ?? []
  const [words, setWords] = useState({ html: signature.html, body: signature.body })
  const [off, setOff] = useState<readonly string[]>(signature.off_mailbox_ids)
  const save = hooks.useMutation('put', '/signature', {
    onSuccess: () => {
      toast.done('Signature saved')
      for (const path of ['/signature', '/signature/filled']) void client.invalidateQueries({ queryKey: ['get', path] })
    },
  })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ body: { ...words, off_mailbox_ids: [...off] } })
      }}
    >
      <div className="flex flex-col rounded-md border border-line-strong bg-raised focus-within:outline-2 focus-within:outline-accent">
        <RichField
          label="Signature"
          placeholder="Your name, and what people should know of you"
          html={signature.html}
          body={signature.body}
          onWords={setWords}
          className="min-h-24"
        />
      </div>
      <Variables names={signature.variables} />
      {mailboxes.length > 0 ? (
        <fieldset>
          <legend className="pb-1 font-medium text-ink-2 text-sm">Mailboxes</legend>
          {mailboxes.map(({ id, name, address }) => (
            <Check
              key={id}
              label={name === address ? address : `${name} (${address})`}
              checked={!off.includes(id)}
              onChange={(on) => setOff(on ? off.filter((one) => one !== id) : [...off, id])}
            />
          ))}
        </fieldset>
      ) : null}
      {save.isError ? (
        <p role="alert" className="text-danger text-sm">
          {faultsOf(save.error).rest ?? faultsOf(save.error).of('body') ?? faultsOf(save.error).of('html')}
        </p>
      ) : null}
      <Button type="submit" look="primary" busy={save.isPending} className="self-start">
        Save
      </Button>
    </form>
  )
}

/** What may stand between braces. */
export const Variables = ({ names }: { names: Signature['variables'] }) => (
  <details className="text-sm">
    <summary className="text-ink-2">Variables</summary>
    <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 max-[899px]:grid-cols-1">
      {names.map(({ name, says }) => (
        <div key={name} className="contents">
          <dt>
            <code className="font-mono text-xs">{`{{${name}}}`}</code>
          </dt>
          <dd className="text-ink-3">{says}</dd>
        </div>
      ))}
    </dl>
  </details>
)
