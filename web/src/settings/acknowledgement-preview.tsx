import type { AcknowledgementText, Language } from '@docket/api'
import { useEffect, useState } from 'react'
import { ApiError, hooks, sentenceOf } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { Button } from '../kit/button.tsx'
import { Modal } from '../kit/dialog.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { toast } from '../kit/toast.tsx'
import { Raw } from '../mail/raw.tsx'

type Props = {
  trial: { id: string; language: Language; text: AcknowledgementText }
  from: { name: string; address: string }
  onClose: () => void
}

/** The mail as a customer would get it, also before the words are saved; and the same mail to oneself. */
export function AcknowledgementPreview({ trial: { id, ...body }, from, onClose }: Props) {
  const { user } = useMe()
  const [whole, setWhole] = useState(false)
  const params = { params: { path: { id } } }
  const { mutate, ...preview } = hooks.useMutation('post', '/acknowledging/{id}/preview')
  const [asked] = useState({ ...params, body })
  useEffect(() => mutate(asked), [mutate, asked])
  const test = hooks.useMutation('post', '/acknowledging/{id}/test', {
    onSuccess: ({ sent_to }) => toast.done('It is on its way', `To ${sent_to}.`),
  })
  const faults = faultsIn(preview.error)
  return (
    <Modal open onClose={onClose} title="Preview" className="max-w-2xl">
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto p-4">
        {faults ? (
          <div role="alert" className="text-base">
            <p className="font-semibold">These words cannot be sent.</p>
            <p className="mt-1 text-danger">{faults}</p>
          </div>
        ) : (
          <Loaded
            asked={{ ...preview, refetch: async () => mutate(asked) }}
            waiting="Composing the mail"
            wrong="The mail could not be composed"
          >
            {({ subject, body, raw_text }) => (
              <>
                <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-sm [&_dd]:min-w-0 [&_dd]:[overflow-wrap:anywhere] [&_dt]:text-ink-3">
                  <dt>From</dt>
                  <dd>
                    {from.name} &lt;{from.address}&gt;
                  </dd>
                  <dt>Subject</dt>
                  <dd className="font-medium">{subject}</dd>
                </dl>
                <p
                  lang={asked.body.language}
                  className="border-t pt-3 text-md whitespace-pre-wrap [overflow-wrap:anywhere]"
                >
                  {body}
                </p>
                {whole ? <Raw text={raw_text} /> : null}
                <Button className="self-start" aria-expanded={whole} onClick={() => setWhole(!whole)}>
                  {whole ? 'Hide the source' : 'Show the source, with all headers'}
                </Button>
              </>
            )}
          </Loaded>
        )}
      </div>
      <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-4 py-3">
        <p role="alert" className="min-w-0 flex-1 basis-40 text-danger text-sm">
          {test.error ? sentenceOf(test.error) : null}
        </p>
        <Button disabled={!preview.data} busy={test.isPending} onClick={() => test.mutate({ ...params, body })}>
          <span className="min-w-0 truncate">Send it to {user.email}</span>
        </Button>
      </footer>
    </Modal>
  )
}

/** What is wrong with the words, without the name of the field that only a program knows. */
function faultsIn(error: unknown): string | undefined {
  if (!(error instanceof ApiError) || error.fields.length === 0) return undefined
  return error.fields
    .map(({ field, message }) => `The ${field.endsWith('subject') ? 'subject' : 'text'} ${message}.`)
    .join(' ')
}
